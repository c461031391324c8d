"""What the assistant does in a turn, as ChatKit's workflow with a line for each step."""

from datetime import UTC, datetime

from chatkit.types import (
    CustomSummary,
    CustomTask,
    ThreadItem,
    ThreadItemAddedEvent,
    ThreadItemDoneEvent,
    ThreadItemUpdatedEvent,
    Workflow,
    WorkflowItem,
    WorkflowTaskAdded,
    WorkflowTaskUpdated,
)

from app.assistant.happenings import Step

_TITLES = {
    "add_task": "Adding",
    "list_tasks": "Looking at the list",
    "complete_task": "Completing a task",
    "delete_task": "Deleting a task",
    "update_task": "Changing a task",
}
_CHANGING = frozenset(_TITLES) - {"list_tasks"}


def has_changed(step: Step) -> bool:
    """Whether tasks are different after it."""
    return step.done is True and step.tool in _CHANGING


def keeps_changes(item: ThreadItem) -> bool:
    """Whether a stored entry tells of a change: what it was made for must not be done again."""
    return isinstance(item, WorkflowItem) and any(
        isinstance(task, CustomTask)
        and task.title not in (None, _TITLES["list_tasks"])
        and (task.status_indicator, task.content) == ("complete", None)
        for task in item.workflow.tasks
    )


def cut_off(item: WorkflowItem) -> WorkflowItem:
    """As it is kept when its turn broke off: nobody knows how a step ended that was under way, but it is so no more."""
    kept = item.model_copy(deep=True)
    for task in kept.workflow.tasks:
        if isinstance(task, CustomTask) and task.status_indicator == "loading":
            task.status_indicator, task.content = "none", "was interrupted"
    return kept


def title_of(step: Step) -> str:
    """A step in words; a title that the user gave is quoted, and of several tasks the number is told."""
    words = _TITLES.get(step.tool, step.tool)
    several = step.arguments.get("task_ids") or step.arguments.get("tasks")
    if isinstance(several, list) and len(several) > 1:
        return f"{words.removesuffix(' a task')} {len(several)} tasks"
    title = step.arguments.get("title")
    return f"{words} “{title}”" if step.tool == "add_task" and isinstance(title, str) else words


class Steps:
    """The workflow of one turn."""

    def __init__(self, item_id: str, thread_id: str) -> None:
        self._item = WorkflowItem(
            id=item_id,
            thread_id=thread_id,
            created_at=datetime.now(UTC),
            workflow=Workflow(type="custom", tasks=[], expanded=False),
        )

    @property
    def item(self) -> WorkflowItem:
        """As it is now."""
        return self._item.model_copy(deep=True)

    def begin(self) -> ThreadItemAddedEvent:
        """The event that shows it."""
        return ThreadItemAddedEvent(item=self.item)

    def update(self, step: Step) -> ThreadItemUpdatedEvent:
        """The event that shows a step begin, or end."""
        tasks = self._item.workflow.tasks
        if step.done is None:
            tasks.append(CustomTask(title=title_of(step), status_indicator="loading"))
            update: WorkflowTaskAdded | WorkflowTaskUpdated = WorkflowTaskAdded(
                task_index=len(tasks) - 1, task=tasks[-1].model_copy()
            )
        else:
            # Calls of a turn run one after another: the last is the one that ended.
            content = None if step.done else "did not work"
            tasks[-1] = CustomTask(title=title_of(step), status_indicator="complete", content=content)
            update = WorkflowTaskUpdated(task_index=len(tasks) - 1, task=tasks[-1].model_copy())
        return ThreadItemUpdatedEvent(item_id=self._item.id, update=update)

    def done(self) -> ThreadItemDoneEvent:
        """The event that ends it, and has it stored."""
        count = len(self._item.workflow.tasks)
        self._item.workflow.summary = CustomSummary(title=f"{count} step{'' if count == 1 else 's'}")
        return ThreadItemDoneEvent(item=self._item)
