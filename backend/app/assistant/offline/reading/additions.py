"""What is to be added."""

from dataclasses import replace
from datetime import datetime

from app.assistant.offline import dates
from app.assistant.offline.phrases import adding, around, moods, verbs
from app.assistant.offline.targets import priority_of
from app.assistant.offline.titles import new_tasks, on_day
from app.assistant.offline.wish import Wish


def new(said: str, now: datetime) -> Wish | None:
    """What somebody plainly wants to have on the list."""
    said = adding.FOR_WHAT.sub("", said)
    if adding.BOTH_URGENT.match(said):
        return Wish("add", tasks=new_tasks(said, now))
    if (match := adding.NO_RUSH_FIRST.match(said)) and (inner := new(match[1], now) or chore(match[1], now)):
        return replace(inner, tasks=tuple(replace(task, priority=task.priority or "low") for task in inner.tasks))
    if (match := adding.URGENT_FIRST.match(said)) and (inner := new(match[2], now)):
        level = priority_of(match[1])
        return replace(inner, tasks=tuple(replace(task, priority=task.priority or level) for task in inner.tasks))
    if before := dates.split_start(said, now, adding.BEGINS):
        rest = around.POLITE.sub("", before.rest) or before.rest
        is_reminded = bool(adding.REMINDED.search(said.removesuffix(before.rest)))
        # `tuesday remind me to put the bins out`: what follows is the title.
        inner = (None if is_reminded else new(rest, now)) or chore(rest, now) or Wish("add", tasks=new_tasks(rest, now))
        named = (replace(task, said=f"{before.phrase} {task.said or task.title}") for task in inner.tasks)
        return replace(inner, tasks=tuple(on_day(task, before.when) for task in named))
    if (match := adding.REMINDER_AT.match(said)) and (when := dates.read(match[1], now)) and when.shift is None:
        dated = (replace(task, when=task.when or when) for task in new_tasks(match[2], now))
        return Wish("add", tasks=tuple(dated))
    if adding.BARE_ADD.fullmatch(said):
        return Wish("add")
    if (behind := dates.split(said, now)) and adding.SOMETHING.match(behind.rest):
        return Wish("add", when=behind.when)
    urgent = adding.URGENT_TASK.search(said)
    if match := adding.PUT_DOWN.match(said):
        said = match[1] or match[2]
    plain = adding.URGENT_TASK.sub("", said, count=1) if urgent and adding.ADD.match(said) else said
    if adding.BARE_NOTE.fullmatch(said):
        return None
    if match := adding.ONE_AND_OTHER.match(said):
        return Wish("add", tasks=(*new_tasks(match[1], now), *new_tasks(match[2], now)))
    if match := adding.REMIND_ON.match(plain):
        for place in reversed(list(adding.ABOUT.finditer(match[1]))):
            when = dates.read(match[1][: place.start()], now)
            if when and when.shift is None:
                return Wish("add", tasks=tuple(on_day(one, when) for one in new_tasks(match[1][place.end() :], now)))
    if (match := adding.SCHEDULE.match(said)) and (timed := dates.split(match[1], now)) and timed.when.clock:
        return Wish("add", tasks=new_tasks(match[1], now))
    for pattern in (adding.ADD, adding.NOT_FORGET, adding.ON_THE_LIST, adding.HAVE_TO):
        if match := pattern.match(plain):
            if pattern is adding.HAVE_TO and (besides := adding.ADD.match(match[1])):
                # `I need to add milk`
                return Wish("add", tasks=new_tasks(besides[1], now))
            tasks = new_tasks(" ".join(filter(None, reversed(match.groups()))), now)
            if plain != said and urgent:
                tasks = tuple(replace(task, priority=task.priority or priority_of(urgent[1])) for task in tasks)
            return Wish("add", tasks=tasks, certain=pattern is not adding.HAVE_TO) if tasks else None
    if match := adding.LIST_OF.match(said):
        return Wish("add", tasks=new_tasks(match[1] or match[2], now))
    if adding.PRIORITY_FIRST.match(said):
        return Wish("add", tasks=new_tasks(said, now))
    return None


def chore(said: str, now: datetime) -> Wish | None:
    """A thing to do without more: `mow the lawn`."""
    return (
        Wish("add", tasks=new_tasks(said, now), certain=False)
        if verbs.CHORE.match(said)
        and not moods.KEEP.match(said)
        and not adding.TOLD_DONE.match(said)
        and not adding.OF_WORDS.match(said)
        and not around.IDLE.match(said)
        else None
    )


def lacking(said: str, now: datetime) -> Wish | None:
    """`we're out of eggs`, `Mum wants me to ring her`: it may be meant to be put down."""
    if match := adding.WANTS_ME.match(said) or adding.WANTS.match(said):
        return Wish("offer", tasks=new_tasks(match[1], now))
    lacked = adding.TO_LIST.sub("", said)
    if match := adding.OUT_OF.match(lacked):
        return Wish("offer" if lacked == said else "add", tasks=new_tasks(match[1] or match[2], now))
    return None


def may_have(said: str, now: datetime) -> Wish | None:
    """`can I get cheese added to my list?`"""
    match = adding.ON_THE_LIST.match(said)
    return Wish("add", tasks=new_tasks(match[1], now)) if match else None
