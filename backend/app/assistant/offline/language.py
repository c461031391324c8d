"""Plain English about tasks, read by rules: a message in, wishes out, in their order. Pure functions only."""

from datetime import datetime

from app.assistant.offline import dates
from app.assistant.offline.commands import command, small_talk
from app.assistant.offline.followups import answer, correction, taking_back
from app.assistant.offline.phrases import adding, around, cutting, doubting, vocabulary
from app.assistant.offline.reading.of_it import detail
from app.assistant.offline.sentences import MOST_ANSWER, joined, of_line, one_more
from app.assistant.offline.targets import target
from app.assistant.offline.tidying import tidied
from app.assistant.offline.titles import on_day, task_of
from app.assistant.offline.wish import Talk, Wish

NOTHING = Talk()
QUIET = ("greet", "thanks")
"""What needs no answer beside a wish."""


def understand(text: str, now: datetime, talk: Talk = NOTHING) -> list[Wish]:
    """The wishes of one message. `now` is the time in the user's zone, without one."""
    whole = text.strip()
    if not vocabulary.WORD.search(whole):
        return [Wish("unknown", said=whole)]
    if len(whole) <= MOST_ANSWER and (wish := _whole(tidied(whole), now, talk)):
        return [wish]
    wishes = _without_taken_back(_of_lines(_numbered(tidied(whole)), now, talk))
    spoken = [wish for wish in wishes if wish.kind not in QUIET]
    return spoken or wishes[:1]


def _numbered(whole: str) -> str:
    """`1. milk 2. eggs` with each on a line of its own."""
    if "\n" not in whole and len(cutting.INLINE_BULLET.findall(whole)) > 1:
        return cutting.INLINE_BULLET.sub("\n- ", whole).strip()
    letters = cutting.INLINE_LETTER.findall(whole)
    if len(letters) > 1 and "".join(letters).lower() == "abcdefghij"[: len(letters)]:
        return cutting.INLINE_LETTER.sub("\n- ", whole).strip()
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
        taking_back(whole, talk)
        or (detail(whole, now) if talk.changed and not talk.asked else None)
        or (answer(whole, now, talk) if talk.asked else None)
        or _talk(whole, now, talk)
        or (one_more(whole, now) if talk.last == "add" else None)
        or correction(whole, now, talk)
    )


def _talk(whole: str, now: datetime, talk: Talk) -> Wish | None:
    """Small talk; a yes to nothing may be a wish: `yes, delete everything`."""
    wish = small_talk(whole)
    if wish and wish.kind == "yes" and not talk.asked:
        meant = command(whole, now)
        is_order = meant is not None and meant.kind in ("delete", "complete", "reopen") and not meant.loose
        return meant if meant and is_order and (meant.target.everything or meant.target.pointer == "it") else wish
    return wish


def _of_lines(whole: str, now: datetime, talk: Talk) -> list[Wish]:
    lines = [line for line in whole.splitlines() if line.strip()]
    if len(lines) == 1:
        return of_line(lines[0], now, talk)
    header = cutting.HEADER.match(around.POLITE.sub("", lines[0].strip()).rstrip(" ."))
    if header and not cutting.BULLETED.match(lines[0]):
        listed = _under(header[1] or header[2], lines[1:], now)
        if listed:
            return listed
        lines = lines[1:] if cutting.ADD_HEADER.match(header[0]) else lines
    if all(map(cutting.BULLETED.match, lines)):
        return _listed([cutting.BULLETED.sub("", line).strip() for line in lines], lines, now, talk)
    wishes: list[Wish] = []
    for line in lines:
        bare = cutting.BULLETED.sub("", line).strip()
        is_listed = bare != line.strip()
        found = of_line(bare, now, talk)
        if all(wish.kind == "unknown" for wish in found) and (is_listed or (wishes and wishes[-1].kind == "add")):
            found = [Wish("add", tasks=(task_of(bare, now),), said=bare)]
        wishes = joined(wishes, found, now)
    return wishes


def _listed(bare: list[str], lines: list[str], now: datetime, talk: Talk) -> list[Wish]:
    """A list with bullets: what is to be done, but for what is plainly a command or ticked off."""
    wishes: list[Wish] = []
    bare = [*bare[:-1], adding.ADD_THEM.sub("", bare[-1]) or bare[-1]]
    for words, line in zip(bare, lines, strict=True):
        if cutting.TICKED_BOX.match(line):
            found = [Wish("complete", target=target(words, now), said=words)]
        elif _is_order(words):
            found = of_line(words, now, talk)
        else:
            found = [Wish("add", tasks=(task_of(words, now),), said=words)]
        wishes = joined(wishes, found, now)
    return wishes


def _is_order(line: str) -> bool:
    return bool(cutting.CLEAR_START.match(line) or doubting.TELLS.match(line))


def _under(header: str, lines: list[str], now: datetime) -> list[Wish]:
    """`add these:` and lines below it: each line is one task, in whole."""
    if all(map(cutting.BULLETED.match, lines[:-1])) and not cutting.BULLETED.match(lines[-1]) and small_talk(lines[-1]):
        # `thanks!` below a list
        lines = lines[:-1]
    bare = [cutting.BULLETED.sub("", line).strip() for line in lines]
    if behind := [line for line in bare if cutting.ORDER_BEHIND.match(line)]:
        # `and mark the invitations done`, below what is to be added
        first = bare.index(behind[0])
        listed = _under(header, lines[:first], now) if first else []
        ordered = [wish for line in bare[first:] for wish in of_line(line, now, NOTHING)]
        return joined(listed, ordered, now) if listed else []
    if when := dates.read(header, now):
        return [Wish("add", tasks=tuple(on_day(task_of(line, now), when) for line in bare), said=header)]
    if any(adding.ADD.match(line) for line in bare) and any(map(_is_order, bare)):
        # `three things:`, and each line says what.
        return []
    if cutting.ADD_HEADER.match(header):
        return [
            Wish("add", tasks=tuple(task_of(line, now) for line in bare if vocabulary.WORD.search(line)), said=header)
        ]
    found = [command(cutting.THESE_BEHIND.sub("", header) + f" {line}", now) for line in bare]
    if all(wish is not None and wish.kind in ("complete", "delete", "reopen") for wish in found):
        return [wish for wish in found if wish]
    return []
