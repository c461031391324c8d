"""The order by hand."""

import asyncio
import random
import uuid

import pytest

from app.tasks.positions import between
from tests.conftest import Person
from tests.tasks.test_due import add, titles


async def move(person: Person, task: str, after: str | None) -> int:
    return (await person.client.post(f"/api/tasks/{task}/move", json={"after": after})).status_code


@pytest.mark.parametrize(
    ("low", "high", "place"),
    [(None, None, 9.0), (None, 5.0, 4.0), (5.0, None, 9.0), (20.0, None, 20.001), (5.0, 6.0, 5.5), (5.0, 5.0, None)],
)
def test_a_place_between_two(low: float | None, high: float | None, place: float | None) -> None:
    assert between(low, high, 9.0) == place


async def test_tasks_are_moved_and_new_ones_come_last(ada: Person) -> None:
    ids = {title: (await add(ada, title))["id"] for title in "abc"}
    assert await titles(ada, order="position") == ["a", "b", "c"]
    for task, after, order in [("c", None, "cab"), ("c", "a", "acb"), ("a", "b", "cba"), ("b", "b", "cba")]:
        before = (await ada.client.get(f"/api/tasks/{ids[task]}")).json()
        answer = await ada.client.post(f"/api/tasks/{ids[task]}/move", json={"after": after and ids[after]})
        moved = answer.json()
        assert {**moved, "position": 0} == {**before, "position": 0}
        assert await titles(ada, order="position") == list(order)
    await add(ada, "d")
    assert await titles(ada, order="position") == ["c", "b", "a", "d"]
    assert await titles(ada, order="-position") == ["d", "a", "b", "c"]
    assert await titles(ada) == ["a", "b", "c", "d"]


async def test_there_is_room_for_any_number_of_moves_into_one_gap(ada: Person) -> None:
    ids = [(await add(ada, title))["id"] for title in ("first", "x", "y", "last")]
    for turn in range(60):
        assert await move(ada, ids[1 + turn % 2], ids[0]) == 200
    assert await titles(ada, order="position") == ["first", "y", "x", "last"]
    await add(ada, "new")
    assert (await titles(ada, order="position"))[-1] == "new"


async def test_moves_at_once_leave_every_task_a_place_of_its_own(ada: Person) -> None:
    ids = [(await add(ada, str(number)))["id"] for number in range(8)]
    chance = random.Random(1)
    assert set(await asyncio.gather(*(move(ada, chance.choice(ids), ids[0]) for _ in range(24)))) == {200}
    tasks = (await ada.client.get("/api/tasks")).json()["items"]
    assert len({task["position"] for task in tasks}) == len(ids)


async def test_what_is_not_there_is_not_moved_and_nothing_moves_behind_it(ada: Person, bob: Person) -> None:
    mine, other = (await add(ada, "mine"))["id"], (await add(bob, "his"))["id"]
    for task, after, status in [
        (mine, other, 422),
        (mine, str(uuid.uuid4()), 422),
        (other, mine, 404),
        (other, None, 404),
    ]:
        assert await move(ada, task, after) == status
    assert (await ada.client.post(f"/api/tasks/{mine}/move", json={})).status_code == 422
