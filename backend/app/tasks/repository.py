"""The only queries on tasks. Each one names the owner."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.selectable import TypedReturnsRows

from app.auth.errors import AccountGone
from app.database import Database
from app.rows import fetch_all, fetch_one
from app.tasks.models import TaskRow
from app.tasks.schemas import Task, TaskQuery

_COLUMNS = (
    TaskRow.id,
    TaskRow.owner_id,
    TaskRow.title,
    TaskRow.description,
    TaskRow.completed,
    TaskRow.created_at,
    TaskRow.updated_at,
)


def _of(owner: uuid.UUID, task_id: uuid.UUID | None = None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [TaskRow.owner_id == owner]
    if task_id is not None:
        conditions.append(TaskRow.id == task_id)
    return conditions


class TaskRepository:
    """Tasks of one owner at a time; None means that the owner has no such task."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, owner: uuid.UUID, query: TaskQuery) -> tuple[list[Task], int]:
        """One page and the number of tasks on all pages."""
        conditions = _of(owner)
        if query.status != "all":
            conditions.append(TaskRow.completed.is_(query.status == "done"))
        name = query.order.removeprefix("-")
        column = func.lower(TaskRow.title) if name == "title" else getattr(TaskRow, name)
        ordering = (column.desc(), TaskRow.id.desc()) if query.order.startswith("-") else (column, TaskRow.id)
        statement = select(*_COLUMNS).where(*conditions).order_by(*ordering).limit(query.limit).offset(query.offset)
        async with self._database.single() as connection:
            rows = await fetch_all(connection, statement, owner_id=owner)
            total = query.offset + len(rows)
            if len(rows) == query.limit or (query.offset and not rows):
                count = select(func.count()).select_from(TaskRow).where(*conditions)
                total = (await connection.execute(count)).scalar_one()
        return [Task.model_validate(row) for row in rows], total

    async def add(self, owner: uuid.UUID, task_id: uuid.UUID, title: str, description: str) -> Task | None:
        """Store a new task; None if there is one of this id. Raises AccountGone if the owner's account is gone."""
        statement = (
            insert(TaskRow)
            .values(id=task_id, owner_id=owner, title=title, description=description)
            .on_conflict_do_nothing(index_elements=[TaskRow.id])
            .returning(*_COLUMNS)
        )
        try:
            return await self._one(statement, owner, task_id)
        except IntegrityError:
            raise AccountGone from None

    async def get(self, owner: uuid.UUID, task_id: uuid.UUID) -> Task | None:
        """One task."""
        return await self._one(select(*_COLUMNS).where(*_of(owner, task_id)), owner, task_id)

    async def change(self, owner: uuid.UUID, task_id: uuid.UUID, values: Mapping[str, object]) -> Task | None:
        """Set these columns; the time of the last change follows."""
        statement = (
            update(TaskRow).where(*_of(owner, task_id)).values(**values, updated_at=func.now()).returning(*_COLUMNS)
        )
        return await self._one(statement, owner, task_id)

    async def complete(self, owner: uuid.UUID, task_id: uuid.UUID) -> Task | None:
        """Complete an open task; None if it is not open, or not there."""
        statement = (
            update(TaskRow)
            .where(*_of(owner, task_id), TaskRow.completed.is_(False))
            .values(completed=True, updated_at=func.now())
            .returning(*_COLUMNS)
        )
        return await self._one(statement, owner, task_id)

    async def remove(self, owner: uuid.UUID, task_id: uuid.UUID) -> Task | None:
        """Delete a task and give back what it was."""
        statement = delete(TaskRow).where(*_of(owner, task_id)).returning(*_COLUMNS)
        return await self._one(statement, owner, task_id)

    async def _one(
        self, statement: TypedReturnsRows[*tuple[Any, ...]], owner: uuid.UUID, task_id: uuid.UUID
    ) -> Task | None:
        """The task that a statement gives. Raises WrongAnswer unless it is this one of this owner."""
        async with self._database.single() as connection:
            row = await fetch_one(connection, statement, owner_id=owner, id=task_id)
        return Task.model_validate(row) if row else None
