"""Days of the calendar that are said in words which dateparser does not know. Pure functions only."""

import calendar
import re
from datetime import date, timedelta

from app.assistant.offline.phrases import dates as p

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NAMED = {
    "christmas eve": (12, 24), "christmas": (12, 25), "boxing": (12, 26), "new years eve": (12, 31),
    "new years": (1, 1), "valentines": (2, 14), "halloween": (10, 31), "patricks": (3, 17),
}  # fmt: skip
"""Month and day of what a name begins with, or has in it."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def as_dates(text: str, today: date) -> str:
    """The text with the days that it names as `2026-12-24`."""
    text = p.NAMED.sub(lambda m: str(_named(m[0], today)), text)
    text = p.IN_OTHER_MONTH.sub(lambda m: _in_month(m, today), text)
    text = p.IN_OTHER_WEEK.sub(lambda m: str(_in_week(m, today)), text)
    text = p.NEXT_WEEKEND.sub(str(weekday(today, "sat") + timedelta(weeks=1)), text)
    text = p.WEEKEND.sub(str(weekday(today, "sat")), text)
    text = p.AFTER_TOMORROW.sub(str(today + timedelta(days=2)), text)
    text = p.END_OF.sub(lambda m: str(end_of(m[2], today, is_next=(m[1] or "") == "next ")), text)
    text = p.NEXT_DAY.sub(lambda m: str(monday(today) + timedelta(days=7 + _DAYS.index(m[1]))), text)
    text = p.NEXT_UNIT.sub(lambda m: str(first_of_next(m[1], today)), text)
    return p.DAY_OF_MONTH.sub(lambda m: _day_of_month(m, today), text)


def monday(today: date) -> date:
    """The first day of this week."""
    return today - timedelta(days=today.weekday())


def weekday(today: date, name: str) -> date:
    """The next day of that name; today counts."""
    return today + timedelta(days=(_DAYS.index(name[:3]) - today.weekday()) % 7)


def first_of_next(unit: str, today: date) -> date:
    """The first day of the next week, month or year."""
    if unit == "week":
        return monday(today) + timedelta(weeks=1)
    if unit == "year":
        return date(today.year + 1, 1, 1)
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


def end_of(unit: str, today: date, *, is_next: bool) -> date:
    """The last day of this or the next week, month or year, or of a month by its name."""
    begin = first_of_next(unit, today) if is_next else today
    if unit == "week":
        return monday(begin) + timedelta(days=6)
    if unit == "year":
        return date(begin.year, 12, 31)
    if unit != "month":
        begin = month_called(unit, today)
    return date(begin.year, begin.month, calendar.monthrange(begin.year, begin.month)[1])


def month_called(name: str, today: date) -> date:
    """The first day of the next month of that name; this month counts."""
    month = _MONTHS.index(name.lower()[:3]) + 1
    return date(today.year + (month < today.month), month, 1)


def _named(name: str, today: date) -> date:
    plain = re.sub(r"['’.-]", "", name.lower()).replace("xmas", "christmas").replace("new year ", "new years ")
    plain = f"{plain}s" if plain.endswith("new year") else plain
    month, day = next(value for known, value in _NAMED.items() if known in plain)
    shift = timedelta(days=-1 if "before" in plain else 1 if "after" in plain else 0)
    found = date(today.year, month, day) + shift
    return found if found >= today else date(today.year + 1, month, day) + shift


def _in_month(match: re.Match[str], today: date) -> str:
    """`the 1st of next month`; as it stands where that month has no such day."""
    begin = first_of_next("month", today) if (match["which"] or match["month"]) == "next" else today
    day = int((match["of"] or match["nth"])[:-2])
    return str(begin.replace(day=day)) if 0 < day <= calendar.monthrange(begin.year, begin.month)[1] else match[0]


def _in_week(match: re.Match[str], today: date) -> date:
    """`friday next week`, `a week on friday`, `friday after next`."""
    if match["week"]:
        return monday(today) + timedelta(weeks=2)
    if name := match["day"] if match["next"] else match["then"]:
        return monday(today) + timedelta(days=7 + _DAYS.index(name[:3]))
    day = weekday(today + timedelta(days=1), match["day"] or match["from"])
    return day + timedelta(weeks=1)


def _day_of_month(match: re.Match[str], today: date) -> str:
    """The next such day; as it stands behind the name of a month."""
    if p.MONTH_BEFORE.search(match.string[: match.start()]):
        return match[1]
    day = int(match[1])
    begin = today
    for _ in range(12):
        if day <= calendar.monthrange(begin.year, begin.month)[1] and begin.replace(day=max(day, 1)) >= today:
            return str(begin.replace(day=max(day, 1)))
        begin = first_of_next("month", begin)
    return match[0]
