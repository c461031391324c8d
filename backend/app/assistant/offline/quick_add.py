"""A title as people type it where they add a task: what of it says when it is due, and how much it matters."""

import re
from datetime import datetime

from app.assistant.offline import dates
from app.assistant.offline.phrases import verbs, vocabulary
from app.assistant.offline.tidying import tidied
from app.assistant.offline.titles import on_day, task_of
from app.assistant.offline.wish import NewTask


def parse(title: str, now: datetime) -> NewTask:
    """The task without its date and priority in the title; with the title as it is, where none is plainly said.

    `now` is the time in the user's zone, without one. Nothing is taken from what is quoted.
    """
    if not vocabulary.QUOTED.fullmatch(title):
        # The second has slips in a date put right: `tomorow`, `25.11.`
        for text in (title, tidied(title)):
            task = _task(text, now)
            if (task.when or task.priority) and _is_plain(task, title, now):
                return task
    return NewTask(title)


def _task(text: str, now: datetime) -> NewTask:
    # Only before what plainly is to be done: `friday call mum`, not `friday drinks`.
    dated = dates.split_start(text, now, verbs.CHORE)
    task = task_of(dated.rest if dated else text, now)
    return on_day(task, dated.when) if dated else task


def _is_plain(task: NewTask, title: str, now: datetime) -> bool:
    """Whether the task keeps all that is quoted and the words of its title, and its day is none that is over."""
    words = _words(task.title)
    is_kept = all(max(parts) in task.title for parts in vocabulary.QUOTED.findall(title))
    is_to_come = task.when is None or (task.when.day is not None and task.when.day >= now.date())
    return bool(words) and is_kept and is_to_come and words <= _words(title)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))
