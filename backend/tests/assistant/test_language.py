"""What the offline assistant reads in plain English."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assistant.offline.language import understand
from app.assistant.offline.wish import Target, Wish
from tests.assistant.list_in_memory import NOW

ALL_DONE = Target(everything="done")


def only(text: str) -> Wish:
    """The one wish of a message."""
    (wish,) = understand(text, NOW)
    return wish


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("add buy milk", ("buy milk",)),
        ("Add a task to buy milk.", ("buy milk",)),
        ("please add milk, eggs and bread", ("milk", "eggs", "bread")),
        ("remind me to call mum", ("call mum",)),
        ("can you add walk the dog to my list please?", ("walk the dog",)),
        ('add "salt and pepper"', ("salt and pepper",)),
        ("create a new task called write the report", ("write the report",)),
        ("I need to add fish and chips", ("fish and chips",)),
        ("todo: water plants", ("water plants",)),
    ],
)
def test_adding(text: str, titles: tuple[str, ...]) -> None:
    assert (only(text).kind, only(text).titles) == ("add", titles)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("what's left?", "open"),
        ("What do I have to do today?", "open"),
        ("list my tasks", "open"),
        ("show done", "done"),
        ("what have I done?", "done"),
        ("show everything", "all"),
        ("list all tasks", "all"),
        ("my tasks", "open"),
        ("how many tasks are left", "open"),
    ],
)
def test_listing(text: str, status: str) -> None:
    intent = only(text)
    assert (intent.kind, intent.status) == ("list", status)


@pytest.mark.parametrize(
    ("text", "kind", "target"),
    [
        ("finish the second one", "complete", Target(positions=(2,))),
        ("complete 1 and 3", "complete", Target(positions=(1, 3))),
        ("mark milk as done", "complete", Target(words=("milk",))),
        ("milk is done", "complete", Target(words=("milk",))),
        ("I've finished the report", "complete", Target(words=("report",))),
        ("tick off the last one", "complete", Target(positions=(-1,))),
        ("complete everything", "complete", Target(everything="all")),
        ("delete milk", "delete", Target(words=("milk",))),
        ("delete everything that's done", "delete", ALL_DONE),
        ("clear all completed tasks", "delete", ALL_DONE),
        ("remove #2 from my list", "delete", Target(positions=(2,))),
        ("delete the first and third tasks", "delete", Target(positions=(1, 3))),
        ("reopen milk", "reopen", Target(words=("milk",))),
        ("mark milk as not done", "reopen", Target(words=("milk",))),
    ],
)
def test_changing(text: str, kind: str, target: Target) -> None:
    intent = only(text)
    assert (intent.kind, intent.target) == (kind, target)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("rename milk to oat milk", Target(words=("milk",)), "oat milk"),
        ("change the second task to call dad", Target(positions=(2,)), "call dad"),
    ],
)
def test_renaming(text: str, old: Target, new: str) -> None:
    assert only(text) == Wish("rename", title=new, target=old)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("yes", "yes"), ("Yes, do it", "yes"), ("no", "no"), ("never mind", "no"), ("hello!", "greet"),
        ("thanks a lot", "thanks"), ("help", "help"), ("what can you do?", "help"), ("blorb", "unknown"),
        ("", "unknown"), ("?", "unknown"),
    ],
)  # fmt: skip
def test_small_talk(text: str, kind: str) -> None:
    assert only(text).kind == kind


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_wish(text: str) -> None:
    wishes = understand(text, NOW)
    assert wishes
    assert all(title.strip() for wish in wishes for title in wish.titles)
