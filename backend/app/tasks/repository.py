"""The only queries on tasks. Each one names the owner."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Double, and_, case, cast, extract, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import TypedReturnsRows

from app.auth.errors import NotAuthenticated
from app.auth.models import User
from app.database import Database
from app.rows import fetch_all, fetch_one
from app.tasks.errors import NoTaskBefore, TimeWithoutDate
from app.tasks.models import COLUMNS, TaskRow, folded
from app.tasks.positions import between
from app.tasks.schemas import Due, Task, TaskCreate, TaskQuery

# Null where it is not done, and never null where it is, whatever the version of the app before has made of it.
_COMPLETED_AT = case((TaskRow.completed, func.coalesce(TaskRow.completed_at, TaskRow.updated_at)))
_COLUMNS = tuple(_COMPLETED_AT.label(name) if name == "completed_at" else getattr(TaskRow, name) for name in COLUMNS)
_KEYS: dict[str, tuple[Any, ...]] = {
    "title": (func.lower(TaskRow.title),),
    "due": (TaskRow.due_date, TaskRow.due_time, TaskRow.created_at),
    "priority": (TaskRow.priority, TaskRow.created_at),
    "completed_at": (_COMPLETED_AT, TaskRow.created_at),
}


class TaskRepository:
    """Tasks of one owner at a time. Of several tasks that are named, those that the owner has not got are left out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(self, owner: uuid.UUID, query: TaskQuery, now: datetime) -> tuple[list[Task], int]:
        """One page and the number of tasks on all pages. `now` is what the owner's clock shows."""
        conditions = [TaskRow.owner_id == owner, *_filters(query, now)]
        statement = select(*_COLUMNS).where(*conditions).order_by(*_ordering(query.order))
        statement = statement.limit(query.limit).offset(query.offset)
        async with self._database.single() as connection:
            rows = await fetch_all(connection, statement, owner_id=owner)
            total = query.offset + len(rows)
            if len(rows) == query.limit or (query.offset and not rows):
                count = select(func.count()).select_from(TaskRow).where(*conditions)
                total = (await connection.execute(count)).scalar_one()
        return _tasks(rows), total

    async def all(self, owner: uuid.UUID) -> list[Task]:
        """All of them, the oldest first."""
        statement = select(*_COLUMNS).where(TaskRow.owner_id == owner).order_by(TaskRow.created_at, TaskRow.id)
        async with self._database.single() as connection:
            return _tasks(await fetch_all(connection, statement, owner_id=owner))

    async def add(self, owner: uuid.UUID, wanted: Mapping[uuid.UUID, TaskCreate]) -> list[Task]:
        """Store new tasks under these ids, all or none, but for ids that are there; gives what was stored.

        Raises NotAuthenticated if the owner's account is gone.
        """
        rows = []
        for place, (task_id, task) in enumerate(wanted.items()):
            # Made at once, and yet one after another: lists are ordered by these.
            made = func.now() + timedelta(microseconds=place)
            times = {"created_at": made, "updated_at": made, "position": _epoch(made)}
            rows.append({"id": task_id, "owner_id": owner, **task.model_dump(), **times})
        statement = insert(TaskRow).values(rows).on_conflict_do_nothing(index_elements=[TaskRow.id])
        try:
            return await self._run(statement.returning(*_COLUMNS), owner, wanted)
        except IntegrityError:
            raise NotAuthenticated("This account no longer exists.", invalid=True) from None

    async def find(self, owner: uuid.UUID, task_ids: Sequence[uuid.UUID]) -> list[Task]:
        """These tasks."""
        return await self._run(select(*_COLUMNS).where(*_of(owner, task_ids)), owner, task_ids)

    async def change(self, owner: uuid.UUID, task_ids: Sequence[uuid.UUID], values: Mapping[str, object]) -> list[Task]:
        """Set these columns of all of these tasks; the time of the last change follows. Raises TimeWithoutDate."""
        done = values.get("completed")
        followed = {} if done is None else {"completed_at": func.coalesce(_COMPLETED_AT, func.now()) if done else None}
        statement = (
            update(TaskRow).where(*_of(owner, task_ids)).values(**values, **followed, updated_at=func.now())
        ).returning(*_COLUMNS)
        try:
            return await self._run(statement, owner, task_ids)
        except IntegrityError:
            raise TimeWithoutDate from None

    async def complete(self, owner: uuid.UUID, task_ids: Sequence[uuid.UUID]) -> list[Task]:
        """Complete those of these tasks that are open."""
        statement = (
            update(TaskRow)
            .where(*_of(owner, task_ids), TaskRow.completed.is_(False))
            .values(completed=True, completed_at=func.now(), updated_at=func.now())
            .returning(*_COLUMNS)
        )
        return await self._run(statement, owner, task_ids)

    async def move(self, owner: uuid.UUID, task_id: uuid.UUID, after: uuid.UUID | None) -> Task | None:
        """Put a task behind another, or before all; None if it is not there. Raises NoTaskBefore if the other is not.

        This is no change of the task itself: the time of its last change stays.
        """
        async with self._database.transaction() as connection:
            # One move at a time: two at once into one gap would get the same place.
            lock = select(User.id, _epoch(func.clock_timestamp()).label("now")).where(User.id == owner)
            locked = await fetch_one(connection, lock.with_for_update(key_share=True), id=owner)
            if locked is None:
                return None
            place = between(*await _gap(connection, owner, task_id, after), locked.now)
            if place is None:
                await _make_room(connection, owner, locked.now)
                place = between(*await _gap(connection, owner, task_id, after), locked.now)
            statement = update(TaskRow).where(*_of(owner, [task_id])).values(position=place).returning(*_COLUMNS)
            row = await fetch_one(connection, statement, owner_id=owner, id=task_id)
        return Task.model_validate(row) if row else None

    async def _run(
        self, statement: TypedReturnsRows[*tuple[Any, ...]], owner: uuid.UUID, task_ids: Iterable[uuid.UUID]
    ) -> list[Task]:
        """The tasks that a statement gives. Raises WrongAnswer unless they are of these, and of this owner."""
        async with self._database.single() as connection:
            return _tasks(await fetch_all(connection, statement, owner_id=owner, id=frozenset(task_ids)))


