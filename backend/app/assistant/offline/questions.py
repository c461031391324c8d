"""What the assistant asks, and what it does upon an answer, as data that is kept between two turns."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

from app.assistant.offline.change import Change

Ask = Literal["which", "sure", "when", "what", "title", "name"]


@dataclass(frozen=True)
class Question:
    """A question that is open."""

    ask: Ask
    """`which` of the tasks, whether one is `sure`, `when` they are due, `what` is to be done with them, the `title` of a new one, its new
    `name`."""
    words: str
    """As it was asked."""
    ids: list[str] = field(default_factory=list)
    """The tasks that it is about, in the order in which they were shown."""
    do: str = ""
    """The kind of wish that waits for the answer."""
    wish: dict[str, Any] = field(default_factory=dict)
    """What else it says: the new title, the note, the date, the priority."""
    changes: list[dict[str, Any]] = field(default_factory=list)
    """What is done upon a yes."""
    instead: bool = False
    """Whether the last change is taken back first: it was not meant."""

    @classmethod
    def recalled(cls, stored: dict[str, Any]) -> Self:
        """As `kept` gave it."""
        return cls(**stored)

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    def made(self) -> list[Change]:
        """What is done upon a yes."""
        return [Change.recalled(change) for change in self.changes]
