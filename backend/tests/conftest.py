"""A real Postgres for every test, the app around it, and users that come to it."""

import asyncio
import json
import os
import socket
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import psycopg
import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from pydantic import SecretStr

os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/none")
os.environ.setdefault("JWT_SECRET", "a-secret-for-tests-of-32-characters-or-more")

from app.database import driver_url
from app.migrate import upgrade
from app.settings import Settings
from devtools.postgres import postgres
from main import create_app

PASSWORD = "correct horse battery staple"


FIGURES = pytest.StashKey[list[str]]()
Figure = Callable[[str], None]


@pytest.fixture(scope="session")
def figure(pytestconfig: pytest.Config) -> Figure:
    """Takes a line that the end of the run shows: how much was tried."""
    return pytestconfig.stash.setdefault(FIGURES, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """The figures, before the counts."""
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """An embedded Postgres with the newest schema."""
    with postgres() as url:
        upgrade(url)
        yield url


@pytest.fixture
def empty(database_url: str) -> Iterator[str]:
    """A database of its own, with nothing in it."""
    name = f"empty_{uuid.uuid4().hex}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield driver_url(database_url).set(drivername="postgresql", database=name).render_as_string(False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(scope="session")
def settings(database_url: str) -> Settings:
    """Offline, without a pause before the stop."""
    return Settings(
        database_url=SecretStr(database_url),
        jwt_secret=SecretStr(os.environ["JWT_SECRET"]),
        drain_seconds=0,
        signin_attempts=5,
        api_docs=True,
    )


@pytest_asyncio.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    """The app, started and loaded."""
    application = create_app(settings)
    async with application.router.lifespan_context(application):
        await application.state.lifecycle.conversation()
        yield application


def free_port() -> socket.socket:
    """A socket on a port that is free. TCP is named: asyncio holds small packets back on others, 40 ms each."""
    listener = socket.socket(proto=socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    return listener


@pytest_asyncio.fixture(scope="session")
async def address(app: FastAPI) -> AsyncIterator[str]:
    """The app on a port of this machine."""
    with free_port() as listener:
        config = uvicorn.Config(app, lifespan="off", log_config=None, access_log=False)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 - uvicorn tells it in no other way
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await task


def client_of(app: FastAPI, token: str | None = None) -> httpx2.AsyncClient:
    """A client of the app, in this process."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://test", headers=headers)


@pytest_asyncio.fixture(scope="session")
async def anonymous(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody who is not signed in."""
    async with client_of(app) as client:
        yield client


@dataclass
class Person:
    """A user with a client, and the conversation that they are in."""

    client: httpx2.AsyncClient
    email: str
    token: str
    app: FastAPI
    thread: str | None = None
    events: list[dict[str, Any]] = field(default_factory=list)

    async def chatkit(self, operation: str, /, **params: Any) -> httpx2.Response:
        """One operation of the protocol."""
        return await self.client.post("/api/chatkit", json={"type": operation, "params": params})

    async def say(self, text: str) -> str:
        """Send a message; gives what the assistant said, and keeps the events."""
        given = {"content": [{"type": "input_text", "text": text}], "attachments": [], "inference_options": {}}
        if self.thread:
            answer = await self.chatkit("threads.add_user_message", thread_id=self.thread, input=given)
        else:
            answer = await self.chatkit("threads.create", input=given)
        assert answer.status_code == 200, answer.text
        return self.hear(answer.text)

    def hear(self, stream: str) -> str:
        """Read a stream of events; gives the last message of the assistant in it."""
        self.events = [json.loads(line[6:]) for line in stream.splitlines() if line.startswith("data: ")]
        said = ""
        for event in self.events:
            if event["type"] == "thread.created":
                self.thread = event["thread"]["id"]
            if event["type"] == "thread.item.done" and event["item"]["type"] == "assistant_message":
                said = event["item"]["content"][0]["text"]
        return said

    async def titles(self, status: str = "all") -> list[str]:
        """The titles of this user's tasks."""
        answer = await self.client.get("/api/tasks", params={"status": status})
        return [task["title"] for task in answer.json()["items"]]


async def sign_up(app: FastAPI) -> Person:
    """A new user."""
    email = f"{uuid.uuid4().hex}@example.com"
    async with client_of(app) as client:
        answer = await client.post("/api/auth/signup", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    token = answer.json()["access_token"]
    return Person(client_of(app, token), email, token, app)


@pytest_asyncio.fixture
async def ada(app: FastAPI) -> AsyncIterator[Person]:
    """A user."""
    person = await sign_up(app)
    async with person.client:
        yield person


@pytest_asyncio.fixture
async def bob(app: FastAPI) -> AsyncIterator[Person]:
    """Another user."""
    person = await sign_up(app)
    async with person.client:
        yield person
