"""Does what an answer to a question says: a yes, a no, or which one is meant."""

from dataclasses import replace

from app.assistant.offline.changing import add, upon
from app.assistant.offline.choice import Choice
from app.assistant.offline.choosing import choose
from app.assistant.offline.desk import Working
from app.assistant.offline.phrases import talking
from app.assistant.offline.questions import Question
from app.assistant.offline.task import Task
from app.assistant.offline.turn import Turn
from app.assistant.offline.unclear import unknown
from app.assistant.offline.undoing import take_back, undo
from app.assistant.offline.wish import Kind, Target, Wish

_KINDS: dict[str, Kind] = {"delete": "delete", "remove": "delete", "open": "reopen", "reopen": "reopen"}
"""What is wanted of a task, by the word of the answer; any other finishes it."""


def yes(turn: Turn) -> Working:
    """Do what the user was asked about."""
    if not turn.open:
        return "Yes to what? I have asked nothing." if turn.is_one else ""
    question = turn.open[0]
    if question.ask != "sure":
        turn.asked += turn.open
        return ""
    turn.open.pop(0)
    taken_back = (yield from take_back(turn)) if question.instead else ""
    yield from turn.desk.tasks()
    done = yield from turn.desk.make(question.changes)
    turn.asked += turn.open
    return " ".join(line for line in [taken_back, done] if line)


def no(turn: Turn) -> Working:
    """Leave it; what was just deleted without a question comes back."""
    if turn.open:
        question = turn.open.pop(0)
        turn.asked += turn.open
        return "Nothing was deleted." if question.wish.kind == "delete" else "All right, nothing was changed."
    if turn.memory.last.get("do") == "delete" and turn.is_one:
        return (yield from undo(turn))
    if turn.is_one and not turn.memory.undo and talking.CANCEL_IT.match(turn.text):
        return (yield from _delete_talked(turn))
    if turn.memory.undo:
        return "All right. To take back the last change, say **undo**."
    return "All right."


def _delete_talked(turn: Turn) -> Working:
    """`cancel it`, where nothing was asked or changed: the one task that was talked of, after a question."""
    tasks = [task for task in (yield from turn.desk.tasks()) if [task.id] == turn.memory.talked]
    if not tasks:
        return "All right."
    wish = Wish("delete", target=Target(pointer="it"), certain=False)
    return (yield from upon(turn, Choice(tasks), wish))


def pick(turn: Turn, wish: Wish) -> Working:
    """Do what waited for the answer."""
    question = turn.open.pop(0)
    waiting, turn.open = turn.open, []
    tasks = yield from turn.desk.tasks()
    among = [task for one in question.ids for task in tasks if task.id == one]
    if question.ask == "name":
        said = yield from upon(turn, Choice(among), replace(question.wish, title=wish.title))
    elif question.ask == "when":
        said = yield from upon(turn, Choice(among), replace(question.wish, when=wish.when))
    elif question.ask == "what":
        said = yield from _wanted(turn, wish, question, among)
    else:
        said = yield from _picked(turn, wish, question, among, tasks)
    turn.asked += waiting
    return said


def _wanted(turn: Turn, wish: Wish, question: Question, among: list[Task]) -> Working:
    if wish.title == "add":
        return (yield from add(turn, question.wish))
    kind = _KINDS.get(wish.title, "complete")
    return (yield from upon(turn, Choice(among), Wish(kind, target=Target(pointer="it"))))


def _picked(turn: Turn, wish: Wish, question: Question, among: list[Task], tasks: list[Task]) -> Working:
    """One of those that were offered; by its words also another one."""
    meant, waits = wish.target, question.wish
    choice = _choice(turn, meant, question, among, tasks)
    if choice.doubt == "none" and not choice.tasks:
        return (yield from unknown(turn, Wish("unknown", said=wish.said)))
    if wish.when and waits.kind == "due" and waits.when is None:
        waits = replace(waits, when=wish.when)
    if waits.kind == "delete" and meant.everything == "all":
        waits = replace(waits, target=Target(everything="all"))
    # `only the milk` may also be what stays; but nobody who finishes tasks says which ones stay.
    is_certain = wish.certain or (question.ask == "sure" and waits.kind != "delete")
    waits = replace(waits, target=replace(meant, everything=""), certain=is_certain)
    return (yield from upon(turn, choice, waits, instead=question.instead))


def _choice(turn: Turn, meant: Target, question: Question, among: list[Task], tasks: list[Task]) -> Choice:
    offered = replace(turn.memory, shown=question.ids)
    if meant.everything == "all" or meant.pointer == "them":
        return choose(meant, among, offered, "find") if meant.but else Choice(among)
    if meant.pointer == "other" and len(among) == 2 and question.ask == "which":
        rest = [task for task in among if task.id not in turn.memory.talked]
        return Choice(rest) if len(rest) == 1 else Choice(among, "which")
    choice = choose(meant, among, offered, "find")
    if choice.doubt == "none" and not meant.positions:
        return choose(meant, tasks, offered, question.wish.kind)
    return choice
