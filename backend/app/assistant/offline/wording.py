"""What the offline assistant says. Titles are quoted, never read."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from app.assistant.offline.change import Change
from app.assistant.offline.dates import When, spoken
from app.assistant.offline.task import Task

INTRODUCTION = "I am the offline assistant: I understand plain commands, without a language model."
HELP = (
    "You can say:\n"
    "- **add** buy milk tomorrow, eggs and bread\n"
    "- **what's left?**, **what's due today?** or **is milk on my list?**\n"
    "- **finish** the second one, or **everything except** the milk\n"
    "- **rename** milk **to** oat milk, or **postpone** the dentist **to** Friday\n"
    "- **delete** milk, or **delete everything that's done**\n"
    "- **undo**, or **no, I meant** the bread"
)
MOST_NAMED = 10
"""How many titles a sentence or a question names."""


def plain(title: str) -> str:
    """A title that cannot break the list's little Markdown."""
    return title.replace("**", "* *").replace("~~", "~ ~")


def quoted(title: str) -> str:
    """A title in a sentence."""
    return f"“{plain(title)}”"


def counted(number: int) -> str:
    """`1 task`, `3 tasks`."""
    return f"{number} task{'' if number == 1 else 's'}"


def joined(parts: Sequence[str], last: str = "and") -> str:
    """`a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def named(titles: Sequence[str]) -> str:
    """Titles in a sentence; of many the first ones, and how many more."""
    if len(titles) > MOST_NAMED + 1:
        shown = [quoted(title) for title in titles[:MOST_NAMED]]
        return joined([*shown, f"{len(titles) - MOST_NAMED} more"])
    return joined([quoted(title) for title in titles])


def numbered(tasks: Sequence[Task], now: datetime, most: int | None = None) -> str:
    """Tasks as a list, with places."""
    shown = tasks if most is None or len(tasks) <= most + 1 else tasks[:most]
    lines = [f"{place}. {in_list(task, now)}" for place, task in enumerate(shown, start=1)]
    if len(shown) < len(tasks):
        lines.append(f"\nand {len(tasks) - len(shown)} more.")
    return "\n".join(lines)


def in_list(task: Task, now: datetime) -> str:
    """A task as a list shows it."""
    title = f"~~{plain(task.title)}~~" if task.completed else plain(task.title)
    facts = []
    if task.day and not task.completed:
        overdue = "overdue, " if task.is_over(now) else ""
        facts.append(f"{overdue}due {due(task.day, task.clock, now.date())}")
    if task.priority not in ("none", "") and not task.completed:
        facts.append(f"{task.priority} priority")
    return f"{title} ({', '.join(facts)})" if facts else title


def due(day: date | None, clock: time | None, today: date) -> str:
    """`tomorrow at 15:00`."""
    return spoken(When(day, clock), today)


def told(change: Change, before: Sequence[Task], now: Sequence[Task], today: date) -> str:
    """What was done, in a sentence. `before` are the tasks as they were, `now` as they are."""
    titles = [task.title for task in now]
    if not titles:
        return ""
    match change.do:
        case "add":
            return f"Added {_added(now, today)}."
        case "complete":
            return f"Done: {named(titles)}."
        case "reopen":
            return f"Open again: {named(titles)}."
        case "delete":
            return f"Deleted {named(titles)}."
        case "restore":
            return f"Back on your list: {named(titles)}."
    return _updated(change.values, before, now, today)


def _added(tasks: Sequence[Task], today: date) -> str:
    if len(tasks) > MOST_NAMED + 1:
        return named([task.title for task in tasks])
    return joined([_with_facts(task, today) for task in tasks])


def _with_facts(task: Task, today: date) -> str:
    facts = [f"due {due(task.day, task.clock, today)}"] if task.day else []
    if task.priority not in ("none", ""):
        facts.append(f"{task.priority} priority")
    return f"{quoted(task.title)} ({', '.join(facts)})" if facts else quoted(task.title)


def _updated(values: dict[str, Any], before: Sequence[Task], now: Sequence[Task], today: date) -> str:
    titles = [task.title for task in now]
    first = now[0]
    are = "is" if len(now) == 1 else "are"
    have = "has" if len(now) == 1 else "have"
    if "title" in values:
        old = next((task.title for task in before if task.id == first.id), "")
        return f"Renamed {quoted(old)} to {quoted(first.title)}."
    if "description" in values:
        if not first.note:
            return f"{named(titles)} {have} no note any more."
        return f"Noted on {named(titles)}: {plain(first.note)}"
    if "due_date" in values or "due_time" in values:
        if first.day is None:
            return f"{named(titles)} {have} no date any more."
        return f"{named(titles)} {are} now due {due(first.day, first.clock, today)}."
    if first.priority in ("none", ""):
        return f"{named(titles)} {have} no priority any more."
    return f"{named(titles)} {have} {first.priority} priority now."


def asked(change: Change, tasks: Sequence[Task], today: date) -> str:
    """A change as a question."""
    titles = named([task.title for task in tasks]) if tasks else ""
    match change.do:
        case "add":
            return f"Shall I add {named([task['title'] for task in change.tasks])}?"
        case "complete":
            return f"Shall I mark {titles} as done?"
        case "reopen":
            return f"Shall I open {titles} again?"
        case "delete":
            return f"Shall I delete {titles}?"
        case "restore":
            return f"Shall I put {titles} back?"
    if "title" in change.values:
        return f"Shall I rename {titles} to {quoted(change.values['title'])}?"
    if "description" in change.values:
        return f"Shall I change the note of {titles}?"
    if "priority" in change.values:
        return f"Shall I change the priority of {titles}?"
    if change.values.get("due_date") is None:
        return f"Shall I change the date of {titles}?"
    day = date.fromisoformat(change.values["due_date"])
    clock = change.values.get("due_time")
    return f"Shall {titles} be due {due(day, time.fromisoformat(clock) if clock else None, today)}?"
