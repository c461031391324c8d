"""Compares how a talk ended with how it was to end. Pure functions only.

What is expected is {"titles_open": [...], "titles_done": [...], "asks": true or false, "answer_contains": [all of
these], "answer_any": [one of these], "answer_lacks": [none of these], "renamed": {old: new}, "due": {title: date},
"time", "priority" and "notes" likewise}; of what is not there, nothing is expected. A title `a|b` means either, and
titles are compared without case, articles and punctuation around words. For a date, a time or a priority, a list means
any of them; for a note, all of them are in it; a time `any` is not looked at. Dates, times, priorities and notes that
are not named must be as they were, and unset in a new task: this is looked at only where `exact` says so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Task = dict[str, Any]
FIELDS = {"due": "due_date", "time": "due_time", "priority": "priority", "notes": "description"}
UNSET: Task = {"due_date": None, "due_time": None, "description": "", "priority": "none"}
STATES = {"titles_open": False, "titles_done": True}


@dataclass(frozen=True)
class Played:
    """A talk as it went."""

    before: list[Task]
    steps: list[list[Task]]
    """The list after each message."""
    answers: list[str]
    asks: bool
    """Whether a question is open at the end."""


@dataclass(frozen=True)
class Verdict:
    """What is other than it was expected."""

    failures: list[str] = field(default_factory=list)
    harm: list[str] = field(default_factory=list)
    """What was changed, finished, deleted or added that was not said."""


def judge(expected: Task | list[Task], played: Played, *, exact: bool) -> Verdict:
    """The verdict by what is expected; of several that are, by the one that comes nearest."""
    alternatives = expected if isinstance(expected, list) else [expected]
    verdicts = [Verdict(_failures(one, played, exact=exact), _harm(one, played, exact=exact)) for one in alternatives]
    right = next((verdict for verdict in verdicts if not verdict.failures), None)
    # No harm is done where one of what is right expects all that was done.
    return right or Verdict(
        min((verdict.failures for verdict in verdicts), key=len), min((verdict.harm for verdict in verdicts), key=len)
    )


def folded(title: str) -> str:
    """A title without case, articles and punctuation around its words."""
    plain = re.sub("[’‘]", "'", title.casefold())
    plain = re.sub(r"[\"“”'.!?,;:]+(?=\s|$)|(?<=\s)[\"“”']+|^[\"“”'.!?,;:]+", "", plain)
    words = [word for word in plain.split() if word not in ("the", "a", "an", "some", "my")]
    return " ".join(words) or plain.strip()


def _names(spec: str) -> list[str]:
    return [folded(name) for name in spec.split("|")]


def _is_named(title: str, spec: str) -> bool:
    return folded(title) in _names(spec)


def _given(values: dict[str, Any], title: str) -> tuple[bool, Any]:
    """Whether something is given for a title, and what."""
    return next(((True, value) for name, value in values.items() if folded(name) in _names(title)), (False, None))


def _is_value(name: str, wanted: Any, found: Any) -> bool:
    if name == "notes":
        parts = wanted if isinstance(wanted, list) else [wanted]
        return not found if wanted == "" else all(part.casefold() in found.casefold() for part in parts)
    plain = str(found)[:5] if name == "time" and found else found or None
    return wanted == "any" or plain in (wanted if isinstance(wanted, list) else [wanted])


def _failures(expected: Task, played: Played, *, exact: bool) -> list[str]:
    failures: list[str] = []
    was = {task["id"]: task for task in played.before}
    left = list(played.steps[-1])
    for state, completed in STATES.items():
        for spec in expected.get(state, []):
            found = next((t for t in left if t["completed"] is completed and _is_named(t["title"], spec)), None)
            if found is None:
                failures.append(f"{state} lacks {spec!r}")
                continue
            left.remove(found)
            if exact:
                failures += _other_values(expected, spec, found, was.get(found["id"], UNSET))
    failures += [
        f"besides {task['title']!r} in {state}"
        for state, completed in STATES.items()
        for task in left
        if task["completed"] is completed and state in expected
    ]
    if expected.get("asks", played.asks) != played.asks:
        failures.append("a question was expected" if expected["asks"] else "it asks")
    return failures + _said_otherwise(expected, played.answers[-1].casefold())


def _other_values(expected: Task, spec: str, found: Task, was: Task) -> list[str]:
    """What a task has that it was not to have."""
    failures = []
    for name, column in FIELDS.items():
        is_given, wanted = _given(expected.get(name, {}), spec)
        if is_given and not _is_value(name, wanted, found[column]):
            failures.append(f"{name} of {spec!r}: wanted {wanted!r}, got {found[column]!r}")
        elif not is_given and (found[column] or None) != (was[column] or None):
            failures.append(f"{name} of {spec!r}: wanted {was[column]!r} as before, got {found[column]!r}")
    return failures


def _said_otherwise(expected: Task, answer: str) -> list[str]:
    failures = [
        f"the answer lacks {words!r}" for words in expected.get("answer_contains", ()) if not _in(words, answer)
    ]
    some = expected.get("answer_any")
    if some and not any(_in(words, answer, whole=True) for words in some):
        failures.append(f"the answer has none of {some}")
    return failures + [f"the answer has {words!r}" for words in expected.get("answer_lacks", ()) if _in(words, answer)]


def _in(words: str, answer: str, *, whole: bool = False) -> bool:
    words = words.casefold()
    if whole and words.isalnum():
        return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", answer) is not None
    return words in answer


def _harm(expected: Task, played: Played, *, exact: bool) -> list[str]:
    if not any(state in expected for state in STATES):
        return []
    end = played.steps[-1]
    now = {task["id"]: task for task in end}
    called = {task["id"]: _called(expected, task["title"]) for task in played.before}
    harm: list[str] = []
    for task in played.before:
        name = called[task["id"]]
        wanted = _wanted(expected, name)
        found = now.get(task["id"])
        if found is None:
            if wanted is not None and not any(_is_named(other["title"], name) for other in end):
                harm.append(f"{task['title']!r} is gone")
            continue
        if found["completed"] != task["completed"] and found["completed"] is not wanted:
            harm.append(f"{task['title']!r} was {'finished' if found['completed'] else 'opened'}")
        if folded(found["title"]) != folded(task["title"]) and _wanted(expected, found["title"]) is None:
            harm.append(f"{task['title']!r} was renamed to {found['title']!r}")
        if exact:
            harm += _changed_values(expected, name, task, found)
    return list(dict.fromkeys([*harm, *_added_besides(expected, played, called), *_added_and_lost(expected, played)]))


def _called(expected: Task, title: str) -> str:
    """What a task was to be called at the end."""
    is_given, name = _given(expected.get("renamed", {}), title)
    return str(name) if is_given else title


def _wanted(expected: Task, title: str) -> bool | None:
    """Whether a task was to be done at the end; None where it was to be gone, or nothing is said of it."""
    return next(
        (completed for state, completed in STATES.items() for spec in expected.get(state, ())
         if set(_names(title)) & set(_names(spec))),
        None,
    )  # fmt: skip


def _changed_values(expected: Task, name: str, was: Task, found: Task) -> list[str]:
    return [
        f"{field} of {was['title']!r} was changed to {found[column]!r}"
        for field, column in FIELDS.items()
        if (found[column] or None) != (was[column] or None) and not _given(expected.get(field, {}), name)[0]
    ]


def _added_besides(expected: Task, played: Played, called: dict[str, str]) -> list[str]:
    """More new tasks than were said."""
    if not all(state in expected for state in STATES):
        return []
    new = _new(played.before, played.steps[-1])
    specs = [spec for state in STATES for spec in expected[state]]
    old = {name for title in called.values() for name in _names(title)} | {folded(t["title"]) for t in played.before}
    said = sum(not (set(_names(spec)) & old) for spec in specs)
    besides = [task["title"] for task in new if not any(_is_named(task["title"], spec) for spec in specs)]
    return [f"added what was not said: {besides or [task['title'] for task in new]}"] if len(new) > said else []


def _added_and_lost(expected: Task, played: Played) -> list[str]:
    """What was added in the talk, and is gone or done at its end, though it was to stay."""
    end = {task["id"]: task for task in played.steps[-1]}
    left = [task["title"] for task in played.steps[-1] if not task["completed"]]
    added = (task for step in played.steps for task in _new(played.before, step) if not task["completed"])
    return [
        f"{task['title']!r} was added, and is {'done' if task['id'] in end else 'gone'}"
        for task in added
        if any(_is_named(task["title"], spec) for spec in expected.get("titles_open", ()))
        and (task["id"] not in end or end[task["id"]]["completed"])
        and not any(folded(title) == folded(task["title"]) for title in left)
    ]


def _new(before: Iterable[Task], now: Iterable[Task]) -> list[Task]:
    known = {task["id"] for task in before}
    return [task for task in now if task["id"] not in known]
