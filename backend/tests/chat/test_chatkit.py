"""Conversations over the ChatKit protocol."""

import asyncio
import json
from collections.abc import AsyncGenerator, Coroutine
from typing import Any, cast

import httpx2
import pytest
from chatkit.server import StreamingResult

from app.assistant.happenings import Happening, Step
from app.assistant.turn import Assistant, Question
from app.chat.repository import ConversationRepository
from app.chat.requests import parse
from app.chat.server import DONE_ALREADY, TodoChatKitServer
from app.chat.store import ChatContext, PostgresStore
from tests.chat.held import items, press
from tests.conftest import Person

INPUT = {"content": [{"type": "input_text", "text": "hello"}], "attachments": [], "inference_options": {}}


async def test_anonymous_is_told_to_sign_in(anonymous: httpx2.AsyncClient) -> None:
    assert (await anonymous.post("/api/chatkit", json={})).status_code == 401


async def test_the_five_operations_by_plain_words(ada: Person) -> None:
    assert "Added “milk”, “eggs” and “bread”." in await ada.say("add milk, eggs and bread")
    assert "offline assistant" in ada.hear("\n".join(f"data: {json.dumps(e)}" for e in ada.events))
    assert "2. eggs" in await ada.say("what's left?")
    await ada.say("finish the second one")
    assert await ada.titles("done") == ["eggs"]
    await ada.say("rename milk to oat milk")
    await ada.say("delete everything that's done")
    assert "eggs" in await ada.titles()
    await ada.say("yes")
    assert await ada.titles() == ["oat milk", "bread"]


async def test_what_is_done_is_shown_and_told(ada: Person) -> None:
    await ada.say("add milk")
    kinds = [event["type"] for event in ada.events]
    assert kinds[:2] == ["thread.created", "thread.item.done"]
    assert {"event": "client_effect", "name": "tasks_changed"} in [
        {"event": e["type"], "name": e.get("name")} for e in ada.events
    ]
    steps = [e["item"] for e in ada.events if e["type"] == "thread.item.done" and e["item"]["type"] == "workflow"]
    assert steps[0]["workflow"]["tasks"][0]["title"] == "Adding “milk”"


async def test_a_conversation_is_kept_in_its_order(ada: Person) -> None:
    await ada.say("add milk")
    await ada.say("what's left?")
    page = (await ada.chatkit("items.list", thread_id=ada.thread, order="asc")).json()
    assert [item["type"] for item in page["data"]] == [
        "user_message", "workflow", "assistant_message", "user_message", "workflow", "assistant_message",
    ]  # fmt: skip
    first = (await ada.chatkit("items.list", thread_id=ada.thread, order="asc", limit=4)).json()
    assert first["has_more"]
    rest = (await ada.chatkit("items.list", thread_id=ada.thread, order="asc", after=first["after"])).json()
    assert [item["id"] for item in first["data"] + rest["data"]] == [item["id"] for item in page["data"]]


async def test_conversations_are_listed_renamed_and_deleted(ada: Person) -> None:
    await ada.say("add milk")
    first, ada.thread = ada.thread, None
    await ada.say("hello")
    listed = (await ada.chatkit("threads.list")).json()["data"]
    assert [thread["title"] for thread in listed] == ["hello", "add milk"]
    page = (await ada.chatkit("threads.list", limit=1)).json()
    beyond = (await ada.chatkit("threads.list", limit=1, after=page["after"])).json()
    assert beyond["data"][0]["id"] == first
    assert (await ada.chatkit("threads.update", thread_id=first, title=" Shopping ")).json()["title"] == "Shopping"
    assert (await ada.chatkit("threads.delete", thread_id=first)).status_code == 200
    assert (await ada.chatkit("threads.get_by_id", thread_id=first)).status_code == 404


async def test_a_retry_answers_the_same_message_again(ada: Person) -> None:
    await ada.say("hello")
    items = (await ada.chatkit("items.list", thread_id=ada.thread, order="asc")).json()["data"]
    question = next(item["id"] for item in items if item["type"] == "user_message")
    answer = await ada.chatkit("threads.retry_after_item", thread_id=ada.thread, item_id=question)
    assert "Hello!" in ada.hear(answer.text)
    after = (await ada.chatkit("items.list", thread_id=ada.thread, order="asc")).json()["data"]
    assert [item["type"] for item in after] == ["user_message", "assistant_message"]
    reply = after[1]["id"]
    refused = await ada.chatkit("threads.retry_after_item", thread_id=ada.thread, item_id=reply)
    assert refused.status_code == 422


