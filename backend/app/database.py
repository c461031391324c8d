"""The connection pool and the two ways to use it. No wait in it is without an end."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import waiting
from psycopg.abc import PQGen
from sqlalchemy import URL, MetaData, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry

from app.database_url import parse_database_url

Result = TypeVar("Result")

CONNECT_TIMEOUT_SECONDS = 5
TIMEOUT_SECONDS = 5.0
"""How long a connection, and each answer of the server on it, is waited for where no setting says otherwise."""
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


class _Connection(psycopg.AsyncConnection[Any]):
    """A connection that is closed when the server has not answered in time, or when nobody waits for it any more.

    Closed and not asked to cancel, as psycopg does: a server that does not answer does not answer that either, and
    psycopg waits ten seconds more to find out. SQLAlchemy never uses such a connection again in either case.
    """

    seconds = TIMEOUT_SECONDS

    async def wait(
        self,
        gen: PQGen[Result],
        interval: float = 0.1,
        timeout: float | None = None,  # noqa: ASYNC109 - psycopg's own signature
    ) -> Result:
        """Every answer after the connection was made is waited for here. Raises OperationalError."""
        seconds = self.seconds if timeout is None else timeout
        try:
            async with asyncio.timeout(seconds):
                return await waiting.wait_async(gen, self.pgconn.socket, interval=interval)
        except TimeoutError:
            self.pgconn.finish()
            raise psycopg.OperationalError(f"the server did not answer within {seconds:g} s") from None
        except asyncio.CancelledError:
            self.pgconn.finish()
            raise


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

    def __init__(self, url: str, *, pool_size: int = 10, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        address = driver_url(url)
        # A connection may take longer where the address says so.
        self._connected_within = max(timeout_seconds, float(address.query.get("connect_timeout", 0)))  # type: ignore[arg-type]

        async def connect(*arguments: Any, **options: Any) -> _Connection:
            connection = await _Connection.connect(*arguments, **options)
            connection.seconds = timeout_seconds
            return connection

        self.engine: AsyncEngine = create_async_engine(
            address,
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_timeout=self._connected_within,
            pool_recycle=RECYCLE_SECONDS,
            hide_parameters=True,  # what people wrote never reaches a log through an error
            connect_args={**connect_arguments(address), "async_creator_fn": connect},
        )
        _ping_idle(self.engine)
        self._autocommit = self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @asynccontextmanager
    async def single(self) -> AsyncIterator[AsyncConnection]:
        """A connection for statements that each stand alone: one round trip apiece, no transaction."""
        async with self._connected(self._autocommit) as connection:
            yield connection

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A connection whose statements are committed together, or not at all."""
        async with self._connected(self.engine) as connection, connection.begin():
            yield connection

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
        """A connection that works. Raises PoolTimeoutError where there is none in time, whatever takes so long.

        That may be the pool, the name's address (which libpq's connect_timeout does not count), the connection, or an
        idle connection's ping.
        """
        async with AsyncExitStack() as stack:
            try:
                async with asyncio.timeout(self._connected_within):
                    connection = await stack.enter_async_context(engine.connect())
            except TimeoutError:
                raise PoolTimeoutError(f"no connection to the database within {self._connected_within:g} s") from None
            yield connection

    async def close(self) -> None:
        """Close every pooled connection."""
        await self.engine.dispose()
