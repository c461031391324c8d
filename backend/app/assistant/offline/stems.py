"""Words without their endings, so that `bought the eggs` is about `buy eggs`. Pure functions only."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA
from snowballstemmer import stemmer

_IRREGULAR = {
    "bought": "buy", "paid": "pay", "did": "do", "done": "do", "sent": "send", "took": "take", "taken": "take",
    "wrote": "write", "written": "write", "made": "make", "got": "get", "gotten": "get", "went": "go", "gone": "go",
    "been": "go", "rang": "ring", "met": "meet", "told": "tell", "fed": "feed", "swept": "sweep", "hung": "hang",
    "sold": "sell", "built": "build", "brought": "bring", "gave": "give", "given": "give", "threw": "throw",
    "thrown": "throw", "saw": "see", "seen": "see", "ran": "run", "swam": "swim", "began": "begin", "found": "find",
    "spoke": "speak", "spoken": "speak", "left": "leave", "kept": "keep", "ate": "eat", "drove": "drive",
    "chose": "choose", "taught": "teach", "caught": "catch", "women": "woman", "men": "man", "children": "child",
    "people": "person", "mum": "mom", "mums": "mom", "knives": "knife", "shelves": "shelf",
}  # fmt: skip
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
    content = [word for word in words if word not in SMALL]
    return tuple(_ENGLISH.stemWord(_IRREGULAR.get(word, word)) for word in (content or words))


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
