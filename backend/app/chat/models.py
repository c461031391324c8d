"""Conversations' tables."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    String,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base

ID_CHARS = 64
TITLE_CHARS = 120


class ThreadRow(Base):
    """A conversation."""

    __tablename__ = "chat_threads"
    __table_args__ = (
        UniqueConstraint("id", "owner_id"),
        Index(None, "owner_id", "active_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(ID_CHARS), primary_key=True)
    owner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    title: Mapped[str | None] = mapped_column(String(TITLE_CHARS))
    status: Mapped[dict[str, Any]] = mapped_column(JSONB)
    memory: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default="{}")
    """What the assistant keeps between two turns: open questions, the tasks last shown."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    active_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class ItemRow(Base):
    """An entry of a conversation; the pair (thread, owner) must exist, so no entry can change hands."""

    __tablename__ = "chat_items"
    __table_args__ = (
        ForeignKeyConstraint(
            ["thread_id", "owner_id"],
            ["chat_threads.id", "chat_threads.owner_id"],
            ondelete="CASCADE",
            name="fk_chat_items_thread_id_chat_threads",
        ),
        Index(None, "owner_id", "thread_id", "position"),
    )

    id: Mapped[str] = mapped_column(String(ID_CHARS), primary_key=True)
    thread_id: Mapped[str] = mapped_column(String(ID_CHARS))
    owner_id: Mapped[uuid.UUID]
    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True))
    """The order within a thread."""
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """The entry as ChatKit knows it."""
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
