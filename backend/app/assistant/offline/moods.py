"""Tells a wish from what only sounds like one: what is forbidden, wondered, or told of others. Pure functions only."""

from typing import Literal

from app.assistant.offline.phrases import adding, moods
from app.assistant.offline.phrases.vocabulary import QUOTED

Mood = Literal["", "negated", "wondered", "told", "unfinished"]


def mood_of(said: str) -> Mood:
    """Why a piece of a message is no wish; empty where it may be one."""
    if adding.ADD.match(said) or adding.NOT_FORGET.match(said):
        # Whatever is to be added may read like anything.
        return ""
    if moods.TOLD.search(said):
        return "told"
    plain = QUOTED.sub("“”", said)
    if moods.NEGATED.match(plain):
        return "negated"
    if moods.UNFINISHED.match(plain):
        return "unfinished"
    return "wondered" if moods.WONDERED.match(plain) else ""


def holds_only_if(said: str) -> bool:
    """Whether an order holds only under a condition, which nobody watches here: `delete milk if bread is done`."""
    return bool(moods.CONDITION.search(QUOTED.sub("“”", said)))
