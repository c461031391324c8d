"""Dates and times in plain English. dateparser reads them; here is what is a date at all, and what it does not know.

All of it is in the user's own zone: `now` and what comes out have none.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from app.assistant.offline import days
from app.assistant.offline.phrases import dates as p
from app.assistant.offline.phrases.patterns import Pattern

_MORNING = 6
"""The hour from which on something may be meant to be done."""
_FEW = 5
"""Words of a title behind a day and a time: `friday 18:30 yoga`."""


@dataclass(frozen=True)
class When:
    """A date, a time on it, or how much later than it was."""

    day: date | None = None
    clock: time | None = None
    shift: timedelta | None = None
    is_clock_alone: bool = field(default=False, compare=False)
    """Whether no day was said: the next on which the clock shows it was taken."""
    is_either_half: bool = field(default=False, compare=False)
    """Whether the time may be of the morning as well as of the afternoon."""


@dataclass(frozen=True)
class Dated:
    """A wish without its date."""

    rest: str
    when: When
    phrase: str
    """The date as it was said."""


def read(phrase: str, now: datetime) -> When | None:
    """What a phrase says that is a date or a time and nothing else; None where it is not."""
    said = phrase.strip(" ,.;:()").lower()
    if after := p.WEEK_AFTER.match(said):
        return When(shift=_shift("a", after["unit"] or after["other"]))
    later = p.EARLIER.sub("", said)
    if shift := p.SHIFT.match(later):
        by = _shift(shift[1], shift[2])
        return When(shift=by if later == said else -by)
    if not re.fullmatch(p.ANSWER, said, re.IGNORECASE):
        return None
    plain = _plain(said, now)
    when = _parsed(plain, now)
    if when is None:
        return None
    is_alone = bool(re.fullmatch(p.CLOCK_ALONE, said, re.IGNORECASE))
    is_either_half = when.clock is not None and not p.HALF_OF_DAY.search(said)
    return replace(when, is_clock_alone=is_alone, is_either_half=is_either_half)


def nearest(when: When, before: time | None) -> time | None:
    """The time of a task that had one before: of the two that may be meant, the nearer; nobody means the night."""
    if when.clock is None or before is None or not when.is_either_half:
        return when.clock
    early = when.clock.replace(hour=when.clock.hour % 12)
    late = early.replace(hour=early.hour + 12)
    if early.hour < min(_MORNING, before.hour):
        return late
    minutes = [abs((one.hour - before.hour) * 60 + one.minute - before.minute) for one in (early, late)]
    return early if minutes[0] <= minutes[1] else late


def split(text: str, now: datetime) -> Dated | None:
    """The date at the end or the start of a wish, or plainly in the middle of it, and the rest; None without one."""
    if match := p.AT_END.match(text):
        rest, phrase = p.DANGLING.sub("", match[1].rstrip(" ,;:-–(")), match[2]
        if when := _taken(phrase, rest, now):
            return Dated(rest, when, phrase)
    if match := p.IN_MIDDLE.match(text):
        rest, phrase = f"{match[1].rstrip(' ,')} {match[3]}", match[2]
        if when := _taken(phrase, rest, now):
            return Dated(rest, when, phrase)
    return None


def split_start(text: str, now: datetime, begins: Pattern) -> Dated | None:
    """The date before a wish: `tomorrow: call mum`. Where nothing parts them, the wish must begin like `begins`."""
    match = p.AT_START.match(text)
    if not match:
        return None
    phrase, rest = match[1], match[2]
    between = text[match.end(1) : match.start(2)]
    when = read(phrase, now)
    is_whole = when is not None and when.clock is not None and not when.is_clock_alone and len(rest.split()) <= _FEW
    is_parted = bool(p.PARTED.search(between) or begins.match(rest))
    return Dated(rest, when, phrase) if when and (is_parted or is_whole) else None


def is_dated(text: str) -> bool:
    """Whether a wish ends with a date."""
    return p.AT_END.match(text) is not None


def on_days(pieces: list[str], now: datetime) -> list[Dated]:
    """`swim thu`, `run sat`: where each piece of a list ends with the name of a day, that is its date."""
    matches = [p.DAY_LAST.match(piece) for piece in pieces]
    found = [Dated(m[1], when, m[2]) for m in matches if m and (when := read(f"on {m[2]}", now))]
    return found if len(found) == len(pieces) > 1 else []


def spoken(when: When, today: date) -> str:
    """`tomorrow at 15:00`, `on Friday, 20 November`."""
    day = "" if when.day is None else day_spoken(when.day, today)
    clock = f"at {when.clock:%H:%M}" if when.clock else ""
    return " ".join(part for part in (day, clock) if part)


def day_spoken(day: date, today: date) -> str:
    """A day as it is said today."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((day - today).days)
    if near:
        return near
    year = f" {day.year}" if day.year != today.year else ""
    return f"on {day:%A}, {day.day} {day:%B}{year}"


