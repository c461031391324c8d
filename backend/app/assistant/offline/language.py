"""Plain English about tasks, read by rules: a message in, wishes out, in their order. Pure functions only."""

from dataclasses import replace
from datetime import datetime

from app.assistant.offline import dates
from app.assistant.offline.commands import command, small_talk
from app.assistant.offline.followups import again, answer, correction, taking_back
from app.assistant.offline.phrases import around, cutting, following, moods, vocabulary
from app.assistant.offline.splitting import pieces_of
from app.assistant.offline.targets import target
from app.assistant.offline.tidying import tidied
from app.assistant.offline.titles import task_of
from app.assistant.offline.wish import CHANGES, Talk, Wish

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
    if len(whole) <= MOST_ANSWER and (wish := _whole(tidied(whole), now, talk)):
        return [wish]
    wishes = _without_taken_back(_of_lines(_numbered(tidied(whole)), now, talk))
    spoken = [wish for wish in wishes if wish.kind not in QUIET]
    return spoken or wishes[:1]


def _numbered(whole: str) -> str:
    """`1. milk 2. eggs` with each on a line of its own."""
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
        or (answer(whole, now, talk) if talk.asked else None)
        or _talk(whole, now, talk)
        or (_one_more(whole, now) if talk.last == "add" else None)
        or correction(whole, now, talk)
    )


def _talk(whole: str, now: datetime, talk: Talk) -> Wish | None:
    """Small talk; a yes to nothing may be a wish: `yes, delete everything`."""
    wish = small_talk(whole)
    if wish and wish.kind == "yes" and not talk.asked:
        meant = command(whole, now)
        return meant if meant and meant.kind == "delete" and meant.target.everything else wish
    return wish


def _one_more(piece: str, now: datetime) -> Wish | None:
    """`and bin bags too`, after something was added: one more, though `bin` may be a command."""
    wish = again(piece, now)
    return wish if wish and not cutting.CLEAR_START.match(wish.target.said) and not piece.endswith("?") else None


def _of_lines(whole: str, now: datetime, talk: Talk) -> list[Wish]:
    lines = [line for line in whole.splitlines() if line.strip()]
    if len(lines) == 1:
        return _of_line(lines[0], now, talk)
    header = cutting.HEADER.match(lines[0].strip())
    if header and not cutting.BULLETED.match(lines[0]):
        listed = _under(header[1] or header[2], lines[1:], now)
        if listed:
            return listed
    if all(map(cutting.BULLETED.match, lines)):
        return _listed([cutting.BULLETED.sub("", line).strip() for line in lines], lines, now, talk)
    wishes: list[Wish] = []
    for line in lines:
        bare = cutting.BULLETED.sub("", line).strip()
        is_listed = bare != line.strip()
        found = _of_line(bare, now, talk)
        if all(wish.kind == "unknown" for wish in found) and (is_listed or (wishes and wishes[-1].kind == "add")):
            found = [Wish("add", tasks=(task_of(bare, now),), said=bare)]
        wishes = _joined(wishes, found)
    return wishes


def _listed(bare: list[str], lines: list[str], now: datetime, talk: Talk) -> list[Wish]:
    """A list with bullets: what is to be done, but for what is plainly a command or ticked off."""
    wishes: list[Wish] = []
    for words, line in zip(bare, lines, strict=True):
        if cutting.TICKED_BOX.match(line):
            found = [Wish("complete", target=target(words, now), said=words)]
        elif cutting.CLEAR_START.match(words):
            found = _of_line(words, now, talk)
        else:
            found = [Wish("add", tasks=(task_of(words, now),), said=words)]
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
    if len(line) <= MOST_ANSWER and (repaired := _repaired(line, now, talk)):
        return repaired
    wishes: list[Wish] = []
    pieces = pieces_of(line, now)
    for place, piece in enumerate(pieces):
        wish = _one_more(piece, now) if wishes and wishes[-1].kind == "add" else None
        wish = _again(piece, wishes, now, talk) if wish else _of_piece(piece, now, talk)
        if wish is None:
            if place < len(pieces) - 1 and around.CHATTER.match(piece):
                continue
            wish = _again(piece, wishes, now, talk) or _mention(piece, now)
        wishes = _joined(wishes, [replace(wish, said=piece)])
    if len(line) <= MOST_ANSWER and moods.CONDITION_FIRST.match(line):
        return [Wish("keep", target=wish.target, said=wish.said) if wish.kind in CHANGES else wish for wish in wishes]
    return wishes


