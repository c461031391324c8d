"""/api/tasks: the owner's tasks over REST."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response, status

from app.auth.dependencies import CurrentUser
from app.lifecycle import LifecycleDep
from app.responses import documented
from app.services import ServicesDep
from app.tasks.schemas import ParsedTask, Task, TaskCreate, TaskMove, TaskPage, TaskParse, TaskQuery, TaskUpdate

router = APIRouter(prefix="/api/tasks", tags=["tasks"])


IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        description="A unique text for each task. Send the same text when you repeat a request.",
    ),
]
"""IETF draft-ietf-httpapi-idempotency-key-header."""


@router.get("", responses=documented(401, 422, 503))
async def list_tasks(user: CurrentUser, services: ServicesDep, query: Annotated[TaskQuery, Query()]) -> TaskPage:
    """A page of tasks, filtered and ordered."""
    return await services.tasks.list(user, query)


@router.post("", status_code=status.HTTP_201_CREATED, responses=documented(400, 401, 413, 422, 503))
async def create_task(
    user: CurrentUser,
    services: ServicesDep,
    wanted: TaskCreate,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> Task:
    """A new task. Sent again with the same Idempotency-Key, it makes no second one."""
    task = await services.tasks.create(user, wanted, idempotency_key)
    response.headers["Location"] = f"/api/tasks/{task.id}"
    return task


# Not a GET: what somebody types would stand in the access log of every proxy on the way.
@router.post("/parse", responses=documented(400, 401, 413, 422, 503))
async def parse_title(user: CurrentUser, lifecycle: LifecycleDep, wanted: TaskParse) -> ParsedTask:
    """What a title says of its date, time and priority, in the account's time zone. Nothing is stored."""
    conversation = await lifecycle.conversation()
    return await conversation.parse_title(user, wanted.title)


@router.get("/{task_id}", responses=documented(401, 404, 422, 503))
async def read_task(user: CurrentUser, services: ServicesDep, task_id: uuid.UUID) -> Task:
    """One task."""
    return await services.tasks.get(user, task_id)


@router.patch("/{task_id}", responses=documented(400, 401, 404, 413, 422, 503))
async def change_task(user: CurrentUser, services: ServicesDep, task_id: uuid.UUID, wanted: TaskUpdate) -> Task:
    """Change a task; what is left out stays."""
    return await services.tasks.update(user, task_id, wanted)


@router.delete("/{task_id}", status_code=status.HTTP_204_NO_CONTENT, responses=documented(401, 404, 422, 503))
async def delete_task(user: CurrentUser, services: ServicesDep, task_id: uuid.UUID) -> None:
    """Delete a task. For 30 days it can be restored."""
    await services.tasks.delete(user, task_id)


@router.post("/{task_id}/complete", responses=documented(401, 404, 422, 503))
async def complete_task(user: CurrentUser, services: ServicesDep, task_id: uuid.UUID) -> Task:
    """Complete a task; a second time changes nothing."""
    return await services.tasks.complete(user, task_id)


@router.post("/{task_id}/restore", responses=documented(401, 404, 422, 503))
async def restore_task(user: CurrentUser, services: ServicesDep, task_id: uuid.UUID) -> Task:
    """Undo the deletion of a task; a second time changes nothing."""
    return await services.tasks.restore(user, task_id)


@router.post("/{task_id}/move", responses=documented(400, 401, 404, 413, 422, 503))
async def move_task(user: CurrentUser, services: ServicesDep, task_id: uuid.UUID, wanted: TaskMove) -> Task:
    """Put a task behind another in the order by hand, or before all."""
    return await services.tasks.move(user, task_id, wanted.after)
