"""The five tools, over the task service."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.resolve import Resolve
from mcp_types import ToolAnnotations
from pydantic import Field, ValidationError

from app import metrics
from app.mcp.arguments import Arguments, Changes, Clearable, State, TaskIds, in_words
from app.mcp.identity import current_user
from app.mcp.schemas import ListedTask, TaskChange, TaskList
from app.problems import UNREACHABLE, InvalidRequest, Problem
from app.tasks.due import DueDate, DueTime
from app.tasks.models import DESCRIPTION_CHARS, TITLE_CHARS, Priority
from app.tasks.schemas import (
    MAX_NEW,
    MAX_OFFSET,
    MAX_PAGE,
    Description,
    Due,
    Order,
    Search,
    Status,
    TaskCreate,
    TaskQuery,
    Title,
)
from app.tasks.service import TaskService

User = Annotated[uuid.UUID, Resolve(current_user)]
TaskId = Annotated[uuid.UUID, Field(description="The task's id, as list_tasks gives it.")]
SeveralIds = Annotated[TaskIds | None, Field(description="In place of task_id: the ids of several tasks.")]
TaskTitle = Annotated[Title, Field(description=f"What is to be done, 1 to {TITLE_CHARS} characters on one line.")]
TaskDescription = Annotated[Description, Field(description=f"Details, up to {DESCRIPTION_CHARS} characters.")]
TaskDueDate = Annotated[DueDate | None, Field(description="When it is due, as YYYY-MM-DD.")]
TaskDueTime = Annotated[
    DueTime | None, Field(description="At what time, as HH:MM on the user's clock; only with a due date.")
]
TaskPriority = Annotated[Priority, Field(description="The importance of the task.")]
_SEVERAL_NEW = "In place of title and the others: several tasks. All are added, or none."
_DUE = (
    "Which day counts as today is the user's. overdue: open, and its day or minute is over; upcoming: after today; "
    "any: with a due date; none: without one."
)

TOOL_NAMES = ("add_task", "list_tasks", "complete_task", "delete_task", "update_task")


@asynccontextmanager
async def _counted(tool: str) -> AsyncIterator[None]:
    """Count the call, and turn the application's errors into words for the caller."""
    try:
        yield
    except ValidationError as error:
        metrics.TOOL_CALLS.labels(tool, InvalidRequest.slug).inc()
        raise ToolError(in_words(error)) from None
    except Problem as problem:
        metrics.TOOL_CALLS.labels(tool, problem.slug).inc()
        raise ToolError(problem.detail) from None
    except UNREACHABLE:
        metrics.TOOL_CALLS.labels(tool, "database-unavailable").inc()
        raise ToolError("The database cannot be reached just now. Try again in a moment.") from None
    except Exception:
        metrics.TOOL_CALLS.labels(tool, "error").inc()
        raise
    metrics.TOOL_CALLS.labels(tool, "ok").inc()


