"""Whether this process should get traffic."""

import asyncio
import logging
from typing import Literal

from sqlalchemy import text

from app.database import Database
from app.lifecycle import Lifecycle

logger = logging.getLogger(__name__)

DATABASE_SECONDS = 1.5  # the whole answer has to be there within two

CheckResult = Literal["ok", "unavailable", "loading", "draining", "not checked"]


async def _database(database: Database) -> CheckResult:
    try:
        async with asyncio.timeout(DATABASE_SECONDS), database.single() as connection:
            await connection.execute(text("SELECT 1"))
    except Exception as error:
        logger.warning("readiness: no database", extra={"error": type(error).__name__})
        return "unavailable"
    return "ok"


async def check(database: Database, lifecycle: Lifecycle, *, ask_database: bool) -> dict[str, CheckResult]:
    """Each part and how it is; `ok` and `not checked` are good."""
    if lifecycle.draining:
        return {"process": "draining"}
    assistant: CheckResult = "ok" if lifecycle.loaded else "unavailable" if lifecycle.failed else "loading"
    return {"database": await _database(database) if ask_database else "not checked", "assistant": assistant}


def is_ready(checks: dict[str, CheckResult]) -> bool:
    """Whether all is good."""
    return all(result in ("ok", "not checked") for result in checks.values())
