"""What the offline assistant keeps of a conversation. It is stored with it, as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self


@dataclass
class Memory:
    """What stays between two turns of a conversation."""

    shown: list[str] = field(default_factory=list)
    """Ids of the tasks that were listed last, in their order: what "the second one" points into."""
    to_delete: list[str] = field(default_factory=list)
    """Ids whose deletion waits for a yes."""
    question: list[str] = field(default_factory=list)
    """The command of which it was asked which task it means."""
    introduced: bool = False

    @classmethod
    def recalled(cls, stored: Mapping[str, Any]) -> Self:
        """As it was stored; what a newer version keeps besides is passed over, while it takes this one's place."""
        known = {entry.name for entry in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in known})
