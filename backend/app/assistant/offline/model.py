"""The offline assistant as a model of pydantic-ai, so that it works through the same agent and tools."""

import json
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from pydantic_ai.messages import ModelMessage, ModelRequest, RetryPromptPart, ToolReturnPart
from pydantic_ai.models.function import AgentInfo, DeltaToolCall, DeltaToolCalls, FunctionModel

from app.assistant.offline.calls import Call
from app.assistant.offline.dialogue import converse
from app.assistant.offline.memory import Memory

NAME = "offline"


def offline_model(text: str, memory: Memory, now: datetime) -> FunctionModel:
    """A model for one turn. `memory` is what stays between turns, `now` the time in the user's zone."""
    dialogue = converse(text, memory, now)
    started = False

    async def stream(messages: list[ModelMessage], _: AgentInfo) -> AsyncIterator[str | DeltaToolCalls]:
        nonlocal started
        try:
            calls = dialogue.send(results_of(messages)) if started else next(dialogue)
        except StopIteration as end:
            for piece in pieces(end.value):
                yield piece
            return
        started = True
        for index, call in enumerate(calls):
            yield {index: _delta(call, index)}

    return FunctionModel(stream_function=stream, model_name=NAME)


def _delta(call: Call, index: int) -> DeltaToolCall:
    return DeltaToolCall(name=call.tool, json_args=json.dumps(call.arguments), tool_call_id=f"{call.tool}-{index}")


def results_of(messages: list[ModelMessage]) -> list[dict[str, Any]]:
    """What the tools of the last step answered, in the order of the calls; `error` where one failed."""
    last = messages[-1]
    assert isinstance(last, ModelRequest)
    found: list[dict[str, Any]] = []
    for part in last.parts:
        if isinstance(part, ToolReturnPart):
            content: Any = part.content
            found.append(content if isinstance(content, dict) else {"error": str(content)})
        elif isinstance(part, RetryPromptPart):
            found.append({"error": part.model_response()})
    return found


def pieces(text: str) -> list[str]:
    """Text in the pieces in which it is streamed: lines, and words of long lines."""
    lines = text.splitlines(keepends=True)
    return [piece for line in lines for piece in ([line] if len(line) < 80 else line.replace(" ", " \0").split("\0"))]
