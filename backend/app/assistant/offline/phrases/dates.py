"""How people write dates and times: the patterns by which a phrase is found, and put as dateparser reads it."""

import re

from app.assistant.offline.phrases.patterns import Pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

_FULL_DAY = r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_DAY = rf"(?:{_FULL_DAY}|(?:mon|tues?|wed|thurs?|thu|fri|sat|sun)\b)"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_NUMBER = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|half an|a couple of|a few)"
_UNIT = r"(?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|fortnights?|months?|years?)"
_PART = r"(?:morning|noon|midday|afternoon|evening|night|lunch ?time)"
_HOUR = r"(?:[01]?\d|2[0-4])"
_WORD_HOUR = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_MINUTES = r"(?:quarter|five|ten|twenty(?:[ -]five)?)"
CLOCK = (
    rf"(?:{_HOUR}(?:[:.][0-5]\d)?\s?(?:am|pm|a\.m\.?|p\.m\.?)(?!\w)|{_HOUR}[:h][0-5]\d(?!\d)(?!/)|(?:(?<=at )|(?<=by )|(?<=@)|(?<=day )|(?<=tomorrow )){_HOUR}\.[0-5]\d(?![\d.%])|(?:(?<=day )|(?<=tomorrow )|(?<=at ))(?:[1-9]|1[0-2])(?:00|15|30|45)(?![\d:.%])|(?<=at ){_HOUR} [0-5]\d(?![\d:.%])|[0-2]\d[0-5]\d ?h(?:ou)?rs?\b|(?:{_HOUR}|{_WORD_HOUR})\s?o\s?['’]?\s?clock"
    rf"|(?:half(?: past)?|{_MINUTES} (?:past|to))\s(?:{_HOUR}|{_WORD_HOUR})(?!\s+(?:hours?|days?|weeks?|dozens?|minutes?)\b)|(?<=at ){_HOUR}\s?h\b|noon|midday|midnight|{_WORD_HOUR}\s(?:am|pm)|lunch ?time)"
)
_TIME = (
    rf"(?:(?:at|by|@|from|around|about|for|before|to)\s*)?{CLOCK}(?:\s+(?:in the (?:morning|afternoon|evening|night)|at night))?"
    rf"|(?:at|@|around|about)\s*(?:{_HOUR}|{_WORD_HOUR})(?![\d:.%])(?:\s+(?:in the (?:morning|afternoon|evening|night)|at night))?|in the (?:morning|afternoon|evening|night)|at night"
)
_YEAR = r"(?:,?\s+20\d\d)?"
_LONG_DATE = rf"{_MONTH}\s+(?:the\s+)?(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?(?![\w:.])(?!\s?(?:am|pm)){_YEAR}|(?:the\s+)?(?:[0-2]?\d|3[01])(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}{_YEAR}"
_SHORT_DATE = r"20\d\d-\d\d?-\d\d?|\d{1,2}/\d{1,2}/(?:20)?\d\d|\d{1,2}\.\d{1,2}\.20\d\d|\d{1,2}/\d{1,2}(?![/\d])"
_NTH = r"(?:[0-2]?\d|3[01])(?:st|nd|rd|th)"
_WITH_WEEKDAY = rf"(?:(?:this|next)\s+)?{_DAY},?\s+(?:{_LONG_DATE}|{_SHORT_DATE}|(?:the\s+)?{_NTH}|(?:1[3-9]|2\d|3[01])(?![\d:./]|\s?[ap]m))"
"""`monday 23 november`, `next sunday the 29th`"""
_OF_OTHER_MONTH = (
    rf"(?:the\s+)?{_NTH}\s+(?:of\s+)?(?:next|this)\s+month|(?:next|this)\s+month,?\s+(?:on\s+)?the\s+{_NTH}"
)
_OF_OTHER_WEEK = (
    rf"{_FULL_DAY}\s+(?:(?:of\s+)?next\s+week|week|after\s+next)|next\s+week,?\s+(?:on\s+)?{_FULL_DAY}"
    rf"|(?:a|one)\s+week\s+(?:on|from)\s+{_FULL_DAY}|(?:the\s+)?week\s+after\s+next|{_NUMBER}\s+(?:weeks?|fortnights?)\s+(?:on\s+)?(?:today|tomorrow)"
)
_LAST_DAY = rf"(?:the\s+)?(?:last\s+day|end)\s+of\s+(?:(?:the |this |next )?(?:month|year)|{_MONTH})"
NAMED_DAY = (
    r"(?:(?:the\s+)?day\s+(?:before|after)\s+)?(?:(?:christmas|xmas|x-mas)(?:\s+(?:eve|day))?|boxing\s+day|new\s+year['’]?s?(?:\s+(?:eve|day))?"
    r"|valentine['’]?s?(?:\s+day)?|hallowe['’]?en|(?:st\.?|saint)\s+patrick['’]?s\s+day)"
)
"""Days that are known by name. `for Christmas` says what something is for, so that is no date of a task to add."""
_EVE = r"(?:(?:christmas|xmas|new year['’]?s?)\s+eve|boxing\s+day)"
"""Those that are hardly the name of a thing to do."""
_CERTAIN = (
    rf"{_WITH_WEEKDAY}|{_OF_OTHER_MONTH}|{_OF_OTHER_WEEK}|{_LAST_DAY}|first thing (?:on )?(?:tomorrow|{_FULL_DAY})|day after tomorrow|the day after tomorrow|(?:today|tomorrow|tmrw|tonight|yesterday)(?:\s+{_PART})?|this (?:morning|afternoon|evening)"
    rf"|(?:early|later|late)\s+(?:today|tomorrow|next week)|(?:this |the |next )?(?:coming )?weekend|(?:this|next|coming)\s+(?:{_DAY}|week|month|year)(?:\s+{_PART})?"
    rf"|{_FULL_DAY}(?:\s+{_PART})?|{_LONG_DATE}|{_SHORT_DATE}|in\s+{_NUMBER}\s+{_UNIT}(?:['’]s? time)?|{_NUMBER}\s+(?:days?|weeks?|months?)\s+from\s+(?:now|today|tomorrow|{_FULL_DAY})"
    rf"|(?:the\s+)?end of (?:the |this |next )?(?:day|week)|(?:eod|cob|close of (?:play|business)|end of play)(?:\s+(?:on\s+)?{_DAY})?|eow|eom|(?:mon|tue|thu|fri)\b(?!\s+\w)"
)
_BEHIND_ON = rf"(?:{_DAY}|the\s+{_NTH}|(?:(?<=due )|(?<=by )|(?<=on )){_NTH}(?=\s*$|,?\s+(?:at|@|in the)\s)|{_MONTH}(?!\s+\d))(?:\s+{_PART})?"
"""What is a date behind `on`, `by`, `in` and the like alone: `the 5th`, `sat`, `March`."""
_DEADLINE = r"(?:with\s+)?(?:(?:an?|the)\s+)?(?:deadline|due date)(?:\s+(?:is|of|on)|\s*:)?"
_LEAD = rf"(?:(?:(?:is|are)\s+)?due(?:\s+(?:on|by|at|in))?|{_DEADLINE}|on|by|before|for|from|until|till|to|in|at|this|starting)"
_DATE = rf"(?:{_LEAD}\s+)?(?:{_CERTAIN}|{NAMED_DAY})|{_LEAD}\s+{_BEHIND_ON}|{_DAY}(?=,?\s+(?:at\s+)?(?:{CLOCK}))"
WHEN = rf"(?:(?:{_DATE})(?:,?\s+(?:{_TIME}))?|(?:due\s+)?(?:{_TIME})(?:,?\s+(?:{_DATE}))?)"
CLOCK_ALONE = rf"(?:due\s+|to\s+)?(?:{_TIME})"
ANSWER = rf"(?:{WHEN}|{_BEHIND_ON}(?:,?\s+(?:{_TIME}))?)"
"""What is a date where one was asked for."""
_AFTER_WHICH_NONE = r"(?<!\babout)(?<!\bof)(?<!\bthan)(?<!\bsince)(?<!\bafter)(?<!\bevery)(?<!\beach)(?<!\bthe)(?<!\ba)(?<!\ban)(?<!\bmy)(?<!\blast)(?<!\bor)(?<!\band)(?<!\bto)(?<!\bbetween)(?<!\bper)(?<!\bfrom)(?<!\buntil)(?<!\btill)(?<!\bother)(?<!\bvs)(?<!\bnot)(?:(?<!['’]s)|(?=\s+(?:today|tomorrow|tonight)\b))"
"""Words before a date that make it part of what is to be done: `the notes of Monday`, `every Friday`."""


