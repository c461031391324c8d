"""ChatKit's store over Postgres. Every operation is bound to the owner that the context names."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any, cast

from chatkit.store import Store, StoreItemType
from chatkit.types import Attachment, Page, ThreadItem, ThreadMetadata
from pydantic import TypeAdapter

from app.chat.errors import ItemNotFound, UnsupportedOperation
from app.chat.repository import ConversationRepository, Direction, Thread

_ITEM: TypeAdapter[ThreadItem] = TypeAdapter(ThreadItem)
_PREFIXES = {"thread": "thr", "message": "msg", "workflow": "wf", "sdk_hidden_context": "shc"}
MAX_PAGE = 100


@dataclass(frozen=True)
class ChatContext:
    """Who speaks, for as long as one request lasts."""

    user_id: uuid.UUID
    unmade: set[str] = field(default_factory=set)
    """Ids of conversations that this request begins, and has not stored yet."""


class PostgresStore(Store[ChatContext]):
    """Conversations of one owner at a time; ids have 128 random bits."""

    def __init__(self, conversations: ConversationRepository) -> None:
        self._conversations = conversations

    def generate_thread_id(self, context: ChatContext) -> str:
        """An id that nobody guesses."""
        thread_id = f"thr_{uuid.uuid4().hex}"
        context.unmade.add(thread_id)
        return thread_id

    def generate_item_id(self, item_type: StoreItemType, thread: ThreadMetadata, context: ChatContext) -> str:
        """An id that nobody guesses."""
        return f"{_PREFIXES.get(item_type, 'itm')}_{uuid.uuid4().hex}"

    async def load_thread(self, thread_id: str, context: ChatContext) -> ThreadMetadata:
        """Raises ThreadNotFound."""
        return _metadata(await self._conversations.thread(context.user_id, thread_id))

    async def save_thread(self, thread: ThreadMetadata, context: ChatContext) -> None:
        """Make the conversation that this request begins, or keep what a turn changed of one.

        The library hands over the whole conversation, as it was when the turn began: what a person has done to it
        since, be it another title or its end, must not be undone by that. `thread` gets the title that is kept.
        """
        if thread.id not in context.unmade:
            kept = await self._conversations.keep_turn(
                context.user_id, thread.id, title=thread.title, memory=thread.metadata
            )
            thread.title = kept or thread.title
            return
        created = thread.created_at if thread.created_at.tzinfo else thread.created_at.astimezone(UTC)
        await self._conversations.add_thread(
            context.user_id,
            {
                "id": thread.id,
                "title": thread.title,
                "status": thread.status.model_dump(mode="json"),
                "memory": thread.metadata,
                "created_at": created,
            },
        )
        context.unmade.remove(thread.id)

    async def rename_thread(self, thread_id: str, title: str, context: ChatContext) -> ThreadMetadata:
        """Raises ThreadNotFound."""
        return _metadata(await self._conversations.rename_thread(context.user_id, thread_id, title))

    async def load_threads(
        self, limit: int, after: str | None, order: str, context: ChatContext
    ) -> Page[ThreadMetadata]:
        """A page of conversations."""
        rows, more = await self._conversations.threads(
            context.user_id, limit=min(limit, MAX_PAGE), after=after, direction=cast(Direction, order)
        )
        return Page(data=[_metadata(row) for row in rows], has_more=more, after=rows[-1]["id"] if more else None)

    async def delete_thread(self, thread_id: str, context: ChatContext) -> None:
        """Raises ThreadNotFound."""
        await self._conversations.delete_thread(context.user_id, thread_id)

    async def load_thread_items(
        self, thread_id: str, after: str | None, limit: int, order: str, context: ChatContext
    ) -> Page[ThreadItem]:
        """A page of entries."""
        rows, more = await self._conversations.items(
            context.user_id,
            thread_id,
            limit=min(limit, MAX_PAGE),
            after=after,
            direction=cast(Direction, order),
        )
        items = [_ITEM.validate_python(row) for row in rows]
        return Page(data=items, has_more=more, after=items[-1].id if more else None)

    async def load_item(self, thread_id: str, item_id: str, context: ChatContext) -> ThreadItem:
        """Raises ItemNotFound."""
        content = await self._conversations.item(context.user_id, thread_id, item_id)
        if content is None:
            raise ItemNotFound
        return _ITEM.validate_python(content)

    async def add_thread_item(self, thread_id: str, item: ThreadItem, context: ChatContext) -> None:
        """Add an entry."""
        await self.save_item(thread_id, item, context)

    async def save_item(self, thread_id: str, item: ThreadItem, context: ChatContext) -> None:
        """Add or change an entry."""
        await self._conversations.save_item(context.user_id, thread_id, _content(item))

    async def change_item(self, thread_id: str, item: ThreadItem, context: ChatContext) -> bool:
        """Change an entry; whether this call, and no other, did so."""
        return await self._conversations.change_item(context.user_id, thread_id, _content(item))

    async def delete_thread_item(self, thread_id: str, item_id: str, context: ChatContext) -> None:
        """Delete an entry."""
        await self._conversations.delete_items(context.user_id, thread_id, [item_id])

    async def save_attachment(self, attachment: Attachment, context: ChatContext) -> None:
        """Files are not taken."""
        raise UnsupportedOperation("attachments")

    async def load_attachment(self, attachment_id: str, context: ChatContext) -> Attachment:
        """Files are not taken."""
        raise UnsupportedOperation("attachments")

    async def delete_attachment(self, attachment_id: str, context: ChatContext) -> None:
        """Files are not taken."""
        raise UnsupportedOperation("attachments")


def _content(item: ThreadItem) -> dict[str, Any]:
    """An entry as it is stored."""
    if item.created_at.tzinfo is None:
        item.created_at = item.created_at.astimezone(UTC)
    return item.model_dump(mode="json", exclude_none=True)


def _metadata(row: Thread) -> ThreadMetadata:
    return ThreadMetadata.model_validate(
        {
            "id": row["id"],
            "title": row["title"],
            "created_at": row["created_at"],
            "status": row["status"],
            "metadata": row["memory"],
        }
    )
