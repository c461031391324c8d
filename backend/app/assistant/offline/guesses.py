"""What a message may mean that is not understood: a short answer that names it, or asks. Pure functions only."""

from collections.abc import Sequence
from datetime import datetime

from app.assistant.offline import dates
from app.assistant.offline import wording as say
from app.assistant.offline.change import Change
from app.assistant.offline.matching import find
from app.assistant.offline.phrases import around, talking, vocabulary
from app.assistant.offline.planning import new_task, plan
from app.assistant.offline.questions import Question
from app.assistant.offline.targets import unquoted
from app.assistant.offline.task import Task
from app.assistant.offline.wish import NewTask, Wish

_MOST_WORDS = 8
"""Longer than what people write as a thing to do."""


def guess(said: str, tasks: Sequence[Task], now: datetime, *, is_one: bool) -> tuple[str, Question | None]:
    """What to say, and what to ask."""
    words = unquoted(said.strip().rstrip("?!. "))
    if not vocabulary.WORD.search(words) or around.OPENING.fullmatch(words):
        return "I did not understand that. Say **help** to see what I understand.", None
    if not is_one:
        return f"I did not understand “{say.plain(words)}”.", None
    found, certainty = find(words, tasks)
    if found and certainty != "guess" and len(found) == 1:
        task = found[0]
        other = "**open**, to open it again" if task.completed else "**done**"
        question = f"What about {say.quoted(task.title)}? Say {other}, or **delete**."
        return "", Question("what", question, Wish("find"), [task.id])
    if found and certainty == "sure" and len(found) > 1:
        return (
            f"On your list there are {say.named([task.title for task in found])}. Which one shall I finish, or delete?",
            None,
        )
    if (dated := dates.split(words, now)) and (due := _dated(dated, tasks, now)):
        return "", due
    if talking.OUTSIDE.match(words) or said.strip().endswith("?"):
        return "I only know about your tasks. Ask me **what's left?**, or say **help**.", None
    for pattern, hint in talking.HINTS:
        if pattern.search(words):
            return f"I did not quite understand. {hint}", None
    if len(words.split()) > _MOST_WORDS:
        return "I did not understand that. Say one thing at a time, or **help** to see what I understand.", None
    change = Change("add", tasks=[new_task(NewTask(words))])
    return "", Question(
        "sure", f"I did not understand that as a command. {say.asked(change, [], now.date())} Say **yes**, or **no**.",
        Wish("add", tasks=(NewTask(words),)), changes=[change],
    )  # fmt: skip


def _dated(dated: dates.Dated, tasks: Sequence[Task], now: datetime) -> Question | None:
    """`dentist tomorrow 3pm`: whether the task that is there shall be due then."""
    found, certainty = find(talking.ARROW.sub("", dated.rest), [task for task in tasks if not task.completed])
    if len(found) != 1 or certainty == "guess":
        return None
    wish = Wish("due", when=dated.when)
    changes = plan(wish, found, now)
    if not changes:
        return None
    words = f"{say.asked(changes[0], found, now.date())} Say **yes**, or **no**."
    return Question("sure", words, wish, [found[0].id], changes)
