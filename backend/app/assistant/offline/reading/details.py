"""Notes, dates and priorities of tasks that are there."""

from datetime import datetime

from app.assistant.offline import dates
from app.assistant.offline.phrases import adding, asking, detailing
from app.assistant.offline.targets import priority_of, target, unquoted
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
    if match := detailing.NOTE_IN.match(said):
        return Wish("note", target=target(match[1] or match[3], now), note=unquoted(match[2] or match[4]))
    if match := detailing.NOTE_ONTO.match(said):
        return Wish("note", target=target(match[2], now), note=unquoted(match[1]))
    if match := detailing.NOTE_TO.match(said):
        return Wish("note", target=target(match[1], now), note=unquoted(match[2]))
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
    if match := detailing.NO_DATE.match(said):
        return Wish("due", target=target(next(filter(None, match.groups())), now), clear=True)
    for pattern in _TO_A_DATE:
        if (match := pattern.match(said)) and (when := dates.read(match[2], now)) and not adding.ADD.match(said):
            return Wish("due", target=target(match[1], now), when=when)
    if (match := detailing.PUT_IT.match(said)) and (when := dates.read(match[2], now)):
        return Wish("due", target=target(match[1], now), when=when)
    if (match := detailing.MOVE_IT.match(said)) and (when := dates.read(match[1], now)):
        return Wish("due", target=target("it", now), when=when)
    if match := detailing.WHICH_DATE.match(said):
        return Wish("due", target=target(match[1], now))
    if (match := detailing.REMIND_ABOUT.match(said)) and (dated := dates.split(match[1], now)):
        tasks = new_tasks(match[1], now)
        return Wish("due", target=target(dated.rest, now), when=dated.when, tasks=tasks)
    if (match := detailing.PUT_ON.match(said)) and (dated := dates.split(match[2], now)):
        # What is there gets the date; what is not, is added.
        tasks = new_tasks(match[2] if match[1].lower() == "put" else said, now)
        return Wish("due", target=target(dated.rest, now), when=dated.when, tasks=tasks, loose=True)
    said = said.removesuffix(" instead")
    if detailing.POSTPONE_STARTS.match(said) and not detailing.SET_REMINDER.match(said):
        for place in detailing.POSTPONE_AT.finditer(said):
            what, phrase = said[: place.start()], said[place.end() :]
            when = dates.read(phrase, now)
            if when and (match := detailing.POSTPONE_TO.match(what)) and not detailing.TO_SAY.search(match[1]):
                return Wish("due", target=target(_of_date(match[1]), now), when=when)
    if detailing.POSTPONE_VERB.match(said) and (match := detailing.POSTPONE_WHAT.match(said)):
        return Wish("due", target=target(match[1], now))
    if (match := detailing.PUT_OFF.match(said)) and dates.split(said, now) is None:
        return Wish("due", target=target(match[1], now))
    plain = detailing.NOT_THEN.sub("", said)
    if (match := detailing.IS_DUE.match(plain)) and not asking.ASKS.match(said):
        when = dates.read(match[2], now)
        if when and when.shift is None:
            return Wish("due", target=target(match[1], now), when=when)
    return None


_TO_A_DATE = (
    detailing.DUE_DATE_IS,
    detailing.GIVEN_DATE,
    detailing.MOVED,
    detailing.SHIFTED,
    detailing.DUE_BEHIND,
)


def _of_date(words: str) -> str:
    return detailing.THE_DATE_OF.sub("", words)


def priority(said: str, now: datetime) -> Wish | None:
    """A priority that a task gets or loses."""
    if match := detailing.SET_PRIORITY.match(said) or detailing.PRIORITY_OF.match(said):
        what, level = [group for group in match.groups() if group]
        return Wish("priority", target=target(what, now), priority=priority_of(level))
    if match := detailing.PRIORITY_FOR.match(said):
        return Wish("priority", target=target(match[2], now), priority=priority_of(match[1]))
    if match := detailing.NO_PRIORITY.match(said):
        return Wish("priority", target=target(match[1] or match[2], now), priority="none")
    if match := detailing.PRIORITISE.match(said):
        return Wish("priority", target=target(match[1], now), priority="high")
    if (match := detailing.IS_URGENT.match(said)) and not asking.ASKS.match(said) and not adding.ADD.match(said):
        words = "no" if detailing.NEGATED.search(said) else match[2]
        return Wish("priority", target=target(match[1], now), priority=priority_of(words))
    return None
