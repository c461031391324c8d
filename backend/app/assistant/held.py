"""Calls that a language model made and that wait for the user's yes: what they are, and how the user is asked."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, model_validator

from app.assistant.offline.wording import quoted
from app.mcp.arguments import EMPTY, Arguments
from app.tasks.schemas import Task
from app.text import one_line

CHANGING = ("complete_task", "delete_task", "update_task")
"""The tools that change or remove what is there."""
_NO_CHANGE = (*Arguments.model_fields, "clear")


class Subject(BaseModel):
    """A task that a call is about, as it was when the model made the call."""

    id: uuid.UUID
    title: str
    changed_at: datetime
    kept: list[str] = []
    """What the call would give it and it has already: the user is asked about what changes."""


class Call(BaseModel):
    """One exact call, and the tasks that it is about."""

    tool: Literal["complete_task", "delete_task", "update_task"]
    arguments: dict[str, Any]
    subjects: list[Subject]

    @model_validator(mode="before")
    @classmethod
    def _as_the_version_before_kept_it(cls, data: Any) -> Any:
        # A question outlives an update: until 0.1 a call was about one task, whose id was among the arguments.
        if isinstance(data, Mapping) and "subjects" not in data and "title" in data:
            one = {name: data[name] for name in ("title", "changed_at", "kept") if name in data}
            return {**data, "subjects": [{**one, "id": data["arguments"]["task_id"]}]}
        return data

    @classmethod
    def of(cls, tool: str, arguments: Arguments, tasks: Sequence[Task]) -> Self | None:
        """A call on tasks as they are now, without those that it leaves as they are; None where it changes nothing."""
        effects = _effects(arguments.given())
        subjects = []
        for task in tasks:
            now = _now(task)
            kept = [name for name, value in effects.items() if name in now and now[name] == value]
            if tool == "delete_task" or (tool == "complete_task" and not task.completed) or len(kept) < len(effects):
                subjects.append(Subject(id=task.id, title=task.title, changed_at=task.updated_at, kept=kept))
        if not subjects:
            return None
        given = arguments.only([one.id for one in subjects]).given()
        return cls.model_validate({"tool": tool, "arguments": given, "subjects": subjects})

    @property
    def ids(self) -> list[uuid.UUID]:
        """The tasks that it is about."""
        return [one.id for one in self.subjects]

    @property
    def effects(self) -> dict[str, Any]:
        """What it gives its tasks."""
        return _effects(self.arguments)

    @property
    def changes(self) -> dict[str, Any]:
        """What it gives a task that the task has not."""
        return {
            name: value for name, value in self.effects.items() if any(name not in one.kept for one in self.subjects)
        }

    @property
    def restores(self) -> bool:
        """Whether its tasks are deleted ones."""
        return bool(self.arguments.get("restore"))

    def is_same(self, tool: str, arguments: Arguments) -> bool:
        """Whether a call of this tool does the same to the same tasks."""
        return (self.tool, self.arguments) == (tool, arguments.given())

    def in_words(self) -> str:
        """What it does, as part of a question."""
        names = _names([one.title for one in self.subjects])
        if self.tool == "delete_task":
            return f"Delete {names}"
        if self.tool == "complete_task":
            return f"Mark {names} as done"
        words = " and ".join(_change_in_words(name, value, names) for name, value in self.changes.items())
        return words[:1].upper() + words[1:]


def _change_in_words(name: str, value: Any, names: str) -> str:
    match name:
        case "title":
            return f"rename {names} to {_name(value)}"
        case "description":
            details = one_line(value)
            return f"change the details of {names} to {_name(details)}" if details else f"empty the details of {names}"
        case "state":
            return f"mark {names} as done" if value == "done" else f"reopen {names}"
        case "restore":
            return f"restore {names}"
    what = {"due_date": "due date", "due_time": "time", "priority": "priority"}[name]
    return f"take the {what} off {names}" if value in (None, "none") else f"set the {what} of {names} to {value}"


def _effects(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a call gives its tasks."""
    plain = {name: value for name, value in given.items() if name not in _NO_CHANGE}
    return {**plain, **{name: EMPTY[name] for name in given.get("clear", ())}}


def _now(task: Task) -> dict[str, Any]:
    """What a task has, in the form in which a call says it."""
    state = {"state": "done" if task.completed else "open"}
    return {**task.model_dump(mode="json", include={"title", "description", *EMPTY}), **state}


def _name(text: str) -> str:
    """A text in a question, which no quote in it can end."""
    return quoted(text.replace("“", '"').replace("”", '"'))


def _names(titles: Sequence[str]) -> str:
    named = [_name(title) for title in titles]
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def question_of(calls: list[Call]) -> str:
    """What the user is asked before these are made."""
    if len(calls) == 1:
        return f"{calls[0].in_words()}?"
    return "Shall I do all of this?\n" + "\n".join(
        f"{place}. {call.in_words()}" for place, call in enumerate(calls, start=1)
    )
