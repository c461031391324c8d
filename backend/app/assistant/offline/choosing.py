"""Which of the user's tasks a wish means, and how surely. Pure functions only."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from app.assistant.offline.matching import find, fits_deed, folded, mentioned
from app.assistant.offline.memory import Memory
from app.assistant.offline.phrases.altering import PAST_START
from app.assistant.offline.phrases.naming import OF_THOSE
from app.assistant.offline.stems import of as stems_of
from app.assistant.offline.task import Task
from app.assistant.offline.wish import Kind, Target

Doubt = Literal["", "which", "sure", "none"]


@dataclass(frozen=True)
class Choice:
    """The tasks that are meant, or what stands in the way of knowing them."""

    tasks: list[Task] = field(default_factory=list)
    """Those that are meant; where there is a doubt, those that may be."""
    doubt: Doubt = ""
    """`which`: one of the tasks is. `sure`: they are, probably. `none`: no task is; `words` say why."""
    words: str = ""
    missing: list[str] = field(default_factory=list)
    """Words that name no task, beside others that do."""


def choose(target: Target, tasks: Sequence[Task], memory: Memory, kind: Kind) -> Choice:
    """What `target` means among all tasks that the user has."""
    pool = pool_of(tasks, kind)
    if not tasks:
        return Choice(doubt="none", words="Your list is empty.")
    chosen = _choose(target, tasks, pool, memory, kind)
    if target.but is None or chosen.doubt:
        return chosen
    if not (target.everything or target.pointer or target.days or target.priority or target.every):
        # `milk but not bread`: only milk was named.
        return chosen
    shown = memory.shown or [task.id for task in chosen.tasks]
    left_out = choose(target.but, chosen.tasks, replace(memory, shown=shown), "find")
    if left_out.doubt and not (elsewhere := choose(target.but, tasks, memory, "find")).doubt and not elsewhere.missing:
        # `both calls are done, only the email is open`: it is none of them anyway.
        return chosen
    if left_out.doubt or left_out.missing:
        what = left_out.missing[0] if left_out.missing else target.but.said
        if left_out.doubt == "which":
            return Choice(left_out.tasks, "none", f"Which one shall be left out of it: “{what}” may be more than one.")
        return Choice(doubt="none", words=f"I find no task like “{what}” to leave out, so I changed nothing.")
    rest = [task for task in chosen.tasks if task not in left_out.tasks]
    return Choice(rest) if rest else Choice(doubt="none", words="Then no task is left.")


def pool_of(tasks: Sequence[Task], kind: Kind) -> list[Task]:
    """The tasks that a wish of this kind can be about, first of all."""
    if kind in ("complete", "due", "priority"):
        return [task for task in tasks if not task.completed]
    if kind == "reopen":
        return [task for task in tasks if task.completed]
    return list(tasks)


def _choose(target: Target, tasks: Sequence[Task], pool: list[Task], memory: Memory, kind: Kind) -> Choice:
    by_id = {task.id: task for task in tasks}
    if target.said and (exact := [task for task in tasks if folded(task.title) == folded(target.said)]):
        # A task may be called `task number 150`, or `fish and chips`.
        if not all(fits_deed(target.verb, task.title) for task in exact):
            return Choice(exact[:1], "sure", "guess")
        return Choice(_alike(exact, pool)) if len(exact) == 1 or _are_same(exact) else Choice(exact, "which")
    if target.pointer:
        return _pointed_at(target, pool, memory, by_id)
    if target.days or target.priority:
        return _of_days(target, tasks)
    if target.everything:
        wanted = [t for t in pool if target.everything == "all" or t.completed == (target.everything == "done")]
        return Choice(wanted) if wanted else Choice(doubt="none", words="There is no such task.")
    chosen = Choice()
    if target.positions:
        chosen = _by_position(target, tasks, memory, by_id, kind)
        if chosen.doubt:
            return chosen
    if target.words:
        named = by_words(target, tasks, pool)
        if named.doubt:
            return named
        return replace(named, tasks=chosen.tasks + [task for task in named.tasks if task not in chosen.tasks])
    if target.positions:
        return chosen
    return _only(pool)


def _only(pool: list[Task]) -> Choice:
    """Nothing was said of which: it is clear only where there is one."""
    if len(pool) == 1:
        return Choice(pool)
    return Choice(pool, "which") if pool else Choice(doubt="none", words="There is no such task.")


def _alike(exact: list[Task], pool: list[Task]) -> list[Task]:
    """One of those of the same title: one that the wish can be about."""
    return ([task for task in exact if task in pool] or exact)[:1]


def _are_same(tasks: list[Task]) -> bool:
    return len({(folded(task.title), task.day, task.note) for task in tasks}) == 1


def _of_days(target: Target, tasks: Sequence[Task]) -> Choice:
    found = [
        task
        for task in tasks
        if (target.everything == "all" or task.completed == (target.everything == "done"))
        and (target.days is None or is_due(task, target))
        and (target.priority is None or task.priority == target.priority)
    ]
    return Choice(found) if found else Choice(doubt="none", words="There is no such task.")


def is_due(task: Task, target: Target) -> bool:
    """Whether a task is due on the days that are meant."""
    days = target.days
    if days is None or task.day is None:
        return days is None or days.undated
    if days.undated:
        return False
    if days.before is not None:
        return task.is_over(days.before)
    return (days.first is None or task.day >= days.first) and (days.last is None or task.day <= days.last)


def _pointed_at(target: Target, pool: list[Task], memory: Memory, by_id: dict[str, Task]) -> Choice:
    talked = [by_id[one] for one in memory.talked if one in by_id]
    shown = [by_id[one] for one in memory.shown if one in by_id]
    match target.pointer:
        case "some":
            return Choice(talked if len(talked) > 1 else shown if len(shown) > 1 else pool, "which")
        case "it" | "them" if target.mention and (named := _mentioned(target, pool)):
            return Choice(named)
        case "it":
            if len(talked) == 1:
                return Choice(talked)
            if memory.talked and not talked:
                return Choice(doubt="none", words="That one is not on your list any more.")
            return Choice(talked, "which") if talked else _only(pool)
        case "them":
            for some in (talked, shown):
                if len(some) > 1 and target.count in (0, len(some)):
                    return Choice(some)
            if target.count and len(pool) == target.count:
                # `both` of a list of two; where another one was talked of, it may be that and one of them.
                is_sure = all(task in pool for task in talked)
                return Choice(pool, "" if is_sure else "sure", "" if is_sure else "guess")
            if target.everything:
                return Choice(shown or pool) if pool else Choice(doubt="none", words="There is no such task.")
            return Choice(talked) if len(talked) == 1 and not target.count else Choice(shown or pool, "which")
        case "other":
            for ids in (memory.offered, memory.shown, [task.id for task in pool]):
                others = [by_id[one] for one in ids if one in by_id and one not in memory.talked]
                if len(others) == 1 and (set(ids) & set(memory.talked) or len(ids) == 1):
                    return Choice(others)
                if len(ids) == 2 and others:
                    return Choice(others) if len(others) == 1 else Choice(others, "which")
            return Choice([task for task in pool if task not in talked] or pool, "which")
    rest = [task for task in pool if task not in talked]
    return Choice(rest) if rest else Choice(doubt="none", words="Nothing else is left.")


def _mentioned(target: Target, pool: list[Task]) -> list[Task]:
    """What was named right before `it`: one task; before `them`: those that were named in whole, or one."""
    named = mentioned(target.mention, pool)
    said = set(stems_of(folded(target.mention)))
    whole = [task for task in named if said >= set(stems_of(folded(task.title)))]
    return named if len(named) == 1 else whole if target.pointer == "them" else []


def _by_position(target: Target, tasks: Sequence[Task], memory: Memory, by_id: dict[str, Task], kind: Kind) -> Choice:
    """Places in the list that was shown last, as it was shown; without one, in what is to do."""
    is_of_those = bool(OF_THOSE.search(target.said)) and len(memory.talked) > 1
    ids = memory.talked if is_of_those else memory.shown
    if not any(one in by_id for one in ids):
        ids = [task.id for task in tasks if not task.completed or kind == "reopen"]
    left = [one for one in ids if one in by_id]
    chosen: list[Task] = []
    for place in target.positions:
        if place < 0:
            one = left[place] if -place <= len(left) else None
        else:
            one = ids[place - 1] if place <= len(ids) else None
        if one is None:
            return _beyond(target, [by_id[one] for one in left], tasks)
        if one not in by_id:
            return Choice(doubt="none", words=f"Number {place} is not on your list any more. Say what it is called.")
        if by_id[one] not in chosen:
            chosen.append(by_id[one])
    if len(target.positions) == 1 and (called := _called(target.said, tasks)) and called != chosen:
        return Choice(chosen + [task for task in called if task not in chosen], "which")
    return Choice(chosen)


def _called(said: str, tasks: Sequence[Task]) -> list[Task]:
    """The tasks whose title has the words `number 150` themselves."""
    words = folded(said)
    if not any(map(str.isdigit, words)) or len(words.split()) < 2:
        return []
    return [task for task in tasks if f" {words} " in f" {folded(task.title)} "]


def _beyond(target: Target, listed: list[Task], tasks: Sequence[Task]) -> Choice:
    if called := _called(target.said, tasks):
        return Choice(called) if len(called) == 1 else Choice(called, "which")
    if not listed:
        return Choice(doubt="none", words="There is no such task.")
    many = f"{len(listed)} task{'' if len(listed) == 1 else 's'}"
    return Choice(listed, "none", f"There {'is' if len(listed) == 1 else 'are'} only {many}")


def by_words(target: Target, tasks: Sequence[Task], pool: list[Task]) -> Choice:
    """The tasks that are named; as a whole first: a title may have an `and` in it."""
    if len(target.words) > 1 and target.said:
        found, certainty = find(target.said, pool, target.verb)
        if len(found) == 1 and certainty == "sure" and len(stems_of(folded(target.said))) > 1:
            return Choice(found)
    chosen: list[Task] = []
    likely: list[Task] = []
    missing: list[str] = []
    is_guess = False
    for words in target.words:
        one = _by_phrase(words, target, tasks, pool)
        if one.doubt == "which" and len(target.words) == 1:
            return one
        if one.doubt == "none" or one.doubt == "which":
            missing.append(words)
        elif one.doubt == "sure":
            likely += one.tasks
            is_guess = is_guess or one.words == "guess"
        chosen += [task for task in one.tasks if one.doubt in ("", "sure") and task not in chosen]
    if likely and len(likely) > 1 and len(target.words) == 1:
        return Choice(likely, "which")
    if likely:
        return Choice(chosen, "sure", "guess" if is_guess else "likely", missing)
    if missing and chosen and " and " in target.said and not _are_whole(chosen, target):
        return Choice(chosen, "sure", "guess", missing)
    if not chosen:
        return Choice(doubt="none", words=f"I find no task like “{' and '.join(missing)}”.")
    return Choice(chosen, missing=missing)


def _are_whole(chosen: list[Task], target: Target) -> bool:
    """Whether the words that name a task say all of its title."""
    said = {tuple(stems_of(folded(words))) for words in target.words}
    said |= {tuple(stems_of(folded(f"{target.verb} {words}"))) for words in target.words}
    return all(any(set(stems_of(folded(task.title))) >= set(one) and one for one in said) for task in chosen)


def _by_phrase(words: str, target: Target, tasks: Sequence[Task], pool: list[Task]) -> Choice:
    """One name: among what the wish can be about, else among all."""
    verb = target.verb
    if verb and (match := PAST_START.match(words)):
        # `called mum and paid the rent`: each with its own verb.
        verb, words = match[1], match[2]
    for some in (pool, list(tasks)):
        found, certainty = find(words, some, verb)
        if certainty == "guess" and some is pool and (sure := find(words, list(tasks), verb))[1] == "sure" and sure[0]:
            found, certainty = sure
        if not found:
            continue
        if len(found) > 1 and not _are_same(found):
            if target.every and certainty != "likely":
                return Choice(found) if certainty == "sure" else Choice(found, "sure", words="guess")
            return Choice(found, "which")
        found = found[:1]
        if verb and not fits_deed(verb, found[0].title):
            return Choice(found, "sure", words="guess")
        return Choice(found) if certainty == "sure" else Choice(found, "sure", words=certainty)
    return Choice(doubt="none", words=f"I find no task like “{words}”.")
