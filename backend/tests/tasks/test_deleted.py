"""Deleted tasks: for a while they can be restored, and nothing else sees them."""

import uuid

import psycopg

from tests.conftest import Person
from tests.tasks.test_due import add, titles


async def test_a_deletion_is_undone_as_if_it_had_not_been(ada: Person) -> None:
    task = await add(ada, "flight", description="seat 1", due_date="2026-12-24", due_time="09:00", priority="high")
    path = f"/api/tasks/{task['id']}"
    task = (await ada.client.post(f"{path}/complete")).json()
    assert (await ada.client.delete(path)).status_code == 204
    for _ in range(2):
        assert (await ada.client.post(f"{path}/restore")).json() == task
    assert (await ada.client.get(path)).json() == task
    assert (await ada.client.post(f"/api/tasks/{uuid.uuid4()}/restore")).status_code == 404


async def test_a_deleted_task_is_seen_and_reached_by_nothing_else(ada: Person, bob: Person) -> None:
    kept, gone = await add(ada, "kept"), await add(ada, "gone", due_date="2000-01-01")
    path = f"/api/tasks/{gone['id']}"
    assert (await ada.client.delete(path)).status_code == 204
    for method, where, body in [
        ("GET", path, None), ("DELETE", path, None), ("PATCH", path, {"title": "x"}),
        ("POST", f"{path}/complete", None), ("POST", f"{path}/move", {"after": None}),
    ]:  # fmt: skip
        assert (await ada.client.request(method, where, json=body)).status_code == 404, (method, where)
    behind = await ada.client.post(f"/api/tasks/{kept['id']}/move", json={"after": gone["id"]})
    assert [error["field"] for error in behind.json()["errors"]] == ["after"]
    for query in ({}, {"due": "overdue"}, {"due": "any"}, {"search": "gone"}, {"order": "position"}):
        assert "gone" not in await titles(ada, **query)
    assert (await bob.client.post(f"{path}/restore")).status_code == 404
    assert (await ada.client.post(f"{path}/restore")).status_code == 200


async def test_what_was_deleted_long_ago_is_gone_for_good(ada: Person, bob: Person, database_url: str) -> None:
    tasks = [await add(person, "old") for person in (ada, ada, bob)]
    for person, task in zip((ada, ada, bob), tasks, strict=True):
        await person.client.delete(f"/api/tasks/{task['id']}")
    late, old, his = [task["id"] for task in tasks]
    new = (await add(ada, "new"))["id"]
    with psycopg.connect(database_url, autocommit=True) as connection:

        def left() -> set[str]:
            found = connection.execute("SELECT id FROM deleted_tasks WHERE id = ANY(%s)", [[late, old, his, new]])
            return {str(task_id) for (task_id,) in found}

        for task_id, days in ((late, 29), (old, 31), (his, 31)):
            connection.execute(
                "UPDATE deleted_tasks SET deleted_at = now() - %s * interval '1 day' WHERE id = %s", [days, task_id]
            )
        assert (await ada.client.post(f"/api/tasks/{old}/restore")).status_code == 404
        await ada.client.delete(f"/api/tasks/{new}")
        # Each owner's own deletions take the old ones along.
        assert left() == {late, his, new}
        assert (await ada.client.post(f"/api/tasks/{late}/restore")).status_code == 200
        await bob.client.delete("/api/auth/me")
        assert left() == {new}


async def test_a_task_that_was_made_again_with_its_key_can_be_deleted_again(ada: Person) -> None:
    async def make(title: str) -> str:
        answer = await ada.client.post("/api/tasks", json={"title": title}, headers={"Idempotency-Key": "one"})
        task_id: str = answer.json()["id"]
        return task_id

    first = await make("first")
    await ada.client.delete(f"/api/tasks/{first}")
    assert await make("second") == first
    assert (await ada.client.post(f"/api/tasks/{first}/restore")).json()["title"] == "second"
    await make("second")
    await ada.client.delete(f"/api/tasks/{first}")
    assert (await ada.client.post(f"/api/tasks/{first}/restore")).json()["title"] == "second"
