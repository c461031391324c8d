"""A line of a message in pieces that are a wish each: `add milk, finish the report and what's left?` as three."""

import re
from collections.abc import Iterator
from datetime import datetime

from app.assistant.offline import phrases as p
from app.assistant.offline.commands import command, small_talk

MOST_PIECES = 30
"""Sentences that are read as wishes of their own."""
_MOST_START = 160
"""Characters by which it is told whether something begins as a command."""


def pieces_of(line: str, now: datetime) -> list[str]:
    """The pieces, in their order. What is quoted is never cut."""
    pieces: list[str] = []
    for sentence in _sentences(line, now):
        pieces += _clauses(sentence)
    return [piece for piece in pieces if p.WORD.search(piece)]


def _sentences(line: str, now: datetime) -> list[str]:
    """At the end of a sentence, where what follows is a wish, or small talk is what was before."""
    found: list[str] = []
    begin = 0
    for match in _outside_quotes(p.SENTENCE, line):
        if len(found) == MOST_PIECES:
            break
        left, right = line[begin : match.start()], line[match.end() :]
        following = next(_outside_quotes(p.SENTENCE, right), None)
        sentence = right[: following.start()] if following else right
        if _is_wish(sentence, now) or small_talk(left) or (_is_wish(left, now) and p.CHATTER.match(sentence)):
            found.append(left)
            begin = match.end()
    return [*found, line[begin:]]


def _is_wish(sentence: str, now: datetime) -> bool:
    return bool(small_talk(sentence)) or command(sentence, now) is not None


def _clauses(sentence: str) -> list[str]:
    """At `and`, `then` or a comma, where what follows begins as only a command does."""
    found: list[str] = []
    begin = 0
    for match in _outside_quotes(p.CONNECTOR, sentence):
        left, right = sentence[begin : match.start()], sentence[match.end() :][:_MOST_START]
        if not p.WORD.search(left) or not _begins_anew(left, right, match[0]):
            continue
        if not p.SO.match(match[0]):
            # `I am back, so you can tick off gym`: what comes before is only why.
            found.append(left)
        begin = match.end()
    return [*found, sentence[begin:]]


def _begins_anew(left: str, right: str, connector: str) -> bool:
    if p.OPENING.fullmatch(left.strip(" ,")):
        # `thanks, add milk`: what stands before says nothing.
        return False
    if p.ABOUT_IT.match(right) or p.BARE_NEW.fullmatch(left.strip()):
        # `the second one can go, delete it`, `add a new task, call mum`: both say one thing.
        return False
    if p.INFINITIVE.match(left):
        # `remind me to copy the photos and delete the old ones`
        return bool(p.ANEW_AFTER_INFINITIVE.match(right))
    if p.TOO.match(right) and not p.ADD.match(left):
        return True
    if p.CLEAR_START.match(right):
        return not (connector.strip(" ,") == "but" and p.ONLY_NOT.match(right))
    if not p.ALSO_CHORE.match(right):
        return False
    added = p.ADD.match(left)
    if added is None:
        # After another command these begin a command as well; after a statement too.
        return bool(p.CLEAR_START.match(left) or p.ALSO_CHORE.match(left))
    # `add call mum, finish the report`: both are to be done. `add milk, finish the report`: the second is a command.
    return not p.VERB.match(p.AND.split(added[1])[-1])


def _outside_quotes(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    quoted = [match.span() for match in p.QUOTED.finditer(text)]
    return iter([m for m in pattern.finditer(text) if not any(begin < m.start() < end for begin, end in quoted)])
