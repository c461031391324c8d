"""`python -m app.migrate`: wait for the database, then bring its schema to the newest revision."""

import logging
import sys
import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, pool
from sqlalchemy.exc import OperationalError

from app.database import connect_arguments, driver_url
from app.settings import MigrationSettings, load_settings

WAIT_SECONDS = 120
PAUSE_SECONDS = 0.5
_ROOT = Path(__file__).resolve().parent.parent


def alembic_config(url: str) -> Config:
    """Alembic's configuration for this database, wherever the process was started."""
    config = Config(str(_ROOT / "alembic.ini"))
    config.attributes["url"] = url
    return config


def current_revision(url: str) -> str | None:
    """The revision that the database has. Raises OperationalError when it cannot be reached."""
    address = driver_url(url)
    engine = create_engine(address, poolclass=pool.NullPool, connect_args=connect_arguments(address))
    try:
        with engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def wait_for_database(url: str, seconds: float) -> str | None:
    """The database's revision, once it answers.

    Raises TimeoutError, with the last reason in it, if it does not within `seconds`.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            return current_revision(url)
        except OperationalError as error:
            if time.monotonic() >= deadline:
                reason = " ".join(str(error.orig).split())
                raise TimeoutError(f"no connection in {seconds:.0f} s: {reason}") from None
            time.sleep(min(PAUSE_SECONDS, max(0.0, deadline - time.monotonic())))


def upgrade(url: str, *, wait_seconds: float = WAIT_SECONDS) -> tuple[str | None, str | None]:
    """Bring the schema to head; gives the revisions before and after. Raises TimeoutError."""
    config = alembic_config(url)
    before = wait_for_database(url, wait_seconds)
    command.upgrade(config, "head")
    return before, ScriptDirectory.from_config(config).get_current_head()


def _without_password(message: str, url: str) -> str:
    password = driver_url(url).password
    return message.replace(password, "***") if password else message


def main() -> int:
    """Exit code 0 with one line on what was done, or 1 with one line on why not."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    url = load_settings(MigrationSettings).database_url.get_secret_value()
    try:
        before, after = upgrade(url)
    except Exception as error:
        reason = _without_password(f"{type(error).__name__}: {error}".splitlines()[0], url)
        sys.stderr.write(f"migration failed: {reason}\n")
        return 1
    target = driver_url(url)
    done = f"at {after}, nothing to do" if before == after else f"{before or 'empty'} -> {after}"
    print(f"schema of {target.host}/{target.database}: {done}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
