"""ChatKit's server: what is stored before, in and after a turn of the assistant."""

import logging
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, aclosing, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import anyio
from chatkit.actions import Action
from chatkit.server import ChatKitServer, NonStreamingResult, StreamingResult
from chatkit.types import (
    AssistantMessageItem,
    ChatKitReq,
    ErrorEvent,
    InferenceOptions,
    NonStreamingReq,
    StreamingReq,
    ThreadCreatedEvent,
    ThreadItem,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemReplacedEvent,
    ThreadMetadata,
    ThreadsCreateReq,
    ThreadsRetryAfterItemReq,
    ThreadStreamEvent,
    ThreadsUpdateReq,
    UserMessageItem,
    UserMessageTextContent,
    WidgetItem,
    WorkflowItem,
    is_streaming_req,
)

from app import metrics
from app.assistant.answers import answer_of
from app.assistant.happenings import Step, Text
from app.assistant.offline.memory import Memory
from app.assistant.turn import Assistant, Question
from app.auth.errors import AccountGone
from app.chat.errors import ThreadNotFound
from app.chat.events import TurnEvents
from app.chat.history import messages_of, text_of
from app.chat.models import TITLE_CHARS
from app.chat.question import ANSWERS, calls_in, closed, is_open
from app.chat.steps import cut_off, has_changed, keeps_changes
from app.chat.store import ChatContext, PostgresStore
from app.chat.turns import Turns
from app.problems import UNREACHABLE
from app.text import one_line

logger = logging.getLogger(__name__)

HISTORY_ITEMS = 30
"""Entries of a conversation that the model is reminded of."""
CLOSED = "This question is no longer open. Nothing was changed."
"""The answer to a button of a question that something was said after."""
DONE_ALREADY = "I was interrupted. The changes that I had already made are in your list. Ask me again for the rest."
"""The answer to a question that is asked again after its changes were made: none is made twice."""


