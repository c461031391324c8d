"""The question about held calls: a card of ChatKit's with two buttons, which keeps the calls until it is answered."""

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


def question_item(item_id: str, thread_id: str, calls: list[Call]) -> WidgetItem:
    """The entry that asks, with the calls in it."""
    words = question_of(calls)
    held = _CALLS.dump_python(calls, mode="json")
    return _item(
        item_id,
        thread_id,
        datetime.now(UTC),
        words,
        confirm={"label": "Yes", "action": {"type": _YES, "payload": {"calls": held}}},
        cancel={"label": "No", "action": {"type": _NO}},
    )


def calls_in(item: ThreadItem | None) -> list[Call]:
    """The calls that an entry asks about; none where it is no question, or one that was answered."""
    if not isinstance(item, WidgetItem) or not isinstance(item.widget, Card) or item.widget.confirm is None:
        return []
    action = item.widget.confirm["action"]
    return _CALLS.validate_python(action.payload["calls"]) if action.type == _YES else []


def closed(item: WidgetItem) -> WidgetItem:
    """The question without its buttons and calls."""
    return _item(item.id, item.thread_id, item.created_at, item.copy_text or "")


def _item(item_id: str, thread_id: str, created_at: datetime, words: str, **buttons: dict[str, Any]) -> WidgetItem:
    # Text shows what it is given as it stands: titles are not read as Markdown.
    lines = [{"type": "Text", "value": line} for line in words.splitlines()]
    return WidgetItem.model_validate(
        {
            "id": item_id,
            "thread_id": thread_id,
            "created_at": created_at,
            "widget": {"type": "Card", "children": lines, **buttons},
            "copy_text": words,
        }
    )
