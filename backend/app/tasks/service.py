"""What can be done with tasks: the one layer under REST and under the MCP tools."""

import uuid

from app.tasks.errors import TaskNotFound
from app.tasks.repository import TaskRepository
from app.tasks.schemas import Task, TaskCreate, TaskPage, TaskQuery, TaskUpdate


class TaskService:
    """Every operation takes the owner from the caller's token; another owner's task is not found."""

    def __init__(self, tasks: TaskRepository) -> None:
        self._tasks = tasks

    async def list(self, owner: uuid.UUID, query: TaskQuery) -> TaskPage:
        """A page of the owner's tasks."""
        items, total = await self._tasks.page(owner, query)
        return TaskPage(items=items, total=total, limit=query.limit, offset=query.offset)

    async def create(self, owner: uuid.UUID, wanted: TaskCreate, key: str | None = None) -> Task:
        """A new task; the one that is there, when this owner has made one with the same key."""
        task_id = uuid.uuid4() if key is None else uuid.uuid5(owner, key)
        return await self._tasks.add(owner, task_id, wanted.title, wanted.description) or await self.get(owner, task_id)

    async def get(self, owner: uuid.UUID, task_id: uuid.UUID) -> Task:
        """Raises TaskNotFound."""
        return self._found(await self._tasks.get(owner, task_id))

    async def update(self, owner: uuid.UUID, task_id: uuid.UUID, wanted: TaskUpdate) -> Task:
        """Change title, description or state. Raises TaskNotFound."""
        return self._found(await self._tasks.change(owner, task_id, wanted.changes()))

    async def complete(self, owner: uuid.UUID, task_id: uuid.UUID) -> Task:
        """Complete a task; a second time changes nothing. Raises TaskNotFound."""
        return await self._tasks.complete(owner, task_id) or await self.get(owner, task_id)

    async def delete(self, owner: uuid.UUID, task_id: uuid.UUID) -> Task:
        """Delete a task and give back what it was. Raises TaskNotFound."""
        return self._found(await self._tasks.remove(owner, task_id))

    @staticmethod
    def _found(task: Task | None) -> Task:
        if task is None:
            raise TaskNotFound
        return task
