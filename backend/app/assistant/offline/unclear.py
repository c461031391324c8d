"""Answers what was not understood: with a guess, a question, or what could have been said."""

from dataclasses import replace

from app.assistant.offline.change import Change
from app.assistant.offline.choosing import choose
from app.assistant.offline.desk import Working
from app.assistant.offline.guesses import entry, guess, is_question, named_in
from app.assistant.offline.phrases import hinting
from app.assistant.offline.planning import new_task
from app.assistant.offline.targets import target
from app.assistant.offline.telling import known_of
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
    named = named_in(wish.said, tasks) if is_question(wish.said) else []
    if named and not (len(named) == 1 and named[0].completed and hinting.OPEN.search(wish.said)):
        turn.memory.talked = [task.id for task in named]
        return " ".join(known_of(turn, task, "note") for task in named)
    if turn.is_one and (new := entry(wish.said, tasks, turn.now)):
        return (yield from turn.desk.make([Change("add", tasks=[new_task(task) for task in new])]))
    words, question = guess(wish.said, tasks, turn.now, is_one=turn.is_one)
    if question:
        turn.asked.append(question)
    return words
