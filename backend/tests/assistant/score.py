"""Scores cases of a held-back corpus: `python -m tests.assistant.score cases.json`. Prints what failed, and the counts.

A case is {"tasks": [titles before], "done": [titles done before]?, "messages": [what the user says, in order],
"expect": {"titles_open": […]?, "titles_done": […]?, "asks": true or false?, "answer_contains": […]?}}. Titles are
compared without case, in any order. `answer_contains` is looked for in the last answer, without case. `asks` is whether
a question is open at the end.
"""

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.assistant.list_in_memory import Talker


@dataclass(frozen=True)
class Scored:
    """How a case ended."""

    case: dict[str, Any]
    answers: list[str]
    failures: list[str]
    harm: list[str]
    """What was changed or deleted that was not meant."""


def score(case: dict[str, Any]) -> Scored:
    """Play a case."""
    talker = Talker(*case.get("tasks", []), done=tuple(case.get("done", [])))
    answers = [talker.say(message) for message in case["messages"]]
    expect = case["expect"]
    failures: list[str] = []
    for name, done in (("titles_open", False), ("titles_done", True)):
        found, wanted = _counted(talker.titles(completed=done)), _counted(expect.get(name, []))
        if name in expect and found != wanted:
            missing, besides = sorted((wanted - found).elements()), sorted((found - wanted).elements())
            failures.append(f"{name}: missing {missing}, besides {besides}")
    if "asks" in expect and expect["asks"] != talker.asks:
        failures.append("a question was expected" if expect["asks"] else "it asks")
    failures += [
        f"the answer lacks {words!r}"
        for words in expect.get("answer_contains", [])
        if words.casefold() not in answers[-1].casefold()
    ]
    return Scored(case, answers, failures, _harm(talker, case))


def _counted(titles: list[str]) -> Counter[str]:
    return Counter(" ".join(title.casefold().split()) for title in titles)


def _harm(talker: Talker, case: dict[str, Any]) -> list[str]:
    """Tasks of before that are other than before, where they were to stay as they were; and tasks that are gone."""
    expect = case["expect"]
    was = {False: _counted(case.get("tasks", [])), True: _counted(case.get("done", []))}
    now = {done: _counted(talker.titles(completed=done)) for done in (False, True)}
    names = {False: "titles_open", True: "titles_done"}
    harm = []
    for done, name in names.items():
        if name in expect:
            kept = _counted(expect[name]) & was[done]
            harm += [f"{title!r} is other than it was" for title in (kept - now[done]).elements()]
    meant = sum((_counted(expect.get(name, [])) for name in names.values()), Counter[str]())
    gone = (was[False] + was[True]) & meant
    harm += [f"{title!r} is gone" for title in (gone - now[False] - now[True]).elements()]
    return list(dict.fromkeys(harm))


def report(cases: list[dict[str, Any]]) -> str:
    """What failed, and the counts."""
    scored = [score(case) for case in cases]
    lines: list[str] = []
    for one in scored:
        if one.failures:
            lines.append(f"{'HARM ' if one.harm else ''}{one.case['messages']} on {one.case.get('tasks', [])}")
            lines += [f"    {failure}" for failure in [*one.failures, *one.harm]]
            lines += [f"    said: {' / '.join(answer.splitlines())}" for answer in one.answers[-1:]]
    right = sum(not one.failures for one in scored)
    harmed = sum(bool(one.harm) for one in scored)
    lines.append(f"{len(scored)} cases: {right} right, {len(scored) - right} wrong.")
    lines.append(f"Changed or deleted what was not meant: {harmed}.")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(report(json.loads(Path(sys.argv[1]).read_text())) + "\n")