def _pattern(text: str) -> Pattern:
    return Pattern(text, re.IGNORECASE)


_TAKEN_LEAD = r"(?:(?:is\s+|are\s+)?due(?:\s+(?:on|by|at|in))?|(?:with\s+(?:(?:an?|the)\s+)?(?:deadline|due date)|(?<=[,;–-] )deadline)(?:\s+(?:is|of|on)|\s*:)?|on|by|before|for|in|at|this)"
_TAKEN_DATE = rf"(?:{_TAKEN_LEAD}\s+)?(?:{_CERTAIN})|(?:(?:is\s+|are\s+)?due(?:\s+(?:on|by|before))?|on|by|before)\s+{NAMED_DAY}|(?<!for )(?<!of ){_EVE}|{_TAKEN_LEAD}\s+{_BEHIND_ON}|{_DAY}(?=,?\s+(?:at\s+)?(?:{CLOCK}))"
_TAKEN_TIME = (
    rf"(?:(?:at|by|@|around|about|before)\s*{CLOCK}|for\s+(?={_HOUR}(?:[:.][0-5]\d)?\s?(?:am|pm)\b|(?:half|{_MINUTES})\s(?:past|to)|noon|midday){CLOCK}|{_HOUR}(?:[:.][0-5]\d)?\s?(?:am|pm)\b|[0-2]\d[0-5]\d ?h(?:ou)?rs?\b|(?:noon|midday)(?=\s+(?:on\s+|today|tomorrow|{_DAY}))|(?:at|@)\s*(?:{_HOUR}|{_WORD_HOUR})(?![\d:.%]))(?:\s+(?:in the (?:morning|afternoon|evening)|at night))?"
    r"|in the (?:morning|afternoon|evening)"
)
_TAKEN = rf"(?:(?:{_TAKEN_DATE})(?:,?\s+(?:{_TIME}))?|(?:due\s+)?(?:{_TAKEN_TIME})(?:,?\s+(?:{_DATE}))?)"
AT_END = _pattern(rf"^(.+?){_AFTER_WHICH_NONE}(?:\s*[,;:(–-])?\s+\(?({_TAKEN})\)?$")
AT_START = _pattern(
    rf"^({_TAKEN})(?:\s*[,:–-]\s*|\s+)(?:(?:to|that)\s+|(?:please\s+)?remind me (?:to\s+)?|i\s+(?:need|have|want|ought|got)\s+to\s+|i\s+(?:must|should|will|gotta)\s+)?(.+)$"
)
"""A date that stands first; what follows must be parted from it, or begin with a verb."""
PARTED = _pattern(r"\s*[,:–-]\s*$|\s+(?:to|that)\s+$|remind me|\bi\s")
_MID_DATE = (
    rf"(?:today|tomorrow|tonight)(?:\s+{_PART})?|next\s+{_FULL_DAY}|(?:on|by|due|before)\s+(?:(?:next\s+|this\s+)?{_FULL_DAY}|{_LONG_DATE}|{_SHORT_DATE}|the\s+(?:[0-2]?\d|3[01])(?:st|nd|rd|th))"
    r"|(?:by\s+)?next\s+(?:week|month)"
)
IN_MIDDLE = _pattern(
    rf"^(.+?){_AFTER_WHICH_NONE}\s+((?:{_MID_DATE})(?:,?\s+(?:{_TIME}))?|(?:at|by|@)\s*{CLOCK}(?:\s+(?:{_MID_DATE}))?),?\s+((?:with|at|about|for|to|in|from|because|via|near|re|regarding|so|between)\b.+)$"
)

