"""Does the last change otherwise, or again with another task."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from rapidfuzz import fuzz

from app.assistant.offline.amending import put_right
from app.assistant.offline.change import Change, inverse
from app.assistant.offline.changing import add, change, none_found, upon
from app.assistant.offline.choice import Choice
from app.assistant.offline.choosing import choose
from app.assistant.offline.commands import command
from app.assistant.offline.dates import When
from app.assistant.offline.desk import Working
from app.assistant.offline.matching import mentioned
from app.assistant.offline.memory import Memory
from app.assistant.offline.phrases.verbs import ERRAND, VERB
from app.assistant.offline.replying import pick
from app.assistant.offline.task import Task
from app.assistant.offline.turn import Turn
from app.assistant.offline.unclear import unknown
from app.assistant.offline.wish import Kind, NewTask, Target, Wish


def correct(turn: Turn, wish: Wish) -> Working:
    """`no, I meant the bread`: the last change with another task, or with other words."""
    if turn.open and turn.open[0].ask in ("which", "sure") and turn.open[0].ids and not wish.wrong:
        return (yield from pick(turn, replace(wish, kind="pick")))
    tasks = yield from turn.desk.tasks()
    if not turn.memory.last and wish.wrong and wish.title:
        choice = choose(Target(words=(wish.wrong,)), tasks, turn.memory, "rename")
        if not choice.doubt:
            return (yield from upon(turn, choice, Wish("rename", title=wish.title, wrong=wish.wrong, certain=False)))
    if not turn.memory.last:
        return (yield from unknown(turn, wish))
    last = Change.recalled(turn.memory.last)
    touched = [task for task in tasks if task.id in last.ids]
    if wish.form == "only":
        return (yield from _only(turn, wish, last, touched))
    if wish.wrong and len(touched) > 1:
        touched = choose(Target(words=(wish.wrong,)), touched, turn.memory, "find").tasks or touched
    if last.do == "add" or "title" in last.values:
        if wish.target.pointer or not touched:
            return (yield from unknown(turn, wish))
        title = touched[0].title
        if wish.when and wish.title.isdigit() and not any(map(str.isdigit, title)):
            due = Wish("due", target=Target(pointer="it"), when=wish.when, certain=touched[0].day is not None)
            return (yield from change(turn, due))
        # `with Lea, not alone`: what was wrong is no part of the title, so it may be meant otherwise.
        is_sure = wish.certain and (not wish.wrong or bool(mentioned(wish.wrong, [touched[0]])))
        renamed = Wish("rename", title=_put_right(title, wish, is_new=last.do == "add"), certain=is_sure)
        return (yield from upon(turn, _one_of(touched), renamed))
    if wish.when and wish.title.isdigit() and last.values.get("due_time") and len(touched) == 1:
        # `move it to 3`, `I meant 4`
        return (yield from change(turn, Wish("due", target=Target(pointer="it"), when=wish.when)))
    if "description" in last.values and len(touched) == 1 and wish.title:
        choice = choose(wish.target, tasks, turn.memory, "note")
        if choice.doubt == "none" or wish.wrong in touched[0].note:
            noted = Wish("note", note=put_right(touched[0].note, wish.title, wish.wrong), replace=True)
            return (yield from upon(turn, _one_of(touched), noted))
    return (yield from _other(turn, wish, last, tasks))


def _only(turn: Turn, wish: Wish, last: Change, touched: list[Task]) -> Working:
    """`only the sales one is done`: what else was changed with it is taken back."""
    choice = choose(wish.target, touched, turn.memory, "find")
    others = [task for task in touched if task not in choice.tasks]
    if choice.doubt or not others:
        return (yield from unknown(turn, wish))
    return (yield from turn.desk.make(inverse(last, others, [task.id for task in others])))


def again(turn: Turn, wish: Wish) -> Working:
    """`and the bread too`: what was done last, with another task."""
    if not turn.memory.last:
        return (yield from unknown(turn, wish))
    last = Change.recalled(turn.memory.last)
    if last.do == "add":
        return (yield from add(turn, Wish("add", tasks=(NewTask(wish.target.said),))))
    if other := _with_value(last, wish.target.said, turn.now):
        return (yield from change(turn, other))
    tasks = yield from turn.desk.tasks()
    meant = _as_before(last, wish.target)
    choice = choose(wish.target, tasks, _as_counted(turn, wish), meant.kind)
    if meant.kind == "find" or choice.doubt == "none":
        return (yield from unknown(turn, wish))
    return (yield from upon(turn, choice, meant))


def _with_value(last: Change, said: str, now: datetime) -> Wish | None:
    """`and brush to wide brush`, after a name was changed: the same of another task, with another value."""
    verb = "rename" if "title" in last.values else "move" if "due_date" in last.values else "set"
    wish = command(f"{verb} {said}", now) if last.do == "update" else None
    return wish if wish and ((wish.kind == "rename" and wish.title) or wish.when or wish.priority) else None


def _other(turn: Turn, wish: Wish, last: Change, tasks: list[Task]) -> Working:
    """The last change, on another task in place of the one that was not meant."""
    meant = replace(_as_before(last, wish.target), certain=wish.certain)
    others = [task for task in tasks if task.id not in last.ids]
    pool = others if wish.target.pointer == "other" or wish.target.words else tasks
    choice = choose(wish.target, pool or tasks, _as_counted(turn, wish), meant.kind)
    if choice.doubt == "none":
        return none_found(turn, choice) if choice.tasks else f"{choice.words} Nothing was changed."
    return (yield from upon(turn, choice, meant, instead=True))


def _as_counted(turn: Turn, wish: Wish) -> Memory:
    """With places as they were counted before the last change: that was the first one, `no, the second`."""
    memory = turn.memory
    return replace(memory, shown=memory.counted) if wish.target.positions and not memory.shown else memory


def _as_before(last: Change, target: Target) -> Wish:
    """What was done last, as a wish about other tasks."""
    kinds: dict[str, Kind] = {"complete": "complete", "delete": "delete", "reopen": "reopen", "update": "due"}
    meant = Wish(kinds.get(last.do, "find"), target=target)
    return _of_values(last.values, meant) if last.do == "update" else meant


def _of_values(values: dict[str, Any], meant: Wish) -> Wish:
    """What an update gave, as a wish for another task."""
    if "priority" in values:
        return replace(meant, kind="priority", priority=values["priority"])
    if "description" in values:
        return replace(meant, kind="note", note=values["description"])
    day, clock = values.get("due_date"), values.get("due_time")
    if day is None:
        return replace(meant, kind="due", clear=True)
    when = When(date.fromisoformat(day), time.fromisoformat(clock) if clock else None)
    return replace(meant, kind="due", when=when)


def _one_of(touched: list[Task]) -> Choice:
    return Choice(touched) if len(touched) == 1 else Choice(touched, "which")


_ALIKE = 75
"""From so many per cent of the same letters on, one word is the other without its slip of the finger."""


def _misspelt(words: list[str], right: str) -> str:
    """The one word that is nearly the right one; empty where none is, or more than one."""
    near = [word for word in words if fuzz.ratio(word.casefold(), right.casefold()) > _ALIKE]
    return near[0] if len(near) == 1 else ""


_PREPOSITIONS = ("for", "with", "at", "to", "from", "in", "about")


def _put_right(title: str, wish: Wish, *, is_new: bool) -> str:
    """The title with the right words: in place of the wrong ones where it has those."""
    right, words = wish.title.split(), title.split()
    if wish.wrong or (put := put_right(title, wish.title)) != wish.title:
        return put_right(title, wish.title, wish.wrong) if wish.wrong else put
    if not wish.wrong and len(right) == 1 and (slip := _misspelt(words, wish.title)):
        # `email Stefan`, `it's spelled Stephan`
        return put_right(title, wish.title, slip)
    if is_new and not wish.wrong and (verb := ERRAND.match(title)) and not VERB.match(wish.title):
        # `buy apples`, `make that pears`
        return verb[0] + wish.title
    if not wish.wrong and right[0] in _PREPOSITIONS and right[0] in words[1:]:
        # `book a table for 4`, `for 6 people I mean`
        return " ".join([*words[: words.index(right[0])], *right])
    return wish.title
