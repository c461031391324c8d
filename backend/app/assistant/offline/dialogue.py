"""What the offline assistant does and says: a generator that asks for tool calls and ends with words.

It knows nothing of models, MCP or ChatKit: it yields calls, is sent their results, and returns a reply.
Titles only ever travel as data: they are compared and quoted, never read as commands.
"""

import re
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from app.assistant.offline.followup import finished, question_of
from app.assistant.offline.language import Intent, Target, understand
from app.assistant.offline.memory import Memory

INTRODUCTION = "I am the offline assistant: I understand plain commands, without a language model."
HELP = (
    "You can say:\n"
    "- **add** buy milk, eggs and bread\n"
    "- **what's left?** or **show done**\n"
    "- **finish** the second one, or **mark milk as done**\n"
    "- **rename** milk **to** oat milk\n"
    "- **delete** milk, or **delete everything that's done**"
)
ASK_BEFORE = 2
"""From so many tasks on, deleting asks first."""


@dataclass(frozen=True)
class Call:
    """One tool call."""

    tool: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Task:
    """A task as list_tasks gave it."""

    id: str
    title: str
    completed: bool


class ToolFailed(Exception):
    """The list could not be read; the text is what the tool said."""


Results = list[dict[str, Any]]
Dialogue = Generator[list[Call], Results, str]


def converse(text: str, memory: Memory) -> Dialogue:
    """One turn. Changes the memory; returns the reply."""
    intent = finished(understand(text), text, memory.question)
    memory.question = []
    waiting, memory.to_delete = memory.to_delete, []
    try:
        body = yield from _answer(intent, memory, waiting)
    except ToolFailed as failure:
        return str(failure)
    if memory.introduced:
        return body
    memory.introduced = True
    return f"{body}\n\n{INTRODUCTION}"


def _answer(intent: Intent, memory: Memory, waiting: list[str]) -> Dialogue:
    match intent.kind:
        case "add":
            return (yield from _add(intent.titles))
        case "list":
            return (yield from _list(intent, memory))
        case "complete" | "reopen" | "delete" | "rename":
            return (yield from _change(intent, memory))
        case "yes" if waiting:
            results = yield [Call("delete_task", {"task_id": task_id}) for task_id in waiting]
            return _told(results, "Deleted")
        case "no" if waiting:
            return "Nothing was deleted."
        case "greet":
            return "Hello! What is there to do? Say **help** to see what I understand."
        case "thanks":
            return "You're welcome."
        case "help":
            return HELP
        case _:
            return f"I did not understand that. {HELP}"


def _add(titles: tuple[str, ...]) -> Dialogue:
    if not titles:
        return "What shall I add? Say for example **add buy milk**."
    results = yield [Call("add_task", {"title": title}) for title in titles]
    return _told(results, "Added")


def _list(intent: Intent, memory: Memory) -> Dialogue:
    tasks = yield from _tasks(intent.status)
    memory.shown = [task.id for task in tasks]
    if not tasks:
        return {
            "open": "Nothing is left to do.",
            "done": "Nothing is done yet.",
            "all": "Your list is empty.",
        }[intent.status]
    head = {"open": "Left to do:", "done": "Done:", "all": "Your tasks:"}[intent.status]
    return f"{head}\n{_numbered(tasks)}"


def _change(intent: Intent, memory: Memory) -> Dialogue:
    tasks = yield from _tasks("all")
    chosen, problem = select(intent, tasks, memory.shown)
    if problem:
        if chosen:
            memory.shown = [task.id for task in chosen]
            memory.question = question_of(intent)
        return problem
    if intent.kind == "rename":
        results = yield [Call("update_task", {"task_id": chosen[0].id, "title": intent.titles[0]})]
        return _told(results, f"Renamed {quoted(chosen[0].title)} to")
    if intent.kind == "delete":
        if len(chosen) >= ASK_BEFORE or intent.target.everything:
            memory.to_delete = [task.id for task in chosen]
            return f"Delete {counted(len(chosen))}?\n{_numbered(chosen)}\n\nSay **yes** to delete, or **no**."
        results = yield [Call("delete_task", {"task_id": chosen[0].id})]
        return _told(results, "Deleted")
    if intent.kind == "reopen":
        results = yield [Call("update_task", {"task_id": task.id, "state": "open"}) for task in chosen]
        return _told(results, "Open again:")
    results = yield [Call("complete_task", {"task_id": task.id}) for task in chosen]
    return _told(results, "Done:")


