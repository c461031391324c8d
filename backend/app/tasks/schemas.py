"""What a task is, and what may be said about one."""

import uuid
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StringConstraints, model_validator
from pydantic.json_schema import SkipJsonSchema

from app.tasks.models import DESCRIPTION_CHARS, TITLE_CHARS
from app.text import one_line, paragraph

Status = Literal["all", "open", "done"]
Order = Literal["created_at", "-created_at", "title", "-title", "updated_at", "-updated_at"]

MAX_PAGE = 200


def _title(value: str) -> str:
    cleaned = one_line(value)
    if not cleaned:
        raise ValueError(f"expected a title of 1 to {TITLE_CHARS} characters")
    return cleaned


Title = Annotated[str, StringConstraints(min_length=1, max_length=TITLE_CHARS), AfterValidator(_title)]
Description = Annotated[str, StringConstraints(max_length=DESCRIPTION_CHARS), AfterValidator(paragraph)]


class TaskCreate(BaseModel):
    """A new task."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    title: Title
    description: Description = ""


class TaskUpdate(BaseModel):
    """What to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, json_schema_extra={"minProperties": 1})

    # None is what was left out. It cannot be sent, so the document says nothing of it.
    title: Title | SkipJsonSchema[None] = None
    description: Description | SkipJsonSchema[None] = None
    completed: StrictBool | SkipJsonSchema[None] = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        changes = self.changes()
        if not changes or len(changes) < len(self.model_fields_set):
            raise ValueError("expected at least one of title, description, completed, and none of them null")
        return self

    def changes(self) -> dict[str, str | bool]:
        """The fields to set."""
        return self.model_dump(exclude_none=True)


class TaskQuery(BaseModel):
    """Which page of which tasks."""

    model_config = ConfigDict(extra="forbid")

    status: Status = "all"
    order: Order = "created_at"
    limit: int = Field(default=50, ge=1, le=MAX_PAGE)
    offset: int = Field(default=0, ge=0, le=1_000_000)


class Task(BaseModel):
    """A task as its owner sees it."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    title: str
    description: str
    completed: bool
    created_at: datetime
    updated_at: datetime


class TaskPage(BaseModel):
    """A page, and how many there are in all."""

    items: list[Task]
    total: int
    limit: int
    offset: int
