"""Whether a message plainly asks for a call: it begins with an English verb that means just this, and names the task.

Much that is meant so is not read here, and nothing in any other language: then the user is asked.
"""

import re
from collections.abc import Sequence

from app.assistant.held import Call
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
_AFTER = r"(?:[\s,]+(?:please|thanks|thank you|for me|now))*[\s.!]*(?P<question>\?)?"


def _form(words: str) -> re.Pattern[str]:
    return re.compile(_BEFORE + words.replace("TASK", _TASK) + _AFTER, re.IGNORECASE)


_DELETE = (_form(r"(?:delete|remove|erase)\s+TASK"),)
_COMPLETE = (
    _form(r"(?:complete|tick off|check off|cross off)\s+TASK"),
    _form(r"mark\s+TASK\s+(?:as\s+)?(?:done|complete|completed|finished)"),
)
_REOPEN = (_form(r"reopen\s+TASK"), _form(r"mark\s+TASK\s+(?:as\s+)?(?:not done|undone|open)"))
_RESTORE = (_form(r"(?:restore|undelete)\s+TASK"),)
_RENAME = (_form(r"rename\s+TASK\s+to\s+(?P<title>.+?)"),)
_EVERYTHING = re.compile(r"everything|all(?: of)?(?: (?:the|my))?(?: (?:open )?(?:tasks|todos|items))?", re.IGNORECASE)
_POINTER = re.compile(
    r"an?|all|any(?:thing)?|both|each|every(?:thing)?|first|it|items?|last|next|nothing|ones?|others?|rest|same"
    r"|some(?:thing)?|tasks?|that|the|them|these|things?|this|those|todos?"
)
"""Words that point at a task, or at many: which is meant, only who reads the conversation knows."""
_MOST = 500
"""More than a command with two titles needs; nothing longer is read."""
_QUOTES = "\"'“”‘’`«» "


def asks_for(text: str, call: Call, tasks: Sequence[Task]) -> bool:
    """Whether the user's message asks for this call and no other.

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
        if "title" in call.changes and not _is_text(found["title"], call.changes["title"]):
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
    return _RENAME if call.changes.keys() == {"title"} else ()


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
