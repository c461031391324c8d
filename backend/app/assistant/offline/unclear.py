"""Answers what was not understood: with a guess, a question, or what could have been said."""

from dataclasses import replace

from app.assistant.offline.choosing import choose
from app.assistant.offline.desk import Working
from app.assistant.offline.guesses import guess
from app.assistant.offline.targets import target
from app.assistant.offline.turn import Turn
from app.assistant.offline.wish import Wish


def unknown(turn: Turn, wish: Wish) -> Working:
    """Say what may have been meant, or ask."""
    tasks = yield from turn.desk.tasks()
    pointed = target(wish.said, turn.now)
    if turn.is_one and tasks and (pointed.positions or pointed.pointer == "it") and not pointed.words:
        choice = choose(pointed, tasks, turn.memory, "find")
        if not choice.doubt and len(choice.tasks) == 1:
            wish = replace(wish, said=choice.tasks[0].title)
    words, question = guess(wish.said, tasks, turn.now, is_one=turn.is_one)
    if question:
        turn.asked.append(question)
    return words
