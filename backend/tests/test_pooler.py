"""The app behind a pooler in transaction mode: nobody's statement runs for another.

TEST_POOLER_ROUNDS=50 plays the mixed load that often (default: once).
"""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import psycopg
import pytest
import pytest_asyncio
from fastapi import FastAPI
from pydantic import SecretStr

from app.migrate import upgrade
from app.settings import Settings
from main import create_app
from tests import pgbouncer
from tests.conftest import Figure, Person, client_of, sign_up

pytestmark = pytest.mark.skipif(
    pgbouncer.PROGRAM is None, reason="pgbouncer is not installed. On Debian: apt-get install pgbouncer"
)

ROUNDS = int(os.environ.get("TEST_POOLER_ROUNDS", "1"))
TASKS = 60
AT_ONCE = 4
"""Requests in flight for each of the two users: more together than there are connections to the server."""
READS = 4
"""How often each task is read: a connection has to meet a statement six times before psycopg would prepare it."""


@pytest.fixture(
    scope="module",
    params=[(2, False), (3, False), (2, True), (3, True)],
    ids=lambda param: f"{param[0]}-connections-{'tracking' if param[1] else 'not-tracking'}",
)
def pooler(request: pytest.FixtureRequest, database_url: str) -> Iterator[str]:
    """The database's address behind the pooler."""
    server_connections, tracks = request.param
    if tracks and pgbouncer.version() < pgbouncer.TRACKS_SINCE:
        pytest.skip("this PgBouncer is older than 1.21: it tracks no prepared statements")
    with pgbouncer.pgbouncer(database_url, server_connections=server_connections, tracks=tracks) as url:
        yield url


@pytest_asyncio.fixture(scope="module")
async def pooled(pooler: str, settings: Settings) -> AsyncIterator[FastAPI]:
    """The app, whose database is behind the pooler, started and loaded."""
    app = create_app(settings.model_copy(update={"database_url": SecretStr(pooler)}))
    async with app.router.lifespan_context(app):
        await app.state.lifecycle.conversation()
        yield app


@pytest.fixture
def direct(database_url: str) -> Iterator[psycopg.Connection]:
    """A connection that goes past the pooler, to make rows and count them."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def fill(direct: psycopg.Connection, person: Person) -> list[str]:
    """Give a user TASKS tasks, in place of those that are there; gives their ids."""
    direct.execute("DELETE FROM tasks USING users WHERE users.id = owner_id AND email = %s", [person.email])
    made = direct.execute(
        """INSERT INTO tasks (id, owner_id, title)
           SELECT gen_random_uuid(), users.id, 'task ' || number FROM users, generate_series(1, %s) number
           WHERE email = %s RETURNING id""",
        [TASKS, person.email],
    )
    return sorted(str(task_id) for (task_id,) in made)


def left(direct: psycopg.Connection, person: Person) -> list[str]:
    """The ids of a user's tasks."""
    found = direct.execute("SELECT tasks.id FROM tasks, users WHERE users.id = owner_id AND email = %s", [person.email])
    return sorted(str(task_id) for (task_id,) in found)


async def mixed(app: FastAPI, reader: Person, hers: list[str], remover: Person, his: list[str]) -> Counter[str]:
    """One user reads each task READS times while the other deletes each once; gives the answers, counted."""
    answers: Counter[str] = Counter()

    async def read(ids: list[str]) -> None:
        async with client_of(app, reader.token) as client:
            for task_id in ids:
                answer = await client.get(f"/api/tasks/{task_id}")
                asked = answer.status_code != 200 or answer.json()["id"] == task_id
                answers[f"read {answer.status_code}" if asked else "read another task"] += 1

    async def remove(ids: list[str]) -> None:
        async with client_of(app, remover.token) as client:
            for task_id in ids:
                answers[f"delete {(await client.delete(f'/api/tasks/{task_id}')).status_code}"] += 1

    reads = hers * READS
    await asyncio.gather(
        *(read(reads[start::AT_ONCE]) for start in range(AT_ONCE)),
        *(remove(his[start::AT_ONCE]) for start in range(AT_ONCE)),
    )
    return answers


async def test_who_only_reads_keeps_every_task_while_another_deletes_his(
    pooled: FastAPI,
    ada: Person,
    bob: Person,
    direct: psycopg.Connection,
    figure: Figure,
    request: pytest.FixtureRequest,
) -> None:
    total: Counter[str] = Counter()
    for _ in range(ROUNDS):
        hers, his = fill(direct, ada), fill(direct, bob)
        answers = await mixed(pooled, ada, hers, bob, his)
        kept = set(hers) & set(left(direct, ada))
        found = f"{len(kept)} of hers and {len(left(direct, bob))} of his left, {dict(sorted(answers.items()))}"
        assert found == f"{TASKS} of hers and 0 of his left, {{'delete 204': {TASKS}, 'read 200': {TASKS * READS}}}"
        total += answers
    load = request.node.callspec.id
    figure(f"PgBouncer, {load}: rounds {ROUNDS}, answers {dict(total)}, each time {TASKS} of {TASKS} tasks kept")


async def test_it_is_ready_and_everything_else_works(pooled: FastAPI) -> None:
    async with client_of(pooled) as anonymous:
        answer = await anonymous.get("/ready")
    assert (answer.status_code, answer.json()["checks"]) == (200, {"database": "ok", "assistant": "ok"})
    person = await sign_up(pooled)
    async with person.client:
        for number in range(8):
            await person.say(f"add errand {number}")
        assert await person.titles() == [f"errand {number}" for number in range(8)]
        assert (await person.chatkit("threads.delete", thread_id=person.thread)).status_code == 200
        assert (await person.client.delete("/api/auth/me")).status_code == 204


def test_the_migration_runs_through_it(empty: str) -> None:
    with pgbouncer.pgbouncer(empty, server_connections=2) as url:
        before, head = upgrade(url)
        assert before is None
        assert upgrade(url) == (head, head)
