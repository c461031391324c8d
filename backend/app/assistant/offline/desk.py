"""The user's list as one turn sees it: read once, changed by calls, with what takes each change back."""

from collections.abc import Generator
from datetime import date, datetime

from app.assistant.offline import wording as say
from app.assistant.offline.calls import Call, Results, calls_of, outcome_of
from app.assistant.offline.change import Change, inverse
from app.assistant.offline.memory import MOST_UNDONE, Memory
from app.assistant.offline.task import Task

PAGE = 200
MOST_READ = 10_000
"""Tasks of a list that can be read. Of a longer one nothing is changed: a part of it is not all of it."""
Working = Generator[list[Call], Results, str]
Reading = Generator[list[Call], Results, list[Task]]


class ToolFailed(Exception):
    """The list could not be read; the text is what the tool said."""


class Desk:
    """What a turn works with."""

    def __init__(self, memory: Memory, now: datetime) -> None:
        self.memory = memory
        self.now = now
        self._tasks: list[Task] | None = None
        self._open: list[Task] | None = None

    @property
    def today(self) -> date:
        """The day of the user."""
        return self.now.date()

    def tasks(self) -> Reading:
        """All tasks, in the user's order."""
        if self._tasks is None:
            self._tasks = yield from self._read({"status": "all"})
        return self._tasks

    def open_tasks(self) -> Reading:
        """What is to do, in the user's order."""
        if self._tasks is not None:
            return [task for task in self._tasks if not task.completed]
        if self._open is None:
            self._open = yield from self._read({"status": "open"})
        return self._open

    def _read(self, query: dict[str, str]) -> Reading:
        tasks: list[Task] = []
        while True:
            page = {"offset": len(tasks)} if tasks else {}
            (result,) = yield [Call("list_tasks", {**query, **page})]
            if "error" in result:
                raise ToolFailed(result["error"])
            read = [Task.of(one) for one in result["tasks"]]
            tasks += read
            if result["total"] > MOST_READ:
                raise ToolFailed(f"Your list has {result['total']:,} tasks. I can work with {MOST_READ:,} at most.")
            if len(tasks) >= result["total"] or not read:
                return tasks

    def make(self, changes: list[Change], *, lead: str = "", taking_back: bool = False) -> Working:
        """Make changes that belong together. Returns what was done, in words."""
        known = {task.id: task for task in self._tasks or []}
        said: list[str] = []
        errors: list[str] = []
        back: list[Change] = []
        touched: list[str] = []
        for change in changes:
            before = [known[one] for one in change.ids if one in known]
            results = yield calls_of(change)
            outcome = outcome_of(results)
            now = [Task.of(one) for one in outcome.tasks]
            said.append(say.told(change, before, now, self.today))
            errors += outcome.errors
            if outcome.missing:
                errors.append(f"{say.counted(outcome.missing)} could not be found any more.")
            back = inverse(change, before, [task.id for task in now]) + back
            touched += [task.id for task in now]
        self._tasks = self._open = None
        self._remember(changes, back, touched, taking_back=taking_back)
        body = " ".join([line for line in said if line] + list(dict.fromkeys(errors)))
        return f"{lead}{body}" if body else "Nothing was changed."

    def _remember(self, changes: list[Change], back: list[Change], touched: list[str], *, taking_back: bool) -> None:
        if not touched:
            return
        memory = self.memory
        memory.talked = touched
        if memory.shown and any(change.do == "add" for change in changes):
            memory.shown = memory.shown + touched
        if taking_back:
            memory.last = {}
            return
        memory.last = Change(changes[0].do, touched, changes[0].values, changes[0].tasks).kept()
        memory.undo = [*memory.undo, [change.kept() for change in back]][-MOST_UNDONE:]
