"""Every operation on what another user has, over every way in: not found, and nothing is changed or told."""

import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast

import pytest
from chatkit.store import Store
from chatkit.types import Attachment, ThreadMetadata
from fastapi import FastAPI
from mcp import ClientSession

from app.chat.repository import ConversationRepository
from app.chat.store import ChatContext, PostgresStore
from app.problems import Problem
from tests.conftest import Figure, Person
from tests.mcp.test_mcp import session_of, words

SECRET = "a plan that is hers alone"
INPUT = {"content": [{"type": "input_text", "text": "hello"}], "attachments": [], "inference_options": {}}


@dataclass
class Belongings:
    """What one user has."""

    task: str
    thread: str
    item: str


async def belongings(person: Person) -> Belongings:
    """A task, a conversation and an entry, each with the secret in it."""
    await person.say(f"add {SECRET}")
    assert person.thread
    item = (await person.chatkit("items.list", thread_id=person.thread)).json()["data"][0]["id"]
    task = (await person.client.get("/api/tasks")).json()["items"][0]["id"]
    return Belongings(task, person.thread, item)


REST: list[tuple[str, str, dict[str, Any] | None]] = [
    ("GET", "/api/tasks/{task}", None),
    ("PATCH", "/api/tasks/{task}", {"title": "his"}),
    ("PATCH", "/api/tasks/{task}", {"completed": True}),
    ("PATCH", "/api/tasks/{task}", {"due_date": "2026-12-24"}),
    ("POST", "/api/tasks/{task}/complete", None),
    ("POST", "/api/tasks/{task}/move", {"after": None}),
    ("POST", "/api/tasks/{task}/restore", None),
    ("DELETE", "/api/tasks/{task}", None),
]
CHATKIT: list[tuple[str, dict[str, Any]]] = [
    ("threads.get_by_id", {}),
    ("threads.update", {"title": "his"}),
    ("threads.add_user_message", {"input": INPUT}),
    ("threads.retry_after_item", {"item_id": "{item}"}),
    ("items.list", {}),
    ("threads.delete", {}),
]
TOOLS: list[tuple[str, dict[str, Any]]] = [
    ("complete_task", {}),
    ("update_task", {"title": "his"}),
    ("update_task", {"due_date": "2026-12-24"}),
    ("update_task", {"restore": True}),
    ("delete_task", {}),
]


def filled(params: dict[str, Any], theirs: Belongings) -> dict[str, Any]:
    return {key: theirs.item if value == "{item}" else value for key, value in params.items()}


async def over_rest(stranger: Person, theirs: Belongings) -> int:
    """Every route that takes an id. Gives the number of attempts."""
    for method, path, body in REST:
        answer = await stranger.client.request(method, path.format(task=theirs.task), json=body)
        assert answer.status_code == 404, (method, path, answer.text)
        assert SECRET not in answer.text
    assert (await stranger.client.get("/api/tasks", params={"status": "all"})).json()["total"] == 1
    return len(REST) + 1


async def over_chatkit(stranger: Person, theirs: Belongings) -> int:
    """Every operation of the protocol that takes a conversation."""
    for kind, params in CHATKIT:
        answer = await stranger.chatkit(kind, thread_id=theirs.thread, **filled(params, theirs))
        assert answer.status_code == 404, (kind, answer.text)
        assert SECRET not in answer.text
    listed = (await stranger.chatkit("threads.list")).json()["data"]
    assert theirs.thread not in [thread["id"] for thread in listed]
    return len(CHATKIT) + 1


async def over_mcp(session: ClientSession, theirs: Belongings) -> int:
    """Every tool that takes an id, also with a user's name beside it."""
    attempts = [(tool, {**arguments, **more}) for tool, arguments in TOOLS for more in ({}, {"user_id": theirs.thread})]
    for tool, arguments in attempts:
        result = await session.call_tool(tool, {"task_id": theirs.task, **arguments})
        assert result.is_error, (tool, arguments)
        assert SECRET not in words(result)
    for tool, arguments in TOOLS:
        if "title" not in arguments:
            result = await session.call_tool(tool, {"task_ids": [theirs.task], **arguments})
            assert result.structured_content, (tool, arguments)
            assert (result.structured_content["tasks"], result.structured_content["missing"]) == ([], [theirs.task])
            attempts.append((tool, arguments))
    listed = await session.call_tool("list_tasks", {"status": "all"})
    assert listed.structured_content
    assert theirs.task not in [task["id"] for task in listed.structured_content["tasks"]]
    return len(attempts) + 1