def register(server: MCPServer, service: TaskService) -> None:
    """Add the tools to the server."""

    @server.tool(annotations=ToolAnnotations(title="Add a task", destructive_hint=False, open_world_hint=False))
    async def add_task(
        user: User,
        title: TaskTitle | None = None,
        description: TaskDescription = "",
        due_date: TaskDueDate = None,
        due_time: TaskDueTime = None,
        priority: TaskPriority = "none",
        tasks: Annotated[
            list[TaskCreate] | None, Field(description=_SEVERAL_NEW, min_length=1, max_length=MAX_NEW)
        ] = None,
    ) -> TaskChange:
        """Add a task to the user's list, or several in one call."""
        async with _counted("add_task"):
            if (title is None) == (tasks is None):
                raise ToolError("Give title for one task, or tasks for several, and not both.")
            if tasks is not None:
                return TaskChange.several("added", await service.create_many(user, tasks))
            one = {"title": title, "description": description, "due_date": due_date, "due_time": due_time}
            wanted = TaskCreate.model_validate({**one, "priority": priority})
            return TaskChange.one("added", await service.create(user, wanted))

    @server.tool(annotations=ToolAnnotations(title="List tasks", read_only_hint=True, open_world_hint=False))
    async def list_tasks(
        user: User,
        status: Annotated[Status, Field(description="open: still to do; done: completed; all: both.")] = "all",
        due: Annotated[Due | None, Field(description=_DUE)] = None,
        search: Annotated[Search, Field(description="A part of title or description, in any case and accents.")] = "",
        priority: Annotated[Priority | None, Field(description="Only tasks of this priority.")] = None,
        order: Annotated[Order, Field(description="The sort key; a leading - reverses the order.")] = "position",
        limit: Annotated[int, Field(ge=1, le=MAX_PAGE, description="Maximum number of tasks.")] = MAX_PAGE,
        offset: Annotated[int, Field(ge=0, le=MAX_OFFSET, description="Number of tasks to skip.")] = 0,
    ) -> TaskList:
        """List the user's tasks in the order of their list, or in the given one, each with its id and its position."""
        async with _counted("list_tasks"):
            query = TaskQuery(
                status=status, due=due, search=search, priority=priority, order=order, limit=limit, offset=offset
            )
            now = await service.now(user)
            page = await service.list(user, query, now)
            listed = [ListedTask.of(task, position=place) for place, task in enumerate(page.items, start=offset + 1)]
            return TaskList(tasks=listed, total=page.total, today=now.date())

    @server.tool(
        annotations=ToolAnnotations(
            title="Complete a task", destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
    )
    async def complete_task(user: User, task_id: TaskId | None = None, task_ids: SeveralIds = None) -> TaskChange:
        """Mark a task as done, or several in one call. A task that is done already stays as it is."""
        async with _counted("complete_task"):
            named = Arguments(task_id=task_id, task_ids=task_ids)
            if named.task_id:
                return TaskChange.one("completed", await service.complete(user, named.task_id))
            return TaskChange.several("completed", await service.complete_many(user, named.ids))

    @server.tool(annotations=ToolAnnotations(title="Delete a task", destructive_hint=True, open_world_hint=False))
    async def delete_task(user: User, task_id: TaskId | None = None, task_ids: SeveralIds = None) -> TaskChange:
        """Delete a task, or several in one call. Only when the user asks for it in their own words."""
        async with _counted("delete_task"):
            named = Arguments(task_id=task_id, task_ids=task_ids)
            if named.task_id:
                return TaskChange.one("deleted", await service.delete(user, named.task_id))
            return TaskChange.several("deleted", await service.delete_many(user, named.ids))

    @server.tool(
        annotations=ToolAnnotations(
            title="Change a task", destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
    )
    async def update_task(
        user: User,
        task_id: TaskId | None = None,
        task_ids: SeveralIds = None,
        title: Annotated[Title | None, Field(description="The new title, of one task; leave out to keep it.")] = None,
        description: Annotated[Description | None, Field(description="The new details; leave out to keep.")] = None,
        state: Annotated[State | None, Field(description="open reopens a completed task; leave out to keep.")] = None,
        due_date: TaskDueDate = None,
        due_time: TaskDueTime = None,
        priority: Annotated[Priority | None, Field(description="The new priority; leave out to keep.")] = None,
        clear: Annotated[
            list[Clearable] | None, Field(description="Fields to clear. Clearing due_date also clears due_time.")
        ] = None,
        restore: Annotated[
            bool, Field(description="true undoes a deletion of the last 30 days; then give nothing but the ids.")
        ] = False,
    ) -> TaskChange:
        """Change a task, or several alike in one call: words, dates, priority, state; or undo a deletion."""
        async with _counted("update_task"):
            given = {
                "task_id": task_id,
                "task_ids": task_ids,
                "title": title,
                "description": description,
                "state": state,
                "due_date": due_date,
                "due_time": due_time,
                "priority": priority,
                "clear": clear,
                "restore": restore,
            }
            changes = Changes.model_validate(given)
            if changes.restore:
                if changes.task_id:
                    return TaskChange.one("restored", await service.restore(user, changes.task_id))
                return TaskChange.several("restored", await service.restore_many(user, changes.ids))
            if changes.task_id:
                return TaskChange.one("updated", await service.update(user, changes.task_id, changes.wanted()))
            return TaskChange.several("updated", await service.update_many(user, changes.ids, changes.wanted()))
