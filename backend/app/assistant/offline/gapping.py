"""Several wishes with one verb: `move the report to friday and the meeting to monday`. Pure functions only."""

from dataclasses import replace
from datetime import datetime

from app.assistant.offline.commands import command
from app.assistant.offline.phrases import cutting, verbs, vocabulary
from app.assistant.offline.wish import Wish


def gapped(piece: str, now: datetime) -> list[Wish]:
    """The wishes of a piece that says its verb once, and more than one thing with a value each; else empty."""
    piece = cutting.SWAP.sub("move ", piece)
    parts = cutting.GAP.split(piece)
    verb = cutting.GAP_VERB.match(parts[0])
    if len(parts) < 2 or vocabulary.QUOTED.search(piece) or not verb:
        return []
    first = command(parts[0], now)
    if first is None or not _is_complete(first):
        return []
    wishes = [first]
    for part in parts[1:]:
        wish = _with_verb(verb[0].strip(), part, now)
        if wish is None or wish.kind != first.kind or not _is_complete(wish):
            return []
        if wish.kind == "rename" and verbs.VERB.match(part) and not verbs.VERB.match(wish.title):
            # `rename shop to buy bread and go to the bank`; but `… and polish silver to polish brass`
            return []
        wishes.append(wish)
    # What is not there is not added: more than one was named, so all were to be there.
    return [replace(wish, tasks=(), loose=False) for wish in wishes]


def _with_verb(verb: str, part: str, now: datetime) -> Wish | None:
    if match := cutting.LEVEL_FOR.match(part):
        return command(f"{match[1]} priority for {match[2]}", now)
    return command(f"{verb} {part}", now)


def _is_complete(wish: Wish) -> bool:
    """Whether a wish says what becomes of its tasks."""
    value = {"due": wish.when, "priority": wish.priority, "rename": wish.title}.get(wish.kind)
    return value is not None and value != "" and not wish.target.is_empty
