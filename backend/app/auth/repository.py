"""The only queries on accounts and on failed sign-ins."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError

from app.auth.errors import EmailTaken
from app.auth.models import SigninAttempts, User
from app.database import Database
from app.rows import WrongAnswer, fetch_all, fetch_one
from app.time_zones import DEFAULT_ZONE


@dataclass(frozen=True, slots=True)
class Account:
    """A stored account."""

    id: uuid.UUID
    email: str
    name: str
    password_hash: str
    time_zone: str = DEFAULT_ZONE
    sessions_ended: int = 0


class AccountRepository:
    """Accounts by address or id."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._columns = (User.id, User.email, User.name, User.password_hash, User.time_zone, User.sessions_ended)

    async def add(self, account: Account) -> None:
        """Store a new account. Raises EmailTaken."""
        statement = insert(User).values(**asdict(account)).returning(User.id)
        try:
            async with self._database.transaction() as connection:
                if await fetch_one(connection, statement, id=account.id) is None:
                    raise WrongAnswer("expected the new account, got no row")
        except IntegrityError:
            raise EmailTaken from None

    async def by_email(self, email: str) -> Account | None:
        """The account with this (lower case) address."""
        async with self._database.single() as connection:
            row = await fetch_one(connection, select(*self._columns).where(User.email == email), email=email)
        return Account(*row) if row else None

    async def by_id(self, user_id: uuid.UUID) -> Account | None:
        """The account with this id."""
        async with self._database.single() as connection:
            row = await fetch_one(connection, select(*self._columns).where(User.id == user_id), id=user_id)
        return Account(*row) if row else None

    async def change(self, user_id: uuid.UUID, values: Mapping[str, str]) -> Account | None:
        """Set these columns."""
        statement = update(User).where(User.id == user_id).values(**values).returning(*self._columns)
        async with self._database.transaction() as connection:
            row = await fetch_one(connection, statement, id=user_id)
        return Account(*row) if row else None

    async def sessions_ended(self, user_id: uuid.UUID) -> int | None:
        """How often this account's sessions were ended; None if there is no such account."""
        statement = select(User.id, User.sessions_ended).where(User.id == user_id)
        async with self._database.single() as connection:
            row = await fetch_one(connection, statement, id=user_id)
        return row.sessions_ended if row else None

    async def change_password(self, account: Account, password_hash: str) -> Account | None:
        """Replace the account's password and end its sessions; None if another has replaced the password before."""
        statement = (
            update(User)
            .where(User.id == account.id, User.password_hash == account.password_hash)
            .values(password_hash=password_hash, sessions_ended=User.sessions_ended + 1)
            .returning(*self._columns)
        )
        async with self._database.transaction() as connection:
            row = await fetch_one(connection, statement, id=account.id)
        return Account(*row) if row else None

    async def delete(self, user_id: uuid.UUID) -> bool:
        """Delete an account; the database deletes what it owns. False if there was none."""
        statement = delete(User).where(User.id == user_id).returning(User.id)
        async with self._database.transaction() as connection:
            return await fetch_one(connection, statement, id=user_id) is not None


class AttemptRepository:
    """Counters of failures in fixed windows, shared by all replicas."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def seconds_blocked(self, limits: dict[bytes, int]) -> int:
        """For how long the fullest of these counters blocks: 0 if none has reached its limit."""
        left = func.extract("epoch", SigninAttempts.window_ends - func.now())
        statement = select(SigninAttempts.key, SigninAttempts.failures, left).where(
            SigninAttempts.key.in_(list(limits)), SigninAttempts.window_ends > func.now()
        )
        async with self._database.single() as connection:
            rows = await fetch_all(connection, statement, key=frozenset(limits))
        return max((int(seconds) + 1 for key, count, seconds in rows if count >= limits[key]), default=0)

    async def record_failure(self, keys: list[bytes], window: timedelta) -> None:
        """Count one more failure; a window that is over starts anew."""
        ends = func.now() + window
        counters = upsert(SigninAttempts).values(
            [{"key": key, "failures": 1, "window_ends": ends} for key in sorted(keys)]
        )
        over = SigninAttempts.window_ends <= func.now()
        statement = counters.on_conflict_do_update(
            index_elements=[SigninAttempts.key],
            set_={
                "failures": case((over, 1), else_=SigninAttempts.failures + 1),
                "window_ends": case((over, ends), else_=SigninAttempts.window_ends),
            },
        ).returning(SigninAttempts.key)
        async with self._database.transaction() as connection:
            await fetch_all(connection, statement, key=frozenset(keys))
            # Of all clients, and the only statement that is: windows that are long over.
            await connection.execute(
                delete(SigninAttempts).where(SigninAttempts.window_ends < func.now() - timedelta(days=1))
            )

    async def forget(self, key: bytes) -> None:
        """Start over after a success."""
        statement = delete(SigninAttempts).where(SigninAttempts.key == key).returning(SigninAttempts.key)
        async with self._database.single() as connection:
            await fetch_one(connection, statement, key=key)
