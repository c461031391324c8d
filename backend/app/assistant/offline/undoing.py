"""Takes the last change back."""

from app.assistant.offline.change import Change
from app.assistant.offline.desk import Working
from app.assistant.offline.turn import Turn


def undo(turn: Turn, many: int = 1) -> Working:
    """Take the last change back, or the last ones, and say so."""
    if not turn.memory.undo:
        return "There is nothing to take back."
    said: list[str] = []
    for _ in range(min(many, len(turn.memory.undo))):
        said += [(yield from take_back(turn))]
    return f"Taken back. {' '.join(said)}"


def take_back(turn: Turn) -> Working:
    """Take the last change back, where there is one. Returns what was done."""
    if not turn.memory.undo:
        return ""
    yield from turn.desk.tasks()
    changes = [Change.recalled(kept) for kept in turn.memory.undo.pop()]
    return (yield from turn.desk.make(changes, taking_back=True))
