"""One turn of the assistant, as a stream of what happens in it, whichever model answers."""

import asyncio
import logging
import uuid
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
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
from pydantic_ai.models.function import FunctionModel
from pydantic_ai.usage import UsageLimits

from app import metrics
from app.assistant.answers import Answer
from app.assistant.guard import Guard, Result, changed_since
from app.assistant.happenings import Asked, Happening, Notice, Step, TakenBack, Text, YesOrNo
from app.assistant.held import Call
from app.assistant.instructions import instructions
from app.assistant.offline import dates
from app.assistant.offline.memory import Memory
from app.assistant.offline.model import NAME as OFFLINE
from app.assistant.offline.model import offline_model
from app.assistant.offline.turn import takes_yes_or_no
from app.assistant.providers.configured import configured
from app.assistant.providers.failures import cut_of, kind_of, pause_after
from app.assistant.providers.provider import Provider
from app.assistant.tools import McpTools, TurnTools, told_of
from app.settings import Settings
from app.tasks.service import TaskService

logger = logging.getLogger(__name__)

LIMITS = UsageLimits(request_limit=10, tool_calls_limit=24)
"""What a language model may do in a turn."""
NO_LIMITS = UsageLimits(request_limit=None)
"""The offline assistant does what its rules make of the message, and ends."""
RETRIES = 1
"""How often a model is asked again when it failed before anything was done."""


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
    """Answers with the model that the settings name, and offline where they name none or where it fails."""

    def __init__(self, settings: Settings, tools: McpTools, tasks: TaskService) -> None:
        self._tools = tools
        self._tasks = tasks
        self._provider = configured(settings)
        self._agent = Agent(deps_type=TurnTools, tools=tools.definitions, retries=2)

    @property
    def name(self) -> str:
        """The one that answers when all is well."""
        return self._provider.name if self._provider else OFFLINE

    async def warm_up(self) -> None:
        """Say hello to nobody, offline: the libraries build much at their first use, which no user should wait for."""
        queue: asyncio.Queue[Any] = asyncio.Queue()
        nobody = Question(uuid.UUID(int=0), "hello", [], Memory())
        async with self._tools.session(nobody.user_id) as session:

            async def watch(*_: object) -> None:
                """Nothing is called."""

            now = datetime.now(UTC).replace(tzinfo=None)
            dates.read("tomorrow at 5", now)
            model = offline_model(nobody.text, nobody.memory, now)
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
                if not (self._provider and await self._try(self._provider, question, turn, carried, queue)):
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
        model = await self._offline_model(question)
        await self._stream(model, question.text, turn, queue, history=[])
        if takes_yes_or_no(question.memory):
            queue.put_nowait(YesOrNo())
        metrics.TURNS.labels(OFFLINE, "ok").inc()

    async def _offline_model(self, question: Question) -> FunctionModel:
        """The offline assistant, with the time in the user's zone."""
        now = await self._tasks.now(question.user_id)
        return offline_model(question.text, question.memory, now.replace(tzinfo=None))

    async def _try(
        self, provider: Provider, question: Question, turn: TurnTools, carried: Carried, queue: asyncio.Queue[Any]
    ) -> bool:
        """Whether the turn is over: the model answered, or broke off after it had changed something."""
        turn.changed.clear()
        now = await self._tasks.now(question.user_id)
        for attempt in range(RETRIES + 1):
            said = 0
            cuts: list[str | None] = []
            turn.guard = guard = Guard(self._tasks, question.user_id, question.text, now, question.answer, carried)
            try:
                async with asyncio.timeout(provider.answer_seconds):
                    said = await self._stream(
                        provider.model,
                        None if carried else question.text,
                        turn,
                        queue,
                        history=_told(question, carried),
                        instructions=instructions(now),
                        limits=LIMITS,
                        ended=partial(_note_end, cuts),
                    )
            except Exception as error:
                fix = _log(provider, error, attempt)
                queue.put_nowait(TakenBack())
                if turn.changed:
                    metrics.TURNS.labels(provider.name, "broke-off").inc()
                    broke_off = f"{provider.title} broke off in the middle. What it had done is in your list."
                    queue.put_nowait(Notice(broke_off))
                    queue.put_nowait(Text("I was interrupted, but what I had already changed is in your list."))
                    return True
                if attempt < RETRIES and fix is None and (pause := pause_after(error)) is not None:
                    await asyncio.sleep(pause)
                    continue
                break
            if said:
                if cut := cuts[-1]:
                    # The notice is not stored, and what is must not look whole either.
                    queue.put_nowait(Text(" …"))
                    queue.put_nowait(Notice(cut))
                if guard.held:
                    queue.put_nowait(Asked(guard.held))
                metrics.TURNS.labels(provider.name, "cut-off" if cut else "ok").inc()
                return True
            break
        metrics.TURNS.labels(provider.name, "failed").inc()
        queue.put_nowait(Notice(f"{provider.title} could not answer just now, so the offline assistant did."))
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
        limits: UsageLimits = NO_LIMITS,
        ended: Callable[[ModelResponse], None] | None = None,
    ) -> int:
        """Run the agent and pass on what it writes. Returns the number of characters.

        Without a prompt the history ends with what is to be answered. `ended` looks at each of the model's answers
        before the calls in it are made; what it raises ends the run.
        """
        said = 0
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
                    if ended:
                        ended(stream.response)
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


def _note_end(cuts: list[str | None], response: ModelResponse) -> None:
    """Raises BrokenAnswer."""
    cuts.append(cut_of(response))


def _log(provider: Provider, error: Exception, attempt: int) -> str | None:
    """Count and log a failure. Returns what fixes it, where a setting does."""
    kind = kind_of(error)
    metrics.MODEL_ERRORS.labels(kind).inc()
    fix = provider.fix_of(error)
    logger.log(
        logging.ERROR if fix else logging.WARNING,
        "model failed",
        extra={"model": provider.name, "kind": kind, "attempt": attempt, **({"fix": fix} if fix else {})},
    )
    return fix


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