def _taken(phrase: str, rest: str, now: datetime) -> When | None:
    """The date of a phrase that may be cut off: what stays must still say something."""
    if not re.search(r"\w", rest) or re.fullmatch(r"(?:watch|read|see|play|the|a|an|my)", rest.strip(), re.IGNORECASE):
        return None
    if len(rest.split()) == 1 and p.NAMED.fullmatch(phrase.lower()):
        # `plan boxing day`: that is what is planned.
        return None
    when = read(phrase, now)
    return when if when and when.shift is None else None


def _shift(number: str, unit: str) -> timedelta:
    count: float = {"a": 1, "an": 1, "half an": 0.5, "a couple of": 2, "a few": 3}.get(number, 0)
    count = count or p.WORDS.get(number) or int(number)
    days = {"d": 1, "w": 7, "f": 14, "y": 365}.get(unit[0])
    if unit.startswith("mo"):
        days = 30
    if days:
        return timedelta(days=count * days)
    return timedelta(minutes=count * (1 if unit.startswith("min") else 60))


def _plain(said: str, now: datetime) -> str:
    """As dateparser reads it: numbers as digits, and what it does not know as dates of the calendar."""
    text = said
    for pattern, put in p.FORMS:
        text = pattern.sub(put, text)
    text = p.NUMBER_WORD.sub(lambda m: str(p.WORDS[m[0].lower()]), text)
    text = p.PAST_OR_TO.sub(_past_or_to, text)
    text = p.OCLOCK.sub(r"at \1", text)
    text = days.as_dates(text, now.date())
    if match := p.FROM.search(text):
        begin = read(match[3], now) if match[3] != "now" else When(now.date())
        if begin and begin.day:
            later = int(match[1]) * {"day": 1, "week": 7, "month": 30}[match[2]]
            text = text.replace(match[0], str(begin.day + timedelta(days=later)))
    text = _with_hour(text)
    while (shorter := p.LEAD.sub("", text)) != text:
        text = shorter
    return re.sub(r"\b(?:at|on|by|the|of|@|before|around)\s+", " ", text).strip(" ,")


def _with_hour(text: str) -> str:
    """With am or pm where an hour has none, and an hour for a part of the day."""
    part = p.PART.search(text)
    hour = p.BARE_HOUR.search(text)
    if hour:
        number, minutes = int(hour[1] or hour[2]), hour[3] or "00"
        late = bool(part) and part is not None and part[1] in ("afternoon", "evening", "night")
        early = bool(part) and part is not None and part[1] == "morning"
        if number < 12 and not early and (late or 1 <= number <= 6):
            number += 12
        text = f"{text[: hour.start()]} {number % 24}:{minutes} {text[hour.end() :]}"
        return p.PART.sub("", text)
    if part:
        if p.HAS_CLOCK.search(text):
            is_late = part[1] != "morning" and not re.search(r"[ap]m\b|\b(?:1[2-9]|2\d):", text)
            text = p.PART.sub("", text)
            return p.HAS_CLOCK.sub(r"\g<0> pm", text, count=1) if is_late else text
        return p.PART.sub(p.PARTS[part[1]], text)
    return text


def _past_or_to(match: re.Match[str]) -> str:
    hour, minutes = int(match[3]), p.MINUTES[re.sub(r"[ -]", "", match[1].lower())]
    if match[2].lower() == "to":
        hour, minutes = hour - 1, 60 - minutes
    return f"{hour + 12 if 1 <= hour <= 6 else hour}:{minutes:02}"


def _parsed(plain: str, now: datetime) -> When | None:
    # Imported here: only who writes a date waits for its tables.
    from dateparser.date import DateDataParser

    settings = {
        "RELATIVE_BASE": now,
        "PREFER_DATES_FROM": "future",
        "PREFER_DAY_OF_MONTH": "first",
        "RETURN_TIME_AS_PERIOD": True,
        "TIMEZONE": "UTC",
    }
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(plain)
    if found.date_obj is None:
        return None
    moment = found.date_obj.replace(tzinfo=None, second=0, microsecond=0)
    return When(moment.date(), moment.time() if found.period == "time" or p.HAS_CLOCK.search(plain) else None)
