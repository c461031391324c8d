"""The schema's way up and down, and that the models and it are one."""

import asyncio
import os
import re
import subprocess
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, inspect

from app.database import Base, Database, driver_url
from app.migrate import alembic_config, current_revision, upgrade
from app.tasks.deleted import DeletedTaskRepository
from app.tasks.repository import TaskRepository
from app.tasks.schemas import TaskCreate, TaskQuery

BACKEND = Path(__file__).resolve().parent.parent


def tables(url: str) -> set[str]:
    engine = create_engine(driver_url(url))
    try:
        return set(inspect(engine).get_table_names()) - {"alembic_version"}
    finally:
        engine.dispose()


def test_down_takes_all_away_and_up_brings_it_back(empty: str) -> None:
    before, head = upgrade(empty)
    assert before is None
    assert tables(empty) == set(Base.metadata.tables)
    command.downgrade(alembic_config(empty), "base")
    assert tables(empty) == set()
    assert upgrade(empty) == (None, head)
    assert upgrade(empty) == (head, head)


def test_the_schema_is_what_the_models_say(empty: str) -> None:
    upgrade(empty)
    engine = create_engine(driver_url(empty))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


OWNER = "00000000-0000-4000-8000-000000000001"
OPEN, DONE, LATER = (f"00000000-0000-4000-8000-00000000001{number}" for number in range(3))


def as_version_1(connection: psycopg.Connection) -> None:
    """What the version of the app before writes."""
    connection.execute("INSERT INTO users (id, email, name, password_hash) VALUES (%s, 'a@b.c', 'a', '')", [OWNER])
    for task_id, title, hours in ((DONE, "Done", 2), (OPEN, "Café", 1)):
        connection.execute(
            "INSERT INTO tasks (id, owner_id, title, description, created_at, updated_at) "
            "VALUES (%s, %s, %s, '', now() - %s * interval '1 hour', now() - interval '1 minute')",
            [task_id, OWNER, title, hours],
        )
    connection.execute("UPDATE tasks SET completed = true WHERE id = %s", [DONE])


def test_tasks_that_are_there_get_a_place_and_the_time_when_they_were_done(empty: str) -> None:
    command.upgrade(alembic_config(empty), "0001")
    with psycopg.connect(empty) as connection:
        as_version_1(connection)
    upgrade(empty)
    with psycopg.connect(empty) as connection:
        kept = connection.execute(
            "SELECT id::text, completed_at = updated_at, due_date, due_time, priority, search_text "
            "FROM tasks ORDER BY position"
        ).fetchall()
        assert kept == [(DONE, True, None, None, "none", "done\n"), (OPEN, None, None, None, "none", "cafe\n")]
        assert connection.execute("SELECT time_zone FROM users").fetchone() == ("UTC",)
    command.downgrade(alembic_config(empty), "0001")
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT count(*) FROM tasks").fetchone() == (2,)
    upgrade(empty)


async def test_the_version_before_can_go_on_while_this_one_begins(empty: str) -> None:
    upgrade(empty)
    with psycopg.connect(empty) as connection:
        as_version_1(connection)
    database = Database(empty, pool_size=1)
    tasks, owner = TaskRepository(database), uuid.UUID(OWNER)
    await tasks.add(owner, {uuid.UUID(LATER): TaskCreate(title="later")})
    page, _ = await tasks.page(owner, TaskQuery(order="position"), datetime.now(UTC))
    assert [task.title for task in page][-1] == "later"
    done, opened = await tasks.find(owner, [uuid.UUID(DONE)]), await tasks.find(owner, [uuid.UUID(OPEN)])
    assert done[0].completed_at == done[0].updated_at
    assert opened[0].completed_at is None
    # What this version has completed, that one opens again.
    await tasks.complete(owner, [uuid.UUID(OPEN)])
    with psycopg.connect(empty) as connection:
        connection.execute("UPDATE tasks SET completed = false WHERE id = %s", [OPEN])
    assert (await tasks.find(owner, [uuid.UUID(OPEN)]))[0].completed_at is None
    # A deleted task is not in the one table that it knows.
    await DeletedTaskRepository(database).remove(owner, [uuid.UUID(DONE)])
    with psycopg.connect(empty) as connection:
        assert connection.execute("SELECT 1 FROM tasks WHERE id = %s", [DONE]).fetchone() is None
    await database.close()


def test_no_connection_of_a_migration_prepares_statements(empty: str) -> None:
    thresholds: list[int | None] = []

    def opened(connection: psycopg.Connection, _: object) -> None:
        thresholds.append(connection.prepare_threshold)

    event.listen(Engine, "connect", opened)
    upgrade(empty)
    event.remove(Engine, "connect", opened)
    assert thresholds == [None, None]  # one asks for the revision, one migrates


@pytest.mark.parametrize(
    "program", [["-m", "app.migrate"], ["-m", "alembic", "upgrade", "head"], ["-c", "import main"]]
)
def test_a_wrong_address_is_said_and_not_shown(program: list[str]) -> None:
    url = "postgresql://someuser:hunter2@db.example.com/todo?schema=mine"
    env = {"DATABASE_URL": url, "JWT_SECRET": os.environ["JWT_SECRET"]}
    ran = subprocess.run([sys.executable, *program], cwd=BACKEND, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "DATABASE_URL: has the parameter schema, which may only be public" in ran.stderr
    assert not re.search("Traceback|someuser|hunter2|example|mine", ran.stdout + ran.stderr)


async def test_two_pods_may_migrate_at_once(empty: str) -> None:
    async def pod() -> tuple[int | None, str]:
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, "-m", "app.migrate"],
            cwd=BACKEND,
            env={"DATABASE_URL": empty},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output = (await process.communicate())[0].decode()
        return process.returncode, output

    for code, output in await asyncio.gather(pod(), pod(), pod()):
        assert code == 0, output
    assert current_revision(empty)
    assert tables(empty) == set(Base.metadata.tables)
