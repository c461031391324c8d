"""Slips of the finger in the words that say what is wanted. Pure functions only."""

import re

from rapidfuzz.distance import OSA

from app.assistant.offline.phrases.spelling import KNOWN, OTHERS, SHORT, SLIPS

_LETTERS = 6
"""Shorter words are other words at once."""
_TABLE = SLIPS | SHORT
_WRITTEN = re.compile(
    r"(?<![\w'’@./-])(?:" + "|".join(map(re.escape, sorted(_TABLE, key=len, reverse=True))) + r")(?![\w'’@/-])",
    re.IGNORECASE,
)
_WORD = re.compile(rf"(?<![\w'’@./-])[A-Za-z]{{{_LETTERS - 1},}}(?![\w'’@/-])")


def spelt(text: str) -> str:
    """The text with its slips put right, and what is written short written in full."""
    text = _WRITTEN.sub(lambda match: _TABLE[match[0].lower()], text)
    return _WORD.sub(lambda match: _near(match[0]), text)


def _near(word: str) -> str:
    """The word that says what is wanted, where this one is that but for one letter; else the word itself."""
    lowered = word.lower()
    if lowered in KNOWN or lowered in OTHERS:
        return word
    return next((known for known in KNOWN if _is_slip_of(lowered, known)), word)


def _is_slip_of(word: str, known: str) -> bool:
    if min(len(word), len(known)) < _LETTERS - 1 or max(len(word), len(known)) < _LETTERS or word[0] != known[0]:
        return False
    # `finishes`, `deletes`: another form is no slip.
    if word[:-1] == known[:-1] or word.startswith(known) or known.startswith(word):
        return False
    return OSA.distance(word, known, score_cutoff=1) <= 1
