"""Questions that take a yes or a no: a card of ChatKit's with two buttons, until it is answered.

The one about held calls has words of its own, and keeps the calls. The offline assistant asks in its message, and
keeps in its memory what waits for the answer: its card is the buttons below.
"""

from datetime import UTC, datetime
from typing import Any

from chatkit.types import ThreadItem, WidgetItem
from chatkit.widgets import Card
from pydantic import TypeAdapter

from app.assistant.answers import Answer
from app.assistant.held import Call, question_of

ANSWERS: dict[str, Answer] = {"held_calls.yes": "yes", "held_calls.no": "no"}
"""The actions of the two buttons."""
_YES, _NO = ANSWERS
_CALLS = TypeAdapter(list[Call])
_ANSWER = "Your answer:"
"""What stands above the buttons of a question that was asked in a message."""


def question_item(item_id: str, thread_id: str, calls: list[Call]) -> WidgetItem:
    """The entry that asks, with the calls in it."""
    words = question_of(calls)
    return _item(item_id, thread_id, words.splitlines(), calls, words)


def buttons_item(item_id: str, thread_id: str) -> WidgetItem:
    """The buttons to a question that the message before asks: without words to copy, and without calls."""
    return _item(item_id, thread_id, [_ANSWER], [], None)


def is_open(item: WidgetItem) -> bool:
    """Whether it is a question that was not answered."""
    return isinstance(item.widget, Card) and item.widget.confirm is not None


def calls_in(item: ThreadItem | None) -> list[Call]:
    """The calls that an entry asks about; none where it is no question, or one that was answered."""
    if not isinstance(item, WidgetItem) or not isinstance(item.widget, Card) or item.widget.confirm is None:
        return []
    action = item.widget.confirm["action"]
    return _CALLS.validate_python(action.payload["calls"]) if action.type == _YES else []


def closed(item: WidgetItem) -> WidgetItem:
    """The question without its buttons and calls."""
    return item.model_copy(update={"widget": item.widget.model_copy(update={"confirm": None, "cancel": None})})


def _item(item_id: str, thread_id: str, lines: list[str], calls: list[Call], words: str | None) -> WidgetItem:
    held: list[dict[str, Any]] = _CALLS.dump_python(calls, mode="json")
    return WidgetItem.model_validate(
        {
            "id": item_id,
            "thread_id": thread_id,
            "created_at": datetime.now(UTC),
            "widget": {
                "type": "Card",
                # Text shows what it is given as it stands: titles are not read as Markdown.
                "children": [{"type": "Text", "value": line} for line in lines],
                "confirm": {"label": "Yes", "action": {"type": _YES, "payload": {"calls": held}}},
                "cancel": {"label": "No", "action": {"type": _NO}},
            },
            "copy_text": words,
        }
    )
