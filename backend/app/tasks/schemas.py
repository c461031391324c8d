"""What a task is, and what may be said about one."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from app.tasks.due import DueDate, DueTime
from app.tasks.errors import TIME_NEEDS_DATE
from app.tasks.models import DESCRIPTION_CHARS, TITLE_CHARS, Priority
from app.text import one_line, paragraph

Status = Literal["all", "open", "done"]
Due = Literal["today", "overdue", "upcoming", "none", "any"]
Order = Literal[
    "created_at",
    "-created_at",
    "title",
    "-title",
    "updated_at",
    "-updated_at",
    "due",
    "-due",
    "priority",
    "-priority",
    "position",
    "-position",
    "completed_at",
    "-completed_at",
]

MAX_PAGE = 200
MAX_OFFSET = 1_000_000
MAX_NEW = 100
"""Tasks that one call may add."""
MAX_AT_ONCE = 200
"""Tasks that one call may complete, change or delete."""
SEARCH_CHARS = 200
_CLEARED = frozenset({"due_date", "due_time"})
"""Fields that null takes away."""


def _title(value: str) -> str:
    cleaned = one_line(value)
    if not cleaned:
        raise ValueError(f"expected a title of 1 to {TITLE_CHARS} characters")
    return cleaned


Title = Annotated[str, StringConstraints(min_length=1, max_length=TITLE_CHARS), AfterValidator(_title)]
Description = Annotated[str, StringConstraints(max_length=DESCRIPTION_CHARS), AfterValidator(paragraph)]
Search = Annotated[str, StringConstraints(max_length=SEARCH_CHARS), AfterValidator(one_line)]


class TaskCreate(BaseModel):
    """A new task."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    title: Title
    description: Description = ""
    due_date: DueDate | None = None
    due_time: DueTime | None = None
    priority: Priority = "none"

    @field_validator("due_time")
    @classmethod
    def _on_a_date(cls, value: object, info: ValidationInfo) -> object:
        if value is not None and info.data.get("due_date", value) is None:
            raise ValueError(TIME_NEEDS_DATE)
        return value


class TaskParse(BaseModel):
    """A title that may say when the task is due, and how much it matters."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    title: Title


class ParsedTask(BaseModel):
    """What a title says. Where it says nothing of date and priority, it is as it was given."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    title: str
    due_date: DueDate | None = None
    due_time: DueTime | None = None
    priority: Priority = "none"


class TaskUpdate(BaseModel):
    """What to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, json_schema_extra={"minProperties": 1})

    # None is what was left out. It cannot be sent, so the document says nothing of it, but for the dates.
    title: Title | SkipJsonSchema[None] = None
    description: Description | SkipJsonSchema[None] = None
    completed: StrictBool | SkipJsonSchema[None] = None
    due_date: DueDate | None = None
    """Null takes the date away, and the time with it."""
    due_time: DueTime | None = None
    priority: Priority | SkipJsonSchema[None] = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        given = {name: getattr(self, name) for name in self.model_fields_set}
        if not given or any(value is None for name, value in given.items() if name not in _CLEARED):
            raise ValueError(
                "expected at least one of title, description, completed, due_date, due_time, priority, "
                "where only due_date and due_time may be null"
            )
        if self.due_time is not None and "due_date" in given and self.due_date is None:
            raise ValueError(f"due_time: {TIME_NEEDS_DATE}")
        return self

    def changes(self) -> Mapping[str, Any]:
        """The fields to set."""
        changes = {name: getattr(self, name) for name in type(self).model_fields if name in self.model_fields_set}
        return {**changes, "due_time": None} if changes.get("due_date", ...) is None else changes


class TaskMove(BaseModel):
    """A place in the order by hand."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    after: uuid.UUID | None
    """The task that comes before it; null: none does."""


class TaskQuery(BaseModel):
    """Which page of which tasks."""

    model_config = ConfigDict(extra="forbid")

    status: Status = "all"
    due: Due | SkipJsonSchema[None] = None
    """In the account's time zone. Overdue are open tasks alone; any: due at some date; left out: all tasks."""
    priority: Priority | SkipJsonSchema[None] = None
    search: Search = ""
    """A part of title or description, whatever its case and accents."""
    order: Order = "created_at"
    """What has no date, or is not done, comes last by `due` and by `completed_at`, both ways."""
    limit: int = Field(default=50, ge=1, le=MAX_PAGE)
    offset: int = Field(default=0, ge=0, le=MAX_OFFSET)


class Task(BaseModel):
    """A task as its owner sees it."""

    model_config = ConfigDict(from_attributes=True, json_schema_serialization_defaults_required=True)

    id: uuid.UUID
    title: str
    description: str
    completed: bool
    created_at: datetime
    updated_at: datetime
    due_date: DueDate | None = None
    due_time: DueTime | None = None
    priority: Priority = "none"
    position: float = 0
    """Sorts; only `order=position` and moves have a meaning for it."""
    completed_at: datetime | None = None


class DeletedTask(Task):
    """A task that can be restored."""

    deleted_at: datetime


class TaskPage(BaseModel):
    """A page, and how many there are in all."""

    items: list[Task]
    total: int
    limit: int
    offset: int


@dataclass(frozen=True, slots=True)
class Several:
    """What became of several tasks, in the order in which they were named."""

    tasks: list[Task]
    missing: list[uuid.UUID]
    """Those that the owner has not got."""
