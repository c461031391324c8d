"""Words without their endings, so that `bought the eggs` is about `buy eggs`. Pure functions only."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA
from snowballstemmer import stemmer

from app.assistant.offline.phrases.verbs import IRREGULAR

SMALL = frozenset({
    "a", "an", "the", "my", "our", "your", "his", "her", "its", "their", "this", "that", "these", "those", "some",
    "any", "of", "to", "for", "from", "with", "at", "in", "on", "by", "and", "or", "is", "are", "be", "it", "i", "me",
    "we", "us", "task", "tasks", "todo", "item", "thing", "one", "please", "just", "about", "so", "also",
})  # fmt: skip
"""Words that say nothing of which task is meant."""
_ALIKE = (
    {"buy", "get", "grab", "order", "pick", "collect", "fetch", "purchas"},
    {"call", "phone", "ring", "speak", "talk", "contact"},
    {"send", "mail", "post", "email", "submit", "file", "hand", "turn", "return", "drop", "deliv"},
    {"clean", "wash", "tidi", "wipe", "scrub", "sweep", "vacuum", "hoover", "dust", "mop"},
    {"fix", "repair", "mend", "sort", "replac"}, {"write", "draft", "prepar"}, {"go", "visit", "attend", "see", "meet"},
    {"pay", "settl", "transfer"}, {"book", "reserv", "schedul", "arrang", "organ"},
)  # fmt: skip
"""Stems of verbs of which one may be said for another."""
_SAYS_NOTHING = frozenset({
    "do", "finish", "complet", "get", "sort", "deal", "handl", "close", "tick", "check", "cross", "mark", "be", "make",
})  # fmt: skip
"""Stems of verbs that say only that something was done."""
_ENGLISH = stemmer("english")


@lru_cache(maxsize=4096)
def _of(text: str) -> tuple[str, ...]:
    words = re.findall(r"[^\W_]+(?:\.\d+)?", text)
    # A letter at the end is no article: `plan A`.
    content = [word for word in words[:-1] if word not in SMALL]
    content += [word for word in words[-1:] if word not in SMALL or word == "a"]
    return tuple(_ENGLISH.stemWord(IRREGULAR.get(word, word)) for word in (content or words))


def of(text: str) -> list[str]:
    """The stems of the words that say something, of a text in lower case."""
    return list(_of(text))


def is_other_deed(verb: str, first: str) -> bool:
    """Whether one verb says that something else was done than what another asks for: `called` and `buy`."""
    mine, theirs = (next(iter(_of(word)), "") for word in (verb, first))
    if not mine or mine == theirs or mine in _SAYS_NOTHING or theirs in _SAYS_NOTHING - {"get", "make"}:
        return False
    is_slip = len(mine) > 3 and OSA.distance(mine, theirs) < 2
    return not is_slip and not any(mine in some and theirs in some for some in _ALIKE)


_FINISHES = frozenset(map(_ENGLISH.stemWord, (
    "do", "finish", "complete", "pay", "buy", "get", "book", "send", "clean", "wash", "call", "fix", "order",
    "return", "submit", "sign", "mail", "post", "email", "renew", "file", "sort", "handle", "wrap", "settle",
    "repair", "mow", "vacuum", "iron", "bake", "cook", "print", "pack", "water", "feed", "walk", "collect", "make",
    "write", "read", "mend", "schedule", "install", "assemble", "pick", "drop", "take", "run", "go", "visit",
    "attend", "hit", "watch", "see", "meet", "play", "practise", "train", "study",
)))  # fmt: skip
"""Stems of verbs that finish a task which names only the thing: `dentist booked`."""


def is_same_deed(verb: str, word: str) -> bool:
    """Whether a verb says that what a word asks for was done: `spoke` and `call`."""
    mine, theirs = (next(iter(_of(one)), "") for one in (verb, word))
    is_slip = min(len(mine), len(theirs)) > 3 and OSA.distance(mine, theirs) < 2
    return bool(mine) and (mine == theirs or is_slip or any(mine in some and theirs in some for some in _ALIKE))


def says_nothing(verb: str) -> bool:
    """Whether a verb says only that something was done, and not what: `finished`; not `made`, nor `closed`."""
    return next(iter(_of(verb)), "") in _SAYS_NOTHING - {"make", "get", "be", "close"}


def says_done(verb: str) -> bool:
    """Whether a verb alone says that a thing was dealt with: `paid`, not `closed`."""
    return next(iter(_of(verb)), "") in _FINISHES
