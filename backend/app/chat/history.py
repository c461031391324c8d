"""A conversation's entries as a model is told of them."""

from collections.abc import Iterable

from chatkit.types import AssistantMessageItem, ThreadItem, UserMessageItem, WidgetItem
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, TextPart, UserPromptPart


def text_of(item: UserMessageItem | AssistantMessageItem) -> str:
    """The text of a message."""
    return "".join(part.text for part in item.content if part.text).strip()


def _said_in(item: ThreadItem) -> str:
    """What the assistant said, or asked, in an entry."""
    if isinstance(item, WidgetItem):
        return item.copy_text or ""
    return text_of(item) if isinstance(item, AssistantMessageItem) else ""


def messages_of(items: Iterable[ThreadItem]) -> list[ModelMessage]:
    """What was said, turn by turn; what was done is told by the answers."""
    messages: list[ModelMessage] = []
    for item in items:
        if isinstance(item, UserMessageItem):
            messages.append(ModelRequest(parts=[UserPromptPart(content=text_of(item))]))
        elif text := _said_in(item):
            before = messages.pop().parts if messages and isinstance(messages[-1], ModelResponse) else ()
            messages.append(ModelResponse(parts=[*before, TextPart(content=text)]))
    return messages
