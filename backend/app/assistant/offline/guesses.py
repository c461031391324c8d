"""What a message may mean that is not understood: a short answer that names it, or asks. Pure functions only."""

import re
from collections.abc import Sequence
from datetime import datetime

from app.assistant.offline import dates, stems
from app.assistant.offline import wording as say
from app.assistant.offline.change import Change
from app.assistant.offline.matching import find, folded
from app.assistant.offline.phrases import around, asking, detailing, hinting, talking, vocabulary
from app.assistant.offline.phrases import dates as p
from app.assistant.offline.planning import new_task, plan
from app.assistant.offline.questions import Question
from app.assistant.offline.targets import unquoted
from app.assistant.offline.task import Task
from app.assistant.offline.titles import new_tasks
from app.assistant.offline.wish import NewTask, Wish

_MOST_WORDS = 12
"""Longer than what people write as a thing to do."""
_HALF = 0.5


def guess(said: str, tasks: Sequence[Task], now: datetime, *, is_one: bool) -> tuple[str, Question | None]:
    """What to say, and what to ask."""
    words = unquoted(said.strip().rstrip("?!. "))
    if not vocabulary.WORD.search(words) or around.OPENING.fullmatch(words):
        return "I did not understand that. Say **help** to see what I understand.", None
    found, certainty = find(words, tasks)
    if found and certainty != "guess" and len(found) == 1:
        return "", _what(found[0])
    if found and certainty == "sure" and len(found) > 1 and is_one:
        return (
            f"On your list there are {say.named([task.title for task in found])}. Which one shall I finish, or delete?",
            None,
        )
    if len(named := named_in(words, tasks)) == 1:
        return _about(words, named[0], now)
    if not is_one:
        return f"I did not understand “{say.plain(words)}”.", None
    if is_question(said):
        return "I only know about your tasks. Ask me **what's left?**, or say **help**.", None
    for pattern, hint in talking.HINTS:
        if pattern.search(words):
            return f"I did not quite understand. {hint}", None
    if len(words.split()) > _MOST_WORDS:
        return "I did not understand that. Say one thing at a time, or **help** to see what I understand.", None
    new = new_tasks(words, now) if dates.split(words, now) else (NewTask(words),)
    change = Change("add", tasks=[new_task(task) for task in new])
    return "", Question(
        "sure", f"I did not understand that as a command. {say.asked(change, [], now.date())} Say **yes**, or **no**.",
        Wish("add", tasks=new), changes=[change],
    )  # fmt: skip


def is_question(said: str) -> bool:
    """Whether something is asked."""
    words = unquoted(said.strip().rstrip("?!. "))
    is_asked = said.strip().endswith("?") or bool(asking.ASKS.match(words))
    return is_asked or bool(talking.OUTSIDE.match(words))


def entry(said: str, tasks: Sequence[Task], now: datetime) -> tuple[NewTask, ...]:
    """What a message would have written down: a thing with its day and time, `band practice sunday 4pm`, else empty."""
    words = unquoted(said.strip().rstrip("!. "))
    dated = None if is_question(said) or talking.ARROW.search(words) else dates.split(words, now)
    if (
        dated is None
        or not re.search(p.CLOCK, dated.phrase, re.IGNORECASE)
        or not hinting.ENTRY.match(dated.rest)
        or named_in(dated.rest, tasks)
    ):
        return ()
    return () if hinting.DONE.search(dated.rest) else new_tasks(words, now)


def named_in(words: str, tasks: Sequence[Task]) -> list[Task]:
    """The tasks that a text names: those of which it has every word; else those of which it has most, and half."""
    said = set(stems.of(folded(words)))
    weighed = [(_share(said, set(stems.of(folded(task.title)))), task) for task in tasks]
    best = max((share for share, _ in weighed), default=0.0)
    if best < _HALF:
        return []
    found = [task for share, task in weighed if share == best]
    longest = max(len(stems.of(folded(task.title))) for task in found)
    return [task for task in found if len(stems.of(folded(task.title))) == longest] if best == 1 else found


def _share(said: set[str], title: set[str]) -> float:
    """How much of a title was said, by its letters."""
    shared = [word for word in title & said if len(word) > 2 or word.isdigit()]
    return sum(map(len, shared)) / (sum(map(len, title)) or 1)


def _what(task: Task) -> Question:
    other = "**open**, to open it again" if task.completed else "**done**"
    question = f"What about {say.quoted(task.title)}? Say {other}, or **delete**."
    return Question("what", question, Wish("find"), [task.id])


def _about(words: str, task: Task, now: datetime) -> tuple[str, Question | None]:
    """What is told of a task, as a question about it."""
    when = _date_in(words, now)
    if hinting.FORBIDDEN.search(words):
        return f"All right, {say.quoted(task.title)} stays as it is.", None
    if hinting.GONE.search(words):
        wish = Wish("delete")
    elif hinting.OPEN.search(words) and not when:
        if not task.completed:
            return f"{say.quoted(task.title)} is still to do. I changed nothing.", None
        wish = Wish("reopen")
    elif when and not task.completed:
        wish = Wish("due", when=when)
    elif hinting.DONE.search(words) and not task.completed:
        wish = Wish("complete")
    else:
        return "", _what(task)
    changes = plan(wish, [task], now)
    if not changes:
        return "", _what(task)
    question = f"{say.asked(changes[0], [task], now.date())} Say **yes**, or **no**."
    return "", Question("sure", question, wish, [task.id], changes)


def _date_in(words: str, now: datetime) -> dates.When | None:
    plain = detailing.NOT_THEN.sub("", detailing.NOW.sub("", talking.ARROW.sub("", words)))
    dated = dates.split(plain, now)
    return dated.when if dated else None
