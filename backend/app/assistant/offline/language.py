"""Plain English about tasks, read by rules: text in, one intent out. Pure functions only."""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from app.assistant.offline import phrases as p

Kind = Literal[
    "add", "list", "complete", "reopen", "delete", "rename", "yes", "no", "greet", "thanks", "help", "unknown"
]
Status = Literal["all", "open", "done"]
_SMALL_TALK: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("yes", p.YES), ("no", p.NO), ("greet", p.GREET), ("thanks", p.THANKS)
)  # fmt: skip


@dataclass(frozen=True)
class Target:
    """Which tasks are meant: all of a kind, some by position (-1: the last), or some by their words."""

    everything: Literal["", "all", "done", "open"] = ""
    positions: tuple[int, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Intent:
    """What the user wants."""

    kind: Kind
    titles: tuple[str, ...] = ()
    """For add: the new titles. For rename: the one new title."""
    target: Target = field(default_factory=Target)
    status: Status = "open"
    """For list: which tasks."""


def unquoted(text: str) -> str:
    """Without white space, bullets, closing dots and quotes around it."""
    return p.BULLET.sub("", text.strip()).strip(p.QUOTES).strip().rstrip(".!;,").strip()


def items(text: str) -> tuple[str, ...]:
    """`milk, eggs and bread` as three, also by lines and semicolons; a quoted text stays whole."""
    quoted = re.findall(r"[\"“]([^\"”]+)[\"”]", text)
    if quoted:
        parts = quoted
    elif re.search(r"[;\n]", text):
        parts = re.split(r"\s*[;\n]+\s*(?:and\s+)?", text)
    elif "," in text:
        parts = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+(?=[^,]*$)", text)
    else:
        parts = [text]
    return tuple(part for part in (unquoted(piece) for piece in parts) if part)


def target(text: str) -> Target:
    """Read what stands after a verb: `the second one`, `2 and 3`, `everything that's done`, `milk`."""
    plain = p.ABOUT.sub("", unquoted(text))
    lowered = plain.lower()
    if lowered in ("it", "that", "this", ""):
        return Target()
    if not re.search(r"[\"“]", text) and (everything := _everything(lowered)):
        return Target(everything=everything)
    if match := p.FEW.fullmatch(lowered):
        count = p.NUMBERS[match[2]]
        return Target(positions=tuple(range(1, count + 1) if match[1] == "first" else range(-count, 0)))
    pieces = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", lowered)
    positions = [_position(piece) or _position(_bare(piece)) for piece in pieces if piece]
    if positions and all(place is not None for place in positions):
        return Target(positions=tuple(place for place in positions if place is not None))
    return Target(words=tuple(_named(part) for part in items(plain)))


def _everything(lowered: str) -> Literal["", "all", "done", "open"]:
    """Whether all tasks of a kind are meant, and of which."""
    if lowered in ("them", "everything", "all") or p.ALL.search(lowered) or p.WHOLE_LIST.fullmatch(lowered):
        status = _status(lowered)
        return status if status != "all" else "all"
    if p.DONE_ONES.fullmatch(lowered):
        return "done"
    return "open" if p.OPEN_ONES.fullmatch(lowered) else ""


def _status(text: str) -> Status:
    """Which tasks a text speaks of; `all` where it names no state, or both."""
    if p.BOTH.search(text):
        return "all"
    undone = p.NOT_DONE.sub(" ", text)
    is_open = undone != text or bool(p.OPEN.search(text))
    is_done = bool(p.DONE.search(undone))
    if is_open == is_done:
        return "all"
    return "open" if is_open else "done"


def _bare(piece: str) -> str:
    return p.NOUN.sub(" ", p.LEADING.sub("", piece)).strip()


def _named(part: str) -> str:
    """The words of one task, without `the` before them and `task` or `one` behind."""
    bare = p.LEADING.sub("", part)
    return p.NOUN_BEHIND.sub("", p.NOUN_BEFORE.sub("", bare)) or bare


def _position(piece: str) -> int | None:
    piece = p.LEADING.sub("", piece).removeprefix("number ")
    if piece in p.ORDINALS:
        return p.ORDINALS[piece]
    if piece in p.NUMBERS:
        return p.NUMBERS[piece]
    match = re.fullmatch(r"(?:no\.? ?|nr\.? ?|#)?(\d{1,3})(?:st|nd|rd|th)?", piece)
    return int(match[1]) if match else None


def understand(text: str) -> Intent:
    """The intent of one message."""
    whole = text.strip().rstrip("?!. ")
    said = p.TAIL.sub("", whole).strip()
    if not whole:
        return Intent("unknown")
    for kind, pattern in _SMALL_TALK:
        if pattern.match(whole) and (kind == "yes" or not p.COMMAND.search(whole)):
            return Intent(kind)
    said = p.ASKING.sub("", p.POLITE.sub("", said).strip()).strip() or said
    if intent := _command(said):
        return intent
    if p.HELP.search(said):
        return Intent("help")
    return _command(_fixed(said)) or Intent("unknown")


def _fixed(said: str) -> str:
    """With the first word's slip of the finger put right, where a command is very near: `delet`, `remnd`."""
    first, _, rest = said.partition(" ")
    near = get_close_matches(first.lower(), p.VERBS, n=1, cutoff=0.8)
    return f"{near[0]} {rest}" if near and rest else said


def _command(said: str) -> Intent | None:
    """The intent of a command: changes before questions, exact forms before loose ones."""
    return _change(said) or _new(said) or _question(said) or _statement(said)


def _change(said: str) -> Intent | None:
    if match := p.MARK.match(said):
        return Intent("reopen" if p.OPEN_AGAIN.search(match[2]) else "complete", target=target(match[1]))
    if (match := p.REOPEN.match(said)) or (match := p.NOT_FINISHED.match(said)) or (match := p.PUT_BACK.match(said)):
        return Intent("reopen", target=target(match[1]))
    if (match := p.TICK_OFF.match(said)) or (match := p.DONE_WITH.match(said)):
        return Intent("complete", target=target(match[1]))
    if (
        (match := p.NEVER_MIND.match(said))
        or (match := p.CAN_GO.match(said))
        or (match := p.TAKE_OFF.match(said))
        or (match := p.NOT_NEEDED.match(said))
    ):
        return Intent("delete", target=target(match[1]))
    if match := p.DELETE.match(said):
        return Intent("delete", target=target(p.FROM_LIST.sub("", match[1])))
    if (match := p.RENAME.match(said)) or (match := p.SHOULD_SAY.match(said)) or (match := p.CALL_IT.match(said)):
        return Intent("rename", titles=(unquoted(match[2]),), target=target(match[1]))
    return None


def _new(said: str) -> Intent | None:
    for pattern in (p.ADD, p.ON_THE_LIST, p.HAVE_TO):
        if match := pattern.match(said):
            return Intent("add", titles=_titles(match[1]))
    return None


def _titles(text: str) -> tuple[str, ...]:
    """The new tasks, without `to my list` and without `these three things:` before them."""
    return items(p.THESE.sub("", p.TO_LIST.sub("", text)))


def _question(said: str) -> Intent | None:
    if not p.LIST.search(said) or p.HELP.search(said):
        return None
    status = _status(said)
    if status == "all" and not p.ALL.search(said) and not p.BOTH.search(said):
        status = "open"
    return Intent("list", status=status)


def _statement(said: str) -> Intent | None:
    if match := p.NOT_DONE_AFTER_ALL.match(said):
        return Intent("reopen", target=target(match[1]))
    if match := p.COMPLETE.match(said):
        return Intent("complete", target=target(match[1]))
    if match := p.IS_DONE.match(said):
        return Intent("reopen" if p.OPEN_AGAIN.search(match[2]) else "complete", target=target(match[1]))
    # A thing to do, as people write it on paper.
    if p.CHORE.match(said):
        return Intent("add", titles=_titles(said))
    return None
