"""What the assistant asks, and what it does upon an answer, as data that is kept between two turns."""

from dataclasses import dataclass, field
from typing import Any, Literal, Self

from pydantic import TypeAdapter, ValidationError

from app.assistant.offline.change import Change
from app.assistant.offline.wish import Wish

Ask = Literal["which", "sure", "when", "what", "title", "name"]


@dataclass(frozen=True)
class Question:
    """A question that is open."""

    ask: Ask
    """`which` of the tasks, whether one is `sure`, `when` they are due, `what` is to be done with them, what the
    `title` of a new one is, or the new `name`."""
    words: str
    """As it was asked."""
    wish: Wish
    """What waits for the answer."""
    ids: list[str] = field(default_factory=list)
    """The tasks that it is about, in the order in which they were shown."""
    changes: list[Change] = field(default_factory=list)
    """What is done upon a yes."""
    instead: bool = False
    """Whether the last change is taken back first: it was not meant."""

    @classmethod
    def recalled(cls, stored: dict[str, Any]) -> Self | None:
        """As `kept` gave it; None where another version kept it in another form."""
        try:
            return _ADAPTER.validate_python(stored)  # type: ignore[return-value]
        except ValidationError:
            return None

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        kept: dict[str, Any] = _ADAPTER.dump_python(self, mode="json")
        return kept


_ADAPTER = TypeAdapter(Question)