def _tasks(rows: Iterable[object]) -> list[Task]:
    return [Task.model_validate(row) for row in rows]


def _of(owner: uuid.UUID, task_ids: Sequence[uuid.UUID]) -> list[ColumnElement[bool]]:
    return [TaskRow.owner_id == owner, TaskRow.id.in_(task_ids)]


def _filters(query: TaskQuery, now: datetime) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if query.status != "all":
        filters.append(TaskRow.completed.is_(query.status == "done"))
    if query.due:
        filters.append(_due(query.due, now))
    if query.priority:
        filters.append(TaskRow.priority == query.priority)
    if query.search:
        filters.append(func.strpos(TaskRow.search_text, folded(query.search)) > 0)
    return filters


def _due(due: Due, now: datetime) -> ColumnElement[bool]:
    today = now.date()
    match due:
        case "today":
            return TaskRow.due_date == today
        case "upcoming":
            return TaskRow.due_date > today
        case "overdue":
            past = and_(TaskRow.due_date == today, TaskRow.due_time < now.time().replace(second=0, microsecond=0))
            return and_(TaskRow.completed.is_(False), or_(TaskRow.due_date < today, past))
        case "none":
            return TaskRow.due_date.is_(None)
        case "any":
            return TaskRow.due_date.is_not(None)


def _ordering(order: str) -> list[ColumnElement[Any]]:
    name = order.removeprefix("-")
    keys = (*_KEYS.get(name, (getattr(TaskRow, name, TaskRow.id),)), TaskRow.id)
    if not order.startswith("-"):
        return list(keys)
    return [key.desc().nulls_last() if name in ("due", "completed_at") else key.desc() for key in keys]


async def _gap(
    connection: AsyncConnection, owner: uuid.UUID, task_id: uuid.UUID, after: uuid.UUID | None
) -> tuple[float | None, float | None]:
    """The places between which a task goes that is put behind another. Raises NoTaskBefore."""
    key = (TaskRow.position, TaskRow.id)
    others = select(TaskRow.owner_id, *key).where(TaskRow.owner_id == owner, TaskRow.id != task_id)
    low = None
    if after is not None:
        one = select(TaskRow.owner_id, *key).where(*_of(owner, [after]))
        mark = await fetch_one(connection, one, owner_id=owner, id=after)
        if mark is None:
            raise NoTaskBefore
        low = mark.position
        others = others.where(tuple_(*key) > tuple_(mark.position, mark.id))
    following = await fetch_one(connection, others.order_by(*key).limit(1), owner_id=owner)
    return low, following.position if following else None


async def _make_room(connection: AsyncConnection, owner: uuid.UUID, now: float) -> None:
    """Put a second between any two neighbours, in the order that there is, and none of them after now."""
    key = (TaskRow.position, TaskRow.id)
    place = func.row_number().over(order_by=key)
    spaced = (
        select(TaskRow.id, (now - func.count().over() + place).label("position"))
        .where(TaskRow.owner_id == owner)
        .subquery()
    )
    statement = (
        update(TaskRow)
        .where(TaskRow.owner_id == owner, TaskRow.id == spaced.c.id)
        .values(position=spaced.c.position)
        .returning(TaskRow.owner_id)
    )
    await fetch_all(connection, statement, owner_id=owner)


def _epoch(moment: ColumnElement[datetime]) -> ColumnElement[float]:
    return cast(extract("epoch", moment), Double)
