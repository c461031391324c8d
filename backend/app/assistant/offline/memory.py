"""What the offline assistant keeps of a conversation. It is stored with it, as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

MOST_UNDONE = 5
"""How many changes back can be taken back."""


@dataclass
class Memory:
    """What stays between two turns of a conversation."""

    shown: list[str] = field(default_factory=list)
    """Ids of the tasks that were listed last, in their order: what "the second one" points into."""
    talked: list[str] = field(default_factory=list)
    """Ids of the tasks that were talked of last: what "it" and "them" are."""
    counted: list[str] = field(default_factory=list)
    """Ids in the order in which places were counted last, where no list was shown: for `no, the second`."""
    offered: list[str] = field(default_factory=list)
    """Ids of which one was to be chosen last: what "the other one" is among."""
    questions: list[dict[str, Any]] = field(default_factory=list)
    """What is asked, as `questions.Question` keeps it: the first one is open, the others wait."""
    last: dict[str, Any] = field(default_factory=dict)
    """The last change, as `Change` keeps it."""
    undo: list[list[dict[str, Any]]] = field(default_factory=list)
    """What takes the last changes back, the newest last."""
    introduced: bool = False

    @classmethod
    def recalled(cls, stored: Mapping[str, Any]) -> Self:
        """As it was stored; what a newer version keeps besides is passed over, while it takes this one's place."""
        known = {entry.name for entry in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})
