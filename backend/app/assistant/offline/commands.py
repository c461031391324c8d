"""One piece of a message, read as a command, a question or a statement about tasks. Pure functions only."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.assistant.offline.excepting import excepted
from app.assistant.offline.moods import holds_only_if, mood_of
from app.assistant.offline.phrases import adding, around, asking, cutting, moods, talking, vocabulary
from app.assistant.offline.reading import additions, details, questions, states
from app.assistant.offline.titles import new_tasks
from app.assistant.offline.wish import CHANGES, Kind, Wish

_SMALL_TALK: tuple[Kind, ...] = ("yes", "no", "greet", "thanks")
_TALKING = {"yes": talking.YES, "no": talking.NO, "greet": talking.GREET, "thanks": talking.THANKS}


def small_talk(text: str) -> Wish | None:
    """A yes, a no, a greeting or thanks."""
    whole = text.strip().rstrip("?!. ")
    for kind in _SMALL_TALK:
        if _TALKING[kind].match(whole) and (kind in ("yes", "no") or not _has_command(whole)):
            return Wish(kind, said=whole)
    return None


def _has_command(whole: str) -> bool:
    """`great, I bought it`: more than thanks."""
    rest = around.AFTER_THANKS.match(whole)
    return bool(around.COMMAND.search(whole) or (rest and cutting.CLEAR_START.match(rest[1])))


_FINITE = {
    stem: f"{stem}e"
    for stem in ("delet", "remov", "renam", "mov", "complet", "postpon", "tak", "chang", "writ", "eras")
}
MOST = 600
"""Characters of a command; what is longer can only be much to add."""


def command(text: str, now: datetime) -> Wish | None:
    """The wish of one piece; None where it is not understood."""
    whole = text.strip()
    if len(whole) > MOST:
        match = adding.ADD.match(whole)
        return Wish("add", tasks=new_tasks(match[1], now), said=whole) if match else None
    said = around.TAIL.sub("", whole.rstrip("?!. ")).strip()
    plain = around.POLITE.sub("", said).strip() or said
    said = around.ASKING.sub("", plain).strip() or plain
    if not said:
        return None
    is_asked = said != plain
    if is_asked and (gerund := around.GERUND.match(said)):
        said = _FINITE.get(gerund[1], gerund[1]) + said[gerund.end() :]
    is_question = whole.endswith("?") and not is_asked
    sure = moods.UNSURE_BEHIND.sub("", moods.UNSURE_BEFORE.sub("", said)).strip()
    wish = _read(said, now, is_question=is_question)
    if (wish is None or wish.target.but is None) and not is_question:
        wish = excepted(said, now, lambda core: _read(core, now, is_question=False)) or wish
    if sure not in ("", said) and (wish is None or wish.kind not in CHANGES):
        guessed = _read(sure, now, is_question=is_question)
        wish = guessed if guessed and guessed.kind in CHANGES else wish
    if wish is None and talking.HELP.search(said):
        return Wish("help")
    if wish is None and (fixed := _fixed(said)) != said:
        wish = _read(fixed, now, is_question=is_question)
    if wish is None:
        return None
    is_certain = wish.certain and not around.I_WANT.match(plain) and (sure == said or wish.kind not in CHANGES)
    return _weighed(replace(wish, certain=is_certain), is_question=is_question, is_asked=is_asked)


def _weighed(wish: Wish, *, is_question: bool, is_asked: bool) -> Wish:
    """What only sounds like a change is none; what may be one is asked about."""
    is_errand = bool(adding.ALSO_TITLE.match(wish.said)) and not adding.FOR_THE_LIST.search(wish.said)
    if wish.kind == "add" and is_asked and (is_errand or not wish.certain):
        # `can you order a pizza?` asks for what only a person can do.
        return replace(wish, kind="offer")
    if wish.kind not in CHANGES:
        return wish
    # `I can't do the vet today, friday then`: what is not done now has its new date.
    mood = "" if wish.kind == "due" and wish.loose and wish.when else mood_of(wish.said)
    if mood or (wish.kind not in ("rename", "note") and holds_only_if(wish.said)):
        return Wish("keep", target=wish.target, said=wish.said)
    return replace(wish, certain=False) if is_question and wish.kind == "delete" else wish


def _read(said: str, now: datetime, *, is_question: bool) -> Wish | None:
    """Questions about one task first: they change nothing. Then changes before questions, exact forms before loose."""
    readers: tuple[Callable[[str, datetime], Wish | None], ...] = (
        (states.may_i, additions.may_have, questions.of_one, questions.listing, states.told_shortly)
        if asking.ASKS.match(said)
        else (
            states.told_of_a_command,
            details.note,
            details.date,
            details.priority,
            states.explained,
            states.change,
            additions.new,
            questions.listing,
            questions.of_one,
            states.statement,
            additions.chore,
            additions.lacking,
            states.passing,
        )
    )
    for read in readers:
        if wish := read(said, now):
            if is_question and wish.kind in ("complete", "reopen") and (_is_told(read) or wish.target.everything):
                # `milk is done?` asks.
                wish = questions.asked(wish)
            return replace(wish, said=said)
    return None


def _is_told(read: Callable[[str, datetime], Wish | None]) -> bool:
    return read in (states.statement, states.passing, states.told_of_a_command, states.told_shortly)


def _fixed(said: str) -> str:
    """With the first word's slip of the finger put right, where a command is very near: `delet`, `remnd`."""
    first, _, rest = said.partition(" ")
    near = process.extractOne(
        first.lower(), vocabulary.VERBS, scorer=OSA.distance, score_cutoff=1 if len(first) < 6 else 2
    )
    return f"{near[0]} {rest}" if near and rest and len(first) > 2 else said
