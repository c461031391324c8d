"""The tasks that a wish means, or what stands in the way of knowing them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.assistant.offline.matching import folded
from app.assistant.offline.task import Task

Doubt = Literal["", "which", "sure", "none"]


@dataclass(frozen=True)
class Choice:
    """The tasks that are meant, or what stands in the way of knowing them."""

    tasks: list[Task] = field(default_factory=list)
    """Those that are meant; where there is a doubt, those that may be."""
    doubt: Doubt = ""
    """`which`: one of the tasks is. `sure`: they are, probably. `none`: no task is; `words` say why."""
    words: str = ""
    missing: list[str] = field(default_factory=list)
    """Words that name no task, beside others that do."""


def are_same(tasks: Sequence[Task]) -> bool:
    """Whether nothing tells them apart, so that any of them will do."""
    return len({(folded(task.title), task.day, task.note) for task in tasks}) == 1