class TodoChatKitServer(ChatKitServer[ChatContext]):
    """Keeps nothing between two requests but whose turn it is: what a turn needs is in the database."""

    store: PostgresStore

    def __init__(self, store: PostgresStore, assistant: Assistant) -> None:
        super().__init__(store)
        self._assistant = assistant
        self._turns = Turns()

    async def answer(self, request: ChatKitReq, context: ChatContext) -> StreamingResult | NonStreamingResult:
        """As `process`, for a request that was read already: `process` builds its reader anew each time."""
        if is_streaming_req(request):
            stream = self._process_streaming(request, context)
            if isinstance(request, ThreadsCreateReq):
                # Its first event says that the conversation was made; where it could not be, that is no stream.
                return StreamingResult(_after(await anext(stream), stream))
            return StreamingResult(stream)
        return NonStreamingResult(await self._process_non_streaming(request, context))

    async def respond(
        self, thread: ThreadMetadata, input_user_message: UserMessageItem | None, context: ChatContext
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Answer the user's last message."""
        if input_user_message is None:
            return
        text = text_of(input_user_message)
        if not thread.title:
            thread.title = one_line(text)[:TITLE_CHARS]
        page = await self.store.load_thread_items(thread.id, None, HISTORY_ITEMS, "desc", context)
        earlier = [item for item in reversed(page.data) if item.id != input_user_message.id]
        memory = Memory.recalled(thread.metadata)
        question = Question(context.user_id, text, messages_of(earlier), memory)
        last = earlier[-1] if earlier else None
        if isinstance(last, WidgetItem) and is_open(last):
            calls = calls_in(last)
            question.answer = answer_of(text, {call.tool for call in calls})
            answered = closed(last)
            # Another pod may answer it at the same time: one of the two alone gets the calls.
            if await self.store.change_item(thread.id, answered, context):
                question.confirmed = calls if question.answer == "yes" else []
                yield ThreadItemReplacedEvent(item=answered)
        turn = TurnEvents(self.store, thread, context)
        metrics.STREAMS.inc()
        started = time.perf_counter()
        try:
            async with aclosing(self._assistant.answer(question)) as happenings:
                async for happening in happenings:
                    for event in turn.events(happening):
                        if isinstance(happening, Text) and started:
                            metrics.FIRST_EVENT.labels(self._assistant.name).observe(time.perf_counter() - started)
                            started = 0.0
                        yield event
                    if isinstance(happening, Step) and has_changed(happening):
                        await self.store.save_item(thread.id, turn.steps, context)
            for event in turn.end():
                yield event
        finally:
            metrics.STREAMS.dec()
            thread.metadata = asdict(memory)

    async def action(
        self,
        thread: ThreadMetadata,
        action: Action[str, Any],
        sender: WidgetItem | None,
        context: ChatContext,
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Take a button for the message of the same word, while its question is open."""
        page = await self.store.load_thread_items(thread.id, None, 1, "desc", context)
        if sender is None or action.type not in ANSWERS or [item.id for item in page.data] != [sender.id]:
            turn = TurnEvents(self.store, thread, context)
            for event in turn.events(Text(CLOSED)) + turn.end():
                yield event
            return
        message = UserMessageItem(
            id=self.store.generate_item_id("message", thread, context),
            thread_id=thread.id,
            created_at=datetime.now(UTC),
            content=[UserMessageTextContent(text=ANSWERS[action.type].capitalize())],
            inference_options=InferenceOptions(),
        )
        yield ThreadItemDoneEvent(item=message)
        async for event in self.respond(thread, message, context):
            yield event

    async def _process_non_streaming(self, request: NonStreamingReq, context: ChatContext) -> bytes:
        """As the library does it, but another title is all that a renaming writes: a turn may be under way."""
        if isinstance(request, ThreadsUpdateReq):
            thread = await self.store.rename_thread(request.params.thread_id, request.params.title, context)
            return self._serialize(self._to_thread_response(thread))
        return await super()._process_non_streaming(request, context)

    async def _process_streaming_impl(
        self, request: StreamingReq, context: ChatContext
    ) -> AsyncGenerator[ThreadStreamEvent, None]:
        """As the library does it, but one turn of a conversation after another, and a retry makes no change twice.

        An account that goes meanwhile is an error that says so, and nothing to try again.
        """
        begun = False
        try:
            async for event in self._in_turn(request, context):
                begun = True
                yield await self._explained(event, context) if isinstance(event, ErrorEvent) else event
        except AccountGone as gone:
            if not begun:
                raise
            yield ErrorEvent(message=gone.detail)

    async def _explained(self, error: ErrorEvent, context: ChatContext) -> ErrorEvent:
        """The library's word for any failure; in its place that the account is gone, where it is."""
        try:
            await self.store.load_threads(1, None, "desc", context)
        except AccountGone as gone:
            return ErrorEvent(message=gone.detail)
        except UNREACHABLE:
            logger.debug("it is not known whether the account still exists")
        return error

    async def _in_turn(self, request: StreamingReq, context: ChatContext) -> AsyncGenerator[ThreadStreamEvent, None]:
        """One turn of a conversation after another."""
        async with AsyncExitStack() as until_its_end:
            if not isinstance(request, ThreadsCreateReq):
                await until_its_end.enter_async_context(self._turns.of(request.params.thread_id))
            async for event in self._one_turn(request, context):
                if isinstance(event, ThreadCreatedEvent):
                    await until_its_end.enter_async_context(self._turns.of(event.thread.id))
                yield event

    async def _one_turn(self, request: StreamingReq, context: ChatContext) -> AsyncGenerator[ThreadStreamEvent, None]:
        """As the library does it, but a retry never makes a change twice, however the turn before it ended."""
        if isinstance(request, ThreadsRetryAfterItemReq):
            later = await self._later(request.params.thread_id, request.params.item_id, context)
            if any(map(keeps_changes, later)):
                thread = await self.store.load_thread(request.params.thread_id, context)
                async for event in self._process_events(
                    thread, context, lambda: self._done_already(thread, later, context)
                ):
                    yield event
                return
        async for event in super()._process_streaming_impl(request, context):
            yield event

    async def _later(self, thread_id: str, item_id: str, context: ChatContext) -> list[ThreadItem]:
        """The entries after one, oldest first."""
        later: list[ThreadItem] = []
        async for item in self._paginate_thread_items_reverse(thread_id, context):
            if item.id == item_id:
                break
            later.append(item)
        return later[::-1]

    async def _done_already(
        self, thread: ThreadMetadata, later: list[ThreadItem], context: ChatContext
    ) -> AsyncIterator[ThreadStreamEvent]:
        """Show again what was done, and say so in place of what was said."""
        for item in later:
            yield (
                ThreadItemDoneEvent(item=item)
                if isinstance(item, WorkflowItem)
                else ThreadItemRemovedEvent(item_id=item.id)
            )
        turn = TurnEvents(self.store, thread, context)
        for event in turn.events(Text(DONE_ALREADY)) + turn.end():
            yield event

    async def handle_stream_cancelled(
        self, thread: ThreadMetadata, pending_items: list[ThreadItem], context: ChatContext
    ) -> None:
        """Keep what was said before the client hung up, whatever happens to the request now.

        Nothing is kept of a conversation that was deleted meanwhile.
        """
        with anyio.CancelScope(shield=True), suppress(ThreadNotFound, AccountGone):
            for item in pending_items:
                if isinstance(item, AssistantMessageItem) and not any(part.text.strip() for part in item.content):
                    continue
                kept = cut_off(item) if isinstance(item, WorkflowItem) else item
                await self.store.add_thread_item(thread.id, kept, context)
            await self.store.save_thread(thread, context)


async def _after(first: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    """A stream of which the beginning was read already."""
    async with aclosing(rest):
        yield first
        async for event in rest:
            yield event
