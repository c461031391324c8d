"""Tasks over REST: what is done with them, and that nobody else can."""

import asyncio
import uuid

import httpx2
import pytest
from sqlalchemy import text

from app.database import Database
from app.settings import Settings
from tests.conftest import Person


async def add(person: Person, title: str) -> dict[str, object]:
    answer = await person.client.post("/api/tasks", json={"title": title})
    assert answer.status_code == 201, answer.text
    task: dict[str, object] = answer.json()
    return task


async def test_anonymous_gets_nowhere(anonymous: httpx2.AsyncClient) -> None:
    task = f"/api/tasks/{uuid.uuid4()}"
    for method, path in [
        ("GET", "/api/tasks"), ("POST", "/api/tasks"), ("GET", task), ("PATCH", task), ("DELETE", task),
        ("POST", f"{task}/complete"), ("POST", f"{task}/restore"), ("POST", f"{task}/move"),
    ]:  # fmt: skip
        assert (await anonymous.request(method, path, json={})).status_code == 401, (method, path)


async def test_another_users_task_is_not_found(ada: Person, bob: Person) -> None:
    task = await add(ada, "hers alone")
    path = f"/api/tasks/{task['id']}"
    for method, body in [("GET", None), ("PATCH", {"title": "his"}), ("DELETE", None)]:
        assert (await bob.client.request(method, path, json=body)).status_code == 404, method
    assert (await bob.client.post(f"{path}/complete")).status_code == 404
    assert await bob.titles() == []
    assert (await ada.client.get(path)).json() == task


async def test_a_task_from_begin_to_end(ada: Person) -> None:
    task = await add(ada, "  buy   milk ")
    path = f"/api/tasks/{task['id']}"
    assert task["title"] == "buy milk"
    changed = await ada.client.patch(path, json={"description": "oat", "title": "buy oat milk"})
    assert changed.json()["title"] == "buy oat milk"
    assert changed.json()["description"] == "oat"
    for _ in range(2):
        assert (await ada.client.post(f"{path}/complete")).json()["completed"] is True
    assert (await ada.client.patch(path, json={"completed": False})).json()["completed"] is False
    assert (await ada.client.delete(path)).status_code == 204
    assert (await ada.client.get(path)).status_code == 404


async def test_a_task_that_is_sent_again_with_its_key_is_made_once(ada: Person, bob: Person) -> None:
    async def send(person: Person, key: str, title: str = "buy milk") -> dict[str, object]:
        headers = {"Idempotency-Key": key}
        answer = await person.client.post("/api/tasks", json={"title": title}, headers=headers)
        assert answer.status_code == 201, answer.text
        task: dict[str, object] = answer.json()
        return task

    first = await send(ada, "one")
    assert await send(ada, "one") == first
    assert (await asyncio.gather(*(send(ada, "two", "eggs") for _ in range(4))))[0]["title"] == "eggs"
    assert sorted(await ada.titles()) == ["buy milk", "eggs"]
    assert (await send(bob, "one"))["id"] != first["id"]
    assert await bob.titles() == ["buy milk"]
    refused = await ada.client.post("/api/tasks", json={"title": "a"}, headers={"Idempotency-Key": "x" * 256})
    assert refused.status_code == 422


async def test_a_method_that_an_address_has_not_is_told_which_it_has(ada: Person) -> None:
    for method, path, allowed in [
        ("PUT", "/api/tasks", "GET, POST"),
        ("POST", f"/api/tasks/{uuid.uuid4()}", "DELETE, GET, PATCH"),
        ("GET", f"/api/tasks/{uuid.uuid4()}/complete", "POST"),
    ]:
        answer = await ada.client.request(method, path)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed), path


async def test_pages_filter_and_order(ada: Person) -> None:
    for title in ("banana", "Apple", "cherry"):
        await add(ada, title)
    first = (await ada.client.get("/api/tasks", params={"status": "open"})).json()["items"][0]
    await ada.client.post(f"/api/tasks/{first['id']}/complete")
    assert await ada.titles("open") == ["Apple", "cherry"]
    assert await ada.titles("done") == ["banana"]
    by_title = await ada.client.get("/api/tasks", params={"order": "title", "limit": 2})
    assert [task["title"] for task in by_title.json()["items"]] == ["Apple", "banana"]
    assert by_title.json()["total"] == 3
    beyond = await ada.client.get("/api/tasks", params={"offset": 2, "limit": 2, "order": "-title"})
    assert [task["title"] for task in beyond.json()["items"]] == ["Apple"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": " \t "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": 7}, "title"),
        ({"title": "a", "description": "x" * 2001}, "description"),
        ({"title": "a", "owner_id": str(uuid.uuid4())}, "owner_id"),
        ({}, "title"),
    ],
)
async def test_what_is_not_a_task_is_refused(ada: Person, body: dict[str, object], field: str) -> None:
    answer = await ada.client.post("/api/tasks", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("change", [{}, {"title": None}, {"completed": None}, {"completed": 1}, {"completed": "yes"}])
async def test_what_changes_nothing_or_another_thing_is_refused(ada: Person, change: dict[str, object]) -> None:
    task = await add(ada, "milk")
    assert (await ada.client.patch(f"/api/tasks/{task['id']}", json=change)).status_code == 422
    assert (await ada.client.get(f"/api/tasks/{task['id']}")).json() == task


async def test_control_characters_are_dropped(ada: Person) -> None:
    assert (await add(ada, "a\x00b\x1b[31m"))["title"] == "ab[31m"


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}, {"offset": -1}, {"order": "owner_id"}, {"x": 1}])
async def test_a_bad_query_is_refused(ada: Person, query: dict[str, str | int]) -> None:
    assert (await ada.client.get("/api/tasks", params=query)).status_code == 422


async def test_a_large_body_is_refused(ada: Person) -> None:
    answer = await ada.client.post("/api/tasks", content=b"x" * 70_000, headers={"content-type": "application/json"})
    assert answer.status_code == 413


async def test_queries_use_the_owners_index(settings: Settings) -> None:
    database = Database(settings.database_url.get_secret_value(), pool_size=1)
    statements = [
        "SELECT * FROM tasks WHERE owner_id = :o ORDER BY created_at, id LIMIT 50",
        "SELECT * FROM tasks WHERE owner_id = :o AND completed IS false ORDER BY created_at, id LIMIT 50",
        "SELECT * FROM tasks WHERE owner_id = :o AND due_date < '2026-12-24' ORDER BY due_date, due_time LIMIT 50",
        "SELECT * FROM tasks WHERE owner_id = :o ORDER BY position, id LIMIT 50",
        "SELECT * FROM deleted_tasks WHERE owner_id = :o AND deleted_at < now() - interval '30 days'",
        "SELECT content FROM chat_items WHERE owner_id = :o AND thread_id = 't' ORDER BY position DESC LIMIT 30",
        "SELECT id FROM chat_threads WHERE owner_id = :o ORDER BY active_at DESC, id DESC LIMIT 20",
    ]
    async with database.transaction() as connection:
        # So few rows are faster read whole: the question is whether an index could be used.
        await connection.execute(text("SET LOCAL enable_seqscan = off"))
        for statement in statements:
            plan = "\n".join((await connection.execute(text(f"EXPLAIN {statement}"), {"o": uuid.uuid4()})).scalars())
            assert "Index" in plan, plan
            assert "Seq Scan" not in plan, plan
            assert "owner_id" in plan, plan
    await database.close()
