"""A row that was not asked for is never handed over, wherever it comes from."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import event, literal, select

from app.auth.repository import Account, AccountRepository, AttemptRepository
from app.chat.repository import ConversationRepository
from app.database import Database
from app.rows import WrongAnswer, fetch_one
from app.tasks.deleted import DeletedTaskRepository
from app.tasks.repository import TaskRepository
from app.tasks.schemas import TaskCreate, TaskQuery
from tests.conftest import Person

A = TaskCreate(title="a task")


@dataclass(frozen=True)
class Mine:
    """What one user asks for."""

    user: uuid.UUID
    email: str
    task: uuid.UUID
    deleted: uuid.UUID
    thread: str
    item: str
    key: bytes
    digest: str


async def made(database: Database, person: Person) -> Mine:
    """A user with a task, a conversation, an entry and a counter."""
    user = uuid.UUID((await person.client.get("/api/auth/me")).json()["id"])
    account = await AccountRepository(database).by_id(user)
    assert account
    mine = Mine(
        user,
        person.email,
        uuid.uuid4(),
        uuid.uuid4(),
        f"thr_{user.hex}",
        f"msg_{user.hex}",
        user.bytes * 2,
        account.password_hash,
    )
    await TaskRepository(database).add(user, {mine.task: A, mine.deleted: A})
    await DeletedTaskRepository(database).remove(user, [mine.deleted])
    await ConversationRepository(database).add_thread(user, thread_of(mine))
    await ConversationRepository(database).save_item(user, mine.thread, {"id": mine.item})
    await AttemptRepository(database).record_failure([mine.key], timedelta(minutes=1))
    return mine


def thread_of(mine: Mine) -> dict[str, Any]:
    return {"id": mine.thread, "title": "a", "status": {}, "memory": {}, "created_at": datetime.now(UTC)}


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A pool of its own, to be led astray."""
    database = Database(database_url, pool_size=1)
    yield database
    await database.close()


@contextmanager
def mixed_up(database: Database, asks: Mine, gets: Mine) -> Iterator[None]:
    """Each statement of `asks` runs with the values of `gets`, as with a pooler that mixes up its clients."""
    swapped = {getattr(asks, name): getattr(gets, name) for name in vars(asks)}

    def other(value: Any) -> Any:
        plain = value.obj if isinstance(value, psycopg.Binary) else value
        return swapped.get(plain, value) if isinstance(plain, uuid.UUID | str | bytes) else value

    def swap(_c: Any, _u: Any, statement: str, parameters: dict[str, Any], *_: Any) -> tuple[str, dict[str, Any]]:
        return statement, {name: other(value) for name, value in parameters.items()}

    where = (database.engine.sync_engine, "before_cursor_execute", swap)
    event.listen(*where, retval=True)
    yield
    event.remove(*where)


