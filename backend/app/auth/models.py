"""Accounts, and the failed sign-ins that are counted."""

import uuid
from datetime import datetime

from sqlalchemy import DateTime, Integer, LargeBinary, String, func
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base
from app.time_zones import DEFAULT_ZONE, ZONE_CHARS

EMAIL_CHARS = 254
NAME_CHARS = 100


class User(Base):
    """An account; the address is stored in lower case and is unique."""

    __tablename__ = "users"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_CHARS), unique=True)
    name: Mapped[str] = mapped_column(String(NAME_CHARS))
    password_hash: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    time_zone: Mapped[str] = mapped_column(String(ZONE_CHARS), server_default=DEFAULT_ZONE)
    """Decides what day it is."""
    sessions_ended: Mapped[int] = mapped_column(Integer, server_default="0")
    """How often all sessions were ended: a token counts only with the number that it was issued with."""


class SigninAttempts(Base):
    """Failures in the current window; the key is a digest, so no address is kept for strangers."""

    __tablename__ = "signin_attempts"

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    window_ends: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
