"""Argon2id off the event loop, a few at a time."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.auth.errors import Busy

T = TypeVar("T")

# OWASP's parameters for argon2id. 19 MiB each, two at once: 38 MiB of the pod's 512.
MEMORY_KIB = 19 * 1024
TIME_COST = 2
PARALLELISM = 1
AT_ONCE = 2
WAITING_AT_MOST = 32


class Passwords:
    """Hashes and checks passwords with bounded memory, CPU and queue."""

    def __init__(self) -> None:
        self._hasher = PasswordHash(
            [Argon2Hasher(time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=PARALLELISM)]
        )
        # Threads of its own: those that all share may each wait for the address of a database's name.
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="passwords")
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    @cached_property
    def _dummy(self) -> str:
        return self._hasher.hash(secrets.token_hex(16))

    async def hash(self, password: str) -> str:
        """The hash to store. Raises Busy when too many are waiting."""
        return await self._in_turn(lambda: self._hasher.hash(password))

    async def matches(self, password: str, stored: str | None) -> bool:
        """Whether the password belongs to the hash; without one it takes just as long and is False."""
        known = stored is not None
        matched = await self._in_turn(lambda: self._hasher.verify(password, stored or self._dummy))
        return matched and known

    async def _in_turn(self, work: Callable[[], T]) -> T:
        if self._waiting >= WAITING_AT_MOST:
            raise Busy
        self._waiting += 1
        try:
            async with self._slots:
                return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1
