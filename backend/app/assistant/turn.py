"""One turn of the assistant, as a stream of what happens in it, whichever model answers."""

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

from pydantic_ai import Agent
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    PartDeltaEvent,
    PartStartEvent,
    TextPart,
    TextPartDelta,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.usage import UsageLimits

from app import metrics
from app.assistant import cohere
from app.assistant.answers import Answer
from app.assistant.guard import Guard, Result, changed_since
from app.assistant.held import Call
from app.assistant.offline.memory import Memory
from app.assistant.offline.model import NAME as OFFLINE
from app.assistant.offline.model import offline_model
from app.assistant.tools import McpTools, TurnTools, told_of
from app.settings import Settings
from app.tasks.service import TaskService

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


@dataclass(frozen=True)
class Asked:
    """The user is asked whether these calls are to be made."""

    calls: list[Call]


Happening = Text | Step | TakenBack | Notice | Asked
Carried = list[tuple[Call, Result]]
"""Calls that the user has said yes to, and what became of each."""


@dataclass
class Question:
    """What a turn begins with."""

    user_id: uuid.UUID
    text: str
    history: list[ModelMessage]
    memory: Memory
    answer: Answer | None = None
    """What the message answers to a question about held calls."""
    confirmed: list[Call] = field(default_factory=list)
    """The calls that it says yes to."""


class Assistant:
    """Answers with Cohere where a key is configured, and offline where none is or where Cohere fails."""

    def __init__(self, settings: Settings, tools: McpTools, tasks: TaskService) -> None:
        self._settings = settings
        self._tools = tools
        self._tasks = tasks
        self._cohere = cohere.cohere_model(settings) if settings.cohere_api_key else None
        self._agent = Agent(deps_type=TurnTools, tools=tools.definitions, retries=2)

    @property
    def name(self) -> str:
        """The one that answers when all is well."""
        return cohere.NAME if self._cohere else OFFLINE

    async def warm_up(self) -> None:
        """Say hello to nobody, offline: the libraries build much at their first use, which no user should wait for."""
        queue: asyncio.Queue[Any] = asyncio.Queue()
        nobody = Question(uuid.UUID(int=0), "hello", [], Memory())
        async with self._tools.session(nobody.user_id) as session:

            async def watch(*_: object) -> None:
                """Nothing is called."""

            model = offline_model(nobody.text, nobody.memory)
            await self._stream(model, nobody.text, TurnTools(session, watch), queue, history=[])

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
                carried = await self._carry_out(question, turn)
                if self._cohere is None or not await self._try_cohere(question, turn, carried, queue):
                    turn.guard = None
                    if carried:
                        queue.put_nowait(Text(_in_words(carried)))
                    else:
                        await self._offline(question, turn, queue)
            queue.put_nowait(None)
        except Exception as error:
            queue.put_nowait(error)

    async def _carry_out(self, question: Question, turn: TurnTools) -> Carried:
        """Make the calls that the user has said yes to, each unless its task is another by now."""
        reasons = await changed_since(self._tasks, question.user_id, question.confirmed)
        return [
            (call, {"error": reason} if reason else told_of(await turn.call(call.tool, call.arguments)))
            for call, reason in zip(question.confirmed, reasons, strict=True)
        ]

    async def _offline(self, question: Question, turn: TurnTools, queue: asyncio.Queue[Any]) -> None:
        model = offline_model(question.text, question.memory)
        await self._stream(model, question.text, turn, queue, history=[])
        metrics.TURNS.labels(OFFLINE, "ok").inc()

    async def _try_cohere(
        self, question: Question, turn: TurnTools, carried: Carried, queue: asyncio.Queue[Any]
    ) -> bool:
        """Whether the turn is over: Cohere answered, or broke off after it had changed something."""
        turn.changed.clear()
        instructions = cohere.instructions(await self._tasks.now(question.user_id))
        for attempt in range(RETRIES + 1):
            said = 0
            turn.guard = guard = Guard(self._tasks, question.user_id, question.text, question.answer, carried)
            try:
                async with asyncio.timeout(self._settings.turn_timeout_seconds):
                    said = await self._stream(
                        self._cohere,
                        None if carried else question.text,
                        turn,
                        queue,
                        history=_told(question, carried),
                        instructions=instructions,
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
                if guard.held:
                    queue.put_nowait(Asked(guard.held))
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
        prompt: str | None,
        turn: TurnTools,
        queue: asyncio.Queue[Any],
        *,
        history: list[ModelMessage],
        instructions: str | None = None,
    ) -> int:
        """Run the agent and pass on what it writes. Returns the number of characters.

        Without a prompt the history ends with what is to be answered.
        """
        said = 0
        limits = UsageLimits(request_limit=MAX_REQUESTS, tool_calls_limit=MAX_TOOL_CALLS)
        async with self._agent.iter(
            prompt,
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


def _told(question: Question, carried: Carried) -> list[ModelMessage]:
    """The history; after a yes also that, and what was done upon it, as if the model had just called for it."""
    if not carried:
        return question.history
    calls = [ToolCallPart(call.tool, call.arguments, f"confirmed-{place}") for place, (call, _) in enumerate(carried)]
    results = [
        ToolReturnPart(part.tool_name, result, part.tool_call_id)
        for part, (_, result) in zip(calls, carried, strict=True)
    ]
    return [
        *question.history,
        ModelRequest(parts=[UserPromptPart(content=question.text)]),
        ModelResponse(parts=calls),
        ModelRequest(parts=results),
    ]


def _in_words(carried: Carried) -> str:
    """What became of the calls, where no model can say it."""
    return "\n".join(
        f"Not done: {call.in_words()}. {result['error']}" if "error" in result else f"Done: {call.in_words()}."
        for call, result in carried
    )


def _text_of(event: Any) -> str:
    if isinstance(event, PartStartEvent) and isinstance(event.part, TextPart):
        return event.part.content
    if isinstance(event, PartDeltaEvent) and isinstance(event.delta, TextPartDelta):
        return event.delta.content_delta
    return ""
