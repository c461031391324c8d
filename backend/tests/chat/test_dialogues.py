"""The same dialogues as the offline assistant's own, over the ChatKit endpoint, the MCP tools and Postgres."""

import json
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
