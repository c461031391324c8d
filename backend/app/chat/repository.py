"""The only queries on conversations. Each one names the owner."""

import uuid
from typing import Any, Literal

from sqlalchemy import Select, delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from app.auth.errors import AccountGone
from app.chat.errors import ThreadNotFound
from app.chat.models import ItemRow, ThreadRow
from app.database import Database
from app.rows import fetch_all, fetch_one

Direction = Literal["asc", "desc"]
Thread = dict[str, Any]

_THREAD = (
    ThreadRow.id,
    ThreadRow.owner_id,
    ThreadRow.title,
    ThreadRow.status,
    ThreadRow.memory,
    ThreadRow.created_at,
)
_ITEM = (ItemRow.id, ItemRow.thread_id, ItemRow.owner_id)


class ConversationRepository:
    """Conversations of one owner at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def thread(self, owner: uuid.UUID, thread_id: str) -> Thread:
        """One conversation without its entries. Raises ThreadNotFound."""
        statement = select(*_THREAD).where(ThreadRow.owner_id == owner, ThreadRow.id == thread_id)
        async with self._database.single() as connection:
            row = await fetch_one(connection, statement, owner_id=owner, id=thread_id)
        if row is None:
            raise ThreadNotFound
        return dict(row._mapping)

    async def add_thread(self, owner: uuid.UUID, thread: Thread) -> None:
        """Make a conversation. Raises AccountGone when the account is gone."""
        values = {key: thread[key] for key in ("id", "title", "status", "memory", "created_at")}
        statement = insert(ThreadRow).values(owner_id=owner, **values).returning(ThreadRow.id, ThreadRow.owner_id)
        try:
            async with self._database.single() as connection:
                await fetch_one(connection, statement, owner_id=owner, id=thread["id"])
        except IntegrityError:
            raise AccountGone from None

    async def keep_turn(
        self, owner: uuid.UUID, thread_id: str, *, title: str | None, memory: dict[str, Any]
    ) -> str | None:
        """Keep what a turn leaves behind: what it remembers, and a title where there is none.

        Gives the title that the conversation has. One that was deleted meanwhile stays so, which is no error.
        """
        statement = (
            update(ThreadRow)
            .where(ThreadRow.owner_id == owner, ThreadRow.id == thread_id)
            .values(title=func.coalesce(ThreadRow.title, title), memory=memory, active_at=func.now())
            .returning(ThreadRow.id, ThreadRow.owner_id, ThreadRow.title)
        )
        async with self._database.single() as connection:
            row = await fetch_one(connection, statement, owner_id=owner, id=thread_id)
        return row.title if row else None

    async def rename_thread(self, owner: uuid.UUID, thread_id: str, title: str) -> Thread:
        """Give a conversation another title, and change nothing else of it. Raises ThreadNotFound."""
        statement = (
            update(ThreadRow)
            .where(ThreadRow.owner_id == owner, ThreadRow.id == thread_id)
            .values(title=title, active_at=func.now())
            .returning(*_THREAD)
        )
        async with self._database.single() as connection:
            row = await fetch_one(connection, statement, owner_id=owner, id=thread_id)
        if row is None:
            raise ThreadNotFound
        return dict(row._mapping)

    async def threads(
        self, owner: uuid.UUID, *, limit: int, after: str | None, direction: Direction
    ) -> tuple[list[Thread], bool]:
        """A page of conversations by their last activity, and whether there are more."""
        key = (ThreadRow.active_at, ThreadRow.id)
        mine = ThreadRow.owner_id == owner
        statement = select(*_THREAD).where(mine)
        async with self._database.single() as connection:
            if after is not None:
                place = select(*key, ThreadRow.owner_id).where(mine, ThreadRow.id == after)
                mark = await fetch_one(connection, place, owner_id=owner, id=after)
                if mark is None:
                    raise ThreadNotFound
                edge = tuple_(mark.active_at, mark.id)
                statement = statement.where(tuple_(*key) < edge if direction == "desc" else tuple_(*key) > edge)
            statement = _ordered(statement, key, direction).limit(limit + 1)
            rows = [dict(row._mapping) for row in await fetch_all(connection, statement, owner_id=owner)]
        return rows[:limit], len(rows) > limit

    async def delete_thread(self, owner: uuid.UUID, thread_id: str) -> None:
        """Delete a conversation with its entries. Raises ThreadNotFound."""
        statement = (
            delete(ThreadRow)
            .where(ThreadRow.owner_id == owner, ThreadRow.id == thread_id)
            .returning(ThreadRow.id, ThreadRow.owner_id)
        )
        async with self._database.single() as connection:
            if await fetch_one(connection, statement, owner_id=owner, id=thread_id) is None:
                raise ThreadNotFound

    async def items(
        self, owner: uuid.UUID, thread_id: str, *, limit: int, after: str | None, direction: Direction
    ) -> tuple[list[dict[str, Any]], bool]:
        """A page of entries in the order in which they came, and whether there are more."""
        mine = (ItemRow.owner_id == owner, ItemRow.thread_id == thread_id)
        statement = select(*_ITEM, ItemRow.content).where(*mine)
        if after is not None:
            mark = select(ItemRow.position).where(*mine, ItemRow.id == after).scalar_subquery()
            statement = statement.where(ItemRow.position < mark if direction == "desc" else ItemRow.position > mark)
        statement = _ordered(statement, (ItemRow.position,), direction).limit(limit + 1)
        async with self._database.single() as connection:
            rows = await fetch_all(connection, statement, owner_id=owner, thread_id=thread_id)
        return [row.content for row in rows[:limit]], len(rows) > limit

    async def item(self, owner: uuid.UUID, thread_id: str, item_id: str) -> dict[str, Any] | None:
        """One entry."""
        statement = select(*_ITEM, ItemRow.content).where(
            ItemRow.owner_id == owner, ItemRow.thread_id == thread_id, ItemRow.id == item_id
        )
        async with self._database.single() as connection:
            row = await fetch_one(connection, statement, owner_id=owner, thread_id=thread_id, id=item_id)
        return row.content if row else None

    async def save_item(self, owner: uuid.UUID, thread_id: str, content: dict[str, Any]) -> None:
        """Add an entry, or change the owner's own. Raises ThreadNotFound, or AccountGone, when that is gone."""
        statement = (
            insert(ItemRow)
            .values(id=content["id"], thread_id=thread_id, owner_id=owner, content=content)
            .on_conflict_do_update(
                index_elements=[ItemRow.id],
                set_={"content": content},
                where=(ItemRow.owner_id == owner) & (ItemRow.thread_id == thread_id),
            )
            .returning(*_ITEM)
        )
        try:
            async with self._database.single() as connection:
                saved = await fetch_one(connection, statement, owner_id=owner, thread_id=thread_id, id=content["id"])
        except IntegrityError:
            await self.thread(owner, thread_id)  # says which of the two is gone
            raise ThreadNotFound from None
        if saved is None:  # the entry is another's
            raise ThreadNotFound

    async def change_item(self, owner: uuid.UUID, thread_id: str, content: dict[str, Any]) -> bool:
        """Change an entry; whether it was another before. Of several that make the same change, one alone did it."""
        statement = (
            update(ItemRow)
            .where(
                ItemRow.owner_id == owner,
                ItemRow.thread_id == thread_id,
                ItemRow.id == content["id"],
                ItemRow.content != content,
            )
            .values(content=content)
            .returning(*_ITEM)
        )
        async with self._database.single() as connection:
            row = await fetch_one(connection, statement, owner_id=owner, thread_id=thread_id, id=content["id"])
        return row is not None

    async def delete_items(self, owner: uuid.UUID, thread_id: str, item_ids: list[str]) -> None:
        """Delete entries; those that are not there are no error."""
        statement = (
            delete(ItemRow)
            .where(ItemRow.owner_id == owner, ItemRow.thread_id == thread_id, ItemRow.id.in_(item_ids))
            .returning(*_ITEM)
        )
        async with self._database.single() as connection:
            await fetch_all(connection, statement, owner_id=owner, thread_id=thread_id, id=frozenset(item_ids))


def _ordered(statement: Select[Any], key: tuple[Any, ...], direction: Direction) -> Select[Any]:
    return statement.order_by(*(column.desc() if direction == "desc" else column.asc() for column in key))
