"""A database that takes what it is told, and says nothing: every wait for it has an end, and the answer is a 503."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Literal

import pytest
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app import database as database_module
from app.database import Database, driver_url
from app.health import probe
from app.settings import Settings
from main import create_app
from tests.conftest import Person, client_of, sign_up

NAME = "database.test"
LIMIT = 0.2
"""Of the app in these tests, in seconds."""
ENDLESS = 20
"""Seconds after which a test takes it that nothing ends by itself."""
Hang = Literal["connect", "query", "ping", "pool", "name"]
HANGS: tuple[Hang, ...] = ("connect", "query", "ping", "pool", "name")


@dataclass
class Wire:
    """What lies between app and database: cut, it still takes what is sent, and passes on nothing."""

    address: str
    whole: asyncio.Event


@pytest.fixture
def slow_names(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A name server that says nothing of NAME once this is set."""
    hangs, answers, look_up = threading.Event(), threading.Event(), socket.getaddrinfo

    def ask(host: str | None, *more: object, **options: object) -> object:
        if host == NAME and hangs.is_set():
            answers.wait()
        return look_up("127.0.0.1" if host == NAME else host, *more, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", ask)
    yield hangs
    answers.set()


@asynccontextmanager
async def wired(database_url: str) -> AsyncIterator[Wire]:
    """A wire to the database."""
    query = driver_url(database_url).query
    whole = asyncio.Event()
    whole.set()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                await whole.wait()
                writer.write(data)
        finally:
            writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_unix_connection(f"{query['host']}/.s.PGSQL.{query['port']}")
        await asyncio.gather(pass_on(reader, back), pass_on(there, writer), return_exceptions=True)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield Wire(f"postgresql://postgres@{NAME}:{port}/postgres", whole)
    finally:
        whole.set()
        server.close()


@asynccontextmanager
async def hanging(database: Database, wire: Wire, names: threading.Event, hang: Hang) -> AsyncIterator[None]:
    """A database that hangs where this says."""
    async with AsyncExitStack() as stack:
        if hang in ("query", "ping", "pool"):
            async with database.single() as connection:
                await connection.execute(text("SELECT 1"))
        else:
            await database.engine.dispose()
        if hang == "pool":
            for _ in range(2):
                await stack.enter_async_context(database.single())
        elif hang == "name":
            names.set()
        else:
            wire.whole.clear()
        yield


@asynccontextmanager
async def app_at(
    settings: Settings, wire: Wire, hang: Hang, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[FastAPI, Person]]:
    """The app over this wire, with a pool of two and a user."""
    monkeypatch.setattr(database_module, "IDLE_SECONDS", 0 if hang == "ping" else 3600)
    update = {
        "database_url": SecretStr(wire.address),
        "database_pool_size": 1,
        "database_timeout_seconds": LIMIT,
    }
    app = create_app(settings.model_copy(update=update))
    async with app.router.lifespan_context(app):
        await app.state.lifecycle.conversation()
        person = await sign_up(app)
        async with person.client:
            yield app, person


@pytest.mark.parametrize("hang", HANGS)
async def test_every_request_is_answered_with_503_and_says_when_to_come_again(
    settings: Settings,
    database_url: str,
    slow_names: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
    hang: Hang,
) -> None:
    async with (
        asyncio.timeout(ENDLESS),
        wired(database_url) as wire,
        app_at(settings, wire, hang, monkeypatch) as (app, ada),
        hanging(app.state.services.database, wire, slow_names, hang),
    ):
        credentials = {"email": ada.email, "password": "something else"}
        answers = [
            await ada.client.get("/api/tasks"),
            await ada.client.post("/api/tasks", json={"title": "milk"}),
            await ada.client.post("/api/tasks/parse", json={"title": "milk"}),
            await ada.client.get("/api/auth/me"),
            await ada.client.post("/api/auth/signin", json=credentials),
            await ada.client.post("/api/auth/signup", json={"email": f"x{ada.email}", "password": "correct horse"}),
            await ada.chatkit("threads.list"),
            await ada.chatkit("items.list", thread_id="thr_1"),
        ]
        for answer in answers:
            assert answer.status_code == 503, answer.text
            assert answer.headers["retry-after"] == "5"
            assert answer.json()["type"] == "/problems/database-unavailable"


@pytest.mark.parametrize("hang", HANGS)
async def test_ready_says_503_within_its_time_however_long_the_database_is_waited_for(
    settings: Settings,
    database_url: str,
    slow_names: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
    hang: Hang,
) -> None:
    monkeypatch.setattr(probe, "SECONDS", LIMIT)
    slow = settings.model_copy(update={"database_timeout_seconds": 60})
    async with wired(database_url) as wire, app_at(slow, wire, hang, monkeypatch) as (app, _):
        services = app.state.services
        services.database = patient = Database(wire.address, pool_size=1, timeout_seconds=60)
        services.probe = probe.DatabaseProbe(patient)
        async with hanging(patient, wire, slow_names, hang), client_of(app) as client, asyncio.timeout(2):
            # As often as it is asked, one statement waits.
            answers = await asyncio.gather(*(client.get("/ready") for _ in range(5)))
            assert {answer.status_code for answer in answers} == {503}
            assert answers[0].json()["checks"]["database"] == "unavailable"
            await services.probe.close()


async def test_a_pool_that_is_away_is_no_end_of_the_app(
    settings: Settings, database_url: str, slow_names: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with (
        asyncio.timeout(ENDLESS),
        wired(database_url) as wire,
        app_at(settings, wire, "query", monkeypatch) as (app, ada),
    ):
        async with hanging(app.state.services.database, wire, slow_names, "query"):
            assert (await ada.client.get("/api/tasks")).status_code == 503
        wire.whole.set()
        assert (await ada.client.get("/api/tasks")).status_code == 200


async def test_a_statement_that_nobody_waits_for_ends_at_once(database_url: str, slow_names: threading.Event) -> None:
    async with asyncio.timeout(ENDLESS), wired(database_url) as wire:
        database = Database(wire.address, pool_size=1, timeout_seconds=60)
        begun = asyncio.Event()

        async def ask() -> None:
            async with database.single() as connection:
                wire.whole.clear()
                begun.set()
                await connection.execute(text("SELECT 1"))

        asking = asyncio.create_task(ask())
        await begun.wait()
        asking.cancel()
        # psycopg's own way is to wait for an answer to the cancellation, ten seconds long.
        done, _ = await asyncio.wait({asking}, timeout=5)
        assert done
        await database.close()


async def test_a_commit_that_is_not_answered_is_an_error_of_the_connection(
    database_url: str, slow_names: threading.Event
) -> None:
    async with asyncio.timeout(ENDLESS), wired(database_url) as wire:
        database = Database(wire.address, pool_size=1, timeout_seconds=LIMIT)

        async def change() -> None:
            async with database.transaction() as connection:
                await connection.execute(text("SELECT 1"))
                wire.whole.clear()

        with pytest.raises(OperationalError, match=r"did not answer within 0\.2 s"):
            await change()
        with pytest.raises(PoolTimeoutError):
            await database.single().__aenter__()
        await database.close()
