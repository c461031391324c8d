"""One piece of a message, read as a command, a question or a statement about tasks. Pure functions only."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.assistant.offline import dates
from app.assistant.offline import phrases as p
from app.assistant.offline.targets import days_in, priority_in, priority_of, status_in, target, unquoted
from app.assistant.offline.titles import new_tasks
from app.assistant.offline.wish import Kind, Target, Wish

_SMALL_TALK: tuple[tuple[Kind, object], ...] = (("yes", p.YES), ("no", p.NO), ("greet", p.GREET), ("thanks", p.THANKS))


def small_talk(text: str) -> Wish | None:
    """A yes, a no, a greeting or thanks."""
    whole = text.strip().rstrip("?!. ")
    for kind, pattern in (("yes", p.YES), ("no", p.NO), ("greet", p.GREET), ("thanks", p.THANKS)):
        if pattern.match(whole) and (kind in ("yes", "no") or not _has_command(whole)):
            return Wish(kind, said=whole)  # type: ignore[arg-type]
    return None


def _has_command(whole: str) -> bool:
    """`great, I bought it`: more than thanks."""
    rest = p.AFTER_THANKS.match(whole)
    return bool(p.COMMAND.search(whole) or (rest and p.CLEAR_START.match(rest[1])))


MOST = 600
"""Characters of a command; what is longer can only be much to add."""


def command(text: str, now: datetime) -> Wish | None:
    """The wish of one piece; None where it is not understood."""
    whole = text.strip()
    if len(whole) > MOST:
        match = p.ADD.match(whole)
        return Wish("add", tasks=new_tasks(match[1], now), said=whole) if match else None
    said = p.TAIL.sub("", whole.rstrip("?!. ")).strip()
    plain = p.POLITE.sub("", said).strip() or said
    said = p.ASKING.sub("", plain).strip() or plain
    is_question = whole.endswith("?") and said == plain
    if not said:
        return None
    if wish := _read(said, now, is_question=is_question):
        return replace(wish, certain=wish.certain and not p.I_WANT.match(plain))
    if p.HELP.search(said):
        return Wish("help")
    fixed = _fixed(said)
    return _read(fixed, now, is_question=is_question) if fixed != said else None


def _read(said: str, now: datetime, *, is_question: bool) -> Wish | None:
    """Questions about one task first: they change nothing. Then changes before questions, exact forms before loose."""
    readers: tuple[Callable[[str, datetime], Wish | None], ...] = (
        (_question_of_one, _list)
        if p.ASKS.match(said)
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
    near = process.extractOne(first.lower(), p.VERBS, scorer=OSA.distance, score_cutoff=1 if len(first) < 6 else 2)
    return f"{near[0]} {rest}" if near and rest and len(first) > 2 else said


def _note(said: str, now: datetime) -> Wish | None:
    if match := p.NOTE_OF.match(said):
        return Wish("find", form="note", target=target(match[1] or match[2] or match[3], now))
    if match := p.NOTE_TO.match(said):
        return Wish("note", target=target(match[1], now), note=unquoted(match[2]))
    if match := p.NOTE.match(said):
        return Wish("note", target=target(match[1], now), note=unquoted(match[2]))
    if match := p.NOTE_CHANGE.match(said):
        return Wish("note", target=target(match[1], now), note=unquoted(match[2]), replace=True)
    if match := p.NOTE_CLEAR.match(said):
        return Wish("note", target=target(match[1] or match[2], now), clear=True)
    if match := p.NOTE_BEHIND.match(said):
        return Wish("note", target=target(match[2] or match[4], now), note=unquoted(match[1] or match[3]))
    if match := p.NOTE_SHORT.match(said):
        return Wish("note", target=target(match[1] or match[3], now), note=unquoted(match[2] or match[4]))
    return None


def _date(said: str, now: datetime) -> Wish | None:
    if match := p.NO_DATE.match(said):
        return Wish("due", target=target(match[1] or match[2], now), clear=True)
    for pattern in (p.DUE_DATE_IS, p.DUE_BEHIND):
        if (match := pattern.match(said)) and (when := dates.read(match[2], now)) and not p.ADD.match(said):
            return Wish("due", target=target(match[1], now), when=when)
    if (match := p.REMIND_ABOUT.match(said)) and (dated := dates.split(match[1], now)):
        tasks = new_tasks(match[1], now)
        return Wish("due", target=target(dated.rest, now), when=dated.when, tasks=tasks)
    if p.POSTPONE_STARTS.match(said) and not p.SET_REMINDER.match(said):
        for place in p.POSTPONE_AT.finditer(said):
            what, phrase = said[: place.start()], said[place.end() :]
            when = dates.read(phrase, now)
            if when and (match := p.POSTPONE_TO.match(what)) and not p.TO_SAY.search(match[1]):
                return Wish("due", target=target(_of_date(match[1]), now), when=when)
    if p.POSTPONE_VERB.match(said) and (match := p.POSTPONE_WHAT.match(said)):
        return Wish("due", target=target(match[1], now))
    if (match := p.IS_DUE.match(said)) and not p.ASKS.match(said):
        when = dates.read(match[2], now)
        if when and when.shift is None:
            return Wish("due", target=target(match[1], now), when=when)
    return None


def _of_date(words: str) -> str:
    return p.THE_DATE_OF.sub("", words)


def _priority(said: str, now: datetime) -> Wish | None:
    if match := p.SET_PRIORITY.match(said) or p.PRIORITY_OF.match(said):
        return Wish("priority", target=target(match[1], now), priority=priority_of(match[2]))
    if match := p.PRIORITISE.match(said):
        return Wish("priority", target=target(match[1], now), priority="high")
    if (match := p.IS_URGENT.match(said)) and not p.ASKS.match(said):
        words = "no" if p.NEGATED.search(said) else match[2]
        return Wish("priority", target=target(match[1], now), priority=priority_of(words))
    return None


def _change(said: str, now: datetime) -> Wish | None:
    if match := p.ALL_DONE_BUT.match(said):
        return Wish("complete", target=target(f"everything {match[1] or match[2]}", now))
    if match := p.MARK_BUT.match(said):
        what, excepted = (match[1], match[2]) if match[1] else (match[3], match[4])
        return Wish("complete", target=target(f"{what} {excepted}", now))
    if p.BARE_DONE.fullmatch(said):
        everything = "everything" if "all" in said.lower() else ""
        return Wish("complete", target=target(everything, now), certain=False)
    if p.EVERYTHING_DONE.match(said):
        return Wish("complete", target=target("everything", now))
    if match := p.MARK.match(said):
        return Wish("reopen" if p.OPEN_AGAIN.search(match[2]) else "complete", target=target(match[1], now))
    if match := p.REOPEN.match(said) or p.PUT_BACK.match(said) or p.BRING_BACK.match(said):
        return Wish("reopen", target=target(match[1], now))
    if match := p.NOT_FINISHED.match(said):
        return Wish("reopen", target=replace(target(match[2], now), verb=match[1] or ""))
    if match := p.TICK_OFF.match(said) or p.DONE_WITH.match(said):
        return Wish("complete", target=target(match[1], now))
    for pattern in (p.NEVER_MIND, p.CAN_GO, p.TAKE_OFF, p.NOT_NEEDED):
        if match := pattern.match(said):
            return Wish("delete", target=target(match[1], now))
    if (match := p.CLEAN_UP.match(said)) and (found := target(match[1], now)).everything == "done":
        return Wish("delete", target=found)
    if match := p.DELETE.match(said):
        return Wish("delete", target=target(p.FROM_LIST.sub("", match[1]), now))
    if match := p.INSTEAD_OF.match(said) or p.RENAME.match(said) or p.SHOULD_SAY.match(said) or p.CALL_IT.match(said):
        return Wish("rename", title=unquoted(match[2]), target=target(match[1], now))
    if match := p.RENAME_WHAT.match(said):
        return Wish("rename", target=target(match[1], now))
    return None


def _new(said: str, now: datetime) -> Wish | None:
    if before := dates.split_start(said, now, p.VERB):
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
    urgent = p.URGENT_TASK.search(said)
    plain = p.URGENT_TASK.sub("", said, count=1) if urgent and p.ADD.match(said) else said
    if p.BARE_NOTE.fullmatch(said):
        return None
    for pattern in (p.ADD, p.NOT_FORGET, p.ON_THE_LIST, p.HAVE_TO):
        if match := pattern.match(plain):
            tasks = new_tasks(match[1], now)
            if plain != said and urgent:
                tasks = tuple(replace(task, priority=task.priority or priority_of(urgent[1])) for task in tasks)
            return Wish("add", tasks=tasks, certain=not p.STILL.match(said)) if tasks else None
    if match := p.LIST_OF.match(said):
        return Wish("add", tasks=new_tasks(match[1], now))
    if p.PRIORITY_FIRST.match(said):
        return Wish("add", tasks=new_tasks(said, now))
    return Wish("add") if p.BARE_ADD.fullmatch(said) else None


def _chore(said: str, now: datetime) -> Wish | None:
    return Wish("add", tasks=new_tasks(said, now), certain=False) if p.CHORE.match(said) else None


def _list(said: str, now: datetime) -> Wish | None:
    if match := p.ABOUT_ANY.match(said):
        return Wish("find", target=target(match[1], now))
    lowered = said.lower()
    rest, days = days_in(lowered, now)
    rest, priority = priority_in(rest)
    is_list = bool(p.LIST.search(said) or p.COUNT.match(said) or ((days or priority) and p.ASKS_DAY.fullmatch(rest)))
    if not is_list or p.HELP.search(said):
        return None
    status = status_in(said)
    if status == "all" and not p.ANY_ALL.search(said) and not p.BOTH.search(said):
        status = "open"
    if days:
        days = replace(days, only=not p.DO_DAY.search(lowered))
    form = "count" if p.COUNT.match(said) else ""
    return Wish("list", status=status, days=days, priority=priority, form=form)  # type: ignore[arg-type]


def _question_of_one(said: str, now: datetime) -> Wish | None:
    if match := p.ABOUT_ANY.match(said):
        return Wish("find", target=target(match[1], now))
    for pattern in (p.WHEN_IS, p.DUE_DATE_OF):
        if (match := pattern.match(said)) and not p.LIST.search(said):
            return Wish("find", form="when", target=target(match[1], now))
    if match := p.NOTE_OF.match(said):
        return Wish("find", form="note", target=target(match[1] or match[2] or match[3], now))
    for pattern in (p.ON_LIST, p.IS_THERE, p.DO_I_HAVE):
        if match := pattern.match(said):
            return Wish("find", target=target(match[1] or match[match.lastindex or 1], now))
    if match := p.IS_IT.match(said):
        return _asked(Wish("find", target=target(match[1], now)))
    if match := p.HAVE_I_DONE.match(said):
        return Wish("find", target=replace(target(match[2], now), verb=match[1]))
    if match := p.ABOUT_TASK.match(said):
        return Wish("find", form="note", target=target(match[1] or match[2], now))
    return None


def _asked(wish: Wish) -> Wish:
    """Whether it is so: of all tasks, what is left."""
    return Wish("list") if wish.target.everything else Wish("find", target=wish.target)


def _statement(said: str, now: datetime) -> Wish | None:
    if match := p.NOT_DONE_AFTER_ALL.match(said):
        return Wish("reopen", target=target(match[1], now))
    if match := p.COMPLETE.match(said):
        what = p.JUST_NOW.sub("", match[1])
        return Wish("complete", target=replace(target(what, now), said=unquoted(match[1]), verb=_verb(said, match[1])))
    if match := p.IS_DONE.match(said):
        return Wish("reopen" if p.OPEN_AGAIN.search(match[2]) else "complete", target=target(match[1], now))
    return _chore(said, now)


def _verb(said: str, rest: str) -> str:
    """`bought` of `I have bought the milk`."""
    before = said[: len(said) - len(rest)].split()
    return before[-1].strip(" :") if before else ""


def target_of(said: str, now: datetime) -> Target:
    """What a bare answer names."""
    return target(said, now)
