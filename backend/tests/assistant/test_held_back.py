"""Talks that were written without a look at the assistant, scored once: what is wrong in them stays wrong."""

import json
from pathlib import Path

from tests.assistant.score import report, score
from tests.conftest import Figure

CASES = Path(__file__).parent / "corpus_held_back.json"


def test_talks_that_nobody_here_had_chosen_go_mostly_right(figure: Figure) -> None:
    cases = json.loads(CASES.read_text())
    scored = [score(case) for case in cases]
    right = sum(not one.failures for one in scored)
    harmed = sum(bool(one.harm) for one in scored)
    figure(f"held back: {len(cases)} talks, {right} right, {harmed} changed or deleted what was not meant")
    assert len(cases) >= 200
    assert right >= 0.8 * len(cases), report(cases)
    assert harmed <= 4, report(cases)
