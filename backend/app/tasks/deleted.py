"""The only queries on deleted tasks. Each one names the owner."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from app.database import Database
from app.rows import fetch_all
from app.tasks.models import COLUMNS, DeletedTaskRow, TaskRow
from app.tasks.schemas import DeletedTask, Task

KEPT = timedelta(days=30)
"""How long a deleted task can be restored."""

_LIVE = tuple(getattr(TaskRow, name) for name in COLUMNS)
_DELETED = tuple(getattr(DeletedTaskRow, name) for name in COLUMNS)
_OVER = DeletedTaskRow.deleted_at <= func.now() - KEPT


class DeletedTaskRepository:
    """Deleted tasks of one owner at a time. Those whose time is over are not there, though no query may yet have
    deleted them for good: that is done when the owner deletes or restores another."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def remove(self, owner: uuid.UUID, task_ids: Sequence[uuid.UUID]) -> list[Task]:
        """Delete these of the owner's tasks, all or none, and give back what they were."""
        gone = delete(TaskRow).where(TaskRow.owner_id == owner, TaskRow.id.in_(task_ids)).returning(*_LIVE).cte()
        kept = insert(DeletedTaskRow).from_select(COLUMNS, select(gone))
        # One that was deleted before, and made again with the same key: the later one is kept.
        again = {name: kept.excluded[name] for name in COLUMNS} | {"deleted_at": func.now()}
        statement = kept.on_conflict_do_update(
            index_elements=[DeletedTaskRow.id], set_=again, where=DeletedTaskRow.owner_id == owner
        ).returning(*_DELETED)
        async with self._database.transaction() as connection:
            over = delete(DeletedTaskRow).where(DeletedTaskRow.owner_id == owner, _OVER)
            await fetch_all(connection, over.returning(DeletedTaskRow.owner_id), owner_id=owner)
            rows = await fetch_all(connection, statement, owner_id=owner, id=frozenset(task_ids))
        return [Task.model_validate(row) for row in rows]

    async def restore(self, owner: uuid.UUID, task_ids: Sequence[uuid.UUID]) -> list[Task]:
        """Make these deleted tasks tasks again, as they were, all or none. One that is there already stays as it is."""
        back = delete(DeletedTaskRow).where(*_of(owner, task_ids)).returning(*_DELETED).cte()
        statement = (
            insert(TaskRow)
            .from_select(COLUMNS, select(back))
            .on_conflict_do_nothing(index_elements=[TaskRow.id])
            .returning(*_LIVE)
        )
        async with self._database.single() as connection:
            rows = await fetch_all(connection, statement, owner_id=owner, id=frozenset(task_ids))
        return [Task.model_validate(row) for row in rows]

    async def all(self, owner: uuid.UUID) -> list[DeletedTask]:
        """All that can be restored, the last deleted first."""
        statement = (
            select(*_DELETED, DeletedTaskRow.deleted_at)
            .where(DeletedTaskRow.owner_id == owner, ~_OVER)
            .order_by(DeletedTaskRow.deleted_at.desc(), DeletedTaskRow.id)
        )
        async with self._database.single() as connection:
            rows = await fetch_all(connection, statement, owner_id=owner)
        return [DeletedTask.model_validate(row) for row in rows]


def _of(owner: uuid.UUID, task_ids: Sequence[uuid.UUID]) -> list[ColumnElement[bool]]:
    return [DeletedTaskRow.owner_id == owner, DeletedTaskRow.id.in_(task_ids), ~_OVER]
