"""The connection pool and the two ways to use it."""

import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import URL, MetaData, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from app.database_url import parse_database_url

CONNECT_TIMEOUT_SECONDS = 5
POOL_WAIT_SECONDS = 5
IDLE_SECONDS = 1
"""How long a connection rests before it is asked whether it still lives: a turn takes many, one after another."""
RECYCLE_SECONDS = 240  # below the 300 s after which Neon closes an idle connection


class Base(DeclarativeBase):
    """Parent of every table; the naming rule gives migrations stable constraint names."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def driver_url(url: str) -> URL:
    """An address, as handed out, turned to psycopg 3. Raises DatabaseUrlError."""
    address = parse_database_url(url)
    query = dict(address.parameters)
    if query.get("sslrootcert") == "system":
        # The OpenSSL that psycopg's binaries bring does not know where this system keeps them.
        query["sslrootcert"] = ssl.get_default_verify_paths().cafile or "system"
    place: dict[str, Any] = {"host": address.host, "port": address.port}
    if address.host.startswith("/"):
        query |= {key: str(value) for key, value in place.items()}
        place = {}
    return URL.create(
        "postgresql+psycopg",
        username=address.user,
        password=address.password,
        database=address.database,
        query=query,
        **place,
    )


def connect_arguments(address: URL) -> dict[str, object]:
    """What every connection is opened with beside its address, in the app and in migrations.

    No statement is prepared, whatever the address says. A prepared statement belongs to a server's session, and a
    pooler in transaction mode hands one session to many clients: where it does not track prepared statements, a
    client runs another's, often without an error. No address tells that there is such a pooler
    (docs/decisions/0015-no-prepared-statements.md).
    """
    arguments: dict[str, object] = {"prepare_threshold": None}
    if "connect_timeout" not in address.query:
        arguments["connect_timeout"] = CONNECT_TIMEOUT_SECONDS
    return arguments


def _ping_idle(engine: AsyncEngine) -> None:
    """Ask a connection that has rested whether it still lives, and replace it where it does not."""

    @event.listens_for(engine.sync_engine, "checkin")
    def rest(_: Any, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine.sync_engine, "checkout")
    def ask(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
        rests_since = record.info.get("rests_since")
        if rests_since is None or time.monotonic() - rests_since < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error


class Database:
    """A lazily connecting pool; the process starts and answers /health without any database."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        address = driver_url(url)
        self.engine: AsyncEngine = create_async_engine(
            address,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=POOL_WAIT_SECONDS,
            pool_recycle=RECYCLE_SECONDS,
            hide_parameters=True,  # what people wrote never reaches a log through an error
            connect_args=connect_arguments(address),
        )
        _ping_idle(self.engine)
        self._autocommit = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def single(self) -> AsyncIterator[AsyncConnection]:
        """A connection for statements that each stand alone: one round trip apiece, no transaction."""
        async with self._autocommit.connect() as connection:
            yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose statements are committed together, or not at all."""
        async with self.engine.begin() as connection:
            yield connection

    async def close(self) -> None:
        """Close every pooled connection."""
        await self.engine.dispose()
