"""What is said besides of a task that was just spoken of: `priority high`, `note: max 60 people`, `due 10 December`."""

from datetime import datetime

from app.assistant.offline import dates
from app.assistant.offline.phrases import adding, detailing, verbs
from app.assistant.offline.targets import priority_of, unquoted
from app.assistant.offline.wish import Pointer, Target, Wish


def detail(said: str, now: datetime) -> Wish | None:
    """A note, a priority or a date alone, as a wish about `it`, or about `them`."""
    bare = detailing.AND_BEFORE.sub("", said.strip().rstrip("?!. ").strip())
    if match := detailing.NOTE_ALONE.match(bare):
        words = unquoted(next(filter(None, match.groups())))
        # `note: call mum` is rather a task.
        return None if match[2] and verbs.VERB.match(words) else Wish("note", target=Target(pointer="it"), note=words)
    for pattern in (detailing.NOTED_BEHIND, detailing.NOTE_INTO):
        if match := pattern.match(bare):
            return Wish("note", target=Target(pointer="it"), note=unquoted(next(filter(None, match.groups()))))
    lead = detailing.OF_IT.match(bare)
    words = detailing.OF_IT_BEHIND.sub("", bare[lead.end() :] if lead else bare)
    pointer: Pointer = "them" if lead and detailing.PLURAL.search(lead[0]) else "it"
    meant = Target(pointer=pointer, count=2 if lead and "both" in lead[0].lower() else 0)
    if adding.PRIORITY_ONLY.match(words) or (lead and detailing.LEVEL_ALONE.fullmatch(words)):
        return Wish("priority", target=meant, priority=priority_of(words))
    if (when := dates.read(words, now)) and when.shift is None and (lead or detailing.DUE_ALONE.match(words)):
        return Wish("due", target=meant, when=when)
    return None