REPOSITORIES: dict[str, Callable[[Database], Any]] = {
    "tasks": TaskRepository,
    "deleted": DeletedTaskRepository,
    "chat": ConversationRepository,
    "accounts": AccountRepository,
    "attempts": AttemptRepository,
}
PAGE: dict[str, Any] = {"limit": 10, "direction": "asc"}
OPERATIONS: dict[str, Callable[[Any, Mine], Awaitable[object]]] = {
    "tasks.page": lambda on, mine: on.page(mine.user, TaskQuery(), datetime.now(UTC)),
    "tasks.all": lambda on, mine: on.all(mine.user),
    "tasks.add": lambda on, mine: on.add(mine.user, {uuid.uuid4(): A}),
    "tasks.find": lambda on, mine: on.find(mine.user, [mine.task]),
    "tasks.change": lambda on, mine: on.change(mine.user, [mine.task], {"title": "b"}),
    "tasks.complete": lambda on, mine: on.complete(mine.user, [mine.task]),
    "tasks.move": lambda on, mine: on.move(mine.user, mine.task, None),
    "deleted.remove": lambda on, mine: on.remove(mine.user, [mine.task]),
    "deleted.restore": lambda on, mine: on.restore(mine.user, [mine.deleted]),
    "deleted.all": lambda on, mine: on.all(mine.user),
    "chat.thread": lambda on, mine: on.thread(mine.user, mine.thread),
    "chat.add_thread": lambda on, mine: on.add_thread(mine.user, {**thread_of(mine), "id": f"thr_{uuid.uuid4().hex}"}),
    "chat.keep_turn": lambda on, mine: on.keep_turn(mine.user, mine.thread, title="a", memory={}),
    "chat.rename_thread": lambda on, mine: on.rename_thread(mine.user, mine.thread, "a"),
    "chat.threads": lambda on, mine: on.threads(mine.user, after=None, **PAGE),
    "chat.threads after": lambda on, mine: on.threads(mine.user, after=mine.thread, **PAGE),
    "chat.delete_thread": lambda on, mine: on.delete_thread(mine.user, mine.thread),
    "chat.items": lambda on, mine: on.items(mine.user, mine.thread, after=None, **PAGE),
    "chat.item": lambda on, mine: on.item(mine.user, mine.thread, mine.item),
    "chat.save_item": lambda on, mine: on.save_item(mine.user, mine.thread, {"id": mine.item}),
    "chat.change_item": lambda on, mine: on.change_item(mine.user, mine.thread, {"id": mine.item, "as": "changed"}),
    "chat.delete_items": lambda on, mine: on.delete_items(mine.user, mine.thread, [mine.item]),
    "accounts.by_email": lambda on, mine: on.by_email(mine.email),
    "accounts.by_id": lambda on, mine: on.by_id(mine.user),
    "accounts.change": lambda on, mine: on.change(mine.user, {"time_zone": "Asia/Karachi"}),
    "accounts.sessions_ended": lambda on, mine: on.sessions_ended(mine.user),
    "accounts.change_password": lambda on, mine: on.change_password(
        Account(mine.user, mine.email, "", mine.digest), "b"
    ),
    "accounts.delete": lambda on, mine: on.delete(mine.user),
    "attempts.seconds_blocked": lambda on, mine: on.seconds_blocked({mine.key: 1}),
    "attempts.record_failure": lambda on, mine: on.record_failure([mine.key], timedelta(minutes=1)),
    "attempts.forget": lambda on, mine: on.forget(mine.key),
}


def test_no_operation_of_a_repository_is_left_out() -> None:
    tried = {name.split(" ")[0] for name in OPERATIONS} | {"accounts.add"}  # which has a test of its own
    assert tried == {
        f"{prefix}.{name}" for prefix, made in REPOSITORIES.items() for name in vars(made) if not name.startswith("_")
    }


@pytest.mark.parametrize("name", OPERATIONS)
async def test_another_users_row_is_not_handed_over(name: str, database: Database, ada: Person, bob: Person) -> None:
    hers, his = await made(database, ada), await made(database, bob)
    with mixed_up(database, asks=his, gets=hers), pytest.raises(WrongAnswer) as raised:
        await OPERATIONS[name](REPOSITORIES[name.split(".")[0]](database), his)
    assert not any(str(value) in str(raised.value) for value in vars(hers).values())
    # Accounts are changed in a transaction, which ends without a change.
    assert (await ada.client.get("/api/auth/me")).status_code == 200


async def test_two_rows_are_no_answer_where_one_was_asked_for(database: Database) -> None:
    one = select(literal(1).label("id"))
    async with database.single() as connection:
        assert await fetch_one(connection, one, id=1) == (1,)
        with pytest.raises(WrongAnswer, match="got 2"):
            await fetch_one(connection, one.union_all(one), id=1)


async def test_an_account_that_came_out_as_another_is_not_kept(database: Database, ada: Person) -> None:
    mine = await made(database, ada)
    new = Account(uuid.uuid4(), f"{uuid.uuid4().hex}@example.com", "New", "hash")
    other = replace(mine, user=uuid.uuid4())
    with mixed_up(database, asks=replace(mine, user=new.id), gets=other), pytest.raises(WrongAnswer):
        await AccountRepository(database).add(new)
    assert await AccountRepository(database).by_email(new.email) is None


async def test_the_user_is_answered_with_500_and_told_nothing_of_it(app: FastAPI, ada: Person, bob: Person) -> None:
    database: Database = app.state.services.database
    hers, his = await made(database, ada), await made(database, bob)
    with mixed_up(database, asks=his, gets=hers):
        for path in (f"/api/tasks/{his.task}", "/api/tasks", "/api/auth/me"):
            answer = await bob.client.get(path)
            assert answer.status_code == 500, path
            assert not any(str(value) in answer.text for value in vars(hers).values())
    assert (await bob.client.get(f"/api/tasks/{his.task}")).status_code == 200
