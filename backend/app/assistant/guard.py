"""What a language model may do with tasks: what the user has asked for, call by call.

A task's text reaches the model as data, and data can try to give orders. So what changes or removes a task is done at
once only if the user's last message plainly asks for that very call. Any other call is held: the user is asked, in the
server's words, and a yes lets exactly what was asked through. The offline assistant needs no guard: it acts on the
user's words alone.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from app import metrics
from app.assistant.answers import Answer
from app.assistant.held import CHANGING, Arguments, Call, Changes
from app.assistant.wishes import asks_for
from app.tasks.errors import TaskNotFound
from app.tasks.schemas import MAX_PAGE, Task, TaskPage, TaskQuery
from app.tasks.service import TaskService

Result = dict[str, Any]

_HELD = (
    "Not done yet: the app now asks the user to confirm this with yes or no. "
    "Tell the user in a few words what you want to do. Do not call it again, and do not say that it is done."
)
_REFUSED = "Not done: the user has just said no."


class Guard:
    """Watches over the calls of one turn."""

    def __init__(
        self,
        tasks: TaskService,
        user_id: uuid.UUID,
        text: str,
        answer: Answer | None = None,
        carried: Sequence[tuple[Call, Result]] = (),
    ) -> None:
        """`text` is the user's last message, and `answer` what it answers to a question about held calls.

        `carried` are those that were made upon it, with what became of them: the model gets that, should it call again.
        """
        self._tasks = tasks
        self._user_id = user_id
        self._text = text
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
            return {"error": "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())}
        for made, result in self._carried:
            if made.is_same(tool, given):
                return result
        try:
            task = await self._tasks.get(self._user_id, given.task_id)
        except TaskNotFound as missing:
            return {"error": missing.detail}
        call = Call.of(tool, given, task)
        if not _changes(call, task) or await self._is_asked_for(call):
            return None
        if self._answer == "no":
            return {"error": _REFUSED}
        metrics.TOOLS_HELD.labels(tool).inc()
        if not any(one.is_same(tool, given) for one in self.held):
            self.held.append(call)
        return {"waiting": _HELD}

    async def _is_asked_for(self, call: Call) -> bool:
        # Read once: what the user has named is not another task after the first was deleted.
        page = self._page = self._page or await self._tasks.list(self._user_id, TaskQuery(limit=MAX_PAGE))
        return page.total <= len(page.items) and asks_for(self._text, call, page.items)


async def changed_since(tasks: TaskService, user_id: uuid.UUID, calls: Sequence[Call]) -> list[str | None]:
    """For each call, why it may not be made any more, as its task is not what the user was asked about; else None."""
    reasons: list[str | None] = []
    for call in calls:
        try:
            task = await tasks.get(user_id, call.task_id)
        except TaskNotFound as missing:
            reasons.append(missing.detail)
            continue
        is_same = (task.title, task.updated_at) == (call.title, call.changed_at)
        reasons.append(None if is_same else "The task was changed after the user was asked.")
    return reasons


def _changes(call: Call, task: Task) -> bool:
    """Whether the call would leave the task other than it is."""
    if call.tool == "complete_task":
        return not task.completed
    return call.tool == "delete_task" or bool(call.changes)
