"""Changes as calls of the tools, and what became of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.assistant.offline.change import Change

MOST_IDS, MOST_NEW = 200, 100
"""How many tasks one call takes: to change, and to add."""
Results = list[dict[str, Any]]


@dataclass(frozen=True)
class Call:
    """One tool call."""

    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What became of a change."""

    tasks: list[dict[str, Any]] = field(default_factory=list)
    """The tasks as they are now; a deleted one as it was."""
    errors: list[str] = field(default_factory=list)
    missing: int = 0
    """Of how many there is nothing any more."""


def calls_of(change: Change) -> list[Call]:
    """The calls that make a change: one for many tasks, as far as a tool takes them."""
    if change.do == "add":
        new = [{name: value for name, value in task.items() if value} for task in change.tasks]
        if len(new) == 1:
            return [Call("add_task", new[0])]
        return [Call("add_task", {"tasks": list(some)}) for some in _batches(new, MOST_NEW)]
    tool = {"complete": "complete_task", "delete": "delete_task"}.get(change.do, "update_task")
    given = _given(change)
    return [
        Call(tool, ({"task_id": some[0]} if len(some) == 1 else {"task_ids": list(some)}) | given)
        for some in _batches(change.ids, MOST_IDS)
    ]


def _given(change: Change) -> dict[str, Any]:
    if change.do == "reopen":
        return {"state": "open"}
    if change.do == "restore":
        return {"restore": True}
    given = {name: value for name, value in change.values.items() if value is not None}
    if cleared := [name for name, value in change.values.items() if value is None]:
        given["clear"] = cleared
    return given


def _batches(many: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for begin in range(0, len(many), size):
        yield many[begin : begin + size]


def outcome_of(results: Results) -> Outcome:
    """What the tools answered, together."""
    outcome = Outcome([], [], sum(len(result.get("missing", ())) for result in results))
    for result in results:
        if "error" in result:
            outcome.errors.append(str(result["error"]))
        outcome.tasks.extend(_tasks_of(result))
    return outcome


def _tasks_of(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [result["task"]] if "task" in result else list(result.get("tasks", ()))
