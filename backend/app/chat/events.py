"""A turn of the assistant as the protocol's events."""

from datetime import UTC, datetime
from functools import partial

from chatkit.types import (
    AssistantMessageContent,
    AssistantMessageContentPartAdded,
    AssistantMessageContentPartTextDelta,
    AssistantMessageItem,
    ClientEffectEvent,
    NoticeEvent,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemRemovedEvent,
    ThreadItemUpdatedEvent,
    ThreadMetadata,
    ThreadStreamEvent,
    WorkflowItem,
)

from app.assistant.happenings import Asked, Happening, Notice, Step, TakenBack, Text, YesOrNo
from app.chat.question import buttons_item, question_item
from app.chat.steps import Steps, has_changed
from app.chat.store import ChatContext, PostgresStore


class TurnEvents:
    """The events of one turn: a workflow for what is done, then the message that is said."""

    def __init__(self, store: PostgresStore, thread: ThreadMetadata, context: ChatContext) -> None:
        self._message_id = partial(store.generate_item_id, "message", thread, context)
        self._workflow_id = partial(store.generate_item_id, "workflow", thread, context)
        self._thread_id = thread.id
        self._steps: Steps | None = None
        self._message: AssistantMessageItem | None = None

    @property
    def steps(self) -> WorkflowItem:
        """What was done so far, for the store: a turn that breaks off must not hide what it changed."""
        assert self._steps is not None
        return self._steps.item

    def events(self, happening: Happening) -> list[ThreadStreamEvent]:
        """What tells of something that happens."""
        match happening:
            case Step():
                return self._step(happening)
            case Text():
                return self._text(happening.delta)
            case TakenBack():
                return self._take_back()
            case Asked():
                question = question_item(self._message_id(), self._thread_id, happening.calls)
                return [*self.end(), ThreadItemDoneEvent(item=question)]
            case YesOrNo():
                buttons = buttons_item(self._message_id(), self._thread_id)
                return [*self.end(), ThreadItemDoneEvent(item=buttons)]
            case Notice():
                return [NoticeEvent(level="warning", message=happening.message)]

    def _step(self, step: Step) -> list[ThreadStreamEvent]:
        events: list[ThreadStreamEvent] = []
        if self._steps is None:
            self._steps = Steps(self._workflow_id(), self._thread_id)
            events.append(self._steps.begin())
        events.append(self._steps.update(step))
        if has_changed(step):
            events.append(ClientEffectEvent(name="tasks_changed"))
        return events

    def _text(self, delta: str) -> list[ThreadStreamEvent]:
        events: list[ThreadStreamEvent] = []
        if self._message is None:
            events += self._end_steps()
            self._message = AssistantMessageItem(
                id=self._message_id(),
                thread_id=self._thread_id,
                created_at=datetime.now(UTC),
                content=[],
            )
            part = AssistantMessageContent(text="")
            events.append(ThreadItemAddedEvent(item=self._message.model_copy(deep=True)))
            self._message.content = [part]
            added = AssistantMessageContentPartAdded(content_index=0, content=AssistantMessageContent(text=""))
            events.append(ThreadItemUpdatedEvent(item_id=self._message.id, update=added))
        self._message.content[0].text += delta
        update = AssistantMessageContentPartTextDelta(content_index=0, delta=delta)
        events.append(ThreadItemUpdatedEvent(item_id=self._message.id, update=update))
        return events

    def _take_back(self) -> list[ThreadStreamEvent]:
        if self._message is None:
            return []
        gone, self._message = self._message.id, None
        return [ThreadItemRemovedEvent(item_id=gone)]

    def _end_steps(self) -> list[ThreadStreamEvent]:
        if self._steps is None:
            return []
        done, self._steps = self._steps.done(), None
        return [done]

    def end(self) -> list[ThreadStreamEvent]:
        """What tells that nothing more happens, and has stored what was said and done."""
        events = self._end_steps()
        if self._message is not None:
            done, self._message = self._message, None
            events.append(ThreadItemDoneEvent(item=done))
        return events
