"""What a call says of the tasks that it is about, and of what to change: read by the tools, and by what guards them."""

import uuid
from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.tasks.due import DueDate, DueTime
from app.tasks.models import Priority
from app.tasks.schemas import MAX_AT_ONCE, Description, TaskUpdate, Title

State = Literal["open", "done"]
Clearable = Literal["description", "due_date", "due_time", "priority"]
TaskIds = Annotated[list[uuid.UUID], Field(min_length=1, max_length=MAX_AT_ONCE)]
EMPTY: dict[str, Any] = {"description": "", "due_date": None, "due_time": None, "priority": "none"}
"""What can be cleared, and what it has then."""


class Arguments(BaseModel):
    """Which tasks a call is about: one, or several."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    task_id: uuid.UUID | None = None
    task_ids: TaskIds | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.task_id is None) == (self.task_ids is None):
            raise ValueError("expected task_id, or task_ids for several tasks, and not both")
        return self

    @property
    def ids(self) -> list[uuid.UUID]:
        """The tasks, each once."""
        return list(dict.fromkeys(self.task_ids or ([self.task_id] if self.task_id else [])))

    def only(self, ids: Sequence[uuid.UUID]) -> Self:
        """The same of these tasks alone."""
        return self.model_copy(update={"task_id": None, "task_ids": list(ids)})

    def given(self) -> dict[str, Any]:
        """What was given, in one form: that of one task has one id."""
        rest = self.model_dump(mode="json", exclude_defaults=True, exclude={"task_id", "task_ids"})
        ids = [str(one) for one in self.ids]
        return {"task_id": ids[0], **rest} if len(ids) == 1 else {"task_ids": ids, **rest}


class Changes(Arguments):
    """The same for update_task; what is left out stays."""

    title: Title | None = None
    description: Description | None = None
    state: State | None = None
    due_date: DueDate | None = None
    due_time: DueTime | None = None
    priority: Priority | None = None
    clear: list[Clearable] | None = None
    restore: bool = False

    @model_validator(mode="after")
    def _something(self) -> Self:
        given = self.given()
        changed = given.keys() - Arguments.model_fields.keys()
        if not changed or given.get("clear") == []:
            raise ValueError(f"nothing to change: expected one of {', '.join(_CHANGING)}")
        if self.restore and len(changed) > 1:
            raise ValueError("restore only brings back a deleted task: change it in a second call")
        if self.title and len(self.ids) > 1:
            raise ValueError("a title can be set for one task only: give task_id")
        if both := sorted(changed & set(self.clear or ())):
            raise ValueError(f"{both[0]} is both set and cleared: expected one of the two")
        return self

    def wanted(self) -> TaskUpdate:
        """The change itself. Raises ValidationError for a time on a date that is cleared."""
        kept = self.model_dump(exclude_none=True, include=set(TaskUpdate.model_fields))
        state = {} if self.state is None else {"completed": self.state == "done"}
        return TaskUpdate.model_validate({**kept, **state, **{name: EMPTY[name] for name in self.clear or ()}})


_CHANGING = [name for name in Changes.model_fields if name not in Arguments.model_fields]


def in_words(error: ValidationError) -> str:
    """What is wrong with a call, without the values in it."""
    problems = (
        (".".join(map(str, one["loc"])), one["msg"].removeprefix("Value error, "))
        for one in error.errors(include_input=False, include_url=False)
    )
    return "; ".join(f"{place}: {message}" if place else message for place, message in problems)
