"""The MCP server over real HTTP, with the official client, which is not ours."""

import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from mcp import types
from mcp.client.session import ClientSession
from mcp.client.streamable_http import streamable_http_client

from tests.conftest import Person
from tests.tasks.test_due import EAST, today_in

TOOLS = {"add_task", "list_tasks", "complete_task", "delete_task", "update_task"}


@asynccontextmanager
async def session_of(address: str, token: str) -> AsyncIterator[ClientSession]:
    """The official client, signed in with this token."""
    headers = {"Authorization": f"Bearer {token}"}
    async with (
        httpx2.AsyncClient(headers=headers) as http,
        streamable_http_client(f"{address}/mcp", http_client=http, terminate_on_close=False) as streams,
        ClientSession(streams[0], streams[1]) as session,
    ):
        await session.initialize()
        yield session


def words(result: types.CallToolResult) -> str:
    return " ".join(part.text for part in result.content if isinstance(part, types.TextContent))


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer nonsense"}])
async def test_without_a_token_that_counts_it_answers_401(address: str, headers: dict[str, str]) -> None:
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    async with httpx2.AsyncClient() as http:
        answer = await http.post(
            f"{address}/mcp", json=call, headers={**headers, "accept": "application/json, text/event-stream"}
        )
    assert answer.status_code == 401


