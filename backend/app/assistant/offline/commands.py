"""One piece of a message, read as a command, a question or a statement about tasks. Pure functions only."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.assistant.offline import dates
from app.assistant.offline.phrases import (
    adding,
    altering,
    around,
    asking,
    cutting,
    detailing,
    naming,
    talking,
    vocabulary,
)
from app.assistant.offline.targets import days_in, priority_in, priority_of, status_in, target, unquoted
from app.assistant.offline.titles import new_tasks
from app.assistant.offline.wish import Kind, Target, Wish

_SMALL_TALK: tuple[tuple[Kind, object], ...] = (
    ("yes", talking.YES),
    ("no", talking.NO),
    ("greet", talking.GREET),
    ("thanks", talking.THANKS),
)


def small_talk(text: str) -> Wish | None:
    """A yes, a no, a greeting or thanks."""
    whole = text.strip().rstrip("?!. ")
    for kind, pattern in (
        ("yes", talking.YES),
        ("no", talking.NO),
        ("greet", talking.GREET),
        ("thanks", talking.THANKS),
    ):
        if pattern.match(whole) and (kind in ("yes", "no") or not _has_command(whole)):
            return Wish(kind, said=whole)  # type: ignore[arg-type]
    return None


def _has_command(whole: str) -> bool:
    """`great, I bought it`: more than thanks."""
    rest = around.AFTER_THANKS.match(whole)
    return bool(around.COMMAND.search(whole) or (rest and cutting.CLEAR_START.match(rest[1])))


MOST = 600
"""Characters of a command; what is longer can only be much to add."""


def command(text: str, now: datetime) -> Wish | None:
    """The wish of one piece; None where it is not understood."""
    whole = text.strip()
    if len(whole) > MOST:
        match = adding.ADD.match(whole)
        return Wish("add", tasks=new_tasks(match[1], now), said=whole) if match else None
    said = around.TAIL.sub("", whole.rstrip("?!. ")).strip()
    plain = around.POLITE.sub("", said).strip() or said
    said = around.ASKING.sub("", plain).strip() or plain
    is_question = whole.endswith("?") and said == plain
    if not said:
        return None
    if wish := _read(said, now, is_question=is_question):
        return replace(wish, certain=wish.certain and not around.I_WANT.match(plain))
    if talking.HELP.search(said):
        return Wish("help")
    fixed = _fixed(said)
    return _read(fixed, now, is_question=is_question) if fixed != said else None


def _read(said: str, now: datetime, *, is_question: bool) -> Wish | None:
    """Questions about one task first: they change nothing. Then changes before questions, exact forms before loose."""
    readers: tuple[Callable[[str, datetime], Wish | None], ...] = (
        (_question_of_one, _list)
        if asking.ASKS.match(said)
        else (_note, _date, _priority, _change, _new, _list, _question_of_one, _statement)
    )
    for read in readers:
        if wish := read(said, now):
            if is_question and wish.kind in ("complete", "reopen") and (read is _statement or wish.target.everything):
                # `milk is done?` asks.
                wish = _asked(wish)
            return replace(wish, said=said)
    return None


def _fixed(said: str) -> str:
    """With the first word's slip of the finger put right, where a command is very near: `delet`, `remnd`."""
    first, _, rest = said.partition(" ")
    near = process.extractOne(
        first.lower(), vocabulary.VERBS, scorer=OSA.distance, score_cutoff=1 if len(first) < 6 else 2
    )
    return f"{near[0]} {rest}" if near and rest and len(first) > 2 else said


def _note(said: str, now: datetime) -> Wish | None:
    if match := asking.NOTE_OF.match(said):
        return Wish("find", form="note", target=target(match[1] or match[2] or match[3], now))
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


