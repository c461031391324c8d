"""A user whose language model made calls that wait for a yes: what was asked, stored and told."""

import json
from typing import Any, cast

from tests.chat.standin import StandIn
from tests.conftest import Person


async def add(person: Person, title: str) -> str:
    """A new task; gives its id."""
    answer = await person.client.post("/api/tasks", json={"title": title})
    assert answer.status_code == 201
    return cast(str, answer.json()["id"])


async def items(person: Person) -> list[dict[str, Any]]:
    """What is stored of the conversation."""
    answer = await person.chatkit("items.list", thread_id=person.thread, order="asc", limit=100)
    return cast(list[dict[str, Any]], answer.json()["data"])


def asked(person: Person) -> str | None:
    """The open question that the last answer ended with."""
    done = [event["item"] for event in person.events if event["type"] == "thread.item.done"]
    last = done[-1]
    return last["copy_text"] if last["type"] == "widget" and last["widget"].get("confirm") else None


def results(stand_in: StandIn) -> list[dict[str, Any]]:
    """What the model was last told of its calls, since the user's last message."""
    messages = stand_in.asked[-1]["messages"]
    begun = max(index for index, one in enumerate(messages) if one["role"] == "user")
    return [json.loads(_text(one["content"])) for one in messages[begun:] if one["role"] == "tool"]


def _text(content: Any) -> str:
    while not isinstance(content, str):
        content = content[0] if isinstance(content, list) else content.get("text") or content["document"]["data"]
    return content


async def press(person: Person, action: str, item_id: str) -> str:
    """Press a button of a question; gives what the assistant says."""
    pressed = {"type": action, "payload": {}}
    answer = await person.chatkit("threads.custom_action", thread_id=person.thread, item_id=item_id, action=pressed)
    assert answer.status_code == 200, answer.text
    return person.hear(answer.text)
