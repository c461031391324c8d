"""Slows down guessing, in the database, so that replicas share the count."""

import hashlib
import hmac
from datetime import timedelta

from app.auth.errors import TooManyAttempts
from app.auth.repository import AttemptRepository

WINDOW = timedelta(minutes=15)
# Against guessing from many addresses: a wider limit for the account as a whole.
PER_ACCOUNT_FACTOR = 5


class SigninLimiter:
    """Counts failures per client and e-mail address, and per address over all clients."""

    def __init__(self, attempts: AttemptRepository, *, limit: int, pepper: str) -> None:
        self._attempts = attempts
        self._limit = limit
        self._pepper = pepper.encode()

    def _key(self, *parts: str) -> bytes:
        return hmac.new(self._pepper, "\0".join(parts).encode(), hashlib.sha256).digest()

    async def check(self, client: str, email: str) -> None:
        """Raises TooManyAttempts while either counter is full."""
        limits = {
            self._key("pair", client, email): self._limit,
            self._key("account", email): self._limit * PER_ACCOUNT_FACTOR,
        }
        if seconds := await self._attempts.seconds_blocked(limits):
            raise TooManyAttempts(seconds)

    async def failed(self, client: str, email: str) -> None:
        """Count a failure."""
        await self._attempts.record_failure([self._key("pair", client, email), self._key("account", email)], WINDOW)

    async def succeeded(self, client: str, email: str) -> None:
        """Forget this client's failures; those of others keep counting."""
        await self._attempts.forget(self._key("pair", client, email))
