"""The schema's way up and down, and that the models and it are one."""

import asyncio
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from app.database import Base, driver_url
from app.migrate import alembic_config, current_revision, upgrade

BACKEND = Path(__file__).resolve().parent.parent


@pytest.fixture
def empty(database_url: str) -> Iterator[str]:
    """A database of its own, with nothing in it."""
    name = f"empty_{uuid.uuid4().hex}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        yield driver_url(database_url).set(drivername="postgresql", database=name).render_as_string(False)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


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
