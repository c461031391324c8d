"""A line of a message in pieces that are a wish each: `add milk, finish the report and what's left?` as three."""

import re
from collections.abc import Iterator
from datetime import datetime

from app.assistant.offline.commands import command, small_talk
from app.assistant.offline.phrases import adding, altering, around, cutting, detailing, following, verbs, vocabulary
from app.assistant.offline.phrases.patterns import Pattern
from app.assistant.offline.reading.of_it import detail
from app.assistant.offline.wish import CHANGES

MOST_PIECES = 30
"""Sentences that are read as wishes of their own."""
_MOST_START = 160
"""Characters by which it is told whether something begins as a command."""


def pieces_of(line: str, now: datetime) -> list[str]:
    """The pieces, in their order. What is quoted is never cut."""
    each = [part for part in cutting.ADD_EACH.split(line) if part]
    if len(each) > 2 and not vocabulary.QUOTED.search(line) and all(map(adding.ADD.match, each)):
        return each
    pieces: list[str] = []
    for sentence in _sentences(line, now):
        pieces += _clauses(sentence, now)
    return [piece for piece in pieces if vocabulary.WORD.search(piece)]


def _sentences(line: str, now: datetime) -> list[str]:
    """At the end of a sentence, where what follows is a wish, or small talk is what was before."""
    found: list[str] = []
    begin = 0
    for match in _outside_quotes(cutting.SENTENCE, line):
        if len(found) == MOST_PIECES:
            break
        left, right = line[begin : match.start()], line[match.end() :]
        after = next(_outside_quotes(cutting.SENTENCE, right), None)
        sentence = right[: after.start()] if after else right
        says_more = (
            around.CHATTER.match(sentence)
            or around.WHY.match(sentence)
            or following.AGAIN.match(sentence.rstrip(".!? "))
        )
        if _is_wish(sentence, now) or small_talk(left) or (says_more and _is_wish(left, now)):
            found.append(left)
            begin = match.end()
    return [*found, line[begin:]]


def _is_wish(sentence: str, now: datetime) -> bool:
    return bool(small_talk(sentence)) or command(sentence, now) is not None


def _clauses(sentence: str, now: datetime) -> list[str]:
    """At `and`, `then` or a comma, where what follows begins as only a command does."""
    found: list[str] = []
    begin = 0
    for match in _outside_quotes(cutting.CONNECTOR, sentence):
        left, right = sentence[begin : match.start()], sentence[match.end() :][:_MOST_START]
        if not vocabulary.WORD.search(left) or not (
            _begins_anew(left, right, match[0])
            or _tells_of_another(left, right, match[0], now)
            or _says_more(left, right, now)
        ):
            continue
        if not cutting.SO.match(match[0]) or cutting.POINTS.search(right):
            # `I am back, so you can tick off gym`: what comes before is only why.
            found.append(left)
        begin = match.end()
    return [*found, sentence[begin:]]


def _tells_of_another(left: str, right: str, connector: str, now: datetime) -> bool:
    """`milk is done, the dentist is on monday`; `fed the cat but didn't brush her`; `car washed, lawn mowed`."""
    if len(left) > _MOST_START or adding.ADD.match(left) or cutting.INFINITIVE.match(left):
        return False
    if altering.BEEN_DONE.match(left) and altering.SHORT_PASSIVE.match(right) and "," in connector:
        return True
    is_moved = (
        detailing.MOVED.match(right)
        or detailing.WILL_DO.match(right)
        or (altering.DELETE.match(right) and (cutting.STATEMENT.match(left) or detailing.MOVED.match(left)))
    )
    is_told = cutting.TOLD_START.match(right) and not altering.DELETE.match(left)
    is_not_done = (cutting.HAS_NOT.match(right) or cutting.NOT_TOLD.match(right)) and re.search("but|,", connector)
    if not (cutting.STATEMENT.match(right) or is_moved or is_told or is_not_done):
        return False
    wish = command(left, now)
    return wish is not None and wish.kind in CHANGES


def _says_more(left: str, right: str, now: datetime) -> bool:
    """`make the report urgent and due friday`: more of the task that was just changed."""
    if not cutting.DETAIL.match(right) or adding.ADD.match(left) or detail(right, now) is None:
        return False
    wish = command(left, now)
    return wish is not None and wish.kind in ("priority", "due", "note", "rename") and not wish.loose


def _begins_anew(left: str, right: str, connector: str) -> bool:
    if cutting.BARE_VERB.match(right):
        # `milk - delete`
        return False
    if around.OPENING.fullmatch(left.strip(" ,")):
        # `thanks, add milk`: what stands before says nothing.
        return False
    if cutting.ABOUT_IT.match(right) or cutting.BARE_NEW.fullmatch(left.strip()):
        # `the second one can go, delete it`, `add a new task, call mum`: both say one thing.
        return False
    if cutting.INFINITIVE.match(left):
        # `remind me to copy the photos and delete the old ones`
        return bool(cutting.ANEW_AFTER_INFINITIVE.match(right))
    if cutting.TOO.match(right) and not adding.ADD.match(left):
        return True
    if cutting.CLEAR_START.match(right):
        return not (connector.strip(" ,") == "but" and cutting.ONLY_NOT.match(right))
    if not cutting.ALSO_CHORE.match(right):
        return bool(adding.ADD.match(left) and cutting.DONE_TOLD.match(right))
    if "but" in connector and not adding.ADD.match(left):
        # `delete all but call Lou`
        return False
    added = adding.ADD.match(left)
    if added and cutting.THEN_WORD.search(connector):
        return True
    if added is None:
        # After another command these begin a command as well; after a statement too. But `delete milk and call Tom`
        # may name a task that is to call Tom.
        if "and" in connector and altering.DELETE.match(left) and not cutting.COMMAND_ALSO.match(right):
            return False
        return bool(cutting.CLEAR_START.match(left) or cutting.ALSO_CHORE.match(left))
    # `add call mum, finish the report`: both are to be done. `add milk, finish the report`: the second is a command.
    return not verbs.VERB.match(vocabulary.AND.split(added[1])[-1])


def _outside_quotes(pattern: Pattern, text: str) -> Iterator[re.Match[str]]:
    quoted = [match.span() for match in vocabulary.QUOTED.finditer(text)]
    return iter([m for m in pattern.finditer(text) if not any(begin < m.start() < end for begin, end in quoted)])
