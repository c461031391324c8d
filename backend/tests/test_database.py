"""Connections that rest, and connections that die while they do."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app import database as module
from app.database import Database, connect_arguments, driver_url


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A pool of one connection, so that the next statement gets the same."""
    database = Database(database_url, pool_size=1)
    yield database
    await database.close()


async def backend_pid(database: Database) -> int:
    async with database.single() as connection:
        return int((await connection.execute(text("SELECT pg_backend_pid()"))).scalar_one())


async def kill(database_url: str, pid: int) -> None:
    """End a connection from outside, as a database that restarts does."""
    other = Database(database_url, pool_size=1)
    async with other.single() as connection:
        # Waits, up to a minute, until it is gone.
        await connection.execute(text("SELECT pg_terminate_backend(:pid, 60000)"), {"pid": pid})
    await other.close()


@pytest.mark.parametrize("host", ["ep-cool-sun-1.eu.aws.neon.tech", "ep-cool-sun-1-pooler.eu.aws.neon.tech"])
def test_an_address_of_neon_is_taken_as_it_is_handed_out(host: str) -> None:
    url = driver_url(f"postgres://me:s%25cret@{host}/db?sslmode=require&channel_binding=require")
    _, arguments = url.get_dialect()().create_connect_args(url)
    assert arguments["password"] == "s%cret"
    assert (arguments["sslmode"], arguments["channel_binding"]) == ("require", "require")


def test_a_connection_is_waited_for_as_long_as_the_address_says() -> None:
    assert connect_arguments(driver_url("postgresql://u@db/todo"))["connect_timeout"] == module.CONNECT_TIMEOUT_SECONDS
    assert "connect_timeout" not in connect_arguments(driver_url("postgresql://u@db/todo?connect_timeout=9"))


@pytest.mark.parametrize("more", ["", "&prepare_threshold=0"])
async def test_no_statement_is_prepared_however_often_it_runs(database_url: str, more: str) -> None:
    database = Database(database_url + more, pool_size=1)
    async with database.single() as connection:
        for number in range(20):
            await connection.execute(text("SELECT :number"), {"number": number})
        prepared = await connection.execute(text("SELECT count(*) FROM pg_prepared_statements"))
        assert prepared.scalar_one() == 0
    await database.close()


async def test_a_connection_is_kept(database: Database) -> None:
    assert await backend_pid(database) == await backend_pid(database)


async def test_one_that_died_while_it_rested_is_replaced(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = await backend_pid(database)
    await kill(database_url, pid)
    monkeypatch.setattr(module, "IDLE_SECONDS", 0)
    assert await backend_pid(database) != pid


async def test_one_that_died_in_use_is_noticed_and_replaced(database: Database, database_url: str) -> None:
    pid = await backend_pid(database)
    await kill(database_url, pid)
    with pytest.raises(OperationalError):
        await backend_pid(database)
    assert await backend_pid(database) != pid
