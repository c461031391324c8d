"""What a statement gives back, handed over only where it is what was asked for."""

from collections.abc import Sequence
from typing import TypeVarTuple

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import TypedReturnsRows

from app.auth.errors import AccountGone
from app.auth.models import User

Columns = TypeVarTuple("Columns")


class WrongAnswer(RuntimeError):
    """The database answered with a row that was not asked for: a pooler gave a client another's statement or answer.

    No request is wrong then, so this is no Problem: a 500, with this name in the log. Its text holds no row's data.
    """


async def fetch_all(
    connection: AsyncConnection, statement: TypedReturnsRows[*Columns], /, **asked: object
) -> Sequence[Row[*Columns]]:
    """Run a statement; gives its rows.

    `asked` names columns and what each row has to have in them: a value, or a frozenset of values that it may be.
    Raises WrongAnswer for any other row, and AccountGone where no row is the owner's (`owner_id`) because there is no
    such account any more. A row says that there is one, so that only an answer without any costs a second statement.
    """
    rows = (await connection.execute(statement)).all()
    for column, wanted in asked.items():
        allowed = wanted if isinstance(wanted, frozenset) else frozenset([wanted])
        if not all(row._mapping[column] in allowed for row in rows):
            raise WrongAnswer(
                f"expected the requested {column} in every row, got another. "
                "Check whether a pooler between the app and the database mixes up its clients."
            )
    if not rows and "owner_id" in asked:
        account = select(User.id).where(User.id == asked["owner_id"])
        if await fetch_one(connection, account, id=asked["owner_id"]) is None:
            raise AccountGone
    return rows


async def fetch_one(
    connection: AsyncConnection, statement: TypedReturnsRows[*Columns], /, **asked: object
) -> Row[*Columns] | None:
    """Run a statement; gives its one row, as `fetch_all` does, or None. Raises WrongAnswer and AccountGone."""
    rows = await fetch_all(connection, statement, **asked)
    if len(rows) > 1:
        raise WrongAnswer(f"expected at most one row, got {len(rows)}")
    return rows[0] if rows else None
