"""Scores talks: `python -m tests.assistant.score cases.json`. Prints what failed, and the counts, also of each kind.

A case is {"tasks": [titles before], "done": [titles done before]?, "messages": [what the user says, in order],
"expect": what is at the end, or a list of what may be, "kind": …?}. A task before may be an object, with `due_date`,
`due_time`, `priority` and `description` beside its title. What an expectation says, and what is harm, tells
`tests.assistant.judging`; `--exact` looks at the dates, times, priorities and notes of all tasks too.
"""

import copy
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.assistant.judging import Played, judge
from tests.assistant.list_in_memory import Talker


@dataclass(frozen=True)
class Scored:
    """How a case ended."""

    case: dict[str, Any]
    played: Played
    failures: list[str]
    harm: list[str]
    """What was changed, finished, deleted or added that was not said."""

    @property
    def answers(self) -> list[str]:
        """One for each message."""
        return self.played.answers

    @property
    def kind(self) -> str:
        """Of the case, where it says one."""
        return str(self.case.get("kind", ""))


def score(case: dict[str, Any], *, exact: bool = False) -> Scored:
    """Play a case."""
    played = _play(case)
    verdict = judge(case["expect"], played, exact=exact)
    return Scored(case, played, verdict.failures, verdict.harm)


def _play(case: dict[str, Any]) -> Played:
    talker = Talker()
    for name, completed in (("tasks", False), ("done", True)):
        for one in case.get(name, []):
            talker.list.add(**(one if isinstance(one, dict) else {"title": one}), completed=completed)
    before = copy.deepcopy(talker.list.tasks)
    answers: list[str] = []
    steps: list[list[dict[str, Any]]] = []
    for message in case["messages"]:
        answers.append(talker.say(message))
        steps.append(copy.deepcopy(talker.list.tasks))
    return Played(before, steps, answers, talker.asks)


def report(scored: list[Scored]) -> str:
    """What failed, and the counts."""
    lines: list[str] = []
    for one in scored:
        if one.failures:
            lines.append(f"{'HARM ' if one.harm else ''}{one.case['messages']} on {one.case.get('tasks', [])}")
            lines += [f"    {failure}" for failure in [*one.failures, *one.harm]]
            lines += [f"    said: {' / '.join(answer.splitlines())}" for answer in one.answers[-1:]]
    all_of, right_of = Counter(one.kind for one in scored), Counter(one.kind for one in scored if not one.failures)
    lines += [f"{kind}: {right_of[kind]} of {many} right." for kind, many in all_of.items() if kind]
    right = sum(not one.failures for one in scored)
    harmed = sum(bool(one.harm) for one in scored)
    lines.append(f"{len(scored)} cases: {right} right, {len(scored) - right} wrong.")
    lines.append(f"Changed, finished, deleted or added what was not said: {harmed}.")
    return "\n".join(lines)


def _main(path: str, *options: str) -> None:
    cases = json.loads(Path(path).read_text())
    sys.stdout.write(report([score(case, exact="--exact" in options) for case in cases]) + "\n")


if __name__ == "__main__":
    _main(*sys.argv[1:])
