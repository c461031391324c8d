"""The five tools, over the task service."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Literal

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.resolve import Resolve
from mcp_types import ToolAnnotations
from pydantic import Field

from app import metrics
from app.mcp.identity import current_user
from app.mcp.schemas import ListedTask, TaskChange, TaskList, ToolTask
from app.problems import UNREACHABLE, Problem
from app.tasks.models import DESCRIPTION_CHARS, TITLE_CHARS
from app.tasks.schemas import MAX_PAGE, Description, Status, TaskCreate, TaskQuery, TaskUpdate, Title
from app.tasks.service import TaskService

User = Annotated[uuid.UUID, Resolve(current_user)]
TaskId = Annotated[uuid.UUID, Field(description="The task's id, as list_tasks gives it.")]
TaskTitle = Annotated[Title, Field(description=f"What is to be done, 1 to {TITLE_CHARS} characters on one line.")]
TaskDescription = Annotated[Description, Field(description=f"Details, up to {DESCRIPTION_CHARS} characters.")]

TOOL_NAMES = ("add_task", "list_tasks", "complete_task", "delete_task", "update_task")


@asynccontextmanager
async def _counted(tool: str) -> AsyncIterator[None]:
    """Count the call, and turn the application's errors into words for the caller."""
    try:
        yield
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


def register(server: MCPServer, tasks: TaskService) -> None:
    """Add the tools to the server."""

    @server.tool(annotations=ToolAnnotations(title="Add a task", destructive_hint=False, open_world_hint=False))
    async def add_task(user: User, title: TaskTitle, description: TaskDescription = "") -> TaskChange:
        """Add one task to the user's list."""
        async with _counted("add_task"):
            task = await tasks.create(user, TaskCreate(title=title, description=description))
            return TaskChange(outcome="added", task=ToolTask.of(task))

    @server.tool(annotations=ToolAnnotations(title="List tasks", read_only_hint=True, open_world_hint=False))
    async def list_tasks(
        user: User,
        status: Annotated[Status, Field(description="open: still to do; done: completed; all: both.")] = "all",
        limit: Annotated[int, Field(ge=1, le=MAX_PAGE, description="How many at most.")] = MAX_PAGE,
    ) -> TaskList:
        """List the user's tasks, oldest first, each with its id and its position."""
        async with _counted("list_tasks"):
            page = await tasks.list(user, TaskQuery(status=status, order="created_at", limit=limit))
            listed = [
                ListedTask(position=place, **ToolTask.of(task).model_dump())
                for place, task in enumerate(page.items, start=1)
            ]
            return TaskList(tasks=listed, total=page.total)

    @server.tool(
        annotations=ToolAnnotations(
            title="Complete a task", destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
    )
    async def complete_task(user: User, task_id: TaskId) -> TaskChange:
        """Mark a task as done. A task that is done already stays as it is."""
        async with _counted("complete_task"):
            return TaskChange(outcome="completed", task=ToolTask.of(await tasks.complete(user, task_id)))

    @server.tool(annotations=ToolAnnotations(title="Delete a task", destructive_hint=True, open_world_hint=False))
    async def delete_task(user: User, task_id: TaskId) -> TaskChange:
        """Delete a task for good. Only when the user asks for it in their own words."""
        async with _counted("delete_task"):
            return TaskChange(outcome="deleted", task=ToolTask.of(await tasks.delete(user, task_id)))

    @server.tool(
        annotations=ToolAnnotations(
            title="Change a task", destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
    )
    async def update_task(
        user: User,
        task_id: TaskId,
        title: Annotated[Title | None, Field(description="The new title; leave out to keep it.")] = None,
        description: Annotated[Description | None, Field(description="The new details; leave out to keep.")] = None,
        state: Annotated[
            Literal["open", "done"] | None,
            Field(description="open reopens a completed task; leave out to keep."),
        ] = None,
    ) -> TaskChange:
        """Change a task's title or details, or reopen it."""
        async with _counted("update_task"):
            if title is None and description is None and state is None:
                raise ToolError("Nothing to change: give title, description or state.")
            values = {"title": title, "description": description, "completed": state and state == "done"}
            wanted = TaskUpdate.model_validate({key: value for key, value in values.items() if value is not None})
            return TaskChange(outcome="updated", task=ToolTask.of(await tasks.update(user, task_id, wanted)))