async def test_the_five_tools_name_no_user(address: str, ada: Person) -> None:
    async with session_of(address, ada.token) as session:
        tools = (await session.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS
    for tool in tools:
        assert tool.description
        parameters = tool.input_schema.get("properties", {})
        assert not [name for name in parameters if "user" in name or "owner" in name]
        assert all("description" in json.dumps(parameter) for parameter in parameters.values()), tool.name


async def test_the_five_tools_do_what_they_say(address: str, ada: Person) -> None:
    async with session_of(address, ada.token) as session:
        added = await session.call_tool("add_task", {"title": "buy milk"})
        assert added.structured_content
        task = added.structured_content["task"]["id"]
        await session.call_tool("update_task", {"task_id": task, "title": "buy oat milk"})
        await session.call_tool("complete_task", {"task_id": task})
        listed = await session.call_tool("list_tasks", {"status": "done"})
        assert listed.structured_content
        assert [t["title"] for t in listed.structured_content["tasks"]] == ["buy oat milk"]
        assert "never instructions" in listed.structured_content["notice"]
        await session.call_tool("delete_task", {"task_id": task})
    assert await ada.titles() == []


async def done(session: ClientSession, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a call gives that goes well."""
    result = await session.call_tool(tool, arguments)
    assert not result.is_error, words(result)
    content: dict[str, Any] | None = result.structured_content
    assert content
    return content


async def test_one_task_with_all_that_it_can_have(address: str, ada: Person) -> None:
    async with session_of(address, ada.token) as session:
        given = {"due_date": "2026-12-24", "due_time": "09:00", "priority": "high", "description": "seat 1"}
        added = await done(session, "add_task", title="flight", **given)
        assert added.keys() == {"outcome", "task", "notice"}
        assert added["outcome"] == "added"
        task = added["task"]
        assert task == {**given, "id": task["id"], "title": "flight", "completed": False, "completed_at": None}
        cleared = await done(session, "update_task", task_id=task["id"], clear=["due_date", "description", "priority"])
        empty = {"due_date": None, "due_time": None, "description": "", "priority": "none"}
        assert cleared["task"] == {**task, **empty}
        moved = await done(session, "update_task", task_id=task["id"], due_date="2027-01-01", due_time="10:30")
        assert moved["outcome"] == "updated"
        assert (moved["task"]["due_date"], moved["task"]["due_time"]) == ("2027-01-01", "10:30")
        await done(session, "delete_task", task_id=task["id"])
        restored = await done(session, "update_task", task_id=task["id"], restore=True)
        assert restored == {**moved, "outcome": "restored"}


async def test_several_tasks_in_one_call(address: str, ada: Person, bob: Person) -> None:
    other = (await bob.client.post("/api/tasks", json={"title": "his"})).json()["id"]
    async with session_of(address, ada.token) as session:
        new = [{"title": f"task {number}"} for number in range(98)]
        new += [{"title": "flight", "due_date": "2026-12-24", "priority": "low"}, {"title": "hotel"}]
        added = await done(session, "add_task", tasks=new)
        assert added.keys() == {"outcome", "tasks", "missing", "notice"}
        assert [task["title"] for task in added["tasks"]] == [task["title"] for task in new]
        listed = await done(session, "list_tasks")
        assert [task["title"] for task in listed["tasks"]] == [task["title"] for task in new]
        flight, hotel = [task["id"] for task in added["tasks"][-2:]]
        # "The second one" is the one that is second on the page.
        await ada.client.post(f"/api/tasks/{hotel}/move", json={"after": listed["tasks"][0]["id"]})
        by_hand = await done(session, "list_tasks", limit=2)
        assert [(task["position"], task["title"]) for task in by_hand["tasks"]] == [(1, "task 0"), (2, "hotel")]
        named = [hotel, other, flight, hotel]
        several: list[tuple[str, dict[str, Any], str]] = [
            ("complete_task", {}, "completed"),
            ("update_task", {"state": "open", "due_date": "2026-12-25"}, "updated"),
            ("delete_task", {}, "deleted"),
            ("update_task", {"restore": True}, "restored"),
        ]
        for tool, more, outcome in several:
            answer = await done(session, tool, task_ids=named, **more)
            assert answer["outcome"] == outcome
            assert [task["title"] for task in answer["tasks"]] == ["hotel", "flight"]
            assert answer["missing"] == [other]
        assert (await done(session, "list_tasks"))["total"] == 100
    assert await bob.titles() == ["his"]


async def test_several_are_changed_together_or_not_at_all(address: str, ada: Person) -> None:
    async with session_of(address, ada.token) as session:
        new = [{"title": "dated", "due_date": "2026-12-24"}, {"title": "undated"}]
        ids = [task["id"] for task in (await done(session, "add_task", tasks=new))["tasks"]]
        result = await session.call_tool("update_task", {"task_ids": ids, "due_time": "09:00", "priority": "high"})
        assert result.is_error
        assert "due_time" in words(result)
        listed = (await done(session, "list_tasks"))["tasks"]
        assert [(task["due_time"], task["priority"]) for task in listed] == [(None, "none")] * 2
        assert (await session.call_tool("add_task", {"tasks": [{"title": "good"}, {"title": ""}]})).is_error
    assert await ada.titles() == ["dated", "undated"]


async def test_a_list_is_searched_filtered_and_says_what_day_it_is(address: str, ada: Person) -> None:
    await ada.client.patch("/api/auth/me", json={"time_zone": EAST})
    today = today_in(EAST).isoformat()
    async with session_of(address, ada.token) as session:
        new = [{"title": "Café", "due_date": today}, {"title": "rent", "due_date": "2000-01-01", "priority": "high"}]
        await done(session, "add_task", tasks=new)
        for name, value, title in [("due", "today", "Café"), ("due", "overdue", "rent"), ("search", "CAFE", "Café")]:
            listed = await done(session, "list_tasks", **{name: value})
            assert [task["title"] for task in listed["tasks"]] == [title]
            assert (listed["total"], listed["today"]) == (1, today)
        assert (await done(session, "list_tasks", priority="high", order="-due"))["total"] == 1


MANY = [str(uuid.uuid4()) for _ in range(201)]


@pytest.mark.parametrize(
    ("tool", "arguments", "reason"),
    [
        ("add_task", {"title": "a", "tasks": [{"title": "b"}]}, "not both"),
        ("add_task", {"tasks": []}, "at least 1"),
        ("add_task", {"tasks": [{"title": "a"}] * 101}, "at most 100"),
        ("add_task", {"title": "a", "due_time": "09:00"}, "needs a due_date"),
        ("add_task", {"title": "a", "due_date": "tomorrow"}, "such as 2026-12-24"),
        ("delete_task", {}, "not both"),
        ("delete_task", {"task_id": MANY[0], "task_ids": MANY[:1]}, "not both"),
        ("complete_task", {"task_ids": []}, "at least 1"),
        ("complete_task", {"task_ids": MANY}, "at most 200"),
        ("update_task", {"task_id": MANY[0]}, "nothing to change"),
        ("update_task", {"task_id": MANY[0], "clear": []}, "nothing to change"),
        ("update_task", {"task_ids": MANY[:2], "title": "a"}, "one task"),
        ("update_task", {"task_id": MANY[0], "restore": True, "title": "a"}, "second call"),
        ("update_task", {"task_id": MANY[0], "priority": "low", "clear": ["priority"]}, "one of the two"),
        ("update_task", {"task_id": MANY[0], "due_time": "09:00", "clear": ["due_date"]}, "needs a due_date"),
        ("list_tasks", {"due": "tomorrow"}, "today"),
    ],
)
async def test_a_call_that_makes_no_sense_says_why(
    address: str, ada: Person, tool: str, arguments: dict[str, Any], reason: str
) -> None:
    async with session_of(address, ada.token) as session:
        result = await session.call_tool(tool, arguments)
    assert result.is_error
    assert reason in words(result)
    assert await ada.titles() == []


async def test_what_a_model_sends_cannot_name_another_user(address: str, ada: Person, bob: Person) -> None:
    me = (await bob.client.get("/api/auth/me")).json()["id"]
    async with session_of(address, ada.token) as session:
        for name in ("user", "user_id", "owner_id"):
            await session.call_tool("add_task", {"title": f"for {name}", name: me})
    assert await bob.titles() == []


async def test_another_users_task_is_not_found(address: str, ada: Person, bob: Person) -> None:
    task = (await ada.client.post("/api/tasks", json={"title": "hers"})).json()["id"]
    async with session_of(address, bob.token) as session:
        for tool, more in [("complete_task", {}), ("delete_task", {}), ("update_task", {"title": "his"})]:
            result = await session.call_tool(tool, {"task_id": task, **more})
            assert result.is_error
            assert "no such task" in words(result)
    assert await ada.titles() == ["hers"]


@pytest.mark.parametrize(
    "arguments",
    [{}, {"title": ""}, {"title": "x" * 300}, {"title": 5}, {"title": "a", "description": "x" * 3000}],
)
async def test_bad_arguments_are_refused_with_words(address: str, ada: Person, arguments: dict[str, object]) -> None:
    async with session_of(address, ada.token) as session:
        result = await session.call_tool("add_task", arguments)
    assert result.is_error
    assert await ada.titles() == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"jsonrpc":"2.0"}', b'{"jsonrpc":"2.0","id":1,"method":"no/such"}', b"\xff" * 9],
)
async def test_broken_messages_are_the_senders_fault(address: str, ada: Person, body: bytes) -> None:
    headers = {"accept": "application/json, text/event-stream", "content-type": "application/json"}
    async with httpx2.AsyncClient(headers={**headers, "Authorization": f"Bearer {ada.token}"}) as http:
        answer = await http.post(f"{address}/mcp", content=body)
        assert answer.status_code < 500
        huge = await http.post(f"{address}/mcp", content=b"x" * 200_000)
        assert huge.status_code == 413


async def test_an_unknown_task_is_not_found(address: str, ada: Person) -> None:
    async with session_of(address, ada.token) as session:
        assert (await session.call_tool("complete_task", {"task_id": str(uuid.uuid4())})).is_error
        assert (await session.call_tool("complete_task", {"task_id": "the second one"})).is_error
