"""What is done, open again, to be deleted or called otherwise: by command, or as somebody tells it."""

import re
from dataclasses import replace
from datetime import datetime

from rapidfuzz import fuzz

from app.assistant.offline.phrases import altering, cutting, moods
from app.assistant.offline.targets import target, unquoted
from app.assistant.offline.wish import Kind, Target, Wish

_REOPEN = (
    altering.PUT_BACK_LISTED,
    altering.REOPEN,
    altering.OPEN_ONCE_MORE,
    altering.PUT_BACK,
    altering.BRING_BACK,
    altering.GO_BACK,
)
_COMPLETE = (altering.CAN_BE_TICKED, altering.TICKED, altering.TICK_OFF, altering.DONE_WITH)
_DELETE = (altering.NEVER_MIND, altering.CAN_GO, altering.UNNEEDED, altering.TAKE_OFF, altering.DELETE_BEHIND)
_RENAME = (altering.INSTEAD_OF, altering.RENAME, altering.SHOULD_SAY, altering.CALL_IT, altering.RENAME_QUOTED)


def change(said: str, now: datetime) -> Wish | None:
    """A command that changes tasks."""
    for read in (_all_done, _complete_or_reopen, _delete, _rename):
        if wish := read(said, now):
            return wish
    return None


def _all_done(said: str, now: datetime) -> Wish | None:
    if altering.CLEAR_ALL.match(said):
        return Wish("delete", target=target("everything", now))
    if match := altering.ALL_DONE_BUT.match(said):
        return Wish("complete", target=target(f"everything {match[1] or match[2]}", now))
    if match := altering.ONLY_LEFT.match(said):
        return Wish("complete", target=target(f"everything except {match[1]}", now))
    if match := altering.REST_DONE.match(said):
        return Wish("complete", target=target(f"everything except {_first(match)}", now))
    if match := altering.NONE_BUT.match(said):
        return Wish("complete", target=target(match[1], now))
    if match := altering.MARK_BUT.match(said):
        what, excepted = (match[1], match[2]) if match[1] else (match[3], match[4])
        return Wish("complete", target=target(f"{what} {excepted}", now))
    if altering.ALREADY_DONE.fullmatch(said):
        return Wish("complete", target=target("it", now))
    if altering.BARE_DONE.fullmatch(said):
        everything = "everything" if "all" in said.lower() else ""
        return Wish("complete", target=target(everything, now), certain=False)
    if (match := altering.SET_DONE.match(said)) and (found := target(match[1], now)).days:
        return Wish("complete", target=found)
    return Wish("complete", target=target("everything", now)) if altering.EVERYTHING_DONE.match(said) else None


def _complete_or_reopen(said: str, now: datetime) -> Wish | None:
    if match := altering.MARK_FIRST.match(said):
        return Wish("reopen" if altering.OPEN_AGAIN.search(match[1]) else "complete", target=target(match[2], now))
    if match := altering.MARK.match(altering.STATUS_IN.sub("", said)):
        return Wish("reopen" if altering.OPEN_AGAIN.search(match[2]) else "complete", target=target(match[1], now))
    if match := altering.MARK_IT.match(said):
        return Wish("complete", target=target(match[1], now))
    for pattern in _REOPEN:
        if match := pattern.match(said):
            return Wish("reopen", target=target(_first(match), now))
    if match := altering.NOT_FINISHED.match(said):
        return Wish("reopen", target=replace(target(match[2], now), verb=match[1] or ""))
    for pattern in _COMPLETE:
        if match := pattern.match(said):
            return Wish("complete", target=target(altering.DONE_BEHIND.sub("", _first(match)), now))
    return None


