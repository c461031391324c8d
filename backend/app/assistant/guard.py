"""What a language model may do with tasks: what the user has asked for, call by call.

A task's text reaches the model as data, and data can try to give orders. So what changes or removes a task is done at
once only if the user's last message plainly asks for that very call. Any other call is held: the user is asked, in the
server's words, and a yes lets exactly what was asked through. The offline assistant needs no guard: it acts on the
user's words alone.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from app import metrics
from app.assistant.answers import Answer
from app.assistant.held import CHANGING, Call
from app.assistant.wishes import asks_for
from app.mcp.arguments import Arguments, Changes, in_words
from app.tasks.errors import TaskNotFound
from app.tasks.schemas import MAX_PAGE, Task, TaskPage, TaskQuery
from app.tasks.service import TaskService

Result = dict[str, Any]

_HELD = (
    "Not done yet: the app now asks the user to confirm this with yes or no. "
    "Tell the user in a few words what you want to do. Do not call it again, and do not say that it is done."
)
_ONE_CHANGED = "Not one of these was done: a task among them was changed after the user was asked."
_REFUSED = "Not done: the user has just said no."


class Guard:
    """Watches over the calls of one turn."""

    def __init__(
        self,
        tasks: TaskService,
        user_id: uuid.UUID,
        text: str,
        now: datetime,
        answer: Answer | None = None,
        carried: Sequence[tuple[Call, Result]] = (),
    ) -> None:
        """`text` is the user's last message, and `answer` what it answers to a question about held calls.

        `now` is what the user's clock shows.

        `carried` are those that were made upon it, with what became of them: the model gets that, should it call again.
        """
        self._tasks = tasks
        self._user_id = user_id
        self._text = text
        self._now = now
        self._answer = answer
        self._carried = carried
        self._page: TaskPage | None = None
        self.held: list[Call] = []
        """The calls that wait for the user's yes, in their order."""

    async def instead(self, tool: str, arguments: dict[str, Any]) -> Result | None:
        """What the model gets in place of the call's result; None where the call is to be made."""
        if tool not in CHANGING:
            return None
        try:
            given = (Changes if tool == "update_task" else Arguments).model_validate(arguments)
        except ValidationError as error:
            return {"error": in_words(error)}
        for made, result in self._carried:
            if made.is_same(tool, given):
                return result
        restores = isinstance(given, Changes) and given.restore
        tasks = await _found(self._tasks, self._user_id, given.ids, deleted=restores)
        if not tasks:
            return {"error": TaskNotFound().detail}
        call = Call.of(tool, given, tasks)
        if call is None or await self._is_asked_for(call):
            return None
        if self._answer == "no":
            return {"error": _REFUSED}
        metrics.TOOLS_HELD.labels(tool).inc()
        if call not in self.held:
            self.held.append(call)
        return {"waiting": _HELD}

    async def _is_asked_for(self, call: Call) -> bool:
        if call.restores:
            return asks_for(self._text, call, await self._tasks.restorable(self._user_id), self._now)
        # Read once: what the user has named is not another task after the first was deleted.
        page = self._page = self._page or await self._tasks.list(self._user_id, TaskQuery(limit=MAX_PAGE))
        return page.total <= len(page.items) and asks_for(self._text, call, page.items, self._now)


async def changed_since(tasks: TaskService, user_id: uuid.UUID, calls: Sequence[Call]) -> list[str | None]:
    """For each call, why it may not be made any more, as its tasks are not what the user was asked about; else None.

    A call is made for all of its tasks or for none, but for tasks that are gone: the call's result names them.
    """
    reasons: list[str | None] = []
    for call in calls:
        now = {task.id: task for task in await _found(tasks, user_id, call.ids, deleted=call.restores)}
        there = [(one, now[one.id]) for one in call.subjects if one.id in now]
        is_same = all((task.title, task.updated_at) == (one.title, one.changed_at) for one, task in there)
        if not there:
            reasons.append(TaskNotFound().detail)
        elif is_same:
            reasons.append(None)
        else:
            reasons.append("The task was changed after the user was asked." if len(call.ids) == 1 else _ONE_CHANGED)
    return reasons


async def _found(tasks: TaskService, user_id: uuid.UUID, ids: Sequence[uuid.UUID], *, deleted: bool) -> Sequence[Task]:
    """Those of these that are tasks; of these that are deleted ones, where a call restores."""
    if not deleted:
        return (await tasks.find(user_id, ids)).tasks
    by_id = {task.id: task for task in await tasks.restorable(user_id)}
    return [by_id[one] for one in ids if one in by_id]
