"""A message that is nothing but the title of a task: it says which task, and not what is to be done with it."""

from collections.abc import Generator
from typing import Any

from app.assistant.offline import wording as say
from app.assistant.offline.desk import Reading, Working
from app.assistant.offline.matching import words_of
from app.assistant.offline.phrases import adding
from app.assistant.offline.replying import pick
from app.assistant.offline.task import Task
from app.assistant.offline.turn import Turn
from app.assistant.offline.wish import CHANGES, Target, Wish

_READS_ALL = (*CHANGES, "find", "again", "keep", "offer", "unknown", "correct")


def title_alone(turn: Turn, wishes: list[Wish]) -> Generator[Any, Any, Task | None]:
    """The task whose title the message is, whatever that sounds like: `trash day`, `delete old photos`."""
    words = words_of(turn.text)
    tasks = yield from _read_anyway(turn, wishes)
    same = [task for task in tasks if words and words_of(task.title) == words]
    return next((task for task in same if not task.completed), same[0] if same else None)


def _read_anyway(turn: Turn, wishes: list[Wish]) -> Reading:
    """The tasks, where the wishes need them, or may be no wishes at all."""
    if any(wish.kind in _READS_ALL for wish in wishes):
        return (yield from turn.desk.tasks())
    if any(wish.kind == "list" and wish.status != "open" and not wish.days for wish in wishes):
        return (yield from turn.desk.tasks())
    if any(wish.kind == "list" or (wish.kind == "add" and _may_be_title(wish)) for wish in wishes):
        return (yield from turn.desk.open_tasks())
    return []


def _may_be_title(wish: Wish) -> bool:
    return not wish.certain or bool(adding.ALSO_TITLE.match(wish.said))


def talk_of(turn: Turn, task: Task) -> Working:
    """Take it as the answer to what was asked, or ask what about it."""
    if turn.open and turn.open[0].ask == "which" and task.id in turn.open[0].ids:
        return (yield from pick(turn, Wish("pick", target=Target(words=(task.title,), said=task.title))))
    other = "**open**, to open it again" if task.completed else "**done**"
    turn.ask("what", f"What about {say.quoted(task.title)}? Say {other}, or **delete**.", Wish("find"), [task])
    return ""
