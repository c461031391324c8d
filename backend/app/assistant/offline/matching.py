"""Which titles some words mean, and how surely. Pure functions only."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Literal, Protocol, TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from app.assistant.offline import stems
from app.assistant.offline.phrases.verbs import DEED, VERB

Certainty = Literal["sure", "likely", "guess"]
"""`sure`: the words are there. `likely`: but for a slip of the finger. `guess`: some of them are."""


class Titled(Protocol):
    """What has a title."""

    @property
    def title(self) -> str: ...


Some = TypeVar("Some", bound=Titled)


def find(words: str, tasks: Sequence[Some], verb: str = "") -> tuple[list[Some], Certainty]:
    """The tasks that fit best, and how well; none where none does. `verb` is what was done, where it was said."""
    wanted = folded(words)
    if not wanted:
        return [], "sure"
    mine = stems.of(wanted)
    titles = [(task, folded(task.title)) for task in tasks]
    tests: tuple[Callable[[str], bool], ...] = (
        lambda title: title == wanted,
        lambda title: bool(verb) and stems.of(title) == stems.of(f"{verb} {wanted}"),
        lambda title: stems.of(title) == mine,
        lambda title: f" {wanted} " in f" {title} ",
        lambda title: set(mine) <= set(stems.of(title)),
    )
    for place, test in enumerate(tests):
        if found := [task for task, title in titles if test(title)]:
            return _by_deed(found, verb) if place > 1 else (found, "sure")
    core = _BESIDES.split(wanted)[0]
    if (
        verb
        and core != wanted
        and (found := [t for t, title in titles if stems.of(title) == stems.of(f"{verb} {core}")])
    ):
        # `deleted the old photos from my phone`
        return found, "likely"
    if found := [task for task, title in titles if _is_misspelt(wanted, title)]:
        tasks_found, certainty = _by_deed(found, verb)
        return tasks_found, "likely" if certainty == "sure" else certainty
    scored = [(task, _likeness(wanted, title)) for task, title in titles]
    best = max((score for _, score in scored), default=0)
    if best < _GUESS:
        return [], "sure"
    return [task for task, score in scored if score >= best - 1], "guess"


def _by_deed(found: list[Some], verb: str) -> tuple[list[Some], Certainty]:
    """`I mowed the lawn` is not `seed the lawn`: those whose verb it is; where that is none, only a guess."""
    if not verb:
        return found, "sure"
    mine = set(stems.of(folded(verb)))
    if same := [task for task in found if mine & set(stems.of(folded(task.title)))]:
        return same, "sure"
    fitting = [task for task in found if not _is_other_deed(verb, task.title)]
    return (fitting, "sure") if fitting else (found, "guess")


def fits_deed(verb: str, title: str) -> bool:
    """Whether a title asks for just this deed, or names what only this can be done with: `paid` and `rent`."""
    words = folded(title).split()
    deed = next(iter(folded(verb).split()), "")
    if not words or not deed or stems.says_nothing(deed):
        return True
    if any(stems.is_same_deed(deed, word) for word in folded(title).split()):
        return True
    asks_for_another = len(words) > 1 and bool(DEED.match(title)) and not stems.says_nothing(words[0])
    return not asks_for_another and stems.says_done(deed)


_ARTICLES = frozenset({"a", "an", "the", "my", "our", "please"})


def words_of(text: str) -> list[str]:
    """The words that say something, with their endings."""
    return [word for word in folded(text).split() if word not in _ARTICLES]


def mentioned(text: str, tasks: Sequence[Some]) -> list[Some]:
    """The tasks of which a text has every word, or else that share a longer one with it."""
    said = set(stems.of(folded(text)))
    whole = [task for task in tasks if said >= set(stems.of(folded(task.title)))]
    return whole or [task for task in tasks if any(len(word) > 2 for word in said & set(stems.of(folded(task.title))))]


def _is_other_deed(verb: str, title: str) -> bool:
    first = folded(title).split()[0] if folded(title) else ""
    return bool(VERB.match(title)) and stems.is_other_deed(folded(verb), first)


_GUESS = 40
_BESIDES = re.compile(r" (?:from|in|at|on|with|for|by) ")
"""What stands behind it says where, or whom with, a thing was done."""


def folded(text: str) -> str:
    """In one case, without accents and punctuation, words by one space."""
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(one) not in ("Mn", "Cf")
    )
    return " ".join(re.sub(r"['’]s\b|['’]", "", plain).translate(_TO_SPACE).split())


_TO_SPACE = {ord(one): " " for one in '"“”‘`«»,;:!?()[]{}*~_/\\|–—-'}


def _is_misspelt(wanted: str, title: str) -> bool:
    """Whether the title has all the words but for slips of the finger."""
    mine, theirs = stems.of(wanted), [*stems.of(title), *title.split()]
    words = [word for word in wanted.split() if word not in stems.SMALL]
    return any(
        bool(some) and all(word in theirs or any(_is_slip(word, other) for other in theirs) for word in some)
        for some in (mine, words)
    )


def _is_slip(word: str, other: str) -> bool:
    # Short words and numbers are other words at once: call 150 and call 151, Ann and Anna.
    shorter = min(len(word), len(other))
    if shorter < 4 or word[0] != other[0] or any(map(str.isdigit, word + other)):
        return False
    return OSA.distance(word, other) <= (1 if shorter < 8 else 2)


def _likeness(wanted: str, title: str) -> float:
    """0 to 100: how much of the words is in the title."""
    mine, theirs = stems.of(wanted), stems.of(title)
    if not mine or not theirs:
        return 0
    if any(word.isdigit() and word not in theirs for word in mine):
        return 0
    weights = [len(word) for word in mine]
    shared = sum(
        len(word) * max((fuzz.ratio(word, other) / 100 for other in theirs if fuzz.ratio(word, other) >= 75), default=0)
        for word in mine
    )
    coverage = shared / sum(weights) * 100
    if set(theirs) <= set(mine):
        # `the milk from the shop`, where `milk` is on the list.
        return max(coverage, 80)
    return coverage
