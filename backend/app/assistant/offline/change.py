"""A change of the list as data: what is done with which tasks. It can be kept, made, and taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any, Literal, Self

from app.assistant.offline.task import Task

Deed = Literal["add", "complete", "reopen", "delete", "restore", "update"]


@dataclass(frozen=True)
class Change:
    """One kind of change of some tasks."""

    do: Deed
    ids: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    """For update: what they get. None takes a date away."""
    tasks: list[dict[str, Any]] = field(default_factory=list)
    """For add: the new tasks."""

    @classmethod
    def recalled(cls, stored: dict[str, Any]) -> Self:
        """As `kept` gave it."""
        return cls(**stored)

    def kept(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def inverse(change: Change, before: Sequence[Task], made: Iterable[str]) -> list[Change]:
    """What takes a change back. `before` are its tasks as they were, `made` the ids of those that it changed."""
    ids = list(made)
    if not ids:
        return []
    if change.do == "update":
        was = [
            (task.id, {name: value for name, value in task.values().items() if name in change.values})
            for task in before
            if task.id in ids
        ]
        return [Change("update", [task_id for task_id, _ in some], some[0][1]) for some in _alike(was)]
    back: dict[str, Deed] = {
        "add": "delete", "complete": "reopen", "reopen": "complete", "delete": "restore", "restore": "delete"
    }  # fmt: skip
    return [Change(back[change.do], ids)]


def _alike(was: list[tuple[str, dict[str, Any]]]) -> list[list[tuple[str, dict[str, Any]]]]:
    """Those that get the same, together."""
    ordered = sorted(was, key=lambda one: repr(one[1]))
    return [list(group) for _, group in groupby(ordered, key=lambda one: one[1])]
