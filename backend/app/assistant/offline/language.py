"""Plain English about tasks, read by rules: a message in, wishes out, in their order. Pure functions only."""

from dataclasses import replace
from datetime import datetime

from app.assistant.offline.commands import command, small_talk
from app.assistant.offline.followups import again, answer, correction, taking_back
from app.assistant.offline.phrases import around, cutting, vocabulary
from app.assistant.offline.splitting import pieces_of
from app.assistant.offline.targets import target
from app.assistant.offline.titles import task_of
from app.assistant.offline.wish import Talk, Wish

NOTHING = Talk()
MOST_ANSWER = 300
"""Characters: what is longer is no answer and no correction."""
QUIET = ("greet", "thanks")
"""What needs no answer beside a wish."""


def understand(text: str, now: datetime, talk: Talk = NOTHING) -> list[Wish]:
    """The wishes of one message. `now` is the time in the user's zone, without one."""
    whole = text.strip()
    if not vocabulary.WORD.search(whole):
        return [Wish("unknown", said=whole)]
    if len(whole) <= MOST_ANSWER and (wish := _whole(whole, now, talk)):
        return [wish]
    wishes = _without_taken_back(_of_lines(_numbered(whole), now, talk))
    spoken = [wish for wish in wishes if wish.kind not in QUIET]
    return spoken or wishes[:1]


def _numbered(whole: str) -> str:
    """`1. milk 2. eggs` with each on a line of its own."""
    numbers = [int(match[1]) for match in cutting.INLINE_NUMBER.finditer(whole)]
    if len(numbers) < 2 or numbers != list(range(1, len(numbers) + 1)):
        return whole
    return cutting.INLINE_NUMBER.sub(r"\n\1. ", whole).strip()


def _without_taken_back(wishes: list[Wish]) -> list[Wish]:
    """`delete milk. No wait, don't`: what is taken back in the same message was never wished."""
    kept: list[Wish] = []
    for wish in wishes:
        if wish.kind == "no" and kept:
            kept = [*kept[:-1], wish]
        else:
            kept.append(wish)
    return kept


def _whole(whole: str, now: datetime, talk: Talk) -> Wish | None:
    """A message that says one thing with regard to what was said before, or to nothing."""
    return (
        taking_back(whole)
        or (answer(whole, now, talk) if talk.asked else None)
        or small_talk(whole)
        or correction(whole, now, talk)
    )


def _of_lines(whole: str, now: datetime, talk: Talk) -> list[Wish]:
    lines = [line for line in whole.splitlines() if line.strip()]
    if len(lines) == 1:
        return _of_line(lines[0], now, talk)
    header = cutting.HEADER.match(lines[0].strip())
    if header and not cutting.BULLETED.match(lines[0]):
        listed = _under(header[1] or header[2], lines[1:], now)
        if listed:
            return listed
    wishes: list[Wish] = []
    for line in lines:
        bare = cutting.BULLETED.sub("", line).strip()
        is_listed = bare != line.strip()
        found = _of_line(bare, now, talk)
        if all(wish.kind == "unknown" for wish in found) and (is_listed or (wishes and wishes[-1].kind == "add")):
            found = [Wish("add", tasks=(task_of(bare, now),), said=bare)]
        wishes = _joined(wishes, found)
    return wishes


def _under(header: str, lines: list[str], now: datetime) -> list[Wish]:
    """`add these:` and lines below it: each line is one task, in whole."""
    bare = [cutting.BULLETED.sub("", line).strip() for line in lines]
    if cutting.ADD_HEADER.match(header):
        return [
            Wish("add", tasks=tuple(task_of(line, now) for line in bare if vocabulary.WORD.search(line)), said=header)
        ]
    found = [command(cutting.THESE_BEHIND.sub("", header) + f" {line}", now) for line in bare]
    if all(wish is not None and wish.kind in ("complete", "delete", "reopen") for wish in found):
        return [wish for wish in found if wish]
    return []


def _of_line(line: str, now: datetime, talk: Talk) -> list[Wish]:
    wishes: list[Wish] = []
    pieces = pieces_of(line, now)
    for place, piece in enumerate(pieces):
        wish = command(piece, now) or small_talk(piece) or (correction(piece, now, talk) if talk.changed else None)
        if wish is None:
            if place < len(pieces) - 1 and around.CHATTER.match(piece):
                continue
            wish = _again(piece, wishes, now, talk) or _mention(piece, now)
        wishes = _joined(wishes, [replace(wish, said=piece)])
    return wishes


def _again(piece: str, wishes: list[Wish], now: datetime, talk: Talk) -> Wish | None:
    """`and the bread too`: what was wished before it, of another task."""
    wish = again(piece, now)
    if wish is None or not wishes:
        return wish if talk.changed else None
    if wishes[-1].kind == "add":
        return Wish("add", tasks=(task_of(wish.target.said, now),))
    return replace(wishes[-1], target=wish.target) if wishes[-1].kind in AGAIN else None


AGAIN = ("complete", "reopen", "delete", "due", "priority", "note")


def _mention(piece: str, now: datetime) -> Wish:
    """What is not understood, with what it is about."""
    match = around.MENTION.match(piece.strip().rstrip("?!. "))
    return Wish("unknown", target=target(match[1], now)) if match else Wish("unknown")


def _joined(wishes: list[Wish], found: list[Wish]) -> list[Wish]:
    """With new tasks that stand next to each other as one wish, and `it` as what was mentioned right before."""
    for wish in found:
        before = wishes[-1] if wishes else Wish("unknown")
        if before.kind == "unknown" and before.target.words and wish.target.pointer == "it":
            wishes = [*wishes[:-1], replace(wish, target=before.target)]
            continue
        if wishes and wishes[-1].kind == wish.kind == "add":
            wishes = [*wishes[:-1], wishes[-1].joined(wish)]
        elif not (wishes and _says_again(wish, wishes[-1])):
            wishes = [*wishes, wish]
    return wishes


def _says_again(wish: Wish, before: Wish) -> bool:
    """`check off the bathroom, I cleaned it`: one wish, said twice."""
    same = wish.kind == before.kind and wish.kind not in ("unknown", "list", "find")
    return same and (wish.target == before.target or (wish.target.pointer == "it" and not wish.title and not wish.when))
