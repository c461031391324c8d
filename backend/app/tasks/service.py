"""What can be done with tasks: the one layer under REST and under the MCP tools."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from app.auth.repository import AccountRepository
from app.tasks.deleted import DeletedTaskRepository
from app.tasks.errors import TaskNotFound
from app.tasks.repository import TaskRepository
from app.tasks.schemas import DeletedTask, Several, Task, TaskCreate, TaskPage, TaskQuery, TaskUpdate
from app.time_zones import DEFAULT_ZONE, now_in


class TaskService:
    """Every operation takes the owner from the caller's token; another owner's task is not found.

    What is done to several tasks is done to all of those that are found, or, where it fails, to none.
    """

    def __init__(self, tasks: TaskRepository, deleted: DeletedTaskRepository, accounts: AccountRepository) -> None:
        self._tasks = tasks
        self._deleted = deleted
        self._accounts = accounts

    async def now(self, owner: uuid.UUID) -> datetime:
        """What the owner's clock shows."""
        account = await self._accounts.by_id(owner)
        return now_in(account.time_zone if account else DEFAULT_ZONE)

    async def list(self, owner: uuid.UUID, query: TaskQuery, now: datetime | None = None) -> TaskPage:
        """A page of the owner's tasks. `now` is what the owner's clock shows, where that is known already."""
        if query.due and now is None:
            now = await self.now(owner)
        items, total = await self._tasks.page(owner, query, now or now_in(DEFAULT_ZONE))
        return TaskPage(items=items, total=total, limit=query.limit, offset=query.offset)

    async def create(self, owner: uuid.UUID, wanted: TaskCreate, key: str | None = None) -> Task:
        """A new task; the one that is there, when this owner has made one with the same key."""
        task_id = uuid.uuid4() if key is None else uuid.uuid5(owner, key)
        made = await self._tasks.add(owner, {task_id: wanted})
        return made[0] if made else await self.get(owner, task_id)

    async def create_many(self, owner: uuid.UUID, wanted: Sequence[TaskCreate]) -> Several:
        """New tasks."""
        new = {uuid.uuid4(): task for task in wanted}
        return _several(new, await self._tasks.add(owner, new))

    async def get(self, owner: uuid.UUID, task_id: uuid.UUID) -> Task:
        """Raises TaskNotFound."""
        return _only((await self.find(owner, [task_id])).tasks)

    async def find(self, owner: uuid.UUID, task_ids: Sequence[uuid.UUID]) -> Several:
        """Those of these tasks that there are."""
        return _several(task_ids, await self._tasks.find(owner, task_ids))

    async def update(self, owner: uuid.UUID, task_id: uuid.UUID, wanted: TaskUpdate) -> Task:
        """Change a task. Raises TaskNotFound, and TimeWithoutDate."""
        return _only((await self.update_many(owner, [task_id], wanted)).tasks)

    async def update_many(self, owner: uuid.UUID, task_ids: Sequence[uuid.UUID], wanted: TaskUpdate) -> Several:
        """Change tasks alike. Raises TimeWithoutDate."""
        return _several(task_ids, await self._tasks.change(owner, task_ids, wanted.changes()))

    async def complete(self, owner: uuid.UUID, task_id: uuid.UUID) -> Task:
        """Complete a task; a second time changes nothing. Raises TaskNotFound."""
        return _only((await self.complete_many(owner, [task_id])).tasks)

    async def complete_many(self, owner: uuid.UUID, task_ids: Sequence[uuid.UUID]) -> Several:
        """Complete tasks; those that are done stay as they are."""
        return await self._with_others(owner, task_ids, await self._tasks.complete(owner, task_ids))

    async def delete(self, owner: uuid.UUID, task_id: uuid.UUID) -> Task:
        """Delete a task and give back what it was. Raises TaskNotFound."""
        return _only((await self.delete_many(owner, [task_id])).tasks)

    async def delete_many(self, owner: uuid.UUID, task_ids: Sequence[uuid.UUID]) -> Several:
        """Delete tasks and give back what they were."""
        return _several(task_ids, await self._deleted.remove(owner, task_ids))

    async def restore(self, owner: uuid.UUID, task_id: uuid.UUID) -> Task:
        """Undo a deletion; without one it changes nothing. Raises TaskNotFound where it is too late."""
        return _only((await self.restore_many(owner, [task_id])).tasks)

    async def restore_many(self, owner: uuid.UUID, task_ids: Sequence[uuid.UUID]) -> Several:
        """Undo deletions."""
        return await self._with_others(owner, task_ids, await self._deleted.restore(owner, task_ids))

    async def restorable(self, owner: uuid.UUID) -> Sequence[DeletedTask]:
        """The deleted tasks, the last deleted first."""
        return await self._deleted.all(owner)

    async def move(self, owner: uuid.UUID, task_id: uuid.UUID, after: uuid.UUID | None) -> Task:
        """Put a task behind another, or before all. Raises TaskNotFound, of either."""
        moved = await self._tasks.move(owner, task_id, after)
        return _only([moved] if moved else [])

    async def _with_others(self, owner: uuid.UUID, task_ids: Sequence[uuid.UUID], changed: Sequence[Task]) -> Several:
        """The changed tasks, and as they are those that there was nothing to change about."""
        others = set(task_ids) - {task.id for task in changed}
        return _several(task_ids, [*changed, *(await self._tasks.find(owner, list(others)) if others else ())])


def _several(task_ids: Iterable[uuid.UUID], tasks: Iterable[Task]) -> Several:
    found = {task.id: task for task in tasks}
    ids = list(dict.fromkeys(task_ids))
    return Several([found[one] for one in ids if one in found], [one for one in ids if one not in found])


def _only(tasks: Sequence[Task]) -> Task:
    if not tasks:
        raise TaskNotFound
    return tasks[0]
