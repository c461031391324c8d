"""The tasks at some places of the list: `the second one`, `number 3`. Pure functions only."""

from collections.abc import Sequence

from app.assistant.offline.choice import Choice
from app.assistant.offline.matching import folded
from app.assistant.offline.memory import Memory
from app.assistant.offline.phrases.naming import OF_THOSE
from app.assistant.offline.phrases.vocabulary import NUMBERS
from app.assistant.offline.task import Task
from app.assistant.offline.wish import Kind, Target

_MOST_PLACE = 2
"""Digits of a place; a longer number is rather a name: `491`."""


def by_position(target: Target, tasks: Sequence[Task], memory: Memory, by_id: dict[str, Task], kind: Kind) -> Choice:
    """Places in the list that was shown last, as it was shown; without one, in what is to do."""
    those = OF_THOSE.search(target.said)
    if those and len(memory.talked) > 1:
        ids = memory.talked
    elif those and not memory.shown:
        # `the first of those two`, after one and then another was added; never one of others.
        ids = changed_last(NUMBERS.get(those[1] or "two", 2), memory, by_id)
        if not ids:
            return Choice(list(tasks), "which")
    else:
        ids = memory.shown or _just_added(memory)
    if not any(one in by_id for one in ids):
        ids = [task.id for task in tasks if not task.completed or kind == "reopen"]
    left = [one for one in ids if one in by_id]
    chosen: list[Task] = []
    for place in target.positions:
        if place == 0:
            one = left[len(left) // 2] if len(left) % 2 else None
        elif place < 0:
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


def changed_last(count: int, memory: Memory, by_id: dict[str, Task]) -> list[str]:
    """`both`, after one and then another was added: what the last changes were about, where they are so many."""
    ids = [one for changes in memory.undo[-count:] for change in changes for one in change.get("ids", [])]
    is_added = all(change.get("do") == "delete" for changes in memory.undo[-count:] for change in changes)
    found = [one for one in dict.fromkeys(ids) if one in by_id]
    return found if is_added and len(found) == len(memory.undo[-count:]) == count else []


def _just_added(memory: Memory) -> list[str]:
    """Several that were added, or changed, by the last message: `the second one` is one of them."""
    ids: list[str] = memory.last.get("ids", []) if memory.last.get("do") in ("add", "update") else []
    return ids if len(ids) > 1 else []


def _called(said: str, tasks: Sequence[Task]) -> list[Task]:
    """The tasks whose title has the words `number 150` themselves."""
    words = folded(said)
    is_number = words.startswith("#") or len(words) > _MOST_PLACE
    if not any(map(str.isdigit, words)) or (len(words.split()) < 2 and not is_number):
        return []
    return [task for task in tasks if f" {words} " in f" {folded(task.title)} "]


def _beyond(target: Target, listed: list[Task], tasks: Sequence[Task]) -> Choice:
    if called := _called(target.said, tasks):
        return Choice(called) if len(called) == 1 else Choice(called, "which")
    if not listed:
        return Choice(doubt="none", words="There is no such task.")
    many = f"{len(listed)} task{'' if len(listed) == 1 else 's'}"
    return Choice(listed, "none", f"There {'is' if len(listed) == 1 else 'are'} only {many}")
