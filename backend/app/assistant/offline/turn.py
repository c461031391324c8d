"""What one message is handled with: the list, what was talked of, what was asked before it and what is asked after."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.assistant.offline import wording as say
from app.assistant.offline.change import Change
from app.assistant.offline.desk import Desk
from app.assistant.offline.memory import Memory
from app.assistant.offline.planning import plan
from app.assistant.offline.questions import Ask, Question
from app.assistant.offline.task import Task
from app.assistant.offline.wish import Wish


@dataclass
class Turn:
    """The state of one turn."""

    desk: Desk
    text: str
    """The whole message."""
    is_one: bool
    """Whether it is one wish alone."""
    open: list[Question]
    """What was asked before this message."""
    asked: list[Question] = field(default_factory=list)
    """What is asked after it."""

    @property
    def memory(self) -> Memory:
        """What stays between two turns."""
        return self.desk.memory

    @property
    def now(self) -> datetime:
        """The time of the user."""
        return self.desk.now

    def ask(self, ask: Ask, words: str, wish: Wish, tasks: Sequence[Task] = (), **more: Any) -> None:
        """Ask something about a wish and its tasks."""
        self.asked.append(Question(ask, words, wish, [task.id for task in tasks], **more))

    def ask_which(self, tasks: list[Task], wish: Wish, *, instead: bool = False) -> None:
        """Ask which of some tasks is meant; of one, whether it is."""
        if len(tasks) == 1:
            self.ask_sure(plan(wish, tasks, self.now), tasks, wish, instead=instead)
            return
        listed = say.numbered(tasks, self.now, say.MOST_NAMED)
        words = "Which one do you mean?" if wish.target.words else "Which one?"
        self.ask("which", f"{words}\n{listed}", wish, tasks, instead=instead)

    def ask_sure(self, changes: list[Change], tasks: list[Task], wish: Wish, *, instead: bool = False) -> None:
        """Ask whether some changes are meant."""
        if wish.kind == "delete" and (len(tasks) > 1 or wish.target.everything):
            listed = say.numbered(tasks, self.now, say.MOST_NAMED)
            words = f"Delete {say.counted(len(tasks))}?\n{listed}\n\nSay **yes** to delete, or **no**."
        elif wish.kind == "complete" and wish.target.everything and len(tasks) > 1:
            listed = say.numbered(tasks, self.now, say.MOST_NAMED)
            words = f"Mark {say.counted(len(tasks))} as done?\n{listed}\n\nSay **yes**, or **no**."
        else:
            words = f"{say.asked(changes[0], tasks, self.desk.today)} Say **yes**, or **no**."
        self.ask("sure", words, wish, tasks, changes=changes, instead=instead)

    def remember_asked(self) -> str:
        """Keep what is asked for the next turn. Returns the words of the first question."""
        self.memory.questions = [question.kept() for question in self.asked]
        if not self.asked:
            return ""
        first = self.asked[0]
        self.memory.offered = first.ids
        if first.ask == "which":
            self.memory.shown = first.ids
        return first.words


def open_questions(memory: Memory) -> list[Question]:
    """What was asked last, and what waits to be asked."""
    return [question for kept in memory.questions if (question := Question.recalled(kept))]


def takes_yes_or_no(memory: Memory) -> bool:
    """Whether what was asked last is answered by a yes or a no."""
    return any(question.ask == "sure" for question in open_questions(memory)[:1])
