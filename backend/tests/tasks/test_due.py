"""When tasks are due, and what day it is for whom."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.tasks.repository import TaskRepository
from app.tasks.schemas import TaskQuery
from tests.chat.test_turns import user_of
from tests.conftest import Person

EAST, WEST = "Pacific/Kiritimati", "Etc/GMT+12"
"""Zones whose clocks are 26 hours apart: their dates always differ."""


def today_in(zone: str) -> date:
    return datetime.now(ZoneInfo(zone)).date()


async def add(person: Person, title: str, **fields: object) -> dict[str, Any]:
    answer = await person.client.post("/api/tasks", json={"title": title, **fields})
    assert answer.status_code == 201, answer.text
    task: dict[str, Any] = answer.json()
    return task


async def titles(person: Person, **query: str | int) -> list[str]:
    answer = await person.client.get("/api/tasks", params=query)
    assert answer.status_code == 200, answer.text
    return [task["title"] for task in answer.json()["items"]]


async def test_a_task_is_due_on_a_date_at_a_time_and_no_more(ada: Person) -> None:
    task = await add(ada, "flight", due_date="2026-12-24", due_time="09:05", priority="high")
    assert (task["due_date"], task["due_time"], task["priority"]) == ("2026-12-24", "09:05", "high")
    path = f"/api/tasks/{task['id']}"
    later = (await ada.client.patch(path, json={"due_time": "23:59", "priority": "low"})).json()
    assert (later["due_date"], later["due_time"], later["priority"]) == ("2026-12-24", "23:59", "low")
    assert (await ada.client.patch(path, json={"due_time": None})).json()["due_date"] == "2026-12-24"
    await ada.client.patch(path, json={"due_time": "10:00"})
    without = (await ada.client.patch(path, json={"due_date": None})).json()
    assert (without["due_date"], without["due_time"]) == (None, None)
    assert (await ada.client.get(path)).json() == without


async def test_a_plain_task_is_due_never_and_of_no_priority(ada: Person) -> None:
    task = await add(ada, "milk")
    assert [task[name] for name in ("due_date", "due_time", "priority", "completed_at")] == [None, None, "none", None]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"due_time": "09:00"}, "due_time"),
        ({"due_date": None, "due_time": "09:00"}, "due_time"),
        ({"due_date": "2026-02-30"}, "due_date"),
        ({"due_date": "24.12.2026"}, "due_date"),
        ({"due_date": "2026-12-24T00:00:00"}, "due_date"),
        ({"due_date": 1_798_070_400}, "due_date"),
        ({"due_date": "2026-12-24", "due_time": "24:00"}, "due_time"),
        ({"due_date": "2026-12-24", "due_time": "9:00"}, "due_time"),
        ({"due_date": "2026-12-24", "due_time": "09:00:30"}, "due_time"),
        ({"due_date": "2026-12-24", "due_time": "09:00+02:00"}, "due_time"),
        ({"priority": "urgent"}, "priority"),
        ({"priority": None}, "priority"),
    ],
)
async def test_what_is_no_date_time_or_priority_is_refused(ada: Person, fields: dict[str, Any], field: str) -> None:
    answer = await ada.client.post("/api/tasks", json={"title": "a", **fields})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    "change", [{"due_time": "09:00"}, {"due_date": None, "due_time": "09:00"}, {"priority": None}, {"due_time": 9}]
)
async def test_a_change_to_a_time_without_a_date_is_refused(ada: Person, change: dict[str, Any]) -> None:
    task = await add(ada, "milk")
    answer = await ada.client.patch(f"/api/tasks/{task['id']}", json=change)
    assert answer.status_code == 422, answer.text
    assert (await ada.client.get(f"/api/tasks/{task['id']}")).json() == task


async def test_the_accounts_zone_says_which_tasks_are_due_today(ada: Person) -> None:
    await add(ada, "east", due_date=today_in(EAST).isoformat())
    await add(ada, "west", due_date=today_in(WEST).isoformat())
    await add(ada, "some day")
    for zone, today, overdue, upcoming in [(EAST, "east", ["west"], []), (WEST, "west", [], ["east"])]:
        changed = await ada.client.patch("/api/auth/me", json={"time_zone": zone})
        assert changed.json()["time_zone"] == zone
        assert await titles(ada, due="today") == [today]
        assert await titles(ada, due="overdue") == overdue
        assert await titles(ada, due="upcoming") == upcoming
    assert await titles(ada, due="none") == ["some day"]
    assert await titles(ada, due="any") == ["east", "west"]


async def test_a_task_is_overdue_once_its_minute_is_over_unless_it_is_done(ada: Person) -> None:
    tasks = TaskRepository(ada.app.state.services.database)
    day = "2026-12-24"
    await add(ada, "at nine", due_date=day, due_time="09:00")
    await add(ada, "that day", due_date=day)
    done = await add(ada, "done", due_date=day, due_time="08:00")
    await ada.client.post(f"/api/tasks/{done['id']}/complete")

    async def overdue(moment: datetime) -> list[str]:
        items, _ = await tasks.page(user_of(ada), TaskQuery(due="overdue", order="title"), moment)
        return [task.title for task in items]

    nine = datetime(2026, 12, 24, 9, 0, 59)
    assert await overdue(nine) == []
    assert await overdue(nine + timedelta(seconds=1)) == ["at nine"]
    assert await overdue(nine + timedelta(days=1)) == ["at nine", "that day"]


async def test_what_is_due_first_comes_first_and_what_never_is_last(ada: Person) -> None:
    await add(ada, "never")
    await add(ada, "later", due_date="2026-12-25")
    await add(ada, "that day", due_date="2026-12-24")
    await add(ada, "at nine", due_date="2026-12-24", due_time="09:00")
    assert await titles(ada, order="due") == ["at nine", "that day", "later", "never"]
    assert await titles(ada, order="-due") == ["later", "at nine", "that day", "never"]


async def test_tasks_are_found_and_ordered_by_priority(ada: Person) -> None:
    for priority in ("low", "high", "none", "medium"):
        await add(ada, priority, priority=priority)
    assert await titles(ada, order="-priority") == ["high", "medium", "low", "none"]
    assert await titles(ada, order="priority") == ["none", "low", "medium", "high"]
    assert await titles(ada, priority="high") == ["high"]


async def test_a_task_says_since_when_it_is_done(ada: Person) -> None:
    first, second, _ = [await add(ada, title) for title in ("first", "second", "open")]
    for task in (second, first):
        done = (await ada.client.post(f"/api/tasks/{task['id']}/complete")).json()
        assert done["completed_at"] == done["updated_at"] > task["updated_at"]
    again = (await ada.client.patch(f"/api/tasks/{first['id']}", json={"completed": True})).json()
    assert again["completed_at"] == done["completed_at"]
    assert await titles(ada, order="-completed_at") == ["first", "second", "open"]
    assert await titles(ada, order="completed_at") == ["second", "first", "open"]
    reopened = (await ada.client.patch(f"/api/tasks/{first['id']}", json={"completed": False})).json()
    assert reopened["completed_at"] is None
    closed = (await ada.client.patch(f"/api/tasks/{first['id']}", json={"completed": True})).json()
    assert closed["completed_at"] > done["completed_at"]
