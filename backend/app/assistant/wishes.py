"""Whether a message plainly asks for a call: it begins with an English verb that means just this, and names the task.

Much that is meant so is not read here, and nothing in any other language: then the user is asked. What a task is to get
is read from the message alone, and the call must give just that: no title, date or priority that stands elsewhere
counts.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from app.assistant.held import Call
from app.assistant.offline import dates
from app.tasks.schemas import Task
from app.text import one_line

_BEFORE = (
    r"(?:(?:hey|hi|hello|ok|okay|please|now|so|and|then|well)[\s,!.]+)*"
    r"(?:(?:(?P<asking>can|could|would|will) you|i want(?: you)? to|i(?:'d| would) like(?: you)? to)\s+)?"
    r"(?:(?:please|just)\s+)?"
)
_TASK = (
    r"(?:(?:the|my)\s+)?(?:(?:task|item|todo)\s+)?(?P<task>.+?)(?:\s+(?:task|item|todo))?"
    r"(?:\s+(?:from|off|on)\s+(?:the|my)(?:\s+\w+)?\s+list)?"
)
_WHEN = r"(?P<when>(?:(?!\s(?:to|until|till)\s).)+?)"
"""Behind the last such word: titles have them too."""
_LEVEL = r"(?P<level>high|medium|normal|low|no|none)"
_AFTER = r"(?:[\s,]+(?:please|thanks|thank you|for me|now))*[\s.!]*(?P<question>\?)?"


def _form(words: str) -> re.Pattern[str]:
    for name, pattern in (("TASK", _TASK), ("WHEN", _WHEN), ("LEVEL", _LEVEL)):
        words = words.replace(name, pattern)
    return re.compile(_BEFORE + words + _AFTER, re.IGNORECASE)


_DELETE = (_form(r"(?:delete|remove|erase)\s+TASK"),)
_COMPLETE = (
    _form(r"(?:complete|tick off|check off|cross off)\s+TASK"),
    _form(r"mark\s+TASK\s+(?:as\s+)?(?:done|complete|completed|finished)"),
)
_REOPEN = (_form(r"reopen\s+TASK"), _form(r"mark\s+TASK\s+(?:as\s+)?(?:not done|undone|open)"))
_RESTORE = (_form(r"(?:restore|undelete)\s+TASK"),)
_RENAME = (_form(r"rename\s+TASK\s+to\s+(?P<title>.+?)"),)
_DUE = (
    _form(r"(?:move|reschedule|postpone|push|shift)\s+TASK\s+(?:to|until|till)\s+WHEN"),
    _form(r"(?:set|change|move)\s+(?:the\s+)?(?:due date|deadline)\s+(?:of|for|on)\s+TASK\s+to\s+WHEN"),
    _form(r"(?:set|change|move)\s+TASK['’]s\s+(?:due date|deadline)\s+to\s+WHEN"),
    _form(r"make\s+TASK\s+due\s+WHEN"),
)
_PRIORITISE = (
    _form(r"(?:set|change|raise|lower)\s+(?:the\s+)?priority\s+(?:of|for|on)\s+TASK\s+to\s+LEVEL"),
    _form(r"(?:set|change|raise|lower)\s+TASK['’]s\s+priority\s+to\s+LEVEL"),
    _form(r"(?:set|mark|make|give)\s+TASK\s+(?:(?:as|to)\s+)?(?:a\s+)?LEVEL\s+priority"),
)
_CLEAR = (
    _form(
        r"(?:remove|clear|delete|take)\s+(?:the\s+)?(?P<cleared>due date|deadline|time|priority)"
        r"\s+(?:of|from|off)\s+TASK"
    ),
)
_CLEARED: Mapping[str, Mapping[str, Any]] = {
    "due date": {"due_date": None},
    "deadline": {"due_date": None},
    "time": {"due_time": None},
    "priority": {"priority": "none"},
}
_LEVELS = {"normal": "medium", "no": "none"}
"""What is said of a priority in other words than a call says it."""
_TWO_WAYS = re.compile(r"\d[/.]\d")
"""A date of figures, which one reads day first and another month first."""
_EVERYTHING = re.compile(r"everything|all(?: of)?(?: (?:the|my))?(?: (?:open )?(?:tasks|todos|items))?", re.IGNORECASE)
_POINTER = re.compile(
    r"an?|all|any(?:thing)?|both|each|every(?:thing)?|first|it|items?|last|next|nothing|ones?|others?|rest|same"
    r"|some(?:thing)?|tasks?|that|the|them|these|things?|this|those|todos?"
)
"""Words that point at a task, or at many: which is meant, only who reads the conversation knows."""
_MOST = 500
"""More than a command with two titles needs; nothing longer is read."""
_QUOTES = "\"'“”‘’`«» "


def asks_for(text: str, call: Call, tasks: Sequence[Task], now: datetime) -> bool:
    """Whether the user's message asks for this call and no other. `now` is what the user's clock shows.

    `tasks` are all that the user has: the deleted ones, where the call restores.
    A deletion is asked for by naming its task: for several at once the user is asked, as the offline assistant does.
    """
    said = " ".join(text.split())
    if len(said) > _MOST:
        return False
    for form in _forms(call):
        found = form.fullmatch(said)
        if not found or (found["question"] and not found["asking"]):
            continue
        if call.tool == "complete_task" and _EVERYTHING.fullmatch(found["task"].strip(_QUOTES)):
            return True
        if not _gives_what_is_said(found.groupdict(), call, now):
            continue
        if len(call.ids) == 1 and [task.id for task in _named(found["task"], tasks)] == call.ids:
            return True
    return False


def _forms(call: Call) -> Sequence[re.Pattern[str]]:
    if call.tool == "delete_task":
        return _DELETE
    if call.tool == "complete_task" or call.changes == {"state": "done"}:
        return _COMPLETE
    if call.restores:
        return _RESTORE
    if call.changes == {"state": "open"}:
        return _REOPEN
    changed = call.changes.keys()
    if changed == {"title"}:
        return _RENAME
    if changed == {"priority"}:
        return (*_PRIORITISE, *_CLEAR)
    return (*_DUE, *_CLEAR) if changed <= {"due_date", "due_time"} else ()


def _gives_what_is_said(said: Mapping[str, str | None], call: Call, now: datetime) -> bool:
    """Whether the call gives the task what the message says, and nothing besides."""
    wanted: Mapping[str, Any] = {}
    if title := said.get("title"):
        return _is_text(title, call.changes["title"])
    if when := said.get("when"):
        wanted = _due(when, now)
    elif level := said.get("level"):
        wanted = {"priority": _LEVELS.get(level.lower(), level.lower())}
    elif cleared := said.get("cleared"):
        wanted = _CLEARED[cleared.lower()]
    else:
        return True
    # A task without a date has no time either.
    allowed = {"due_time": None, **wanted} if wanted == {"due_date": None} else wanted
    return wanted.items() <= call.effects.items() and call.changes.items() <= allowed.items()


def _due(phrase: str, now: datetime) -> Mapping[str, Any]:
    """What a call has to give for a date as it was said; nothing where that is no date, or one of several."""
    when = None if _TWO_WAYS.search(phrase) else dates.read(phrase, now.replace(tzinfo=None))
    if when is None or when.day is None or when.is_clock_alone:
        return {}
    return {"due_date": f"{when.day}", **({"due_time": f"{when.clock:%H:%M}"} if when.clock else {})}


def _is_text(said: str, title: str) -> bool:
    return one_line(said).strip(_QUOTES).casefold() == title.strip(_QUOTES).casefold()


def _named(words: str, tasks: Sequence[Task]) -> list[Task]:
    """The tasks of just these words; else those that have all of them. "It" names none, whatever a title says."""
    wanted = _words(words)
    if all(map(_POINTER.fullmatch, wanted)):
        return []
    return [task for task in tasks if _words(task.title) == wanted] or [
        task for task in tasks if set(wanted) <= set(_words(task.title))
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
