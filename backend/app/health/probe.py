"""Whether the database answers, for those who ask often and cannot wait."""

import asyncio
import logging

from sqlalchemy import text

from app.database import Database

logger = logging.getLogger(__name__)

SECONDS = 1.5
"""How long an answer waits for the database: the whole of it has to be there within two seconds."""


class DatabaseProbe:
    """Asks with one statement at a time: a database that hangs is waited for once, however often it is asked after.

    That statement is never broken off, which can take as long as what it waits for: it ends by the database's limits.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asking: asyncio.Task[bool] | None = None

    async def answers(self) -> bool:
        """Whether the database answers, within SECONDS."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask(), name="readiness")
        asking = self._asking
        done, _ = await asyncio.wait({asking}, timeout=SECONDS)
        if not done:
            logger.warning("readiness: no database", extra={"error": "no answer yet"})
            return False
        return asking.result()

    async def close(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self) -> bool:
        try:
            async with self._database.single() as connection:
                await connection.execute(text("SELECT 1"))
        except Exception as error:
            logger.warning("readiness: no database", extra={"error": type(error).__name__})
            return False
        return True
