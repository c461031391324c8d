"""Notes, dates and priorities of tasks that are there."""

import re
from dataclasses import replace
from datetime import datetime

from app.assistant.offline import dates
from app.assistant.offline.phrases import adding, altering, around, asking, detailing
from app.assistant.offline.targets import is_set, priority_of, target, unquoted
from app.assistant.offline.titles import new_tasks
from app.assistant.offline.wish import Wish


def note(said: str, now: datetime) -> Wish | None:
    """A note that is put to a task, changed or taken away; or a question for it."""
    if asking.NOTE_OF_IT.match(said):
        return Wish("find", form="note", target=target("it", now))
    if match := asking.NOTE_OF.match(said):
        return Wish("find", form="note", target=target(next(filter(None, match.groups())), now))
    if match := detailing.NOTE_THAT_IT.match(said):
        return Wish("note", target=target("it", now), note=unquoted(match[1]))
    if match := detailing.NOTE_MORE.match(said):
        return Wish("note", target=target(match[1], now), note=unquoted(match[2]))
    if match := detailing.NOTE_IN.match(said):
        return Wish("note", target=target(match[1] or match[3], now), note=unquoted(match[2] or match[4]))
    if match := detailing.NOTE_ONTO.match(said):
        return Wish("note", target=target(match[2], now), note=unquoted(match[1]))
    if match := detailing.NOTE_TO.match(said):
        return Wish("note", target=target(match[1], now), note=unquoted(match[2]))
    if match := detailing.NOTE_SAYS.match(said):
        return Wish("note", target=target(match[1], now), note=unquoted(match[2]), replace=True)
    if match := detailing.NOTE.match(said):
        return Wish("note", target=target(match[1], now), note=unquoted(match[2]))
    if match := detailing.NOTE_CHANGE.match(said):
        return Wish("note", target=target(match[1], now), note=unquoted(match[2]), replace=True)
    if match := detailing.NOTE_CLEAR.match(said):
        return Wish("note", target=target(match[1] or match[2], now), clear=True)
    if match := detailing.NOTE_BEHIND.match(said):
        return Wish("note", target=target(match[2] or match[4], now), note=unquoted(match[1] or match[3]))
    if match := detailing.NOTE_SHORT.match(said):
        return Wish("note", target=target(match[1] or match[3], now), note=unquoted(match[2] or match[4]))
    return None


def date(said: str, now: datetime) -> Wish | None:
    """A date that a task gets or loses."""
    if match := detailing.NO_CLOCK.match(said):
        return Wish("due", target=target(match[1], now), clear=True, form="clock")
    if match := detailing.NO_DATE.match(said):
        return Wish("due", target=target(next(filter(None, match.groups())), now), clear=True)
    for pattern in _TO_A_DATE:
        if (match := pattern.match(said)) and (when := _when(match[2], now)) and not adding.ADD.match(said):
            return Wish("due", target=target(match[1], now), when=when)
    if (match := detailing.CAN_BE.match(said)) and (when := _when(match[2], now)):
        return Wish("due", target=target(match[1], now), when=when)
    if (match := detailing.PUT_IT.match(said)) and (when := _when(match[2], now)):
        return Wish("due", target=target(match[1], now), when=when)
    if (match := detailing.MOVE_IT.match(said)) and (when := dates.read(match[1], now)):
        return Wish("due", target=target("it", now), when=when)
    if (match := detailing.DEADLINE_FOR.match(said)) and (when := dates.read(match[1], now)):
        return Wish("due", target=target(match[2], now), when=when)
    if match := detailing.WHICH_DATE.match(said):
        return Wish("due", target=target(match[1], now))
    if (match := detailing.REMIND_ABOUT.match(said)) and (dated := dates.split(match[1], now)):
        tasks = new_tasks(match[1], now)
        return Wish("due", target=target(dated.rest, now), when=dated.when, tasks=tasks)
    if (match := detailing.ARROW.match(said)) and (when := _when(match[2], now)):
        return Wish("due", target=target(match[1], now), when=when, certain=bool(match[3]))
    if (match := detailing.PUT_TO.match(said)) and (when := _when(match[2], now)):
        return Wish("due", target=target(match[1], now), when=when)
    if (
        (match := detailing.PUT_ON.match(said))
        and not detailing.PUT_OFF_TO.search(said)
        and (dated := dates.split(match[2], now))
    ):
        # What is there gets the date; what is not, is added.
        tasks = new_tasks(match[2] if match[1].lower() == "put" else said, now)
        return Wish("due", target=target(dated.rest, now), when=dated.when, tasks=tasks, loose=True)
    if instead := _instead(said, now):
        return instead
    said = said.removesuffix(" instead")
    if detailing.POSTPONE_STARTS.match(said) and not detailing.SET_REMINDER.match(said):
        for place in detailing.POSTPONE_AT.finditer(said):
            what, phrase = said[: place.start()], said[place.end() :]
            when = _when(phrase, now) if _MAY_BE_DATE.match(phrase) else None
            if when and (match := detailing.POSTPONE_TO.match(what)) and not detailing.TO_SAY.search(match[1]):
                if when.shift and detailing.FORWARD.search(what):
                    when = replace(when, shift=-abs(when.shift))
                tasks = new_tasks(said, now) if detailing.ALSO_ERRAND.match(what) else ()
                return Wish("due", target=target(_of_date(match[1], now), now), when=when, tasks=tasks)
    if (match := detailing.HOUR_ALONE.match(said)) and (when := dates.read(f"at {match[1]}", now)):
        what = said[: match.start(1)].rstrip().removesuffix(" to")
        if match := detailing.POSTPONE_TO.match(what):
            return Wish("due", target=target(_of_date(match[1], now), now), when=when)
    if detailing.POSTPONE_VERB.match(said) and (match := detailing.POSTPONE_WHAT.match(said)):
        return Wish("due", target=target(match[1], now))
    if (match := detailing.PUT_OFF.match(said)) and dates.split(said, now) is None:
        return Wish("due", target=target(match[1], now))
    plain = detailing.NOT_THEN.sub("", said)
    if (match := detailing.IS_DUE.match(plain)) and not asking.ASKS.match(said):
        when = dates.read(match[2], now)
        if when and when.shift is None:
            return Wish("due", target=target(match[1], now), when=when)
    if match := detailing.NOT_BUT.match(said):
        what, before, then = [group for group in match.groups() if group is not None]
        if dates.read(before, now) and (when := dates.read(then, now)):
            return Wish("due", target=target(what, now), when=when)
    if (match := detailing.WILL_DO.match(said)) and (when := _when(match[2], now)) and not asking.ASKS.match(said):
        return Wish("due", target=target(match[1], now), when=when, loose=True)
    if match := detailing.LATER.match(said):
        return Wish("due", target=target(match[1], now), loose=True)
    if (match := detailing.NOW_IS.match(said)) and detailing.NOW_NOT.search(said) and not asking.ASKS.match(said):
        when = _when(match[2], now)
        if when and when.shift is None and not adding.ADD.match(said):
            return Wish("due", target=target(match[1], now), when=when)
    return None


