"""What becomes of a conversation that is changed while an answer is being written into it."""

import asyncio
import json
import uuid
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Any, cast

import pytest
from chatkit.server import StreamingResult
from sqlalchemy import text, update

from app.assistant.happenings import Happening, Step, Text
from app.assistant.turn import Assistant, Question
from app.chat.models import ThreadRow
from app.chat.repository import ConversationRepository
from app.chat.requests import parse
from app.chat.server import TodoChatKitServer
from app.chat.store import ChatContext, PostgresStore
from tests.conftest import Person

Play = Callable[[Question], AsyncGenerator[Happening, None]]


class Scripted:
    """An assistant whose turn is given."""

    name = "scripted"

    def __init__(self, answer: Play) -> None:
        self.answer = answer


async def turn(person: Person, play: Play, words: str = "hello") -> AsyncIterator[bytes]:
    """The stream of an answer, which goes on only as far as it is read."""
    given = {"content": [{"type": "input_text", "text": words}], "attachments": [], "inference_options": {}}
    body: dict[str, Any] = {"type": "threads.create", "params": {"input": given}}
    if person.thread:
        body = {"type": "threads.add_user_message", "params": {"thread_id": person.thread, "input": given}}
    store = PostgresStore(ConversationRepository(person.app.state.services.database))
    server = TodoChatKitServer(store, cast(Assistant, Scripted(play)))
    answer = await server.answer(parse(json.dumps(body).encode()), ChatContext(user_of(person)))
    assert isinstance(answer, StreamingResult)
    async for event in answer:
        yield event


def user_of(person: Person) -> uuid.UUID:
    return cast(uuid.UUID, person.app.state.services.tokens.verify(person.token).user_id)


async def conversations(person: Person) -> list[str | None]:
    """The titles of all that there are."""
    return [thread.get("title") for thread in (await person.chatkit("threads.list")).json()["data"]]


async def memory(person: Person) -> dict[str, Any]:
    assert person.thread
    conversation = ConversationRepository(person.app.state.services.database)
    return cast(dict[str, Any], (await conversation.thread(user_of(person), person.thread))["memory"])


def interrupted_by(happens: Callable[[], Awaitable[object]], *, before: str = "") -> Play:
    """Answers, and has something happen in the middle: after the words `before`, or before the first."""

    async def play(question: Question) -> AsyncGenerator[Happening, None]:
        if before:
            yield Text(before)
        await happens()
        question.memory.shown = ["a task"]
        yield Text("the end")

    return play


async def hang_up(stream: AsyncIterator[bytes], when: asyncio.Event) -> None:
    """Listen until then."""

    async def listen() -> None:
        async for _ in stream:
            pass

    listening = asyncio.create_task(listen())
    await when.wait()
    listening.cancel()
    assert isinstance((await asyncio.gather(listening, return_exceptions=True))[0], asyncio.CancelledError)


async def latest(person: Person) -> str:
    return cast(str, (await person.chatkit("threads.list")).json()["data"][0]["id"])


async def delete(person: Person) -> None:
    assert (await person.chatkit("threads.delete", thread_id=await latest(person))).status_code == 200


async def rename(person: Person) -> None:
    answer = await person.chatkit("threads.update", thread_id=await latest(person), title="Shopping")
    assert answer.status_code == 200


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("before", ["", "the beginning, "])
async def test_one_that_is_deleted_in_the_middle_of_an_answer_stays_deleted(
    ada: Person, first: bool, before: str
) -> None:
    if not first:
        await ada.say("add milk")
    ada.hear(b"".join([e async for e in turn(ada, interrupted_by(lambda: delete(ada), before=before))]).decode())
    assert await conversations(ada) == []


async def test_one_that_is_deleted_and_hung_up_stays_deleted(ada: Person) -> None:
    await ada.say("add milk")
    deleted = asyncio.Event()

    async def hang() -> None:
        await delete(ada)
        deleted.set()
        await asyncio.Event().wait()

    await hang_up(turn(ada, interrupted_by(hang, before="the beginning, ")), deleted)
    assert await conversations(ada) == []


async def test_a_step_in_which_the_listener_hung_up_is_kept_as_one_that_was_interrupted(ada: Person) -> None:
    await ada.say("hello")
    reached = asyncio.Event()

    async def play(_: Question) -> AsyncGenerator[Happening, None]:
        for done in (None, True, None):
            yield Step("add_task", {"title": "milk"}, done=done)
        reached.set()
        await asyncio.Event().wait()

    await hang_up(turn(ada, play), reached)
    items = (await ada.chatkit("items.list", thread_id=ada.thread, order="desc")).json()["data"]
    steps = [(step["status_indicator"], step.get("content")) for step in items[0]["workflow"]["tasks"]]
    assert steps == [("complete", None), ("none", "was interrupted")]


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("before", ["", "the beginning, "])
async def test_a_title_that_is_given_in_the_middle_of_an_answer_stays(ada: Person, first: bool, before: str) -> None:
    if not first:
        await ada.say("add milk")
    ada.hear(b"".join([e async for e in turn(ada, interrupted_by(lambda: rename(ada), before=before))]).decode())
    assert await conversations(ada) == ["Shopping"]
    assert (await memory(ada))["shown"] == ["a task"]
    told = [event["thread"]["title"] for event in ada.events if event["type"] == "thread.updated"]
    assert told[-1] == "Shopping"


async def test_a_new_title_leaves_alone_what_a_turn_remembers_meanwhile(ada: Person) -> None:
    await ada.say("add milk")
    turn_ends = update(ThreadRow).where(ThreadRow.id == ada.thread).values(memory={"shown": ["a task"]})
    waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
    async with ada.app.state.services.database.transaction() as connection:
        await connection.execute(turn_ends)
        renaming = asyncio.create_task(rename(ada))
        # By now the renaming has read all that it reads.
        while not renaming.done() and not (await connection.execute(waits)).scalar_one():
            pass
    await renaming
    assert await conversations(ada) == ["Shopping"]
    assert (await memory(ada))["shown"] == ["a task"]


async def test_one_who_hangs_up_between_two_words_keeps_nobody_waiting(ada: Person) -> None:
    await ada.say("hello")
    given = {"content": [{"type": "input_text", "text": "add milk"}], "attachments": [], "inference_options": {}}
    body = {"type": "threads.add_user_message", "params": {"thread_id": ada.thread, "input": given}}
    conversation = await ada.app.state.lifecycle.conversation()
    heard = asyncio.Event()

    async def listen() -> None:
        async for _ in await conversation.process(json.dumps(body).encode(), user_of(ada)):
            heard.set()
            await asyncio.Event().wait()

    listening = asyncio.create_task(listen())
    await heard.wait()
    waiting = asyncio.create_task(ada.say("what is left?"))
    listening.cancel()
    async with asyncio.timeout(30):
        assert await waiting
