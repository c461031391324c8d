"""Carries out the wishes of a message, each by who knows its kind, and says what was done."""

from app.assistant.offline import wording as say
from app.assistant.offline.changing import add, change, keep, offer
from app.assistant.offline.correcting import again, correct
from app.assistant.offline.desk import Working
from app.assistant.offline.naming import talk_of, title_alone
from app.assistant.offline.replying import no, pick, yes
from app.assistant.offline.telling import tell_found, tell_list
from app.assistant.offline.turn import Turn
from app.assistant.offline.unclear import unknown
from app.assistant.offline.undoing import undo
from app.assistant.offline.wish import Wish

_SAID = {
    "greet": "Hello! What is there to do? Say **help** to see what I understand.",
    "thanks": "You're welcome.",
    "help": say.HELP,
}


def handle(turn: Turn, wishes: list[Wish]) -> Working:
    """What is said about all of them."""
    turn.memory.questions = []
    said: list[str] = []
    if task := (yield from title_alone(turn, wishes)):
        said += [(yield from talk_of(turn, task))]
        wishes = []
    for wish in wishes:
        said += [(yield from _of(turn, wish))]
    said.append(turn.remember_asked())
    return "\n\n".join(line for line in said if line)


def _of(turn: Turn, wish: Wish) -> Working:
    match wish.kind:
        case "add":
            return (yield from add(turn, wish))
        case "list":
            return (yield from tell_list(turn, wish))
        case "find":
            return (yield from tell_found(turn, wish))
        case "undo":
            return (yield from undo(turn, max(wish.target.count, 1)))
        case "correct":
            return (yield from correct(turn, wish))
        case "again":
            return (yield from again(turn, wish))
        case "pick":
            return (yield from pick(turn, wish))
        case "yes":
            return (yield from yes(turn))
        case "no":
            return (yield from no(turn))
        case "keep":
            return (yield from keep(turn, wish))
        case "offer":
            return (yield from offer(turn, wish))
        case "unknown":
            return (yield from unknown(turn, wish))
    if wish.kind in _SAID:
        return _SAID[wish.kind]
    return (yield from change(turn, wish))
