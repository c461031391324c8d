"""One turn of the assistant, as a stream of what happens in it, whichever model answers."""

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

from pydantic_ai import Agent
from pydantic_ai.messages import (
    ModelMessage,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
)
from pydantic_ai.usage import UsageLimits

from app import metrics
from app.assistant import cohere
from app.assistant.offline.memory import Memory
from app.assistant.offline.model import NAME as OFFLINE
from app.assistant.offline.model import offline_model
from app.assistant.tools import McpTools, TurnTools
from app.settings import Settings

logger = logging.getLogger(__name__)

MAX_TOOL_CALLS = 24
MAX_REQUESTS = 10
RETRIES = 1
"""How often Cohere is asked again when it failed before anything was said or done."""
_RETRY_STATUS = {408, 409, 429, 500, 502, 503, 504}
_RETRY_PAUSE_SECONDS = 0.5


@dataclass(frozen=True)
class Text:
    """More of the answer."""

    delta: str


@dataclass(frozen=True)
class Step:
    """A tool call: done is None while it is under way."""

    tool: str
    arguments: dict[str, Any]
    done: bool | None


@dataclass(frozen=True)
class TakenBack:
    """What was said of the answer so far does not count; another answer follows."""


@dataclass(frozen=True)
class Notice:
    """Something the user should know about how the answer came to be."""

    message: str


Happening = Text | Step | TakenBack | Notice


@dataclass
class Question:
    """What a turn begins with."""

    user_id: uuid.UUID
    text: str
    history: list[ModelMessage]
    user_texts: list[str]
    memory: Memory


class Assistant:
    """Answers with Cohere where a key is configured, and offline where none is or where Cohere fails."""

    def __init__(self, settings: Settings, tools: McpTools) -> None:
        self._settings = settings
        self._tools = tools
        self._cohere = cohere.cohere_model(settings) if settings.cohere_api_key else None
        self._agent = Agent(deps_type=TurnTools, tools=tools.definitions, retries=2)

    @property
    def name(self) -> str:
        """The one that answers when all is well."""
        return cohere.NAME if self._cohere else OFFLINE

    async def warm_up(self) -> None:
        """Say hello to nobody, offline: the libraries build much at their first use, which no user should wait for."""
        queue: asyncio.Queue[Any] = asyncio.Queue()
        nobody = Question(uuid.UUID(int=0), "hello", [], [], Memory())
        async with self._tools.session(nobody.user_id) as session:

            async def watch(*_: object) -> None:
                """Nothing is called."""

            model = offline_model(nobody.text, nobody.memory)
            await self._stream(model, nobody, TurnTools(session, watch), queue, history=[])

    async def answer(self, question: Question) -> AsyncGenerator[Happening, None]:
        """Everything that happens in the turn, as it happens.

        The work runs in a task of its own: the client's task groups must be entered and left in one
        task, and this generator may be closed in any.
        """
        queue: asyncio.Queue[Happening | BaseException | None] = asyncio.Queue()
        task = asyncio.create_task(self._run(question, queue))
        try:
            while (happening := await queue.get()) is not None:
                if isinstance(happening, BaseException):
                    raise happening
                yield happening
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _run(self, question: Question, queue: asyncio.Queue[Happening | BaseException | None]) -> None:
        try:
            async with self._tools.session(question.user_id) as session:

                async def watch(tool: str, arguments: dict[str, Any], done: bool | None) -> None:
                    queue.put_nowait(Step(tool, arguments, done))

                turn = TurnTools(session, watch)
                if self._cohere is None or not await self._try_cohere(question, turn, queue):
                    turn.user_texts = None
                    await self._offline(question, turn, queue)
            queue.put_nowait(None)
        except Exception as error:
            queue.put_nowait(error)

    async def _offline(self, question: Question, turn: TurnTools, queue: asyncio.Queue[Any]) -> None:
        model = offline_model(question.text, question.memory)
        await self._stream(model, question, turn, queue, history=[])
        metrics.TURNS.labels(OFFLINE, "ok").inc()

    async def _try_cohere(self, question: Question, turn: TurnTools, queue: asyncio.Queue[Any]) -> bool:
        """Whether the turn is over: Cohere answered, or broke off after it had changed something."""
        turn.user_texts = question.user_texts
        for attempt in range(RETRIES + 1):
            said = 0
            try:
                async with asyncio.timeout(self._settings.turn_timeout_seconds):
                    said = await self._stream(
                        self._cohere,
                        question,
                        turn,
                        queue,
                        history=question.history,
                        instructions=cohere.INSTRUCTIONS,
                    )
            except Exception as error:
                kind = cohere.kind_of(error)
                metrics.MODEL_ERRORS.labels(kind).inc()
                logger.warning("cohere failed", extra={"kind": kind, "attempt": attempt})
                queue.put_nowait(TakenBack())
                if turn.changed:
                    metrics.TURNS.labels(cohere.NAME, "broke-off").inc()
                    queue.put_nowait(Notice("Cohere broke off in the middle. What it had done is in your list."))
                    queue.put_nowait(Text("I was interrupted, but what I had already changed is in your list."))
                    return True
                if attempt < RETRIES and getattr(error, "status_code", None) in _RETRY_STATUS:
                    await asyncio.sleep(_RETRY_PAUSE_SECONDS)
                    continue
                break
            if said:
                metrics.TURNS.labels(cohere.NAME, "ok").inc()
                return True
            break
        metrics.TURNS.labels(cohere.NAME, "failed").inc()
        queue.put_nowait(Notice("Cohere could not answer just now, so the offline assistant did."))
        question.memory.introduced = False
        return False

    async def _stream(
        self,
        model: Any,
        question: Question,
        turn: TurnTools,
        queue: asyncio.Queue[Any],
        *,
        history: list[ModelMessage],
        instructions: str | None = None,
    ) -> int:
        """Run the agent and pass on what it writes. Returns the number of characters."""
        said = 0
        limits = UsageLimits(request_limit=MAX_REQUESTS, tool_calls_limit=MAX_TOOL_CALLS)
        async with self._agent.iter(
            question.text,
            deps=turn,
            model=model,
            message_history=history,
            instructions=instructions,
            usage_limits=limits,
        ) as run:
            async for node in run:
                if not Agent.is_model_request_node(node):
                    continue
                async with node.stream(run.ctx) as stream:
                    async for event in stream:
                        if delta := _text_of(event):
                            said += len(delta)
                            queue.put_nowait(Text(delta))
        return said


def _text_of(event: Any) -> str:
    if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
        return event.part.content
    if isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
        return event.delta.content_delta
    return ""
