"""A conversation's entries as a model is told of them."""

from collections.abc import Iterable

from chatkit.types import AssistantMessageItem, ThreadItem, UserMessageItem
from pydantic_ai.messages import ModelMessage, ModelRequest, ModelResponse, TextPart, UserPromptPart


def text_of(item: UserMessageItem | AssistantMessageItem) -> str:
    """The text of a message."""
    return "".join(part.text for part in item.content if part.text).strip()


def messages_of(items: Iterable[ThreadItem]) -> list[ModelMessage]:
    """What was said, turn by turn; what was done is told by the answers."""
    messages: list[ModelMessage] = []
    for item in items:
        if isinstance(item, UserMessageItem):
            messages.append(ModelRequest(parts=[UserPromptPart(content=text_of(item))]))
        elif isinstance(item, AssistantMessageItem) and (text := text_of(item)):
            messages.append(ModelResponse(parts=[TextPart(content=text)]))
    return messages
