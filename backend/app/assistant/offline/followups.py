"""A message that is understood with what was said before: an answer, a correction, a taking back. Pure functions."""

import re
from datetime import datetime

from app.assistant.offline import dates
from app.assistant.offline.commands import command, small_talk
from app.assistant.offline.phrases import (
    adding,
    altering,
    around,
    asking,
    cutting,
    following,
    naming,
    verbs,
    vocabulary,
)
from app.assistant.offline.splitting import pieces_of
from app.assistant.offline.targets import priority_of, target, unquoted
from app.assistant.offline.titles import new_tasks
from app.assistant.offline.wish import Talk, Target, Wish

_IT = Target(pointer="it")
_SHORT = 4
"""Words of which a new name consists at most, where nothing but `actually` says that it is one."""
_NOT = re.compile(r"^.*?\bnot\s+", re.IGNORECASE)


def taking_back(text: str, talk: Talk) -> Wish | None:
    """`undo`, `put it back`, `oops`; `no, it isn't`, where something was said to be done."""
    said = _bare(text)
    if talk.changed and not talk.asked and following.CANCEL.match(said):
        return Wish("undo", said=said)
    if match := following.UNDO_SEVERAL.match(said):
        number = match["last"] or match["all"] or "two"
        return Wish("undo", target=Target(count=vocabulary.NUMBERS[number]), said=said)
    clauses = [clause for clause in following.CLAUSE.split(said) if clause and not following.IDLE.match(clause)]
    if said and _says_back(said, talk):
        return Wish("undo", said=said)
    back = [_says_back(clause, talk) for clause in clauses]
    is_told = talk.changed and around.OPENERS.match(said)
    is_back = any(back) and all(
        one or (is_told and following.REASON.match(around.OPENERS.sub("", clause)))
        for one, clause in zip(back, clauses, strict=True)
    )
    return Wish("undo", said=said) if is_back else None


def _says_back(said: str, talk: Talk) -> bool:
    """Whether a part of a message takes back what was done, or says why: `that was a mistake`."""
    clause = following.BEHIND.sub("", said)
    denied = {"complete": following.NOT_SO, "delete": following.WANTED_STILL, "add": following.NOT_WANTED}.get(
        talk.last
    )
    return any(
        following.UNDO.match(words)
        or following.BACK.match(words)
        or following.I_TAKE_BACK.match(words)
        or (denied and not talk.asked and denied.match(words))
        for words in (clause, around.OPENERS.sub("", clause))
        if words
    )


def again(text: str, now: datetime) -> Wish | None:
    """`and the bread too`: the same as before, with another task."""
    said = _bare(text)
    if text.rstrip().endswith("?") and asking.ASKS.match(said):
        return None
    match = following.AGAIN.match(said)
    words = next(group for group in match.groups() if group) if match else ""
    return Wish("again", target=target(words, now), said=said) if match else None


def answer(text: str, now: datetime, talk: Talk) -> Wish | None:
    """A message that answers what was asked last, and is no wish of its own."""
    said = _bare(text)
    if (talk.asked == "when") and (when := dates.read(said, now)):
        return Wish("pick", when=when, said=said)
    if talk.asked == "what" and (match := following.PICKED_STATE.match(said)):
        return Wish("pick", title=match[1].split()[0].lower(), said=said)
    if small_talk(text):
        return None
    if talk.asked == "name":
        return Wish("pick", title=unquoted(said), said=said) if command(text, now) is None else None
    if talk.asked == "title":
        return Wish("add", tasks=new_tasks(said, now), said=said) if command(text, now) is None else None
    if talk.asked == "which" and following.NOT_OTHER.match(said):
        words = said.rpartition(",")[0] or said.rpartition(" the other")[0]
        return Wish("pick", target=Target(everything="all", but=target(_NOT.sub("", words), now)), said=said)
    if talk.asked == "sure" and (match := following.ONLY.match(said)):
        # Only those are to be deleted, or only those kept: it is asked again.
        return Wish("pick", target=target(match[1], now), certain="just" in said.lower(), said=said)
    if talk.asked in ("which", "sure") and (match := following.ALL_BUT.match(said)):
        return Wish("pick", target=Target(everything="all", but=target(match[1], now)), said=said)
    which = following.THE_ONE.sub("", said)
    plain = following.OPTION.sub("", which).strip() or which
    found = target(plain, now)
    if talk.asked == "which" and (dated := dates.split(plain, now)) and command(text, now) is None:
        return Wish("pick", target=target(dated.rest, now), when=dated.when, said=said)
    if plain != which and talk.asked == "which" and "option" not in which.lower() and "number" not in which.lower():
        return Wish("pick", target=found, certain=False, said=said)
    if talk.asked in ("which", "sure") and _points(found):
        return Wish("pick", target=found, said=said)
    if talk.asked == "which" and command(text, now) is None and correction(text, now, talk) is None:
        return Wish("pick", target=found, said=said)
    return None


