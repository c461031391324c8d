"""Whether a wish to add is plainly one: what is not is asked, and nothing is added. Pure functions only."""

from app.assistant.offline.phrases import adding, doubting, vocabulary
from app.assistant.offline.wish import NewTask, Wish


def is_doubtful(wish: Wish) -> bool:
    """Whether words that would be added may rather be said of a task that is there, or tell something."""
    if vocabulary.QUOTED.search(wish.said):
        return False
    titles = [_as_said(task) for task in wish.tasks]
    is_plain = wish.certain and bool(adding.ADD.match(wish.said)) and not adding.ALSO_TITLE.match(wish.said)
    if not is_plain and any(map(_is_of_a_task, (*titles, wish.said))):
        return True
    return any(doubting.POINTED.match(title) for title in titles[:1]) or any(map(doubting.TELLS.match, titles[1:]))


def _as_said(task: NewTask) -> str:
    return task.said or task.title


def _is_of_a_task(words: str) -> bool:
    return bool(doubting.POINTED.match(words) or doubting.OF_A_TASK.match(words))