def _tasks(status: str) -> Generator[list[Call], Results, list[Task]]:
    (result,) = yield [Call("list_tasks", {"status": status})]
    if "error" in result:
        raise ToolFailed(result["error"])
    return [Task(str(t["id"]), t["title"], t["completed"]) for t in result["tasks"]]


def select(intent: Intent, tasks: list[Task], shown: list[str]) -> tuple[list[Task], str]:
    """The tasks that are meant, or what to say instead (then with the tasks it could have been)."""
    target = intent.target
    if intent.kind == "complete":
        pool = [task for task in tasks if not task.completed]
    elif intent.kind == "reopen":
        pool = [task for task in tasks if task.completed]
    else:
        pool = tasks
    if not tasks:
        return [], "Your list is empty."
    if target.everything:
        wanted = [t for t in pool if target.everything == "all" or t.completed == (target.everything == "done")]
        return (wanted, "") if wanted else ([], "There is no such task.")
    if target.positions:
        return _by_position(target, tasks, shown)
    if not target.words:
        candidates = pool if len(pool) == 1 else []
        return (
            (candidates, "")
            if candidates
            else (pool, f"Which one?\n{_numbered(pool)}" if pool else "There is no such task.")
        )
    chosen: list[Task] = []
    for words in _single(target.words, tasks):
        found = matching(words, pool) or matching(words, tasks)
        if not found:
            return [], f"I find no task like {quoted(words)}."
        if len(found) > 1:
            return found, f"Which one do you mean?\n{_numbered(found)}"
        chosen.extend(task for task in found if task not in chosen)
    return chosen, ""


def _single(words: tuple[str, ...], tasks: list[Task]) -> list[str]:
    """`milk and bread` as two, unless a task is called so."""
    return [
        part for phrase in words for part in ([phrase] if matching(phrase, tasks) else re.split(r"\s+and\s+", phrase))
    ]


def _by_position(target: Target, tasks: list[Task], shown: list[str]) -> tuple[list[Task], str]:
    by_id = {task.id: task for task in tasks}
    listed = [by_id[task_id] for task_id in shown if task_id in by_id] or [t for t in tasks if not t.completed]
    chosen = []
    for place in target.positions:
        index = place - 1 if place > 0 else len(listed) + place
        if not 0 <= index < len(listed):
            return listed, f"There are only {counted(len(listed))}:\n{_numbered(listed)}"
        if listed[index] not in chosen:
            chosen.append(listed[index])
    return chosen, ""


def matching(words: str, tasks: list[Task]) -> list[Task]:
    """Tasks of that title; else those that begin with it; else those that have all of its words."""
    wanted = words.casefold()
    for test in (
        lambda title: title == wanted,
        lambda title: title.startswith(wanted),
        lambda title: wanted in title,
        lambda title: set(wanted.split()) <= set(title.split()),
    ):
        found = [task for task in tasks if test(task.title.casefold())]
        if found:
            return found
    return []


def _told(results: Results, verb: str) -> str:
    titles = [quoted(result["task"]["title"]) for result in results if "task" in result]
    errors = [result["error"] for result in results if "error" in result]
    lines = [f"{verb} {_joined(titles)}."] if titles else []
    return " ".join(lines + list(dict.fromkeys(errors))) or "Nothing was changed."


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _numbered(tasks: list[Task]) -> str:
    shown = (f"~~{plain(t.title)}~~" if t.completed else plain(t.title) for t in tasks)
    return "\n".join(f"{place}. {title}" for place, title in enumerate(shown, start=1))


def plain(title: str) -> str:
    """A title that cannot break the list's little Markdown."""
    return title.replace("**", "* *").replace("~~", "~ ~")


def quoted(title: str) -> str:
    """A title in a sentence."""
    return f"“{plain(title)}”"


def counted(number: int) -> str:
    """`1 task`, `3 tasks`."""
    return f"{number} task{'' if number == 1 else 's'}"