def _points(found: Target) -> bool:
    return bool(
        (found.positions and not found.words) or found.pointer in ("other", "them") or found.everything == "all"
    )


def correction(text: str, now: datetime, talk: Talk) -> Wish | None:
    """`no, I meant the bread`, `not milk, bread`, `make that 3 pm`: what was done last was not meant so."""
    said = _bare(following.FIX_BEHIND.sub("", _bare(text)))
    is_plain = said != _bare(text)
    if talk.many and (only := _of_many(said, now, talk)):
        return only
    if talk.changed and (match := altering.TYPO_IN.match(said)) and " not " not in said:
        return Wish("correct", title=unquoted(said[match.end() :]), said=said)
    if talk.changed and (match := following.RETRACTED.match(said)):
        return _corrected(match[1], now)
    if (match := following.NOT_BUT.match(said)) and not adding.NO_RUSH_FIRST.match(said):
        return _corrected(match[2], now, wrong=unquoted(match[1]))
    if talk.changed and (match := following.NOT_THE.match(said)):
        return _corrected(match[2], now, wrong=unquoted(match[1]))
    if match := altering.IS_NOT_IS.match(said):
        return _corrected(match[2], now, wrong=unquoted(match[1])) if talk.changed else None
    if _has_order(said, now):
        return None
    if not talk.changed and (match := altering.SAY_INSTEAD.match(said)) and not dates.read(match[1], now):
        return None
    if match := following.CALL_THAT.match(said):
        made = _corrected(match[1], now)
        return Wish("rename", title=made.title, target=_IT) if made.kind == "correct" else made
    if (match := following.MAKE_IT.match(said)) and not _is_change(command(text, now)):
        return _made(match[1], now, is_new=talk.last == "add")
    if match := following.I_MEANT.match(said):
        return _corrected(match[1], now)
    if (match := following.CORRECT.match(said)) and not _is_change(command(text, now), rename=not talk.changed):
        return _corrected(match[1], now, wrong=unquoted(match[2] or ""))
    if (match := following.BUT_NOT.match(said)) and command(match[1], now) is None:
        return _corrected(match[1], now, wrong=unquoted(match[2]))
    is_order = _is_change(command(text, now))
    if not is_order and talk.changed and (match := following.CORRECT_SHORT.match(said)):
        order = command(match[1], now)
        if order and order.kind == "due" and order.target.pointer == "it":
            # `no, put it back to thursday`
            return order
    if (match := following.CORRECT_SHORT.match(said)) and _is_bare(match[1], now, talk) and not is_order:
        return _corrected(match[1], now)
    if not talk.changed:
        return None
    if match := following.ACTUALLY.match(said):
        words = match[1] or match[2]
        if command(words, now) is None:
            is_value = dates.read(words, now) is not None or bool(following.LEVEL_ALONE.match(words))
            is_sure = is_value or (talk.last == "add" and len(words.split()) <= _SHORT)
            return _corrected(words, now, certain=is_sure)
    if (match := following.IT_IS.match(said)) and (
        _corrected(match[1], now).kind == "due" or naming.PRIORITY.fullmatch(match[1])
    ):
        return _corrected(match[1], now)
    when = dates.read(said, now)
    if when and when.shift is None:
        return Wish("due", target=_IT, when=when, certain=is_plain or bool(following.DUE_SAID.match(said)), said=said)
    return None


