"""What a title says of its date and priority where a task is added, and what it does not say."""

from datetime import date, datetime, time

import pytest

from app.assistant.offline.dates import When
from app.assistant.offline.quick_add import parse
from app.assistant.offline.wish import Priority

NOW = datetime(2026, 11, 18, 10, 0)
"""A Wednesday."""


def november(day: int, clock: time | None = None) -> When:
    return When(date(2026, 11, day), clock)


@pytest.mark.parametrize(
    ("typed", "title", "when"),
    [
        ("call the dentist tomorrow at 3", "call the dentist", november(19, time(15))),
        ("Call the dentist at 3 tomorrow.", "Call the dentist", november(19, time(15))),
        ("Pay rent on the 1st", "Pay rent", When(date(2026, 12, 1))),
        ("tomorrow call mum at 5pm", "call mum", november(19, time(17))),
        ("friday: yoga", "yoga", november(20)),
        ("Dinner with Ann tonight", "Dinner with Ann", november(18, time(20))),
        ("email Bob tomorrow about the invoice", "email Bob about the invoice", november(19)),
        ("Milk, eggs and bread on Friday", "Milk, eggs and bread", november(20)),
        ("call mum tomorow", "call mum", november(19)),
        ("call mum 25.11.", "call mum", november(25)),
        ('"Meet me at 5" tomorrow', "Meet me at 5", november(19)),
        ('read "See you on Monday" by Friday', 'read "See you on Monday"', november(20)),
    ],
)
def test_a_date_is_taken_from_a_title(typed: str, title: str, when: When) -> None:
    found = parse(typed, NOW)
    assert (found.title, found.when) == (title, when)


@pytest.mark.parametrize(
    ("typed", "title", "when", "priority"),
    [
        ("fix the tap, urgent", "fix the tap", None, "high"),
        ("urgent: fix the tap tomorrow", "fix the tap", november(19), "high"),
        ("sort the photos low priority", "sort the photos", None, "low"),
    ],
)
def test_a_priority_is_taken_too(typed: str, title: str, when: When | None, priority: Priority) -> None:
    found = parse(typed, NOW)
    assert (found.title, found.when, found.priority) == (title, when, priority)


@pytest.mark.parametrize(
    "typed",
    ["Read 1984", "Monday blues playlist", "Friday drinks", "Watch The Day After Tomorrow", "tomorrow", "urgent",
     "water the plants every monday", "Buy May flowers", "chapter 5", "say hi to April", "Sunday roast recipe",
     '"call mum tomorrow"', "'call mum tomorrow'", "“Urgent: fix it”", 'sing "see you tomorrow at the gate"',
     'write "due tomorrow, urgent" on it', '"a" or "b tomorrow"', "Dont panic, im back", "log the hours of yesterday",
     "write up the trip 12/24/2020", "log hours yesterday", "milk", "...", "明日 3時"],
)  # fmt: skip
def test_what_is_no_date_or_over_or_quoted_is_the_title_as_it_was_typed(typed: str) -> None:
    found = parse(typed, NOW)
    assert (found.title, found.when, found.priority) == (typed, None, None)


def test_no_word_of_the_title_becomes_another() -> None:
    # The slip in the date is put right; with that in the title, it would be put right too.
    assert parse("Dont call tomorow", NOW).title == "Dont call tomorow"