_MAY_BE_DATE = re.compile(r"(?!(?:and|but|with|the\s+(?!\d|first|end|day|week))\b)\S")


def _when(phrase: str, now: datetime) -> dates.When | None:
    """A date with what it is no longer behind it: `friday now, not thursday`; of several said for one, the last."""
    if when := dates.read(phrase, now):
        return when
    plain = detailing.NOT_THEN.sub("", detailing.NOW.sub("", detailing.WHY.sub("", f" {phrase}"))).strip()
    return dates.read(plain, now) or (dates.read(plain.rpartition(",")[2], now) if "," in plain else None)


_TO_A_DATE = (
    detailing.DUE_DATE_IS,
    detailing.GIVEN_DATE,
    detailing.MOVED,
    detailing.SHIFTED,
    detailing.DUE_BEHIND,
)


def _of_date(words: str, now: datetime) -> str:
    """Without `the date of` before it, and `from tomorrow` behind it."""
    what, _, before = words.rpartition(" from ")
    is_moved_from = what and not is_set(target(what, now)) and dates.read(before, now)
    return detailing.THE_DATE_OF.sub("", what if is_moved_from else words)


def _instead(said: str, now: datetime) -> Wish | None:
    """`dinner at 8 instead`; `I won't manage the ironing today, tomorrow then`."""
    if (match := detailing.THEN_INSTEAD.match(said)) and (undone := around.MENTION.match(match[1])):
        when = dates.read(match[2], now)
        return Wish("due", target=target(undone[1], now), when=when, loose=True) if when else None
    plain = said.removesuffix(" instead")
    if plain == said or _is_other_order(said) or detailing.POSTPONE_STARTS.match(said):
        return None
    dated = dates.split(plain, now)
    return Wish("due", target=target(dated.rest, now), when=dated.when, loose=True) if dated else None


def _is_other_order(said: str) -> bool:
    return bool(asking.ASKS.match(said) or adding.ADD.match(said) or altering.DELETE.match(said))


def priority(said: str, now: datetime) -> Wish | None:
    """A priority that a task gets or loses."""
    if match := detailing.SET_PRIORITY.match(said) or detailing.PRIORITY_OF.match(said):
        what, level = [group for group in match.groups() if group]
        return Wish("priority", target=target(what, now), priority=priority_of(level))
    if match := detailing.PRIORITY_FOR.match(said):
        return Wish("priority", target=target(match[2], now), priority=priority_of(match[1]))
    if match := detailing.LOWER.match(said):
        return Wish(
            "priority",
            target=target(match[2], now),
            priority="low" if match[1].lower() in ("lower", "drop") else "high",
        )
    if match := detailing.LEVEL_BEHIND.match(said):
        return Wish("priority", target=target(match[1], now), priority=priority_of(match[2]))
    if match := detailing.SET_LEVEL.match(said):
        return Wish("priority", target=target(match[1], now), priority=priority_of(match[2]))
    if match := detailing.NO_RUSH_ON.match(said):
        return Wish("priority", target=target(match[1], now), priority="low")
    if match := detailing.NO_PRIORITY.match(said):
        return Wish("priority", target=target(match[1] or match[2], now), priority="none")
    if match := detailing.PRIORITISE.match(said):
        return Wish("priority", target=target(match[1], now), priority="high")
    if (match := detailing.IS_URGENT.match(said)) and not _is_other_order(said):
        words = "no" if detailing.NEGATED.search(said) else match[2]
        return Wish("priority", target=target(match[1], now), priority=priority_of(words))
    return None
