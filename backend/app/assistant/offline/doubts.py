"""Whether a wish to add is plainly one: what is not is asked, and nothing is added. Pure functions only."""

from collections.abc import Sequence

from app.assistant.offline import stems
from app.assistant.offline.matching import folded
from app.assistant.offline.phrases import adding, doubting, vocabulary
from app.assistant.offline.task import Task
from app.assistant.offline.wish import NewTask, Wish


def is_plain(wish: Wish) -> bool:
    """Whether it says in as many words that something is to be added: `add`, `remind me`."""
    if not wish.certain:
        return False
    is_behind = bool(adding.THEN_ADDED.match(wish.said))
    return is_behind or (bool(adding.ADD.match(wish.said)) and not adding.ALSO_TITLE.match(wish.said))


def is_doubtful(wish: Wish) -> bool:
    """Whether words that would be added may rather be said of a task that is there, or tell something."""
    if vocabulary.QUOTED.search(wish.said):
        return False
    titles = [_as_said(task) for task in wish.tasks]
    if any(map(doubting.LEFT_OVER.search, titles)):
        return True
    if not is_plain(wish) and any(map(_is_of_a_task, (*titles, wish.said))):
        return True
    return any(doubting.POINTED.match(title) for title in titles[:1]) or any(map(doubting.TELLS.match, titles[1:]))


def may_be_about(wish: Wish, tasks: Sequence[Task]) -> bool:
    """Whether it names a task that is there, and says more: `take milk to tomorrow`, `call Sara can wait`."""
    if is_plain(wish) or vocabulary.QUOTED.search(wish.said) or len(wish.tasks) != 1:
        return False
    words = stems.of(folded(_as_said(wish.tasks[0])))
    known = [stems.of(folded(task.title)) for task in tasks]
    return words not in known and any(set(one) < set(words) for one in known)


def _as_said(task: NewTask) -> str:
    return task.said or task.title


def _is_of_a_task(words: str) -> bool:
    return bool(doubting.POINTED.match(words) or doubting.OF_A_TASK.match(words))
