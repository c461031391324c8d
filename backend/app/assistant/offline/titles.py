"""The tasks that a message adds: how many, and what of each is its title, its date, its note. Pure functions."""

from dataclasses import replace
from datetime import datetime

from app.assistant.offline import dates
from app.assistant.offline.phrases import adding, around, verbs, vocabulary
from app.assistant.offline.targets import priority_of, unquoted
from app.assistant.offline.wish import NewTask

_MOST_DATED = 160
"""Characters of what is looked at for a date of its own."""


def new_tasks(text: str, now: datetime) -> tuple[NewTask, ...]:
    """Without `to my list` and without `these three things:` before them."""
    body = adding.ALSO_BEHIND.sub(
        "", adding.THESE.sub("", adding.TO_LIST.sub("", adding.ON_LIST_FOR.sub("", text.strip())))
    ).strip()
    body = adding.START_LIST.sub("", body).strip()
    if (match := adding.IN_FOR.search(body)) and dates.split(body[: match.start()] + body[match.end() :], now):
        body = body[: match.start()] + body[match.end() :]
    if details := _quoted_first(body, now):
        return details
    if both := adding.BOTH_URGENT.match(body):
        return tuple(replace(task, priority=priority_of(both[1])) for task in new_tasks(both[2], now))
    if (first := adding.PRIORITY_FIRST.match(body)) and not dates.split_start(first[1], now, verbs.VERB):
        level = priority_of(body[: first.start(1)])
        return tuple(replace(task, priority=task.priority or level) for task in new_tasks(first[1], now))
    if (one := adding.AS_ONE.sub("", body)) != body:
        return (_task(one if vocabulary.QUOTED.fullmatch(one) else unquoted(one), now),)
    note = ""
    for pattern in (adding.NOTE_AFTER, adding.WITH_NOTE, adding.IN_BRACKETS):
        if not note and (match := pattern.match(body)) and not vocabulary.QUOTED.fullmatch(body):
            body, note = match[1], unquoted(match[2])
            told, _, last = note.rpartition(". ")
            if told and adding.PRIORITY_ONLY.match(last):
                # `note: the hinge is in the shed. high priority`
                body, note = f"{body}, {last}", told
    common: dates.When | None = None
    if dated := dates.split_start(body, now, verbs.VERB):
        body, common = dated.rest, dated.when
    if (
        adding.COMMA.search(body)
        and (dated := dates.split(body, now))
        and _is_one_of_names(adding.COMMA.split(dated.rest))
    ):
        return (_task(unquoted(body), now),)
    if len(body) <= _MOST_DATED and (dated_each := dates.on_days(adding.PARTS.split(body), now)):
        return tuple(replace(_task(unquoted(one.rest), now), when=one.when) for one in dated_each)
    made = [
        task
        for piece in items(body, now)
        if (task := _task(piece, now)).title and not adding.THAT.fullmatch(task.title)
    ]
    if made and common is None and len(made) > 1 and not any(verbs.VERB.match(task.title) for task in made):
        # `milk, eggs and bread for tomorrow`: of all.
        common = made[-1].when
    if common:
        made = [on_day(task, common) for task in made]
    if note and made:
        made[-1] = replace(made[-1], note=note)
    return tuple(made)


def _quoted_first(body: str, now: datetime) -> tuple[NewTask, ...]:
    """`'order toner', priority low, note 'HP 26A only'`: the title as it was quoted, with the rest; else empty."""
    match = adding.QUOTED_FIRST.match(body)
    if match is None:
        return ()
    (made, *more) = new_tasks(f"{_STANDS_IN}, {match[2]}", now) or (NewTask(""),)
    title = match[1][1:-1]
    return (replace(made, title=title, said=title),) if not more and made.title == _STANDS_IN else ()


_STANDS_IN = "thing"
"""In place of a title that was quoted."""


def on_day(task: NewTask, common: dates.When) -> NewTask:
    """A task with the date that was said for all; with its own time on that day, where it has one."""
    if task.when is None:
        return replace(task, when=common)
    is_clock = task.when.is_clock_alone and common.clock is None
    return replace(task, when=replace(common, clock=task.when.clock)) if is_clock else task


def task_of(text: str, now: datetime) -> NewTask:
    """One task from a whole line."""
    return _task(unquoted(text), now)


