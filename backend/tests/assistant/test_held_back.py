"""Whole talks: what was written without a look at the assistant, and what was written to work on it.

Both held-back corpora were scored once, unseen. Of the first, 235 of 291 were right, and 4 changed or deleted what was
not meant; of the second, later, 386 of 471, and 9. Since then the rules are worked on with them in sight, so they say
nothing any more of a message that nobody here has seen.
"""

import json
from pathlib import Path

import pytest

from tests.assistant.score import report, score
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


@pytest.mark.parametrize(
    ("corpus", "at_least", "right_at_least"),
    [("corpus_held_back", 290, 0.996), ("corpus_held_back2", 470, 0.987), ("corpus_development2", 920, 0.99)],
)
def test_talks_go_as_wanted_and_change_nothing_else(
    figure: Figure, corpus: str, at_least: int, right_at_least: float
) -> None:
    cases = json.loads((HERE / f"{corpus}.json").read_text())
    scored = [score(case) for case in cases]
    right = sum(not one.failures for one in scored)
    harmed = sum(bool(one.harm) for one in scored)
    figure(f"{corpus}: {len(cases)} talks, {right} right, {harmed} changed or deleted what was not meant")
    assert len(cases) >= at_least
    assert right >= right_at_least * len(cases), report(cases)
    assert harmed == 0, report(cases)


@pytest.mark.parametrize("messages", DEBATABLE)
def test_what_is_left_otherwise_harms_nothing(messages: list[str]) -> None:
    cases = json.loads((HERE / "corpus_held_back2.json").read_text())
    scored = score(next(case for case in cases if case["messages"] == messages))
    assert scored.failures
    assert not scored.harm