async def test_a_retry_makes_no_change_twice(ada: Person) -> None:
    await ada.say("add milk")
    items = (await ada.chatkit("items.list", thread_id=ada.thread, order="asc")).json()["data"]
    for _ in range(2):
        answer = await ada.chatkit("threads.retry_after_item", thread_id=ada.thread, item_id=items[0]["id"])
        assert ada.hear(answer.text) == DONE_ALREADY
        shown = [event["item"] for event in ada.events if event["type"] == "thread.item.done"]
        assert [item["type"] for item in shown] == ["workflow", "assistant_message"]
        assert await ada.titles() == ["milk"]
    after = (await ada.chatkit("items.list", thread_id=ada.thread, order="asc")).json()["data"]
    assert [item["type"] for item in after] == ["user_message", "workflow", "assistant_message"]
    assert after[:2] == items[:2]


async def test_what_was_changed_is_kept_when_the_turn_breaks_off(ada: Person) -> None:
    await ada.say("hello")

    class Breaks:
        name = "breaks"

        async def answer(self, question: Question) -> AsyncGenerator[Happening, None]:
            yield Step("add_task", {"title": "milk"}, done=None)
            await ada.client.post("/api/tasks", json={"title": "milk"})
            yield Step("add_task", {"title": "milk"}, done=True)
            raise ConnectionError

    store = PostgresStore(ConversationRepository(ada.app.state.services.database))
    server = TodoChatKitServer(store, cast(Assistant, Breaks()))
    given = {**INPUT, "content": [{"type": "input_text", "text": "add milk"}]}
    body = {"type": "threads.add_user_message", "params": {"thread_id": ada.thread, "input": given}}
    answer = await server.answer(
        parse(json.dumps(body).encode()), ChatContext(ada.app.state.services.tokens.verify(ada.token).user_id)
    )
    assert isinstance(answer, StreamingResult)
    ada.hear(b"".join([event async for event in answer]).decode())
    assert (ada.events[-1]["type"], ada.events[-1]["allow_retry"]) == ("error", True)
    items = (await ada.chatkit("items.list", thread_id=ada.thread, order="asc")).json()["data"]
    assert [item["type"] for item in items[-2:]] == ["user_message", "workflow"]
    retried = await ada.chatkit("threads.retry_after_item", thread_id=ada.thread, item_id=items[-2]["id"])
    assert ada.hear(retried.text) == DONE_ALREADY
    assert await ada.titles() == ["milk"]