def items(text: str, now: datetime) -> list[str]:
    """`milk, eggs and bread` as three, also by lines and semicolons; a quoted text stays whole."""
    quoted = vocabulary.QUOTED.findall(text)
    if quoted and not vocabulary.WORD.search(vocabulary.LONE_AND.sub(" ", f" {vocabulary.QUOTED.sub(' ', text)} ")):
        # With quotes still: what is quoted is the title, and no date of it is cut off.
        return [f"“{part}”" for part in map(unquoted, map(max, quoted)) if part]
    if quoted:
        return [text.strip()]
    if adding.LINES.search(text):
        return [part for part in map(unquoted, adding.LINES.split(text)) if part]
    pieces: list[str] = []
    parts = adding.THEN.split(text)
    is_shopping = len(parts) > 1 and adding.SHOPPING.match(parts[0]) and not any(map(verbs.VERB.match, parts[1:]))
    for piece in parts:
        pieces += (
            vocabulary.AND.split(piece) if is_shopping and not vocabulary.PAIR.search(piece) else _by_commas(piece)
        )
    joined: list[str] = []
    is_next = len(parts) > 1 and adding.TO_BEFORE.match(parts[-1])
    last = pieces[-1].strip()
    if len(pieces) > 1 and adding.REASON_BEHIND.match(last) and not _is_priority(last) and not is_next:
        pieces = pieces[:-1]
    for piece in (unquoted(around.TAIL.sub("", piece)) for piece in pieces):
        if len(pieces) > 1 and around.IDLE.match(piece):
            continue
        if joined and (_is_priority(piece) or _is_date(piece, now)):
            joined[-1] = f"{joined[-1]}, {piece}"
        elif piece:
            bare = adding.TO_BEFORE.sub("", piece)
            joined.append(bare if verbs.VERB.match(bare) else adding.NEED_BEFORE.sub("", piece))
    return joined


def _is_priority(piece: str) -> bool:
    return bool(adding.PRIORITY_ONLY.match(piece) or adding.NO_RUSH_ONLY.match(piece))


def _is_date(piece: str, now: datetime) -> bool:
    when = dates.read(piece, now)
    return when is not None and when.shift is None


def _by_commas(text: str) -> list[str]:
    pieces = adding.COMMA.split(text)
    if len(pieces) > 1 and _is_one_of_names(pieces):
        return [text]
    are_verbs = len(pieces) > 1 and all(verbs.VERB.match(piece) for piece in pieces)
    split: list[str] = []
    for place, piece in enumerate(pieces):
        split += _by_and(piece, in_list=place > 0 and not are_verbs)
    return split


def _is_one_of_names(pieces: list[str]) -> bool:
    """`email Bob, Ann and Carl`: one thing to do with many people."""
    first = pieces[0].split()
    rest = [word for piece in pieces[1:] for word in piece.split() if word.lower() != "and"]
    return (
        len(first) > 1 and first[0].islower() and first[-1][:1].isupper() and all(word[:1].isupper() for word in rest)
    )


def _by_and(piece: str, *, in_list: bool) -> list[str]:
    """`bread and cheese` as two; not `fish and chips`, `buy bread and cheese`, `dinner with Tom and Ann`."""
    pairs = [pair.span() for pair in vocabulary.PAIR.finditer(piece)]
    for match in vocabulary.LONE_AND.finditer(piece):
        if any(begin < match.start() < end for begin, end in pairs):
            continue
        left, right = piece[: match.start()], adding.TO_BEFORE.sub("", piece[match.end() :])
        # `snags and rolls and sauce for the grill`: each of many is looked at alone.
        is_chain = not pairs and len(vocabulary.LONE_AND.split(right)) > 1 and not verbs.VERB.match(right)
        if _parts_ways(left, vocabulary.LONE_AND.split(right)[0] if is_chain else right, in_list=in_list):
            return [left, *_by_and(right, in_list=in_list or is_chain)]
    return [piece]


def _parts_ways(left: str, right: str, *, in_list: bool) -> bool:
    if max(len(left), len(right)) <= _MOST_DATED and dates.is_dated(left) and dates.is_dated(right):
        # `milk for today and cheese for tomorrow`
        return True
    if verbs.VERB.match(left) and (len(left.split()) > 1 or verbs.DEED.match(left)):
        return len(left.split()) > 1 and bool(verbs.VERB.match(right))
    if verbs.VERB.match(right) and len(right.split()) > 1:
        return True
    if adding.AMOUNT.match(left) and adding.AMOUNT.match(right):
        return True
    if adding.PREPOSITION.search(left) or "'s " in right or "’s " in right:
        return False
    are_names = not f"{left} {right}".isupper() and left.split()[-1][:1].isupper() and right[:1].isupper()
    return in_list or (not are_names and len(left.split()) <= 4 and len(right.split()) <= 4)


def _task(said: str, now: datetime) -> NewTask:
    """The title, and what is said of it before or behind it, in any order: its date, its priority."""
    task = NewTask(said)
    while (shorter := _without_date(_without_priority(task), now)) != task:
        task = shorter
    title, original = unquoted(task.title), unquoted(said)
    return replace(task, title=title, said="" if title == original else original)


def _without_date(task: NewTask, now: datetime) -> NewTask:
    if task.when or vocabulary.QUOTED.fullmatch(task.title):
        return task
    dated = dates.split(task.title, now)
    return replace(task, title=dated.rest, when=dated.when) if dated else task


def _without_priority(task: NewTask) -> NewTask:
    said = task.title
    if match := adding.PRIORITY_FIRST.match(said):
        rest, priority = match[1], priority_of(said[: match.start(1)])
    elif match := adding.PRIORITY_LAST.match(said):
        rest, priority = match[1], priority_of(next(filter(None, match.groups()[1:]), "high"))
    elif match := adding.NO_RUSH.match(said):
        rest, priority = match[1], "low"
    else:
        return task
    return replace(task, title=rest, priority=task.priority or priority)
