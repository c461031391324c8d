"""Calls that a language model made and that wait for the user's yes: what they are, and how the user is asked."""

import uuid
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict

from app.assistant.offline.wording import quoted
from app.tasks.schemas import Description, Task, Title
from app.text import one_line

CHANGING = ("complete_task", "delete_task", "update_task")
"""The tools that change or remove what is there."""


class Arguments(BaseModel):
    """What a call of one of them says. What its tool does not know is refused: the user is asked what is done."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    task_id: uuid.UUID

    def given(self) -> dict[str, Any]:
        """What was given, in one form."""
        return self.model_dump(mode="json", exclude_none=True)


class Changes(Arguments):
    """The same for update_task; what is left out stays."""

    title: Title | None = None
    description: Description | None = None
    state: Literal["open", "done"] | None = None


class Call(BaseModel):
    """One exact call, and the task as it was when the model made it."""

    tool: Literal["complete_task", "delete_task", "update_task"]
    arguments: dict[str, Any]
    title: str
    changed_at: datetime
    kept: list[str] = []
    """Of the arguments those that are so already: the user is asked about what changes."""

    @classmethod
    def of(cls, tool: str, arguments: Arguments, task: Task) -> Self:
        """A call on a task as it is now."""
        now = {"title": task.title, "description": task.description, "state": "done" if task.completed else "open"}
        given = arguments.given()
        return cls.model_validate(
            {
                "tool": tool,
                "arguments": given,
                "title": task.title,
                "changed_at": task.updated_at,
                "kept": [key for key, value in now.items() if given.get(key) == value],
            }
        )

    @property
    def task_id(self) -> uuid.UUID:
        """The task that it is about."""
        return uuid.UUID(self.arguments["task_id"])

    @property
    def changes(self) -> dict[str, Any]:
        """What it gives the task that the task has not."""
        return {key: value for key, value in self.arguments.items() if key not in ("task_id", *self.kept)}

    def is_same(self, tool: str, arguments: Arguments) -> bool:
        """Whether a call of this tool does the same to the same task."""
        return (self.tool, self.arguments) == (tool, arguments.given())

    def in_words(self) -> str:
        """What it does, as part of a question."""
        name = _name(self.title)
        if self.tool == "delete_task":
            return f"Delete {name}"
        if self.tool == "complete_task":
            return f"Mark {name} as done"
        parts = []
        if "title" in self.changes:
            parts.append(f"rename {name} to {_name(self.changes['title'])}")
        if "description" in self.changes:
            details = one_line(self.changes["description"])
            parts.append(
                f"change the details of {name} to {_name(details)}" if details else f"empty the details of {name}"
            )
        if state := self.changes.get("state"):
            parts.append(f"mark {name} as done" if state == "done" else f"reopen {name}")
        words = " and ".join(parts)
        return words[:1].upper() + words[1:]


def _name(text: str) -> str:
    """A text in a question, which no quote in it can end."""
    return quoted(text.replace("“", '"').replace("”", '"'))


def question_of(calls: list[Call]) -> str:
    """What the user is asked before these are made."""
    if len(calls) == 1:
        return f"{calls[0].in_words()}?"
    return "Shall I do all of this?\n" + "\n".join(
        f"{place}. {call.in_words()}" for place, call in enumerate(calls, start=1)
    )
