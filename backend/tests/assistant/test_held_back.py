"""Whole talks: what was written without a look at the assistant, and what was written to work on it.

Each held-back corpus was scored once, unseen. Of the first, 235 of 291 were right, and 4 changed or deleted what was
not meant; of the second, later, 386 of 471, and 9; of the third, 315 of 420, and 21: it looks at dates, times,
priorities and notes too, and counts what was added besides as harm; of the fourth, by two authors with many voices,
239 of 480, and 52; of the fifth, 231 of 300, and 14. The fifth was scored with six of its expectations corrected: its
author was told that every deletion asks first, which is so for more than one task (five talks), and that a priority
that is taken away is null (one). Uncorrected, it was 226, and 18. Since then the rules are worked on with them in
sight, so they say nothing any more of a message that nobody here has seen.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.assistant.score import Scored, report, score
from tests.conftest import Figure

HERE = Path(__file__).parent
DEBATABLE = (
    # More than one is deleted only after a yes: decision 0009. The corpus has them deleted at once.
    ["delete milk and eggs"],
    ["Please remove these two: order toner, book room"],
    ["add soup, salad and bread", "delete the first two"],
    ["list", "delete 1 and 3"],
    # Said on a Wednesday: the next one is meant as well as today.
    ["add physics quiz prep for wednesday", "add buy skis for january 20", "what's due this week?"],
)
"""Talks of the second held-back corpus that end otherwise than it expects, and are left so."""
RIGHT_OF_KIND = {
    "add": 25,
    "several adds": 20,
    "add with date": 39,
    "add with priority or note": 17,
    "complete": 30,
    "several wishes": 27,
    "delete": 22,
    "rename": 16,
    "reschedule and change": 36,
    "undo and corrections": 30,
    "references": 23,
    "exceptions": 19,
    "questions": 31,
    "small talk": 24,
    "ambiguous": 20,
    "uncomplete and negative": 19,
    "titles with commands": 15,
}
"""How many talks of each kind of the third held-back corpus are right, at least."""
RIGHT_OF_KIND_4 = {
    "several wishes": 42,
    "undo and corrections": 42,
    "exceptions": 39,
    "reschedule and change": 38,
    "questions": 39,
    "add with date": 37,
    "add with priority or note": 35,
    "add": 21,
    "several adds": 18,
    "complete": 17,
    "delete": 19,
    "rename": 19,
    "references": 17,
    "small talk": 18,
    "ambiguous": 18,
    "uncomplete and negative": 18,
    "titles with commands": 20,
}
"""Likewise of the fourth."""
RIGHT_OF_KIND_5 = {
    "add": 18,
    "several adds": 18,
    "add with date": 18,
    "add with priority or note": 18,
    "complete": 17,
    "several wishes": 17,
    "delete": 17,
    "rename": 17,
    "reschedule and change": 18,
    "undo and corrections": 17,
    "references": 17,
    "exceptions": 17,
    "questions": 16,
    "small talk": 18,
    "ambiguous": 17,
    "uncomplete and negative": 16,
    "titles with commands": 18,
}
"""Likewise of the fifth."""
LEFT = [
    # One task that is named is deleted at once: decision 0009.
    ["Remove pottery class"],
]
"""Talks of the fourth held-back corpus after which something is changed that it does not expect."""


def scored_of(corpus: str, *, exact: bool = False) -> list[Scored]:
    """Each talk of a corpus, played."""
    return [score(case, exact=exact) for case in json.loads((HERE / f"{corpus}.json").read_text())]


@pytest.mark.parametrize(
    ("corpus", "at_least", "right_at_least"),
    [("corpus_held_back", 290, 0.996), ("corpus_held_back2", 470, 0.989), ("corpus_development2", 920, 0.99)],
)
def test_talks_go_as_wanted_and_change_nothing_else(
    figure: Figure, corpus: str, at_least: int, right_at_least: float
) -> None:
    scored = scored_of(corpus)
    right = sum(not one.failures for one in scored)
    harmed = sum(bool(one.harm) for one in scored if one.case["messages"] not in DEBATABLE)
    figure(f"{corpus}: {len(scored)} talks, {right} right, {harmed} changed what was not meant")
    assert len(scored) >= at_least
    assert right >= right_at_least * len(scored), report(scored)
    assert harmed == 0, report(scored)


@pytest.mark.parametrize(
    ("corpus", "right_of_kind"),
    [
        ("corpus_held_back3", RIGHT_OF_KIND),
        ("corpus_held_back4", RIGHT_OF_KIND_4),
        ("corpus_held_back5", RIGHT_OF_KIND_5),
    ],
)
def test_talks_of_every_kind_go_as_wanted(figure: Figure, corpus: str, right_of_kind: dict[str, int]) -> None:
    scored = scored_of(corpus, exact=True)
    right = Counter(one.kind for one in scored if not one.failures)
    harmed = [one for one in scored if one.harm and one.case["messages"] not in LEFT]
    figure(f"{corpus}: {len(scored)} talks, {right.total()} right, {len(harmed)} changed what was not meant")
    assert set(right_of_kind) == {one.kind for one in scored}
    fewer = {kind: right[kind] for kind, least in right_of_kind.items() if right[kind] < least}
    assert fewer == {}, report([one for one in scored if one.kind in fewer])
    assert harmed == [], report(harmed)


@pytest.mark.parametrize("messages", DEBATABLE)
def test_what_is_left_otherwise_changes_nothing_that_was_there(messages: list[str]) -> None:
    cases = json.loads((HERE / "corpus_held_back2.json").read_text())
    scored = score(next(case for case in cases if case["messages"] == messages))
    assert scored.failures
    before = {task["id"]: task for task in scored.played.before}
    assert [task for task in scored.played.steps[-1] if task["id"] in before] == list(before.values())
