"""The schema's way up and down, and that the models and it are one."""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, event, inspect

from app.database import Base, driver_url
from app.migrate import alembic_config, current_revision, upgrade

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