def _delete(said: str, now: datetime) -> Wish | None:
    if match := altering.DELETE_ALL_KEEP.match(said) or altering.WANT_KEPT.match(said):
        return Wish("delete", target=replace(target("everything", now), but=target(match[1], now)))
    if (match := altering.DELETE_BUT_KEEP.match(said)) and not (found := target(_first(match), now)).everything:
        return Wish("delete", target=found)
    if match := altering.SO_IT_CAN_GO.match(said):
        return Wish("delete", target=Target(pointer="it", mention=match[1]), certain=False)
    why = altering.SO_REMOVE_IT.sub("", said)
    for pattern in (*_DELETE, altering.NOT_NEEDED):
        if match := pattern.match(why if pattern in (altering.UNNEEDED, altering.NOT_NEEDED) else said):
            return Wish("delete", target=target(_first(match), now))
    if match := altering.NOT_WANTED.match(why):
        return Wish("delete", target=target(match[1], now), certain=why != said)
    if (match := altering.CLEAN_UP.match(said)) and (found := target(match[1], now)).everything == "done":
        return Wish("delete", target=found)
    if match := altering.DELETE.match(said):
        what = altering.FROM_LIST.sub("", match[1])
        named = target(altering.FROM_DONE.sub("", what), now)
        return Wish("delete", target=target(what, now) if named.everything or named.pointer else named)
    return None


def _rename(said: str, now: datetime) -> Wish | None:
    right = altering.TYPO_IN.sub("", said)
    if right != said and (match := altering.RIGHT_NOT.match(right)):
        return Wish("rename", title=unquoted(match[1]), target=target(match[2], now), wrong=unquoted(match[2]))
    said = right
    if match := altering.IS_NOT_IS.match(said):
        return Wish("rename", title=unquoted(match[2]), target=_named(match[1]), wrong=unquoted(match[1]), loose=True)
    if match := altering.CAN_BE_CALLED.match(said):
        return Wish("rename", title=unquoted(match[2]), target=target(match[1], now))
    for pattern in (altering.SAYS_SHOULD, altering.TYPO_IS_IN):
        if match := pattern.match(said):
            return Wish("rename", title=unquoted(match[2]), target=_named(match[1]), wrong=unquoted(match[1]))
    if match := altering.RENAME_IT.match(said):
        return Wish("rename", title=unquoted(match[2]), target=target("it", now))
    if match := altering.IN_CHANGE.match(said):
        what, wrong, new = match.group(1, 2, 3) if match[1] else match.group(6, 4, 5)
        return Wish("rename", title=unquoted(new), target=target(what, now), wrong=unquoted(wrong))
    if match := altering.SAY_INSTEAD.match(said):
        return Wish("rename", title=unquoted(match[1]), target=target(match[2], now), wrong=unquoted(match[2]))
    if (match := altering.MISSPELT.match(said)) and fuzz.ratio(unquoted(match[1]), unquoted(match[2])) > _ALIKE:
        return Wish("rename", title=unquoted(match[1]), target=target(match[2], now), wrong=unquoted(match[2]))
    if match := altering.RENAME_BOTH_QUOTED.match(said):
        return Wish("rename", title=match[2], target=_named(match[1]))
    for pattern in _RENAME:
        if match := pattern.match(said):
            what, name = [group for group in match.groups() if group is not None]
            return Wish("rename", title=_new_name(name), target=target(what, now))
    if match := altering.RENAME_WHAT.match(said):
        return Wish("rename", target=target(match[1], now))
    return Wish("rename") if altering.BARE_RENAME.fullmatch(said) else None


def _new_name(words: str) -> str:
    """Without `on my list` behind it, or the old one: `'book van' not 'book can'`."""
    words = altering.FROM_LIST.sub("", words)
    right = altering.NOT_QUOTED.sub("", words)
    return unquoted(words) if right == words else right.strip("\"'“”‘’ ")


def explained(said: str, now: datetime) -> Wish | None:
    """A command with its reason behind it: `take gym off my list, I'm not going any more`."""
    match = altering.EXPLAINED.match(said)
    wish = change(match[1], now) if match else None
    return wish if wish and wish.kind in ("delete", "complete", "reopen") else None


def may_i(said: str, now: datetime) -> Wish | None:
    """`can I remove the milk?`: a wish, or only a question; so it is asked."""
    match = altering.MAY_I.match(said)
    wish = change(match[1], now) if match else None
    return replace(wish, certain=False) if wish else None


def told_of_a_command(said: str, now: datetime) -> Wish | None:
    """`remove stain from carpet is done`, `finish report done`: a task whose title begins like a command."""
    match = altering.TITLE_IS_DONE.match(said)
    if match is None:
        return None
    found = target(match[1], now)
    return None if found.everything or found.pointer or found.but else Wish("complete", target=_named(match[1]))


