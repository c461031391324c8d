"""POST /api/tasks/parse: what a title says, for whom, and that nothing is stored."""

from datetime import timedelta
from typing import Any

import httpx2
import pytest

from app.tasks.models import TITLE_CHARS
from tests.conftest import Person
from tests.tasks.test_due import EAST, WEST, titles, today_in


async def parsed(person: Person, title: str) -> dict[str, Any]:
    answer = await person.client.post("/api/tasks/parse", json={"title": title})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_title_is_parsed_by_the_accounts_clock_and_nothing_is_stored(ada: Person) -> None:
    for zone in (EAST, WEST):
        await ada.client.patch("/api/auth/me", json={"time_zone": zone})
        tomorrow = (today_in(zone) + timedelta(days=1)).isoformat()
        assert await parsed(ada, "call the dentist tomorrow at 3, urgent") == {
            "title": "call the dentist",
            "due_date": tomorrow,
            "due_time": "15:00",
            "priority": "high",
        }
    assert await titles(ada) == []


async def test_what_was_parsed_can_be_added_as_it_is(ada: Person) -> None:
    found = await parsed(ada, "call the dentist tomorrow at 3")
    added = await ada.client.post("/api/tasks", json=found)
    assert added.status_code == 201, added.text
    assert found.items() <= added.json().items()


async def test_a_title_that_says_no_more_is_given_back(ada: Person) -> None:
    plain = {"due_date": None, "due_time": None, "priority": "none"}
    assert await parsed(ada, "Read 1984") == {"title": "Read 1984", **plain}
    assert await parsed(ada, "x" * TITLE_CHARS) == {"title": "x" * TITLE_CHARS, **plain}


@pytest.mark.parametrize(
    "body", [{}, {"title": ""}, {"title": "x" * 201}, {"title": " "}, {"title": "a", "zone": "UTC"}]
)
async def test_what_is_no_title_is_refused_as_where_one_is_added(ada: Person, body: dict[str, str]) -> None:
    answer = await ada.client.post("/api/tasks/parse", json=body)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/problems/invalid-request"


async def test_only_who_is_signed_in_is_answered(anonymous: httpx2.AsyncClient) -> None:
    assert (await anonymous.post("/api/tasks/parse", json={"title": "milk"})).status_code == 401
