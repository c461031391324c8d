"""What a wish for many leaves out, wherever it is said: `all to high priority except gardening`. Pure functions."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from app.assistant.offline.phrases import excepting
from app.assistant.offline.targets import is_set, left_out
from app.assistant.offline.wish import CHANGES, Wish

Read = Callable[[str], Wish | None]


def excepted(said: str, now: datetime, read: Read) -> Wish | None:
    """The wish of what stands before the exception, where that is for many tasks; None where it is not so."""
    if (match := excepting.FIRST.match(said)) and (wish := read(match[2])) and _is_of_many(wish):
        return replace(wish, target=replace(wish.target, but=left_out(match[1], now)))
    for pattern in (excepting.KEEP, excepting.EXCEPT, excepting.NOT, excepting.ONLY_OPEN):
        if (match := pattern.match(said)) and (wish := read(excepting.ONLY.sub("", match[1]))) and _is_of_many(wish):
            return replace(wish, target=replace(wish.target, but=left_out(match[2], now)))
    return None


def _is_of_many(wish: Wish) -> bool:
    return wish.kind in CHANGES and is_set(wish.target) and wish.target.but is None
