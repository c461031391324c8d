"""Answers what the user asks about the list, or about one task. Changes nothing."""

from app.assistant.offline import wording as say
from app.assistant.offline.change import Change
from app.assistant.offline.choosing import choose, is_due
from app.assistant.offline.desk import Reading, Working
from app.assistant.offline.matching import folded, mentioned
from app.assistant.offline.task import Task
from app.assistant.offline.turn import Turn
from app.assistant.offline.wish import Target, Wish

_HEAD = {"open": "Left to do:", "done": "Done:", "all": "Your tasks:"}
_NONE = {"open": "Nothing is left to do.", "done": "Nothing is done yet.", "all": "Your list is empty."}
_COUNT = {"open": "to do", "done": "done", "all": "on your list"}

_STATES = ("overdue", "without a date")


def tell_list(turn: Turn, wish: Wish) -> Working:
    """The tasks of a kind, of some days or of a priority."""
    tasks = yield from _of_kind(turn, wish)
    if wish.target.but:
        out = choose(wish.target.but, tasks, turn.memory, "find")
        tasks = [task for task in tasks if out.doubt == "none" or task not in out.tasks]
    head, none, count = _HEAD[wish.status], _NONE[wish.status], _COUNT[wish.status]
    if wish.priority:
        tasks = [task for task in tasks if task.priority == wish.priority]
        none = f"Nothing has {wish.priority} priority."
    if wish.days:
        due = [task for task in tasks if is_due(task, Target(days=wish.days))]
        if not due and not wish.days.only and tasks:
            head = f"Nothing is due {wish.days.words}. {head}"
        else:
            tasks = sorted(due, key=lambda task: (str(task.day), str(task.clock or "")))
            count = wish.days.words if wish.days.words in _STATES else f"due {wish.days.words}"
            head, none = f"{count[0].upper()}{count[1:]}:", f"Nothing is {count}."
    turn.memory.shown = [task.id for task in tasks]
    if len(tasks) == 1:
        turn.memory.talked = turn.memory.shown
    if not tasks:
        return none
    if wish.form == "count":
        head = f"{say.counted(len(tasks))} {count}:"
    return f"{head}\n{say.numbered(tasks, turn.now)}"


def _of_kind(turn: Turn, wish: Wish) -> Reading:
    if wish.status == "open" or wish.days:
        return (yield from turn.desk.open_tasks())
    tasks = yield from turn.desk.tasks()
    return tasks if wish.status == "all" else [task for task in tasks if task.completed]


def tell_found(turn: Turn, wish: Wish) -> Working:
    """Whether a task is there, and what is known of it."""
    tasks = yield from turn.desk.tasks()
    if wish.form == "today":
        return f"Today is {turn.now:%A}, {turn.now.day} {turn.now:%B %Y}."
    if wish.form == "last":
        return _last(turn, tasks)
    if not tasks:
        return "No, your list is empty."
    if wish.form == "those":
        return (yield from _those(turn, wish, tasks))
    choice = choose(wish.target, tasks, turn.memory, "find")
    if choice.doubt == "none":
        name = say.plain(wish.target.said)
        return f"No, I find no task like “{name}”." if not choice.tasks else choice.words
    turn.memory.talked = [task.id for task in choice.tasks]
    if choice.doubt == "which":
        turn.memory.shown = turn.memory.offered = turn.memory.talked
    lead = {"": "Yes. ", "which": "", "sure": "Not by that name, but: "}[choice.doubt] if not wish.form else ""
    facts = [known_of(turn, task, wish.form) for task in choice.tasks]
    facts += [f"I find no task like “{say.plain(words)}”." for words in choice.missing]
    return lead + " ".join(facts)


def _last(turn: Turn, tasks: list[Task]) -> str:
    """What was done last."""
    if not turn.memory.last:
        return "I have changed nothing yet."
    change = Change.recalled(turn.memory.last)
    now = [task for task in tasks if task.id in change.ids]
    return say.told(change, now, now, turn.desk.today) or "I deleted what you named. To have it back, say **undo**."


def _those(turn: Turn, wish: Wish, tasks: list[Task]) -> Working:
    """The open tasks that have a word in them: whom to call. Where none has it, all that is open."""
    open_tasks = [task for task in tasks if not task.completed]
    found = next((some for words in wish.target.words if (some := mentioned(words, open_tasks))), [])
    found = found or [task for task in open_tasks if any(_has(task, words) for words in wish.target.words)]
    if not found:
        return (yield from tell_list(turn, Wish("list")))
    turn.memory.shown = turn.memory.talked = [task.id for task in found]
    return f"Left to do:\n{say.numbered(found, turn.now)}"


def _has(task: Task, words: str) -> bool:
    """Whether a title has just these words, be they as short as `cv`."""
    return f" {folded(words)} " in f" {folded(task.title)} "


def known_of(turn: Turn, task: Task, form: str) -> str:
    """What is known of a task, in a sentence; `note`: with its note, `when`: its date alone."""
    name = say.quoted(task.title)
    due = f"due {say.due(task.day, task.clock, turn.desk.today)}" if task.day else ""
    if form == "when":
        return f"{name} is {due}." if due else f"{name} has no date."
    state = "is done" if task.completed else "is still to do"
    facts = [f"{name} {state}"]
    if due and not task.completed:
        facts.append(f"overdue, {due}" if task.is_over(turn.now) else due)
    if task.priority != "none" and not task.completed:
        facts.append(f"{task.priority} priority")
    line = f"{', '.join(facts)}."
    return f"{line} Note: {say.plain(task.note)}" if form == "note" and task.note else line
