"""The same dialogues as the offline assistant's own, over the ChatKit endpoint, the MCP tools and Postgres."""

import json
from datetime import date, timedelta
from pathlib import Path

from tests.conftest import Figure, Person

DIALOGUES = Path(__file__).parent.parent / "assistant" / "dialogues.json"


async def test_every_dialogue_leaves_the_list_as_wanted(ada: Person, figure: Figure) -> None:
    dialogues: list[dict[str, list[str]]] = json.loads(DIALOGUES.read_text())
    for dialogue in dialogues:
        for task in (await ada.client.get("/api/tasks", params={"limit": 100})).json()["items"]:
            await ada.client.delete(f"/api/tasks/{task['id']}")
        for title in dialogue["open"] + dialogue["done"]:
            task = (await ada.client.post("/api/tasks", json={"title": title})).json()
            if title in dialogue["done"]:
                await ada.client.post(f"/api/tasks/{task['id']}/complete")
        ada.thread = None
        for text in dialogue["say"]:
            await ada.say(text)
        left = [sorted(await ada.titles(status)) for status in ("open", "done")]
        assert left == [sorted(dialogue["then_open"]), sorted(dialogue["then_done"])], dialogue["say"]
    messages = sum(len(dialogue["say"]) for dialogue in dialogues)
    figure(f"dialogues over ChatKit: {len(dialogues)} with {messages} messages, each list as wanted at the end")


async def test_many_tasks_are_added_finished_and_deleted_at_once(ada: Person) -> None:
    many = [f"errand {number}" for number in range(1, 31)]
    assert "errand 1" in await ada.say(f"add {', '.join(many)}")
    assert sorted(await ada.titles("open")) == sorted(many)
    assert "Mark 30 tasks as done?" in await ada.say("mark everything as done")
    await ada.say("yes")
    assert sorted(await ada.titles("done")) == sorted(many)
    await ada.say("undo")
    assert sorted(await ada.titles("open")) == sorted(many)
    assert "Delete 30 tasks?" in await ada.say("delete everything")
    await ada.say("yes")
    assert await ada.titles("open") == []
    await ada.say("undo")
    assert sorted(await ada.titles("open")) == sorted(many)


async def test_tomorrow_is_the_users(ada: Person) -> None:
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        await ada.client.patch("/api/auth/me", json={"time_zone": zone})
        await ada.say(f"add call from {zone.split('/')[1]} tomorrow at 3 pm")
    # The two are 25 hours apart: never on the same day.
    items = (await ada.client.get("/api/tasks", params={"search": "call from"})).json()["items"]
    due = {item["title"]: item["due_date"] for item in items}
    assert {item["due_time"] for item in items} == {"15:00"}
    assert date.fromisoformat(due["call from Kiritimati"]) - date.fromisoformat(due["call from Pago_Pago"]) in (
        timedelta(days=1),
        timedelta(days=2),
    )
