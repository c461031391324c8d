"""The MCP server over real HTTP, with the official client, which is not ours."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest
from mcp import types
from mcp.client.session import ClientSession
from mcp.client.streamable_http import streamable_http_client

from tests.conftest import Person

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
        assert not [name for name in tool.input_schema.get("properties", {}) if "user" in name or "owner" in name]


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
