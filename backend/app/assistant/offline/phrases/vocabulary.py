"""Words and patterns that more than one table is made of."""

import re

from app.assistant.offline.phrases.patterns import Pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501


def pattern(text: str) -> Pattern:
    """A pattern that reads any case, over lines."""
    return Pattern(text, re.IGNORECASE | re.DOTALL)


ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
    "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "top": 1,
    "last": -1, "final": -1, "bottom": -1, "second to last": -2, "second last": -2, "last but one": -2, "next to last": -2,
    "middle": 0, "former": 1, "latter": -1,
}  # fmt: skip
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, **{str(number): number for number in range(1, 201)},
}  # fmt: skip
VERBS = (
    "add",
    "remind",
    "remember",
    "list",
    "show",
    "complete",
    "finish",
    "mark",
    "reopen",
    "delete",
    "remove",
    "rename",
    "change",
)
QUOTES = "\"'“”‘’`«»"
MY_LIST = r"(?:my|the|our|this|that)\s+(?:(?:todo|task|to-do|to do|shopping|grocery|current|done|completed|finished)\s*)?(?:list|tasks|todos|to-dos)"
THINGS = r"(?:tasks?|todos?|to-dos?|items?|things?|jobs?|ones?|entry|entries|stuff)"
DONE_WORD = r"(?:done|complete|completed|finished|ticked off|ticked|checked off|crossed off)"
NOT = r"(?:not|isn'?t|aren'?t|haven'?t|hasn'?t|wasn'?t|never|still (?:to be|not))"
QUOTED = pattern(r"[\"“]([^\"”]+)[\"”]|(?:^|(?<=\s))['‘`]([^'’`]+)['’`](?=$|[\s,.!?])")
PAIR = pattern(
    r"\b(?:fish and chips|salt (?:and|&) pepper|mac (?:and|&) cheese|peanut butter and jelly|gin and tonic|bed and breakfast|pros and cons|terms and conditions|pride and prejudice|war and peace|r&d|q&a|rock and roll|black and white|lost and found|up and running|dos and don'?ts|health and safety|arts and crafts|ham and eggs|bread and butter|crime and punishment|salt (?:and|&) vinegar|cheese (?:and|&) onion|sweet and sour|pen and paper|knife and fork|bubble and squeak|bangers and mash|cup and saucer|oil and vinegar|sage and onion|hide and seek|trial and error|meet and greet|show and tell|bits and (?:bobs|pieces)|odds and ends|cash and carry|black and decker|track and trace|cut and paste|mac n cheese)\b"
)
AND = pattern(
    r"\s*,(?!\d)\s*(?:and\s+(?:also\s+|then\s+)?|then\s+|also\s+|plus\s+)?|\s*;\s*|\s*\n\s*|\s+(?:and(?:\s+(?:also|then))?|&|\+|n|plus|as well as|then|also)\s+"
)
LEVEL = r"(?:highest|high|top|low|lowest|medium|normal|no)"
SORRY = r"(?:no|nope|nah|oops|whoops|(?:my )?apologies|pardon|sorry|wait|actually|i mean|hm+|ah|oh|ugh|hang on|hold on|never ?mind|typo|that(?:'s| was) (?:wrong|not right|a mistake)|(?:the )?wrong(?: one| task)?|my (?:mistake|bad)|not that(?: one)?)"
ANY = r"(?:anything|something|any|much|many|nothing|everything|all|what|to do|left|more|tasks?|things?)"
RANK = r"(?:(?:high(?:est)?|hi|top|low(?:est)?|medium|normal)[\s-]+(?:prio(?:rity)?|pri|importance)|(?:prio(?:rity)?|importance)[\s:]+(?:high|low|medium|normal)|p[123])"
VERY = r"(?:(?:very|really|super|duper|so|quite|pretty|ever so|extremely|mega|that|all that|too|terribly) )*"
"""Before `important`."""
LONE_AND = pattern(r"\s+(?:and|&|\+|n|'n'?)\s+")
WORD = pattern(r"\w")
WORD_WHOLE = pattern(r"\w+")
EXCEPTING = r"(?:except(?:ing)?(?: for)?|but(?: not| for)?|excluding|apart from|aside from|other than|besides|save for|barring|bar|not counting|leaving out|with the (?:sole |only )?exception of|not|minus|without)"
JOT = r"(?:pop|stick|throw|chuck|bung|whack|slap|shove|log|enter|include)"
"""Verbs by which something comes on a list, where `on there`, `in` or the like follows; else they are errands."""
SHIFT = r"(?:move|push|shift|bump|nudge|slide|shunt|punt|put off|bring|pull)"
"""Verbs that change when something is due, where a date follows."""