async def status_of(operation: Callable[[], Awaitable[object]]) -> int:
    """The status of what it raises; 0 where it raises nothing."""
    try:
        await operation()
    except Problem as problem:
        return problem.status
    return 0


async def over_store(store: PostgresStore, stranger: ChatContext, owner: ChatContext, theirs: Belongings) -> int:
    """Every operation of the store, in the stranger's name."""
    item = await store.load_item(theirs.thread, theirs.item, owner)
    thread = await store.load_thread(theirs.thread, owner)
    taken: ThreadMetadata = thread.model_copy(update={"title": "his"})
    operations: dict[str, Callable[[], Awaitable[object]]] = {
        "load_thread": lambda: store.load_thread(theirs.thread, stranger),
        "save_thread": lambda: store.save_thread(taken, stranger),
        "load_thread_items": lambda: store.load_thread_items(theirs.thread, None, 10, "asc", stranger),
        "load_item": lambda: store.load_item(theirs.thread, theirs.item, stranger),
        "add_thread_item": lambda: store.add_thread_item(theirs.thread, item, stranger),
        "save_item": lambda: store.save_item(theirs.thread, item, stranger),
        "delete_thread_item": lambda: store.delete_thread_item(theirs.thread, theirs.item, stranger),
        "delete_thread": lambda: store.delete_thread(theirs.thread, stranger),
        "load_threads": lambda: store.load_threads(100, None, "desc", stranger),
        "load_attachment": lambda: store.load_attachment(theirs.item, stranger),
        "save_attachment": lambda: store.save_attachment(cast(Attachment, None), stranger),
        "delete_attachment": lambda: store.delete_attachment(theirs.item, stranger),
    }
    assert set(operations) == {name for name in Store.__abstractmethods__ if not name.startswith("generate_")}
    for name, operation in operations.items():
        # What is not there has no entries, and changing or deleting it is no error to a store: see the end of the test.
        nothing = {"load_threads", "load_thread_items", "save_thread", "delete_thread_item"}
        expected = 0 if name in nothing else 400 if "attachment" in name else 404
        assert await status_of(operation) == expected, name
    assert (await store.load_thread_items(theirs.thread, None, 10, "asc", stranger)).data == []
    page = await store.load_threads(100, None, "desc", stranger)
    assert theirs.thread not in [found.id for found in page.data]
    return len(operations)


@pytest.mark.parametrize("swapped", [False, True])
async def test_nothing_of_another_user_is_reached(
    app: FastAPI, address: str, ada: Person, bob: Person, figure: Figure, swapped: bool
) -> None:
    owner, stranger = (bob, ada) if swapped else (ada, bob)
    theirs = await belongings(owner)
    await stranger.say("add something else")
    before = (await owner.chatkit("items.list", thread_id=theirs.thread)).json()
    as_stranger, as_owner = [
        ChatContext(uuid.UUID((await person.client.get("/api/auth/me")).json()["id"])) for person in (stranger, owner)
    ]
    store = PostgresStore(ConversationRepository(app.state.services.database))
    async with session_of(address, stranger.token) as session:
        cases = {
            "REST": await over_rest(stranger, theirs),
            "ChatKit": await over_chatkit(stranger, theirs),
            "MCP": await over_mcp(session, theirs),
            "store": await over_store(store, as_stranger, as_owner, theirs),
        }
    figure(f"attempts on another user: {cases}, {sum(cases.values())} together, 0 leaks")
    assert await owner.titles() == [SECRET]
    assert (await owner.chatkit("items.list", thread_id=theirs.thread)).json() == before
    assert (await owner.chatkit("threads.get_by_id", thread_id=theirs.thread)).json()["title"] != "his"