async def test_messages_at_once_are_answered_one_after_another(ada: Person) -> None:
    await ada.say("hello")

    def send(text: str) -> Coroutine[Any, Any, httpx2.Response]:
        given = {**INPUT, "content": [{"type": "input_text", "text": text}]}
        return ada.chatkit("threads.add_user_message", thread_id=ada.thread, input=given)

    answers = await asyncio.gather(*(send(f"add errand {number}") for number in range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert sorted(await ada.titles()) == [f"errand {number}" for number in range(4)]
    items = (await ada.chatkit("items.list", thread_id=ada.thread, order="asc", limit=100)).json()["data"]
    said = [item["content"][0]["text"] for item in items if item["type"] == "user_message"]
    assert sorted(said) == ["add errand 0", "add errand 1", "add errand 2", "add errand 3", "hello"]
    kinds = [item["type"] for item in items]
    assert kinds == ["user_message", "assistant_message", *["user_message", "workflow", "assistant_message"] * 4]
    for question, answer in zip(items[2::3], items[4::3], strict=True):
        assert question["content"][0]["text"].removeprefix("add ") in answer["content"][0]["text"]


async def test_another_users_conversation_is_not_found(ada: Person, bob: Person) -> None:
    await ada.say("add a secret plan")
    thread = ada.thread
    item = (await ada.chatkit("items.list", thread_id=thread)).json()["data"][0]["id"]
    attempts: list[tuple[str, dict[str, Any]]] = [
        ("threads.get_by_id", {}), ("items.list", {}), ("threads.update", {"title": "his"}), ("threads.delete", {}),
        ("threads.add_user_message", {"input": INPUT}), ("threads.retry_after_item", {"item_id": item}),
    ]  # fmt: skip
    for kind, params in attempts:
        answer = await bob.chatkit(kind, thread_id=thread, **params)
        assert answer.status_code == 404, (kind, answer.text)
        assert "secret" not in answer.text
    assert (await bob.chatkit("threads.list")).json()["data"] == []
    assert (await ada.chatkit("threads.get_by_id", thread_id=thread)).json()["title"] == "add a secret plan"


@pytest.mark.parametrize("thread", ["thr_unknown", "", "x" * 500, "'; DROP TABLE users; --"])
async def test_an_unknown_conversation_is_not_found(ada: Person, thread: str) -> None:
    assert (await ada.chatkit("threads.get_by_id", thread_id=thread)).status_code == 404
    assert (await ada.chatkit("threads.add_user_message", thread_id=thread, input=INPUT)).status_code == 404


@pytest.mark.parametrize(
    ("kind", "params", "status"),
    [
        ("threads.create", {"input": {**INPUT, "content": []}}, 422),
        ("threads.create", {"input": {**INPUT, "content": [{"type": "input_text", "text": "  "}]}}, 422),
        ("threads.create", {"input": {**INPUT, "content": [{"type": "input_text", "text": "x" * 4001}]}}, 422),
        ("threads.create", {"input": {**INPUT, "attachments": ["a"]}}, 422),
        ("threads.create", {}, 422),
        ("threads.create", {"input": {**INPUT, "quoted_text": "a\0b"}}, 422),
        ("threads.get_by_id", {"thread_id": "\0"}, 422),
        ("threads.list", {"after": "\0"}, 422),
        ("threads.list", {"limit": 101}, 422),
        ("no.such", {}, 422),
        ("attachments.create", {"name": "a", "size": 1, "mime_type": "b"}, 400),
        ("items.feedback", {"thread_id": "t", "item_ids": [], "kind": "positive"}, 400),
        ("input.transcribe", {"audio_base64": "", "mime_type": "audio/webm"}, 400),
    ],
)
async def test_what_is_not_offered_is_refused(ada: Person, kind: str, params: dict[str, object], status: int) -> None:
    answer = await ada.chatkit(kind, **params)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b"\xff\xfe", b'{"type": 5}', b'{"a":' * 5000])
async def test_broken_messages_are_the_senders_fault(ada: Person, body: bytes) -> None:
    answer = await ada.client.post("/api/chatkit", content=body)
    assert answer.status_code in (400, 422), answer.text


async def test_a_huge_message_is_refused(ada: Person) -> None:
    assert (await ada.client.post("/api/chatkit", content=b"x" * 100_000)).status_code == 413


async def test_a_question_of_the_offline_assistant_has_buttons(ada: Person) -> None:
    await ada.say("add milk and bread")
    for action, left in (("cancel", ["milk", "bread"]), ("confirm", [])):
        assert "Delete 2 tasks?" in await ada.say("delete everything")
        buttons = (await items(ada))[-1]
        assert (buttons["type"], buttons.get("copy_text")) == ("widget", None)
        await press(ada, buttons["widget"][action]["action"]["type"], buttons["id"])
        assert await ada.titles() == left
        answered = next(item for item in await items(ada) if item["id"] == buttons["id"])
        assert not {"confirm", "cancel"} & answered["widget"].keys()


async def test_a_question_is_the_last_word_of_the_first_answer_too(ada: Person) -> None:
    for title in ("milk", "bread"):
        await ada.client.post("/api/tasks", json={"title": title})
    said = await ada.say("delete everything")
    assert "offline assistant" in said
    assert said.endswith("Say **yes** to delete, or **no**.")


async def test_what_the_offline_assistant_asks_otherwise_has_none(ada: Person) -> None:
    await ada.say("add oat milk and soy milk")
    assert "Which one do you mean?" in await ada.say("delete milk")
    assert (await items(ada))[-1]["type"] == "assistant_message"
