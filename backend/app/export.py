"""All that is kept of an account, as one JSON document, made piece by piece."""

import uuid
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, TypeAdapter

from app.auth.schemas import UserPublic
from app.chat.repository import ConversationRepository, Thread
from app.tasks.deleted import DeletedTaskRepository
from app.tasks.repository import TaskRepository
from app.tasks.schemas import DeletedTask, Task

_PAGE = 100
_TASKS = TypeAdapter(Sequence[Task])
_DELETED = TypeAdapter(Sequence[DeletedTask])


class Conversation(BaseModel):
    """A conversation with its entries, as ChatKit knows them."""

    id: str
    title: str | None
    created_at: datetime
    items: list[dict[str, Any]]


class Export(BaseModel):
    """The document."""

    account: UserPublic
    tasks: list[Task]
    deleted_tasks: list[DeletedTask]
    """Those that can still be restored."""
    conversations: list[Conversation]


class Exporter:
    """Reads one owner's data: tasks at once, conversations one after another."""

    def __init__(
        self, tasks: TaskRepository, deleted: DeletedTaskRepository, conversations: ConversationRepository
    ) -> None:
        self._tasks = tasks
        self._deleted = deleted
        self._conversations = conversations

    async def pieces(self, account: UserPublic) -> AsyncIterator[bytes]:
        """The document of this account."""
        yield b'{"account":' + account.model_dump_json().encode()
        yield b',"tasks":' + _TASKS.dump_json(await self._tasks.all(account.id))
        yield b',"deleted_tasks":' + _DELETED.dump_json(await self._deleted.all(account.id))
        yield b',"conversations":['
        separator = b""
        async for thread in self._threads(account.id):
            items = [item async for item in self._items(account.id, thread["id"])]
            conversation = Conversation(
                id=thread["id"], title=thread["title"], created_at=thread["created_at"], items=items
            )
            yield separator + conversation.model_dump_json().encode()
            separator = b","
        yield b"]}"

    async def _threads(self, owner: uuid.UUID) -> AsyncIterator[Thread]:
        after, more = None, True
        while more:
            page, more = await self._conversations.threads(owner, limit=_PAGE, after=after, direction="asc")
            for thread in page:
                yield thread
                after = thread["id"]

    async def _items(self, owner: uuid.UUID, thread_id: str) -> AsyncIterator[dict[str, Any]]:
        after, more = None, True
        while more:
            page, more = await self._conversations.items(owner, thread_id, limit=_PAGE, after=after, direction="asc")
            for item in page:
                yield item
                after = item["id"]
