"""What a message asks for, as data: what understanding gives, and what the dialogue carries out."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Self

from app.assistant.offline.dates import When

Kind = Literal[
    "add", "list", "find", "complete", "reopen", "delete", "rename", "note", "due", "priority",
    "undo", "correct", "again", "pick", "yes", "no", "greet", "thanks", "help", "keep", "offer", "unknown",
]  # fmt: skip
CHANGES: tuple[Kind, ...] = ("complete", "reopen", "delete", "rename", "note", "due", "priority")
"""What changes tasks that are there. `keep` leaves them, `offer` asks whether to add."""
Status = Literal["all", "open", "done"]
Everything = Literal["", "all", "done", "open"]
Pointer = Literal["", "it", "them", "other", "rest", "some"]
Priority = Literal["none", "low", "medium", "high"]


@dataclass(frozen=True)
class NewTask:
    """A task to add."""

    title: str
    said: str = ""
    """As it was said, with its date and priority, where they were cut off the title."""
    when: When | None = None
    priority: Priority | None = None
    note: str = ""


@dataclass(frozen=True)
class Days:
    """Tasks that are due between two days, both counted; None: without a bound."""

    first: date | None = None
    last: date | None = None
    before: datetime | None = None
    """What is over by then, where this is asked: a day, or its minute."""
    words: str = ""
    """The days as they are said: `today`, `overdue`."""
    undated: bool = False
    """Those without a date."""
    only: bool = True
    """False: all open tasks where none is due then."""


@dataclass(frozen=True)
class Target:
    """Which tasks are meant: all of a kind, some by position, by their words, or pointed at.

    A position counts from 1; -1 is the last, 0 the middle.
    """

    everything: Everything = ""
    positions: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    pointer: Pointer = ""
    """`it` and the like: what was talked of last, or what is left of it; `some`: one of them, or a few."""
    count: int = field(default=0, compare=False)
    """How many that are, where it was said: `both`, `all three`."""
    days: Days | None = None
    priority: Priority | None = None
    but: "Target | None" = None
    """What is left out of them."""
    mention: str = field(default="", compare=False)
    """What was said right before `it`, which may name it."""
    said: str = field(default="", compare=False)
    """The whole of it, as it was said."""
    every: bool = field(default=False, compare=False)
    """Whether all are meant that have the words: `all the call tasks`."""
    verb: str = field(default="", compare=False)
    """What was done with it: `mowed`. Tells apart what the words alone do not."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said of which."""
        return self == Target()


@dataclass(frozen=True)
class Wish:
    """One thing that the user wants."""

    kind: Kind
    tasks: tuple[NewTask, ...] = ()
    """For add; for due, what is added where no such task is there."""
    title: str = ""
    """For rename: the new title. For correct: the right words."""
    target: Target = field(default_factory=Target)
    status: Status = "open"
    """For list: which tasks."""
    form: Literal["", "count", "when", "note", "those", "today", "last", "clock", "only"] = ""
    """For list and find: what of them is asked; `today`: its date, `last`: what was done last. For due: the `clock`
    alone is taken away. For correct: it was `only` meant of these."""
    days: Days | None = None
    priority: Priority | None = None
    when: When | None = None
    note: str = ""
    clear: bool = False
    """For due and note: takes it away."""
    replace: bool = False
    """For note: in place of the one that there is."""
    wrong: str = ""
    """For correct: the words that were not meant."""
    certain: bool = field(default=True, compare=False)
    """False: it may be meant otherwise, so it is asked before anything changes."""
    loose: bool = field(default=False, compare=False)
    """Whether it is meant only where a task fits it well; else the message is not understood."""
    said: str = field(default="", compare=False)
    """The message, or the part of it, that says this."""

    @property
    def titles(self) -> tuple[str, ...]:
        """For add: the new titles as they were said. For rename: the one new title."""
        if self.kind == "add":
            return tuple(task.said or task.title for task in self.tasks)
        return (self.title,) if self.title else ()

    def joined(self, other: Self) -> "Wish":
        """Two wishes to add, as one."""
        certain = self.certain and other.certain
        return Wish("add", tasks=self.tasks + other.tasks, certain=certain, said=f"{self.said}, {other.said}")


@dataclass(frozen=True)
class Talk:
    """What was talked of before, as far as a message's meaning depends on it."""

    asked: Literal["", "which", "sure", "when", "what", "title", "name"] = ""
    """What was asked last: which task, whether one is sure, when it is due, what is wanted of a task."""
    changed: bool = False
    """Whether something was changed in this conversation."""
    last: str = ""
    """What was done last: `add`, `complete` and so on."""
    many: bool = False
    """Whether it was done to more than one task."""
