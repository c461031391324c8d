"""A task, as the tools give it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Self


@dataclass(frozen=True)
class Task:
    """What the dialogue knows of one."""

    id: str
    title: str
    completed: bool
    note: str = ""
    day: date | None = None
    """When it is due, in the user's own zone."""
    clock: time | None = None
    priority: str = "none"

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """From an answer of a tool."""
        day, clock = given.get("due_date"), given.get("due_time")
        return cls(
            id=str(given["id"]),
            title=given["title"],
            completed=bool(given["completed"]),
            note=given.get("description") or "",
            day=date.fromisoformat(day) if day else None,
            clock=time.fromisoformat(clock) if clock else None,
            priority=given.get("priority") or "none",
        )

    def is_over(self, now: datetime) -> bool:
        """Whether its day is over, or its minute of today."""
        if self.day is None or self.day != now.date():
            return self.day is not None and self.day < now.date()
        return self.clock is not None and self.clock <= now.time()

    def values(self) -> dict[str, Any]:
        """What of it can be changed, as a tool takes it."""
        return {
            "title": self.title,
            "description": self.note,
            "due_date": self.day and self.day.isoformat(),
            "due_time": self.clock and self.clock.strftime("%H:%M"),
            "priority": self.priority,
        }