def _named(words: str) -> Target:
    return Target(words=(unquoted(words),), said=unquoted(words))


def statement(said: str, now: datetime) -> Wish | None:
    """What somebody tells of a task."""
    if match := altering.NOT_DONE_AFTER_ALL.match(said):
        return Wish("reopen", target=target(match[1], now))
    if match := altering.NEVER_SAID.match(said):
        return Wish("reopen", target=target(match[1], now), certain=False)
    for pattern in (altering.NEVER_WAS, altering.IN_ERROR):
        if match := pattern.match(said):
            return Wish("reopen", target=target(match[1], now), loose=True)
    if match := altering.NOT_BEEN_DONE.match(said):
        return Wish("reopen", target=replace(target(match[1], now), verb=match[2]))
    said = altering.NOT_OTHERS.sub("", said)
    for pattern in (altering.MANAGED, altering.GOT_DONE):
        if match := pattern.match(altering.JUST_NOW.sub("", said)):
            verb, what = (match[2], match[1]) if pattern is altering.GOT_DONE else ("", match[2])
            return Wish("complete", target=replace(target(what, now), verb=verb), loose=True)
    if match := altering.COMPLETE.match(said):
        what = altering.PARTICLE.sub("", altering.JUST_NOW.sub("", match[1]))
        verb = "" if said.lower().startswith(("close ", "complete ", "finish ")) else _verb(said, match[1])
        found = replace(target(what, now), said=unquoted(match[1]), verb=verb)
        return Wish("complete", target=found)
    if match := altering.IS_DONE.match(said) or altering.IS_DONE.match(altering.JUST_NOW.sub("", said)):
        kind: Kind = "reopen" if altering.OPEN_AGAIN.search(match[2]) else "complete"
        verb = match[2] if kind == "complete" and " " not in match[2] else ""
        return Wish(kind, target=replace(target(match[1], now), verb=verb))
    if match := altering.SHOULD_BE.match(said):
        old, new = unquoted(match[1]), unquoted(match[2])
        return Wish("rename", title=new, target=target(old, now), loose=True, certain=fuzz.ratio(old, new) > _ALIKE)
    return None


_ALIKE = 75
"""From so many per cent of the same letters on, one name is the other without its slip of the finger."""


def told_shortly(said: str, now: datetime) -> Wish | None:
    """`have washed the car`, `did them all`: no question, though it begins like one."""
    return (statement(f"I {said}", now) or passing(said, now)) if altering.NO_QUESTION.match(said) else None


def passing(said: str, now: datetime) -> Wish | None:
    """Any deed that is told: it counts where a task asks for just this deed. `shipped the order`, `kids picked up`."""
    bare = altering.NOT_OTHERS.sub("", altering.JUST_NOW.sub("", said))
    if match := altering.DID.match(bare):
        return Wish("complete", target=replace(target(match[2], now), verb=match[1]), loose=True)
    if match := altering.BEEN_DONE.match(bare):
        found = replace(target(match[1], now), verb=match[2])
        return Wish("complete", target=found, loose=True, certain=not altering.TO_PERSONS.match(match[2]))
    if match := altering.SOMEBODY_DID.match(bare):
        found = replace(target(match[2], now), verb=match[1])
        return Wish("complete", target=found, loose=True, certain=False) if found.words else None
    if cutting.HAS_NOT.match(said):
        return Wish("keep", said=said)
    if match := moods.KEEP.match(said):
        return Wish("keep", target=target(_first(match), now), loose=True)
    return None


def _verb(said: str, rest: str) -> str:
    """`bought` of `I have bought the milk`."""
    before = said[: len(said) - len(rest)].replace(":", " ").split()
    while len(before) > 1 and before[-1].lower() in _PARTICLES:
        before.pop()
    return before[-1] if before else ""


_PARTICLES = ("to", "up", "off", "out", "with", "in", "for", "away", "down", "over", "at", "back")


def _first(match: re.Match[str]) -> str:
    """What a pattern of several forms has found."""
    return next((group for group in match.groups() if group is not None), "")