DAY_LAST = _pattern(rf"^(.*?\w.*?)\s+(?:on\s+)?({_DAY})$")
"""`run sat`: the day of it where each thing of a list has one."""

# Put as dateparser reads it.
_REPAIR = r"(?:\s*[,.–-]+\s*|\s+)(?:(?:no|sorry|wait|rather|oops|i mean|i meant|make (?:that|it)|scratch that)[\s,.]+)+(?:(?:on|at|by)\s+)?"
PUT_RIGHT = _pattern(rf"\b(?:(?:{_CERTAIN}){_REPAIR}(?=(?:{_CERTAIN}))|(?:{CLOCK}){_REPAIR}(?=(?:{CLOCK})))")
"""A date that is put right in the same breath: `on tuesday, no, wednesday`."""
LEAD = _pattern(
    r"^(?:(?:is|are|was)\s+)?(?:(?:with\s+)?(?:(?:an?|the)\s+)?(?:deadline|due date)(?:\s+(?:is|of|on)|\s*:)?|due|on|by|before|for|from|until|till|to|at|starting|early|later|late|@|sometime)\s*\b\s*"
)
FORMS: tuple[tuple[Pattern, str], ...] = tuple(
    (_pattern(found), put)
    for found, put in (
        (r"\btmrw\b", "tomorrow"),
        (rf"\b(?:eod|cob|close of (?:play|business)|end of play)\s+(?:on\s+)?(?={_DAY})", ""),
        (r"\b(?:cob|close of (?:play|business)|end of play)\b", "eod"),
        (rf"\b({_DAY},?)\s+(1[3-9]|2\d|3[01])\b(?![\d:./]|\s?[ap]m)", r"\1 \2th"),
        (r"\b([0-2]\d)([0-5]\d) ?h(?:ou)?rs?\b", r"\1:\2"),
        (r"(?:(?<=day )|(?<=tomorrow )|(?<=at ))([1-9]|1[0-2])(00|15|30|45)\b(?!:)", r"\1:\2"),
        (rf"(?<=at )({_HOUR}) ([0-5]\d)\b", r"\1:\2"),
        (rf"(?:(?<=day )|(?<=tomorrow ))({_HOUR})\.([0-5]\d)\b", r"\1:\2"),
        (r"\b(\w+ (?:weeks?|fortnights?)) (?:on )?(today|tomorrow)\b", r"\1 from \2"),
        (r"\bin the night\b", "at night"),
        (r"\b(?:around|about) (?=\d)", "at "),
        (r"([ap])\.m\.?", r"\1m"),
        (rf"\b({_HOUR})\.([0-5]\d)(?=\s?[ap]m)", r"\1:\2"),
        (rf"\b({_HOUR})h([0-5]\d)\b", r"\1:\2"),
        (rf"(?<=at )({_HOUR})\s?h\b", r"\1:00"),
        (rf"\b(at |by |@)({_HOUR})\.([0-5]\d)\b", r"\1\2:\3"),
        (rf"\b(?:this |next )?{_DAY},?\s+(?=(?:the\s+)?{_NTH}|{_LONG_DATE}|{_SHORT_DATE})", ""),
        (rf"\bhalf (?=(?:{_HOUR}|{_WORD_HOUR})\b)", "half past "),
        (rf"\bfirst thing (?:on )?(tomorrow|{_FULL_DAY})", r"\1 morning"),
        (r"['’]s? time\b", ""),
        (r"\bhalf an hour\b", "30 minutes"),
        (r"\ba couple of\b", "2"),
        (r"\ba few\b", "3"),
        (r"\b(?:an?|one) (?=day|week|month|year|hour|minute|fortnight)", "1 "),
        (r"\b(?:1 )?fortnights?\b", "2 weeks"),
        (r"\b(?:at )?lunch ?time\b", "12:00"),
        (r"\b(?:mid-?day|noon)\b", "12:00"),
        (r"\bmidnight\b", "00:00"),
        (r"\btonight\b", "today night"),
        (r"\bthis (morning|afternoon|evening)\b", r"today \1"),
        (r"\beod\b|\b(?:the )?end of (?:the |this )?day\b", "today"),
        (r"\beow\b", "end of week"),
        (r"\beom\b", "end of month"),
        (r"\b(?:this |coming )(?=(?:mon|tue|wed|thu|fri|sat|sun))", ""),
        (r"\bcoming\b", ""),
    )
)
WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30,
}  # fmt: skip
NUMBER_WORD = _pattern(rf"\b(?:{'|'.join(WORDS)})\b")
PAST_OR_TO = _pattern(rf"\b(half|quarter|five|ten|twenty(?:[ -]five)?|5|10|20(?:[ -]5)?)\s(past|to)\s({_HOUR})\b")
OCLOCK = _pattern(rf"\b({_HOUR})\s?o\s?['’]?\s?clock\b")
BARE_HOUR = _pattern(
    rf"(?:\bat\s|@\s?|^)({_HOUR})(?![\d:./-])(?!\s?(?:am|pm|st|nd|rd|th|{_UNIT}|{_MONTH}))|\b([1-6]):([0-5]\d)\b(?!\s?[ap]m)"
)
MINUTES = {
    "half": 30,
    "quarter": 15,
    "five": 5,
    "ten": 10,
    "twenty": 20,
    "twentyfive": 25,
    "5": 5,
    "10": 10,
    "20": 20,
    "205": 25,
}
HALF_OF_DAY = _pattern(
    r"\d\s?[ap]\.?m\b|\b(?:am|pm|morning|noon|midday|afternoon|evening|night|tonight|midnight|lunch ?time|first thing|eod)\b|\b(?:0\d|1[3-9]|2\d):?\d\d\b"
)
"""What says whether a time is of the morning or of the afternoon."""
DANGLING = _pattern(
    r"(?:\s+(?:for|at|on|by|due|is|are|to be|from))+$|\s*[,;(–-]\s*(?:the )?(?:deadline|due date)(?: is)?:?$"
)
"""What stood before the date that was cut off."""
PARTS = {"morning": "9:00", "noon": "12:00", "afternoon": "15:00", "evening": "18:00", "night": "20:00"}
"""The hour that is meant by a part of the day where no hour is said."""
PART = _pattern(r"\b(?:in the |at )?(morning|noon|afternoon|evening|night)\b")
HAS_CLOCK = _pattern(rf"\b{_HOUR}:[0-5]\d\b|\b{_HOUR}\s?[ap]m\b")
DAY_OF_MONTH = _pattern(rf"\b(?:the\s+)?([0-2]?\d|3[01])(?:st|nd|rd|th)\b(?!\s+(?:of\s+)?{_MONTH})")
MONTH_BEFORE = _pattern(rf"{_MONTH}\s+(?:the\s+)?$")
WEEKEND = _pattern(r"\b(?:this |the )?weekend\b")
NEXT_WEEKEND = _pattern(r"\bnext weekend\b")
NEXT_DAY = _pattern(r"\bnext (mon|tue|wed|thu|fri|sat|sun)(?!th)\w*")
NEXT_UNIT = _pattern(r"\bnext (week|month|year)\b")
END_OF = _pattern(rf"\b(?:the )?(?:end|last day) of (next |the |this )?(week|month|year|{_MONTH})\b")
IN_OTHER_MONTH = _pattern(
    rf"\b(?:the\s+)?(?P<of>{_NTH})\s+(?:of\s+)?(?P<which>next|this)\s+month\b|\b(?P<month>next|this)\s+month,?\s+(?:on\s+)?the\s+(?P<nth>{_NTH})"
)
IN_OTHER_WEEK = _pattern(
    rf"\b(?P<day>{_FULL_DAY})\s+(?:(?P<next>(?:of\s+)?next\s+week)|(?P<plus>week)|(?P<after>after\s+next))\b"
    rf"|\bnext\s+week,?\s+(?:on\s+)?(?P<then>{_FULL_DAY})|\b(?:a|one|1)\s+week\s+(?:on|from)\s+(?P<from>{_FULL_DAY})|\b(?P<week>(?:the\s+)?week\s+after\s+next)\b"
)
NAMED = _pattern(rf"\b{NAMED_DAY}")
AFTER_TOMORROW = _pattern(r"\b(?:the )?day after tomorrow\b")
FROM = _pattern(rf"^(?:in )?(\d+) (day|week|month)s? from (now|today|tomorrow|{_FULL_DAY})\b")
MONTH_ALONE = _pattern(rf"^(?:in\s+)?{_MONTH}$")
EARLIER = _pattern(r"\s+(?:earlier|sooner)$")
WEEK_AFTER = _pattern(r"^(?:to )?(?:the )?(?:(?P<unit>day|week) after|following (?P<other>day|week))$")
"""Counted from when a task is due."""
WITH_DOTS = _pattern(
    r"(?<!version )(?<!chapter )(?<!section )(?<!release )(?<![\w.])(?P<day>[0-2]?\d|3[01])\.(?P<month>0?[1-9]|1[0-2])(?:\.(?=$|[\s,;:)])(?!\s*\d)|(?<=(?:on|by) \d\d\.\d\d)(?![\d.]))"
)
"""`25.11.`"""
SHIFT = _pattern(
    rf"^(?:by|for|back|back by)?\s*(?:another\s+)?({_NUMBER})\s+(?:more\s+)?({_UNIT})(?:\s+(?:later|more))?$"
)
