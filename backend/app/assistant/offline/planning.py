"""A wish and its tasks as changes. Pure functions only."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.assistant.offline.amending import put_right
from app.assistant.offline.change import Change
from app.assistant.offline.dates import When, nearest
from app.assistant.offline.task import Task
from app.assistant.offline.wish import NewTask, Wish


def plan(wish: Wish, tasks: Sequence[Task], now: datetime) -> list[Change]:
    """What a wish changes of these tasks; nothing where all of it is so already."""
    match wish.kind:
        case "complete":
            return _of("complete", [task.id for task in tasks if not task.completed])
        case "reopen":
            return _of("reopen", [task.id for task in tasks if task.completed])
        case "delete":
            return _of("delete", [task.id for task in tasks])
        case "rename":
            return _each(tasks, lambda task: {"title": _renamed(task, wish)})
        case "note":
            return _each(tasks, lambda task: {"description": _note(task, wish)})
        case "priority":
            return _each(tasks, lambda task: {"priority": wish.priority})
        case "due":
            return _each(tasks, lambda task: _due(task, wish, now))
    return []


def _renamed(task: Task, wish: Wish) -> str:
    """The new title; where only a part of the old one was wrong, or only its number, the rest stays."""
    if wish.wrong:
        return put_right(task.title, wish.title, wish.wrong)
    return put_right(task.title, wish.title) if wish.title[:1].isdigit() else wish.title


def _of(do: Any, ids: list[str]) -> list[Change]:
    return [Change(do, ids)] if ids else []


def _each(tasks: Sequence[Task], values_of: Any) -> list[Change]:
    """One change for those that get the same."""
    changes: list[Change] = []
    for task in tasks:
        values = values_of(task)
        if all(task.values()[name] == value for name, value in values.items()):
            continue
        same = next((change for change in changes if change.values == values), None)
        if same:
            same.ids.append(task.id)
        else:
            changes.append(Change("update", [task.id], values))
    return changes


def _note(task: Task, wish: Wish) -> str:
    if wish.clear:
        return ""
    return wish.note if wish.replace or not task.note else f"{task.note}\n{wish.note}"


def _due(task: Task, wish: Wish, now: datetime) -> dict[str, Any]:
    if wish.clear and wish.form == "clock":
        return {"due_time": None}
    if wish.clear or wish.when is None:
        return {"due_date": None, "due_time": None}
    when = wish.when
    if when.shift is not None:
        begin = datetime.combine(task.day or now.date(), task.clock or now.time().replace(second=0, microsecond=0))
        then = begin + when.shift
        keeps_clock = task.clock is not None or when.shift % timedelta(days=1)
        return {"due_date": then.date().isoformat()} | ({"due_time": f"{then:%H:%M}"} if keeps_clock else {})
    day = task.day if when.is_clock_alone and task.day else when.day
    values: dict[str, Any] = {"due_date": day and day.isoformat()}
    if clock := nearest(when, task.clock):
        values["due_time"] = f"{clock:%H:%M}"
    return values


def new_task(task: NewTask) -> dict[str, Any]:
    """A new task as a tool takes it."""
    when = task.when or When()
    return {
        "title": task.title,
        "description": task.note,
        "due_date": when.day.isoformat() if when.day else None,
        "due_time": f"{when.clock:%H:%M}" if when.day and when.clock else None,
        "priority": task.priority if task.priority != "none" else None,
    }
