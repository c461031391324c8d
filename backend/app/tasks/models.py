"""The tasks' tables."""

import uuid
from datetime import date, datetime, time
from typing import Any, Literal, get_args

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ColumnElement,
    Computed,
    Date,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Index,
    String,
    Text,
    Time,
    bindparam,
    cast,
    func,
    text,
)
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from app.database import Base

TITLE_CHARS = 200
DESCRIPTION_CHARS = 2000

Priority = Literal["none", "low", "medium", "high"]
PRIORITY = Enum(*get_args(Priority), name="task_priority")
"""Sorts in this order."""

NOW_AS_POSITION = "extract(epoch from now())"
"""A place in the order by hand is a time, in seconds: what is new comes last, whichever version of the app made it."""

# Decomposed, without accents and vowel points, in lower case. Nothing in it needs an extension of Postgres.
_MARKS = r"[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_FOLDED = rf"lower(regexp_replace(normalize({{0}}, NFKD), '{_MARKS}', '', 'g'))"
SEARCH_TEXT = _FOLDED.format(r"title || E'\n' || description")


def folded(words: str) -> ColumnElement[str]:
    """Words in the form that `search_text` has."""
    value = bindparam("words", words, type_=Text, unique=True)
    plain = func.normalize(cast(value, Text), text("NFKD"))
    return func.lower(func.regexp_replace(plain, _MARKS, "", "g"))


class TaskColumns:
    """What a task is, deleted or not."""

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_CHARS))
    description: Mapped[str] = mapped_column(String(DESCRIPTION_CHARS), server_default="")
    completed: Mapped[bool] = mapped_column(Boolean, server_default="false")
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    due_date: Mapped[date | None] = mapped_column(Date)
    due_time: Mapped[time | None] = mapped_column(Time)
    """On the owner's clock, wherever that is."""
    priority: Mapped[Priority] = mapped_column(PRIORITY, server_default="none")
    position: Mapped[float] = mapped_column(Double, server_default=text(NOW_AS_POSITION))
    """The place in the order by hand."""
    completed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    """The version of the app before this column does not keep it: `completed` counts."""

    @declared_attr
    def owner_id(cls) -> Mapped[uuid.UUID]:  # noqa: N805
        """Whose it is."""
        return mapped_column(ForeignKey("users.id", ondelete="CASCADE"))


class TaskRow(TaskColumns, Base):
    """A task. Every query names its owner, and every index begins with the owner."""

    __tablename__ = "tasks"
    __table_args__: Any = (
        CheckConstraint("due_time IS NULL OR due_date IS NOT NULL", name="due_time"),
        Index(None, "owner_id", "created_at", "id"),
        Index(None, "owner_id", "completed", "created_at", "id"),
        Index(None, "owner_id", "updated_at", "id"),
        Index(None, "owner_id", "position", "id"),
        Index(None, "owner_id", "due_date", "due_time", "created_at", "id"),
    )

    search_text: Mapped[str] = mapped_column(Text, Computed(SEARCH_TEXT, persisted=True))
    """Title and description as a search compares them."""


class DeletedTaskRow(TaskColumns, Base):
    """A deleted task, for as long as it can be restored.

    A table of its own: what asks for tasks cannot see it, nor can the version of the app before this one.
    """

    __tablename__ = "deleted_tasks"
    __table_args__: Any = (Index(None, "owner_id", "deleted_at"),)

    deleted_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


COLUMNS = tuple(column.name for column in DeletedTaskRow.__table__.columns if column.name != "deleted_at")
"""What both tables have: a task keeps all of it when it is deleted, and when it is restored."""
