"""What becomes of calls that wait for a yes: by an answer, a button, and what happens meanwhile."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any, cast

import pytest
from chatkit.server import StreamingResult
from chatkit.types import ThreadItem, WidgetItem

from app.assistant.happenings import Happening, Text
from app.assistant.turn import Assistant, Question
from app.chat.question import closed
from app.chat.repository import ConversationRepository
from app.chat.requests import parse
from app.chat.server import CLOSED, TodoChatKitServer
from app.chat.store import ChatContext, PostgresStore
from app.settings import Settings
from main import create_app
from tests.chat.held import add, asked, items, press, results
from tests.chat.standin import calls, notices, says, talking
from tests.chat.test_turns import Scripted, user_of
from tests.conftest import Person, client_of


@pytest.mark.parametrize(("change", "left"), [("PATCH", ["soy", "bread"]), ("DELETE", [])])
async def test_several_are_done_unless_one_was_changed_meanwhile(
    settings: Settings, change: str, left: list[str]
) -> None:
    async with talking(settings) as (ada, stand_in):
        milk, bread = await add(ada, "milk"), await add(ada, "bread")
        stand_in.script += [calls("delete_task", {"task_ids": [milk, bread]}), says("Shall I?"), says("So.")]
        await ada.say("milch, brot")
        await ada.client.request(change, f"/api/tasks/{milk}", json={"title": "soy"} if change == "PATCH" else None)
        await ada.say("ja")
        assert await ada.titles() == left
        (told,) = results(stand_in)
        assert told.get("missing") == ([milk] if change == "DELETE" else None)
        assert ("changed" in told.get("error", "")) == (change == "PATCH")


@pytest.mark.parametrize("tool", ["delete_task", "complete_task", "update_task"])
async def test_a_model_that_calls_again_after_the_yes_is_told_what_became_of_it(settings: Settings, tool: str) -> None:
    async with talking(settings) as (ada, stand_in):
        given = {"title": "oat milk", "state": "open"} if tool == "update_task" else {}
        call = calls(tool, {"task_id": await add(ada, "milk"), **given})
        stand_in.script += [call, says("Shall I?"), call, says("Done.")]
        await ada.say("milch")
        assert "reopen" not in str(asked(ada))
        assert await ada.say("ja") == "Done."
        first, second = results(stand_in)
        assert first == second
        assert "error" not in second
        assert asked(ada) is None


async def test_a_no_drops_it_and_the_model_does_not_ask_again(settings: Settings) -> None:
    async with talking(settings) as (ada, stand_in):
        call = calls("delete_task", {"task_id": await add(ada, "milk")})
        stand_in.script += [call, says("Shall I?"), call, says("Then it stays."), says("Hello.")]
        await ada.say("milch")
        assert await ada.say("Nein, danke") == "Then it stays."
        assert asked(ada) is None
        assert "said no" in results(stand_in)[0]["error"]
        await ada.say("yes")
        assert await ada.titles() == ["milk"]


async def test_any_other_message_drops_it(settings: Settings) -> None:
    async with talking(settings) as (ada, stand_in):
        call = calls("delete_task", {"task_id": await add(ada, "milk")})
        stand_in.script += [call, says("Shall I?"), says("Sunny."), says("Yes what?")]
        await ada.say("milch")
        await ada.say("how is the weather?")
        assert await ada.say("yes") == "Yes what?"
        assert await ada.titles() == ["milk"]


async def test_a_yes_in_another_conversation_is_none(settings: Settings) -> None:
    async with talking(settings) as (ada, stand_in):
        call = calls("delete_task", {"task_id": await add(ada, "milk")})
        stand_in.script += [call, says("Shall I?"), says("Yes what?")]
        await ada.say("milch")
        ada.thread = None
        await ada.say("yes")
        assert await ada.titles() == ["milk"]


async def test_a_yes_that_is_asked_again_is_no_yes_to_what_was_asked_later(settings: Settings) -> None:
    async with talking(settings) as (ada, stand_in):
        call = calls("delete_task", {"task_id": await add(ada, "milk")})
        stand_in.script += [says("Yes what?"), call, says("Shall I?"), says("Yes what?")]
        await ada.say("yes")
        yes = (await items(ada))[0]["id"]
        await ada.say("milch")
        answer = await ada.chatkit("threads.retry_after_item", thread_id=ada.thread, item_id=yes)
        assert ada.hear(answer.text) == "Yes what?"
        assert await ada.titles() == ["milk"]


@pytest.mark.parametrize("change", [{"title": "oat milk"}, {"description": "two"}, {"completed": True}])
async def test_a_task_that_was_changed_meanwhile_is_left_alone(settings: Settings, change: dict[str, Any]) -> None:
    async with talking(settings) as (ada, stand_in):
        milk = await add(ada, "milk")
        call = calls("delete_task", {"task_id": milk})
        stand_in.script += [call, says("Shall I?"), call, says("It has changed.")]
        await ada.say("milch")
        assert (await ada.client.patch(f"/api/tasks/{milk}", json=change)).status_code == 200
        await ada.say("ja")
        assert len(await ada.titles()) == 1
        assert [one["error"] for one in results(stand_in)] == ["The task was changed after the user was asked."] * 2


async def test_a_task_that_is_gone_meanwhile_is_said_to_be(settings: Settings) -> None:
    async with talking(settings) as (ada, stand_in):
        milk, bread = await add(ada, "milk"), await add(ada, "bread")
        stand_in.script += [*[calls("delete_task", {"task_id": one}) for one in (milk, bread)], says("?"), says("So.")]
        await ada.say("milch, brot")
        await ada.client.delete(f"/api/tasks/{milk}")
        await ada.say("ja")
        assert await ada.titles() == []
        gone, deleted = results(stand_in)
        assert gone["error"] == "There is no such task."
        assert deleted["outcome"] == "deleted"


async def test_another_pod_carries_it_out_and_two_do_so_once(settings: Settings) -> None:
    async with talking(settings) as (ada, stand_in):
        milk = await add(ada, "milk")
        stand_in.script += [calls("complete_task", {"task_id": milk}), says("Shall I?")]
        await ada.say("milch")
        # The other has no key: it carries out what the user was asked about, and says so itself.
        other = create_app(settings)
        async with other.router.lifespan_context(other), client_of(other, ada.token) as client:
            there = Person(client, ada.email, ada.token, other, ada.thread)
            stand_in.script += [says("Done.")] * 2
            said = await asyncio.gather(there.say("ja"), there.say("ja"), ada.say("ja"))
            assert await ada.titles("done") == ["milk"]
            steps = [item for item in await items(ada) if item["type"] == "workflow"]
            # What is no answer any more the offline assistant looks up among the tasks; it changes none.
            titles = [one["title"] for item in steps for one in item["workflow"]["tasks"]]
            assert [title for title in titles if title != "Looking at the list"] == ["Completing a task"]
            assert len(said) == 3


class Raced(PostgresStore):
    """A store in which another pod is always the first to close a question."""

    async def change_item(self, thread_id: str, item: ThreadItem, context: ChatContext) -> bool:
        assert await super().change_item(thread_id, item, context)
        return await super().change_item(thread_id, item, context)


@pytest.mark.parametrize(("kind", "confirmed"), [(PostgresStore, 1), (Raced, 0)])
async def test_of_two_pods_that_get_a_yes_at_once_one_has_the_calls(
    settings: Settings, kind: type[PostgresStore], confirmed: int
) -> None:
    async with talking(settings) as (ada, stand_in):
        stand_in.script += [calls("delete_task", {"task_id": await add(ada, "milk")}), says("Shall I?")]
        await ada.say("milch")
        questions: list[Question] = []

        async def play(question: Question) -> AsyncGenerator[Happening, None]:
            questions.append(question)
            yield Text("Well.")

        store = kind(ConversationRepository(ada.app.state.services.database))
        server = TodoChatKitServer(store, cast(Assistant, Scripted(play)))
        given = {"content": [{"type": "input_text", "text": "ja"}], "attachments": [], "inference_options": {}}
        body = {"type": "threads.add_user_message", "params": {"thread_id": ada.thread, "input": given}}
        answer = await server.answer(parse(json.dumps(body).encode()), ChatContext(user_of(ada)))
        assert isinstance(answer, StreamingResult)
        ada.hear(b"".join([event async for event in answer]).decode())
        assert [(question.answer, len(question.confirmed)) for question in questions] == [("yes", confirmed)]


async def test_a_question_of_another_user_cannot_be_closed(settings: Settings, bob: Person) -> None:
    async with talking(settings) as (ada, stand_in):
        stand_in.script += [calls("delete_task", {"task_id": await add(ada, "milk")}), says("Shall I?")]
        await ada.say("milch")
        assert ada.thread
        store = PostgresStore(ConversationRepository(ada.app.state.services.database))
        mine, theirs = ChatContext(user_of(ada)), ChatContext(user_of(bob))
        question = await store.load_item(ada.thread, (await items(ada))[-1]["id"], mine)
        assert isinstance(question, WidgetItem)
        assert not await store.change_item(ada.thread, closed(question), theirs)
        assert asked(ada)
        assert (await items(ada))[-1]["widget"]["confirm"]


async def test_without_a_model_the_server_says_what_was_done(settings: Settings) -> None:
    async with talking(settings) as (ada, stand_in):
        stand_in.script += [calls("delete_task", {"task_id": await add(ada, "milk")}), says("Shall I?"), 500, 500]
        await ada.say("milch")
        assert await ada.say("ja") == "Done: Delete “milk”."
        assert notices(ada)
        assert await ada.titles() == []


async def test_a_button_is_the_word_on_it(settings: Settings) -> None:
    async with talking(settings) as (ada, stand_in):
        call = calls("delete_task", {"task_id": await add(ada, "milk")})
        stand_in.script += [call, says("Shall I?"), says("Done.")]
        await ada.say("milch")
        question = (await items(ada))[-1]
        buttons = question["widget"]["confirm"], question["widget"]["cancel"]
        assert [one["label"] for one in buttons] == ["Yes", "No"]
        assert await press(ada, buttons[0]["action"]["type"], question["id"]) == "Done."
        assert await ada.titles() == []
        stored = await items(ada)
        assert [item["type"] for item in stored[2:]] == ["widget", "user_message", "workflow", "assistant_message"]
        assert stored[3]["content"][0]["text"] == "Yes"
        assert "confirm" not in stored[2]["widget"]


async def test_a_button_of_a_closed_question_does_nothing(settings: Settings) -> None:
    async with talking(settings) as (ada, stand_in):
        call = calls("delete_task", {"task_id": await add(ada, "milk")})
        stand_in.script += [call, says("Shall I?"), call, says("Once more?")]
        await ada.say("milch")
        question = (await items(ada))[-1]
        yes = question["widget"]["confirm"]["action"]["type"]
        await ada.say("mach es weg")
        assert await press(ada, yes, question["id"]) == CLOSED
        assert await ada.titles() == ["milk"]


async def test_an_action_on_what_is_no_question_is_refused(settings: Settings, ada: Person, bob: Person) -> None:
    await ada.say("add milk")
    message = (await items(ada))[0]["id"]
    action = {"type": "held_calls.yes", "payload": {}}
    for person, item_id, status in ((ada, message, 422), (ada, "nothing", 404), (ada, None, 404), (bob, message, 404)):
        params = {"thread_id": ada.thread, "item_id": item_id, "action": action}
        assert (await person.chatkit("threads.custom_action", **params)).status_code == status