def _date(said: str, now: datetime) -> Wish | None:
    if match := detailing.NO_DATE.match(said):
        return Wish("due", target=target(match[1] or match[2], now), clear=True)
    for pattern in (detailing.DUE_DATE_IS, detailing.DUE_BEHIND):
        if (match := pattern.match(said)) and (when := dates.read(match[2], now)) and not adding.ADD.match(said):
            return Wish("due", target=target(match[1], now), when=when)
    if (match := detailing.REMIND_ABOUT.match(said)) and (dated := dates.split(match[1], now)):
        tasks = new_tasks(match[1], now)
        return Wish("due", target=target(dated.rest, now), when=dated.when, tasks=tasks)
    if detailing.POSTPONE_STARTS.match(said) and not detailing.SET_REMINDER.match(said):
        for place in detailing.POSTPONE_AT.finditer(said):
            what, phrase = said[: place.start()], said[place.end() :]
            when = dates.read(phrase, now)
            if when and (match := detailing.POSTPONE_TO.match(what)) and not detailing.TO_SAY.search(match[1]):
                return Wish("due", target=target(_of_date(match[1]), now), when=when)
    if detailing.POSTPONE_VERB.match(said) and (match := detailing.POSTPONE_WHAT.match(said)):
        return Wish("due", target=target(match[1], now))
    if (match := detailing.IS_DUE.match(said)) and not asking.ASKS.match(said):
        when = dates.read(match[2], now)
        if when and when.shift is None:
            return Wish("due", target=target(match[1], now), when=when)
    return None


def _of_date(words: str) -> str:
    return detailing.THE_DATE_OF.sub("", words)


def _priority(said: str, now: datetime) -> Wish | None:
    if match := detailing.SET_PRIORITY.match(said) or detailing.PRIORITY_OF.match(said):
        return Wish("priority", target=target(match[1], now), priority=priority_of(match[2]))
    if match := detailing.PRIORITISE.match(said):
        return Wish("priority", target=target(match[1], now), priority="high")
    if (match := detailing.IS_URGENT.match(said)) and not asking.ASKS.match(said):
        words = "no" if detailing.NEGATED.search(said) else match[2]
        return Wish("priority", target=target(match[1], now), priority=priority_of(words))
    return None


def _change(said: str, now: datetime) -> Wish | None:
    if match := altering.ALL_DONE_BUT.match(said):
        return Wish("complete", target=target(f"everything {match[1] or match[2]}", now))
    if match := altering.MARK_BUT.match(said):
        what, excepted = (match[1], match[2]) if match[1] else (match[3], match[4])
        return Wish("complete", target=target(f"{what} {excepted}", now))
    if altering.BARE_DONE.fullmatch(said):
        everything = "everything" if "all" in said.lower() else ""
        return Wish("complete", target=target(everything, now), certain=False)
    if altering.EVERYTHING_DONE.match(said):
        return Wish("complete", target=target("everything", now))
    if match := altering.MARK.match(said):
        return Wish("reopen" if altering.OPEN_AGAIN.search(match[2]) else "complete", target=target(match[1], now))
    if match := altering.REOPEN.match(said) or altering.PUT_BACK.match(said) or altering.BRING_BACK.match(said):
        return Wish("reopen", target=target(match[1], now))
    if match := altering.NOT_FINISHED.match(said):
        return Wish("reopen", target=replace(target(match[2], now), verb=match[1] or ""))
    if match := altering.TICK_OFF.match(said) or altering.DONE_WITH.match(said):
        return Wish("complete", target=target(match[1], now))
    for pattern in (altering.NEVER_MIND, altering.CAN_GO, altering.TAKE_OFF, altering.NOT_NEEDED):
        if match := pattern.match(said):
            return Wish("delete", target=target(match[1], now))
    if (match := altering.CLEAN_UP.match(said)) and (found := target(match[1], now)).everything == "done":
        return Wish("delete", target=found)
    if match := altering.DELETE.match(said):
        return Wish("delete", target=target(altering.FROM_LIST.sub("", match[1]), now))
    if (
        match := altering.INSTEAD_OF.match(said)
        or altering.RENAME.match(said)
        or altering.SHOULD_SAY.match(said)
        or altering.CALL_IT.match(said)
    ):
        return Wish("rename", title=unquoted(match[2]), target=target(match[1], now))
    if match := altering.RENAME_WHAT.match(said):
        return Wish("rename", target=target(match[1], now))
    return None


