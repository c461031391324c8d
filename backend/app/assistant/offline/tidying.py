"""A message as it was meant to be written: dictated punctuation as signs, slips in the commonest words put right."""

import calendar
import re

from app.assistant.offline.phrases import spelling
from app.assistant.offline.phrases.dates import PUT_RIGHT, WITH_DOTS
from app.assistant.offline.spelling import spelt

_DICTATED = (
    (re.compile(r"\s+comma\s+(?!(?:to|in|after|before|between|from|splice|on|at)\b)", re.IGNORECASE), ", "),
    (
        re.compile(
            r"\s+(?:period|full stop)(?=\s*$|\s+(?:add|delete|remove|mark|what|remind|also|please|i)\b)", re.IGNORECASE
        ),
        ".",
    ),
    (re.compile(r"\s+question mark\s*$", re.IGNORECASE), "?"),
    (re.compile(r"\s+new ?line\s+", re.IGNORECASE), "\n"),
)  # fmt: skip
_HESITATION = re.compile(r"(?:^|,?\s+(?=u|er))(?:u+h+m*|u+m+|erm+)(?:\s*(?:,|\.{2,}|…))?(?:\s+|$)", re.IGNORECASE)
"""`uh`: what is said only because nothing else comes to mind."""
_SIGNED = re.compile(
    r"(?<=[.!?\n])\s*"
    r"(?i:best|(?:best|kind|warm|many)? ?(?:regards|wishes|thanks)|thank you|cheers|sincerely|yours|thanks|love)"
    r"\s*[,\n]\s*[A-Z][\w.]*(?: [A-Z][\w.]*)?\s*$"
)
"""`Best, Ingrid`"""
_DRAWN_OUT = re.compile(r"\b(no|yes|yeah|yep|so|oops|please|ok)(?<=(\w))\2+\b", re.IGNORECASE)
"""`nooo`"""
_QUOTE = re.compile(r"[\"“”]")


def tidied(text: str) -> str:
    """The message without slips and dictated signs; what has quotes in it stays as it is."""
    text = _SIGNED.sub("", text) or text
    if _QUOTE.search(text):
        return text
    text = _HESITATION.sub(" ", text).strip() or text
    plain = _DRAWN_OUT.sub(r"\1", text.replace("’", "'"))
    if "," not in plain:
        for pattern, sign in _DICTATED:
            plain = pattern.sub(sign, plain)
    plain = PUT_RIGHT.sub("", plain)
    plain = WITH_DOTS.sub(lambda match: f"{match['day']} {calendar.month_name[int(match['month'])]}", plain)
    plain = spelt(plain)
    for found, put in spelling.FORMS:
        plain = found.sub(put, plain)
    return plain.strip() or text
