"""Which of the user's tasks a wish means, and how surely. Pure functions only."""

from collections.abc import Sequence
from dataclasses import replace

from app.assistant.offline.choice import Choice, are_same
from app.assistant.offline.matching import fits_deed, folded, mentioned
from app.assistant.offline.memory import Memory
from app.assistant.offline.named import by_words
from app.assistant.offline.phrases import naming
from app.assistant.offline.places import by_position, changed_last
from app.assistant.offline.stems import of as stems_of
from app.assistant.offline.task import Task
from app.assistant.offline.wish import Kind, Target


def choose(target: Target, tasks: Sequence[Task], memory: Memory, kind: Kind) -> Choice:
    """What `target` means among all tasks that the user has."""
    pool = pool_of(tasks, kind)
    if not tasks:
        return Choice(doubt="none", words="Your list is empty.")
    chosen = _choose(target, tasks, pool, memory, kind)
    is_kind = target.every and any(map(naming.CATEGORY.fullmatch, (target.said, f"all {target.words[0]}")))
    if chosen.doubt == "none" and is_kind and pool:
        # `all the shopping`, of which no title says that it is some.
        chosen = Choice(pool, "sure", "guess")
    if target.but is None or chosen.doubt not in ("", "sure"):
        return chosen
    if not (target.everything or target.pointer or target.days or target.priority or target.every):
        # `milk but not bread`: only milk was named.
        return chosen
    shown = memory.shown or [task.id for task in chosen.tasks]
    left_out = choose(target.but, chosen.tasks, replace(memory, shown=shown), "find")
    if left_out.doubt and not (elsewhere := choose(target.but, tasks, memory, "find")).doubt and not elsewhere.missing:
        # `both calls are done, only the email is open`: it is none of them anyway.
        return chosen
    if left_out.doubt == "sure" and len(left_out.tasks) == 1:
        # Left out by a guess, it is at least not changed.
        left_out = Choice(left_out.tasks)
    if left_out.doubt or left_out.missing:
        what = left_out.missing[0] if left_out.missing else target.but.said
        if left_out.doubt == "which":
            return Choice(left_out.tasks, "none", f"Which one shall be left out of it: “{what}” may be more than one.")
        return Choice(doubt="none", words=f"I find no task like “{what}” to leave out, so I changed nothing.")
    rest = [task for task in chosen.tasks if task not in left_out.tasks]
    return replace(chosen, tasks=rest) if rest else Choice(doubt="none", words="Then no task is left.")


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
        return Choice(_alike(exact, pool)) if len(exact) == 1 or are_same(exact) else Choice(exact, "which")
    if target.pointer:
        return _pointed_at(target, pool, memory, by_id)
    if target.days or target.priority:
        return _of_days(target, tasks)
    if target.everything:
        wanted = [t for t in pool if target.everything == "all" or t.completed == (target.everything == "done")]
        return Choice(wanted) if wanted else Choice(doubt="none", words="There is no such task.")
    chosen = Choice()
    if target.positions:
        chosen = by_position(target, tasks, memory, by_id, kind)
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
        case "some" if target.mention and (named := _mentioned(target, pool)):
            return Choice(named[:1]) if are_same(named) else Choice(named, "which")
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
            if target.count > 1 and (recent := changed_last(target.count, memory, by_id)):
                return Choice([by_id[one] for one in recent])
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
    return named if len(named) == 1 else whole if target.pointer in ("them", "some") else []