def _new(said: str, now: datetime) -> Wish | None:
    if before := dates.split_start(said, now, vocabulary.VERB):
        inner = _new(before.rest, now) or _chore(before.rest, now) or Wish("add", tasks=new_tasks(before.rest, now))
        return replace(
            inner,
            tasks=tuple(
                task
                if task.when
                else replace(task, when=before.when, said=f"{before.phrase} {task.said or task.title}")
                for task in inner.tasks
            ),
        )
    urgent = adding.URGENT_TASK.search(said)
    plain = adding.URGENT_TASK.sub("", said, count=1) if urgent and adding.ADD.match(said) else said
    if adding.BARE_NOTE.fullmatch(said):
        return None
    for pattern in (adding.ADD, adding.NOT_FORGET, adding.ON_THE_LIST, adding.HAVE_TO):
        if match := pattern.match(plain):
            tasks = new_tasks(match[1], now)
            if plain != said and urgent:
                tasks = tuple(replace(task, priority=task.priority or priority_of(urgent[1])) for task in tasks)
            return Wish("add", tasks=tasks, certain=not adding.STILL.match(said)) if tasks else None
    if match := adding.LIST_OF.match(said):
        return Wish("add", tasks=new_tasks(match[1], now))
    if adding.PRIORITY_FIRST.match(said):
        return Wish("add", tasks=new_tasks(said, now))
    return Wish("add") if adding.BARE_ADD.fullmatch(said) else None


def _chore(said: str, now: datetime) -> Wish | None:
    return Wish("add", tasks=new_tasks(said, now), certain=False) if vocabulary.CHORE.match(said) else None


def _list(said: str, now: datetime) -> Wish | None:
    if match := asking.ABOUT_ANY.match(said):
        return Wish("find", target=target(match[1], now))
    lowered = said.lower()
    rest, days = days_in(lowered, now)
    rest, priority = priority_in(rest)
    is_list = bool(
        asking.LIST.search(said) or asking.COUNT.match(said) or ((days or priority) and asking.ASKS_DAY.fullmatch(rest))
    )
    if not is_list or talking.HELP.search(said):
        return None
    status = status_in(said)
    if status == "all" and not naming.ANY_ALL.search(said) and not naming.BOTH.search(said):
        status = "open"
    if days:
        days = replace(days, only=not asking.DO_DAY.search(lowered))
    form = "count" if asking.COUNT.match(said) else ""
    return Wish("list", status=status, days=days, priority=priority, form=form)  # type: ignore[arg-type]


def _question_of_one(said: str, now: datetime) -> Wish | None:
    if match := asking.ABOUT_ANY.match(said):
        return Wish("find", target=target(match[1], now))
    for pattern in (asking.WHEN_IS, asking.DUE_DATE_OF):
        if (match := pattern.match(said)) and not asking.LIST.search(said):
            return Wish("find", form="when", target=target(match[1], now))
    if match := asking.NOTE_OF.match(said):
        return Wish("find", form="note", target=target(match[1] or match[2] or match[3], now))
    for pattern in (asking.ON_LIST, asking.IS_THERE, asking.DO_I_HAVE):
        if match := pattern.match(said):
            return Wish("find", target=target(match[1] or match[match.lastindex or 1], now))
    if match := asking.IS_IT.match(said):
        return _asked(Wish("find", target=target(match[1], now)))
    if match := asking.HAVE_I_DONE.match(said):
        return Wish("find", target=replace(target(match[2], now), verb=match[1]))
    if match := asking.ABOUT_TASK.match(said):
        return Wish("find", form="note", target=target(match[1] or match[2], now))
    return None


def _asked(wish: Wish) -> Wish:
    """Whether it is so: of all tasks, what is left."""
    return Wish("list") if wish.target.everything else Wish("find", target=wish.target)


def _statement(said: str, now: datetime) -> Wish | None:
    if match := altering.NOT_DONE_AFTER_ALL.match(said):
        return Wish("reopen", target=target(match[1], now))
    if match := altering.COMPLETE.match(said):
        what = altering.JUST_NOW.sub("", match[1])
        return Wish("complete", target=replace(target(what, now), said=unquoted(match[1]), verb=_verb(said, match[1])))
    if match := altering.IS_DONE.match(said):
        return Wish("reopen" if altering.OPEN_AGAIN.search(match[2]) else "complete", target=target(match[1], now))
    return _chore(said, now)


def _verb(said: str, rest: str) -> str:
    """`bought` of `I have bought the milk`."""
    before = said[: len(said) - len(rest)].split()
    return before[-1].strip(" :") if before else ""


def target_of(said: str, now: datetime) -> Target:
    """What a bare answer names."""
    return target(said, now)
