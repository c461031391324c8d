"""The five tools over a list in memory, and a user who talks to the offline assistant about it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.assistant.offline.calls import Call
from app.assistant.offline.dialogue import converse
from app.assistant.offline.memory import Memory

NOW = datetime(2026, 11, 18, 10, 0)
"""A Wednesday."""
CLEARED = {"due_date": None, "due_time": None, "description": "", "priority": "none"}
MOST_IDS, MOST_NEW, PAGE = 200, 100, 200


@dataclass
class ListInMemory:
    """Plays the tools."""

    tasks: list[dict[str, Any]] = field(default_factory=list)
    deleted: dict[str, dict[str, Any]] = field(default_factory=dict)
    made: int = 0

    def add(self, title: str, *, completed: bool = False, **more: Any) -> dict[str, Any]:
        """A new task; at its end of the list."""
        self.made += 1
        task = {"id": str(self.made), "title": title, "completed": completed, **CLEARED, **more}
        self.tasks.append(task)
        return task

    def call(self, call: Call) -> dict[str, Any]:
        """What a tool answers."""
        arguments = dict(call.arguments)
        if call.tool == "list_tasks":
            return self._list(**arguments)
        if call.tool == "add_task":
            return self._add(**arguments)
        ids = arguments.pop("task_ids", None)
        assert (ids is None) != ("task_id" not in arguments) or ids is not None, "task_id or task_ids"
        assert ids is None or 0 < len(ids) <= MOST_IDS, f"{len(ids or [])} ids"
        wanted = ids if ids is not None else [arguments.pop("task_id")]
        change = {"complete_task": self._complete, "delete_task": self._delete, "update_task": self._update}[call.tool]
        changed = [task for one in wanted if (task := change(one, **arguments))]
        if ids is None:
            return {"outcome": "done", "task": dict(changed[0])} if changed else {"error": "There is no such task."}
        gone = [one for one in wanted if one not in [task["id"] for task in changed]]
        return {"outcome": "done", "tasks": [dict(task) for task in changed], "missing": gone}

    def _list(self, status: str = "all", limit: int = PAGE, offset: int = 0) -> dict[str, Any]:
        found = [t for t in self.tasks if status == "all" or t["completed"] == (status == "done")]
        return {"tasks": [dict(task) for task in found[offset : offset + limit]], "total": len(found)}

    def _add(self, tasks: list[dict[str, Any]] | None = None, **one: Any) -> dict[str, Any]:
        if tasks is None:
            return {"outcome": "added", "task": dict(self.add(**one))}
        assert 0 < len(tasks) <= MOST_NEW
        return {"outcome": "added", "tasks": [dict(self.add(**task)) for task in tasks], "missing": []}

    def _of(self, task_id: str) -> dict[str, Any] | None:
        return next((task for task in self.tasks if task["id"] == task_id), None)

    def _complete(self, task_id: str) -> dict[str, Any] | None:
        task = self._of(task_id)
        if task:
            task["completed"] = True
        return task

    def _delete(self, task_id: str) -> dict[str, Any] | None:
        task = self._of(task_id)
        if task:
            self.tasks.remove(task)
            self.deleted[task_id] = task
        return task

    def _update(
        self,
        task_id: str,
        *,
        restore: bool = False,
        state: str | None = None,
        clear: tuple[str, ...] = (),
        **values: Any,
    ) -> dict[str, Any] | None:
        if restore and task_id in self.deleted:
            self.tasks.append(self.deleted.pop(task_id))
            self.tasks.sort(key=lambda task: int(task["id"]))
        task = self._of(task_id)
        if task is None:
            return None
        assert restore or state or clear or values, "nothing to change"
        if state:
            task["completed"] = state == "done"
        task.update({name: CLEARED[name] for name in clear})
        if "due_date" in clear:
            task["due_time"] = None
        task.update(values)
        return task


class Talker:
    """Somebody with a list who talks about it."""

    def __init__(self, *titles: str, done: tuple[str, ...] = (), now: datetime = NOW) -> None:
        self.list = ListInMemory()
        for title in titles:
            self.list.add(title)
        for title in done:
            self.list.add(title, completed=True)
        self.memory = Memory(introduced=True)
        self.now = now
        self.calls: list[Call] = []

    def say(self, text: str) -> str:
        """The assistant's reply."""
        dialogue = converse(text, self.memory, self.now)
        try:
            calls = next(dialogue)
            while True:
                self.calls += calls
                calls = dialogue.send([self.list.call(call) for call in calls])
        except StopIteration as end:
            return str(end.value)

    @property
    def asks(self) -> bool:
        """Whether a question is open."""
        return bool(self.memory.questions)

    def titles(self, *, completed: bool | None = None) -> list[str]:
        """Of the tasks that are there."""
        return [str(t["title"]) for t in self.list.tasks if completed is None or t["completed"] == completed]

    def task(self, title: str) -> dict[str, Any]:
        """The one of that title."""
        return next(task for task in self.list.tasks if task["title"] == title)