def _of_many(said: str, now: datetime, talk: Talk) -> Wish | None:
    """`only the sales one is done`, `not the canopies`: of more that were changed at once, not all were meant."""
    if talk.asked or talk.last not in ("complete", "reopen"):
        return None
    if match := following.JUST_ONE.match(said):
        return Wish("correct", form="only", target=target(match[1], now), said=said)
    if (match := following.NOT_ONE.match(said)) and not following.NOT_BUT.match(said):
        meant = target(match[1], now)
        return (
            Wish("correct", form="only", target=Target(everything="all", but=meant), said=said) if meant.words else None
        )
    return None


def _has_order(said: str, now: datetime) -> bool:
    """Whether a later part of it is a command: `oops, still have to buy it. Reopen it`."""
    if any(_is_change(command(piece, now)) for piece in pieces_of(said, now)[1:]):
        return True
    match = cutting.ABOUT_IT_BEHIND.match(said)
    return match is not None and _is_change(command(match[2], now))


def _is_change(wish: Wish | None, *, rename: bool = False) -> bool:
    kinds = ("complete", "reopen", "delete", "priority", "due", "note", *(("rename",) if rename else ()))
    return wish is not None and not wish.loose and wish.kind in kinds


def _is_bare(words: str, now: datetime, talk: Talk) -> bool:
    """Whether some words are no command of their own; `pay the water bill` may be what a task shall be called."""
    wish = command(words, now)
    if dates.read(words, now) or naming.PRIORITY.fullmatch(words):
        return True
    return wish is None or (talk.changed and wish.kind == "add" and bool(verbs.CHORE.match(words)))


def _made(words: str, now: datetime, *, is_new: bool = False) -> Wish:
    """`make it 3 pm`, `call it oat milk`; of a task that is new, `make that pears` may leave its verb."""
    if following.LEVEL_ALONE.match(words):
        return Wish("priority", target=_IT, priority=priority_of(words))
    if words.isdigit() and is_new:
        # `add 6 eggs`, `make it 12`; or the hour, where there is no number in it.
        return Wish("correct", title=words, when=dates.read(f"at {words}", now), said=words)
    right = _corrected(f"at {words}" if words.isdigit() else words, now)
    return Wish("rename", title=right.title, target=_IT) if right.kind == "correct" and not is_new else right


def _corrected(words: str, now: datetime, *, wrong: str = "", certain: bool = True) -> Wish:
    right = following.COPULA.sub("", unquoted(words)) if not wrong else unquoted(words)
    if (
        not wrong
        and (match := following.NOT_WHICH.match(right))
        and dates.read(match[1], now)
        and dates.read(match[2], now)
    ):
        # `friday, not thursday`
        right = match[1]
    right = following.ONLY_BEHIND.sub("", right) if wrong else right
    when = dates.read(right, now)
    if right.isdigit() and (wrong.isdigit() or not wrong):
        # `it's 3, not 2`, `I meant 3`: of how many, or of the hour.
        return Wish("correct", title=right, when=dates.read(f"at {right}", now), wrong=wrong, target=target(right, now))
    if when and when.shift is None and (not wrong or dates.read(wrong, now)):
        return Wish("due", target=_IT, when=when, certain=certain)
    if (naming.PRIORITY.fullmatch(right) or following.LEVEL_ALONE.match(right)) and not wrong:
        return Wish("priority", target=_IT, priority=priority_of(right), certain=certain)
    return Wish(
        "correct",
        title=right,
        target=target(right, now),
        when=when,
        wrong=wrong,
        certain=certain,
        said=words,
    )


def _bare(text: str) -> str:
    said = text.strip().rstrip("?!. ").strip()
    return around.TAIL.sub("", said).strip() or said