def _of_piece(piece: str, now: datetime, talk: Talk) -> Wish | None:
    if wish := command(piece, now) or small_talk(piece):
        return wish
    match = cutting.ABOUT_IT_BEHIND.match(piece)
    if match and not moods.CONDITIONAL.match(match[1]) and (wish := command(match[2], now)) and wish.target.pointer:
        # `changed my mind about the figs, delete them`
        return replace(wish, target=replace(wish.target, pointer="it", mention=match[1]))
    return (taking_back(piece, talk) or correction(piece, now, talk)) if talk.changed else None


def _repaired(line: str, now: datetime, talk: Talk) -> list[Wish]:
    """What was put right in the same breath: `add milk, no wait, oat milk`. Empty where nothing was."""
    match = following.REPAIR.match(line) if not vocabulary.QUOTED.search(line) else None
    if match is None:
        return []
    left, right = match["left"] or match["first"], match["right"] or match["second"]
    wishes = _of_line(left, now, talk)
    last, anew = wishes[-1], command(right, now)
    if last.kind == "unknown":
        return []
    when = dates.read(right, now)
    if anew and not when and anew.kind in (*CHANGES, "list", "find") and not anew.loose:
        last = anew
    elif last.kind == "add" and last.tasks:
        put_right = replace(last.tasks[-1], when=when) if when else task_of(_without_add(anew, right), now)
        last = replace(last, tasks=(*last.tasks[:-1], put_right))
    elif last.kind == "due" and when:
        last = replace(last, when=when)
    elif last.kind == "rename":
        last = replace(last, title=right)
    else:
        several = len(last.target.words) > 1
        found = replace(target(right, now), verb=last.target.verb)
        last = replace(last, target=found, certain=last.certain and not several)
    return [*wishes[:-1], last] if last.kind in (*CHANGES, "add", "list", "find") else []


def _without_add(anew: Wish | None, right: str) -> str:
    """`add coffee` and `coffee` say the same."""
    return anew.titles[0] if anew and anew.kind == "add" and len(anew.tasks) == 1 else right


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
    return Wish("unknown", target=target(match[1], now)) if match else Wish("unknown", said=piece)


def _joined(wishes: list[Wish], found: list[Wish]) -> list[Wish]:
    """With new tasks that stand next to each other as one wish, and `it` as what was mentioned right before."""
    for wish in found:
        before = wishes[-1] if wishes else Wish("unknown")
        if before.kind == "unknown" and before.target.words and wish.target.pointer == "it":
            wishes = [*wishes[:-1], replace(wish, target=before.target)]
            continue
        if _only_mentions(before) and wish.kind in CHANGES and wish.target.pointer in ("it", "them"):
            mentioned = replace(wish, target=replace(wish.target, pointer="it", mention=before.said))
            wishes = [*wishes[:-1], mentioned]
            continue
        if wishes and wishes[-1].kind == wish.kind == "add":
            wishes = [*wishes[:-1], wishes[-1].joined(wish)]
        elif not (wishes and _says_again(wish, wishes[-1])):
            wishes = [*wishes, wish]
    return wishes


def _only_mentions(before: Wish) -> bool:
    """Whether what was said before may only have named what `it` is."""
    is_vague = before.kind in ("unknown", "offer", "keep") or before.loose
    return is_vague and bool(before.said) and not moods.CONDITIONAL.match(before.said)


def _says_again(wish: Wish, before: Wish) -> bool:
    """`check off the bathroom, I cleaned it`: one wish, said twice."""
    same = wish.kind == before.kind and wish.kind not in ("unknown", "list", "find")
    return same and (wish.target == before.target or (wish.target.pointer == "it" and not wish.title and not wish.when))
