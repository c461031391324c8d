"""An account that is gone: its token counts nowhere any more, also in the middle of an answer."""

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from fastapi import FastAPI
from sqlalchemy import event

from app.settings import Settings
from tests.chat.standin import calls, says, talking
from tests.conftest import Person, sign_up

TASK = "/api/tasks/00000000-0000-0000-0000-000000000001"
SAYS = {"content": [{"type": "input_text", "text": "add milk"}], "attachments": [], "inference_options": {}}
REST: list[tuple[str, str, dict[str, Any] | None]] = [
    ("GET", "/api/auth/me", None),
    ("DELETE", "/api/auth/me", None),
    ("GET", "/api/tasks", None),
    ("GET", "/api/tasks?status=done&offset=1", None),
    ("POST", "/api/tasks", {"title": "milk"}),
    ("POST", "/api/tasks/parse", {"title": "milk"}),
    ("GET", TASK, None),
    ("PATCH", TASK, {"title": "milk"}),
    ("DELETE", TASK, None),
    ("POST", f"{TASK}/complete", None),
]
THREAD = {"thread_id": "thr_1"}
CHATKIT: list[tuple[str, dict[str, Any]]] = [
    ("threads.create", {"input": SAYS}),
    ("threads.add_user_message", {**THREAD, "input": SAYS}),
    ("threads.retry_after_item", {**THREAD, "item_id": "msg_1"}),
    ("threads.custom_action", {**THREAD, "item_id": "msg_1", "action": {"type": "x", "payload": {}}}),
    ("threads.get_by_id", THREAD),
    ("threads.list", {}),
    ("threads.list", {"after": "thr_1"}),
    ("threads.update", {**THREAD, "title": "a"}),
    ("threads.delete", THREAD),
    ("items.list", THREAD),
]
MCP: list[dict[str, Any]] = [
    {"method": "tools/list"},
    {"method": "tools/call", "params": {"name": "list_tasks", "arguments": {}}},
    {"method": "tools/call", "params": {"name": "add_task", "arguments": {"title": "milk"}}},
]


@pytest_asyncio.fixture(scope="module")
async def gone(app: FastAPI) -> AsyncIterator[Person]:
    """Somebody who had tasks and a conversation, and deleted the account elsewhere."""
    person = await sign_up(app)
    async with person.client:
        await person.say("add milk")
        assert (await person.client.delete("/api/auth/me")).status_code == 204
        yield person


def assert_refused(answer: httpx2.Response) -> None:
    assert answer.status_code == 401, answer.text
    assert answer.json()["detail"] == "This account no longer exists."
    assert "invalid_token" in answer.headers["www-authenticate"]


@pytest.mark.parametrize(("method", "path", "body"), REST)
async def test_it_is_401_over_rest(gone: Person, method: str, path: str, body: dict[str, Any] | None) -> None:
    assert_refused(await gone.client.request(method, path, json=body))


@pytest.mark.parametrize(("operation", "params"), CHATKIT)
async def test_it_is_401_over_chatkit(gone: Person, operation: str, params: dict[str, Any]) -> None:
    known = {**params, **({"thread_id": gone.thread} if "thread_id" in params else {})}
    for given in (params, known):
        assert_refused(await gone.chatkit(operation, **given))


@pytest.mark.parametrize("call", MCP, ids=str)
async def test_it_is_401_over_mcp(gone: Person, call: dict[str, Any]) -> None:
    headers = {"accept": "application/json, text/event-stream"}
    assert_refused(await gone.client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, **call}, headers=headers))


async def test_each_request_asks_once_whether_the_account_and_its_session_are_there(ada: Person) -> None:
    asked: list[str] = []

    def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    engine = ada.app.state.services.database.engine.sync_engine
    task = (await ada.client.post("/api/tasks", json={"title": "milk"})).json()["id"]
    event.listen(engine, "before_cursor_execute", note)
    await ada.client.get("/api/tasks")
    await ada.client.get(f"/api/tasks/{task}")
    await ada.client.patch(f"/api/tasks/{task}", json={"title": "oat milk"})
    await ada.client.delete(f"/api/tasks/{task}")
    await ada.client.post("/api/tasks", json={"title": "milk"})
    event.remove(engine, "before_cursor_execute", note)
    assert sum("sessions_ended" in statement for statement in asked) == 5, asked


async def leave(person: Person) -> None:
    answer = await person.client.delete("/api/auth/me")
    assert answer.status_code == 204


@pytest.mark.parametrize("operation", ["threads.create", "threads.add_user_message"])
async def test_one_that_goes_in_the_middle_of_an_answer_is_told_so(settings: Settings, operation: str) -> None:
    async with talking(settings, says("Hello."), "stall") as (ada, stand_in):
        await ada.say("hello there my friend")
        user = uuid.UUID((await ada.client.get("/api/auth/me")).json()["id"])
        conversation = await ada.app.state.lifecycle.conversation()
        where = {"thread_id": ada.thread} if operation != "threads.create" else {}
        request = json.dumps({"type": operation, "params": {**where, "input": SAYS}}).encode()
        stand_in.script[:] = [calls("add_task", {"title": "milk"}), says("I added it.")]
        heard, left = [], False
        async for line in await conversation.process(request, user):
            heard.append(json.loads(line.removeprefix(b"data: ")))
            if not left and heard[-1]["type"] == "thread.item.done":
                await leave(ada)
                left = True
        assert heard[-1]["type"] == "error"
        assert heard[-1]["message"] == "This account no longer exists."
        assert heard[-1]["allow_retry"] is False
        assert_refused(await ada.chatkit("threads.list"))


async def test_one_that_goes_while_another_turn_is_waited_for_is_told_so(settings: Settings) -> None:
    async with talking(settings, says("Hello."), "stall", says("Go on.")) as (ada, _):
        await ada.say("hello there my friend")
        user = uuid.UUID((await ada.client.get("/api/auth/me")).json()["id"])
        conversation = await ada.app.state.lifecycle.conversation()
        request = {"type": "threads.add_user_message", "params": {"thread_id": ada.thread, "input": SAYS}}
        begun = asyncio.Event()

        async def listen() -> None:
            async for line in await conversation.process(json.dumps(request).encode(), user):
                if b"I begin to" in line:
                    begun.set()

        first = asyncio.create_task(listen())
        await begun.wait()
        await leave(ada)
        first.cancel()
        # Keeping what was said meanwhile is not possible any more, and no error either.
        assert [type(end) for end in await asyncio.gather(first, return_exceptions=True)] == [asyncio.CancelledError]
        assert_refused(await ada.chatkit("items.list", thread_id=ada.thread))
