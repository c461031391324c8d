"""What is a date in a wish, which one, and what is none."""

from datetime import date, datetime, time, timedelta

import pytest

from app.assistant.offline.dates import When, read, split, split_start, spoken
from app.assistant.offline.phrases.verbs import CHORE

NOW = datetime(2026, 11, 18, 10, 0)
"""A Wednesday."""
TOMORROW = date(2026, 11, 19)


def november(day: int, clock: time | None = None) -> When:
    return When(date(2026, 11, day), clock)


@pytest.mark.parametrize(
    ("phrase", "when"),
    [
        ("today", november(18)), ("tomorrow", november(19)), ("the day after tomorrow", november(20)),
        ("on Friday", november(20)), ("fri", november(20)), ("this friday", november(20)),
        ("next friday", november(27)), ("next monday", november(23)), ("next week", november(23)),
        ("next month", When(date(2026, 12, 1))), ("next year", When(date(2027, 1, 1))),
        ("january", When(date(2027, 1, 1))),
        ("in 3 days", november(21)), ("in two weeks", When(date(2026, 12, 2))), ("a week from today", november(25)),
        ("two weeks from friday", When(date(2026, 12, 4))), ("this weekend", november(21)),
        ("by the end of the month", november(30)), ("eod", november(18)), ("the 25th", november(25)),
        ("on the 3rd", When(date(2026, 12, 3))), ("may 5", When(date(2027, 5, 5))),
        ("5th of May", When(date(2027, 5, 5))),
        ("12/24", When(date(2026, 12, 24))), ("2026-12-01", When(date(2026, 12, 1))),
        ("tomorrow at 5pm", november(19, time(17))), ("5 p.m. tomorrow", november(19, time(17))),
        ("at 3", november(18, time(15))), ("at 3 pm", november(18, time(15))), ("at 9", november(19, time(9))),
        ("at 11", november(18, time(11))), ("tomorrow morning", november(19, time(9))),
        ("tonight", november(18, time(20))),
        ("monday at half past nine", november(23, time(9, 30))), ("at quarter to six", november(18, time(17, 45))),
        ("next thursday at 8 in the evening", november(26, time(20))), ("by monday 9:15", november(23, time(9, 15))),
        ("in an hour", november(18, time(11))), ("in half an hour", november(18, time(10, 30))),
        ("december 24th at noon", When(date(2026, 12, 24), time(12))), ("at 5 o'clock", november(18, time(17))),
        ("by two days", When(shift=timedelta(days=2))), ("a week", When(shift=timedelta(weeks=1))),
        ("half an hour", When(shift=timedelta(minutes=30))), ("an hour earlier", When(shift=-timedelta(hours=1))),
        ("the week after", When(shift=timedelta(weeks=1))), ("tomorrow at 10", november(19, time(10))),
        ("the 1st of next month", When(date(2026, 12, 1))), ("next month on the 10th", When(date(2026, 12, 10))),
        ("friday next week", november(27)), ("a week on friday", november(27)),
        ("tuesday after next", When(date(2026, 12, 1))),
        ("next sunday the 29th", november(29)), ("monday 23 november at 3pm", november(23, time(15))),
        ("end of november", november(30)), ("on christmas eve", When(date(2026, 12, 24))),
        ("new year's day", When(date(2027, 1, 1))), ("the day after christmas", When(date(2026, 12, 26))),
        ("at 14.00 tomorrow", november(19, time(14))), ("at half eight", november(19, time(8, 30))),
    ],
)  # fmt: skip
def test_a_phrase_is_read_as_the_date_that_it_is(phrase: str, when: When) -> None:
    assert read(phrase, NOW) == when


@pytest.mark.parametrize(
    "phrase",
    ["invoice", "second", "mom", "sun cream", "the 3 musketeers", "5 eggs", "a 3 pm newspaper", "mon cheri", "7 up",
     "may 5 invoice", "windows 11", "1,200.50", "3", "flour", "chapter 5", "now", "february 30 cats", ""],
)  # fmt: skip
def test_what_is_more_or_less_than_a_date_is_none(phrase: str) -> None:
    assert read(phrase, NOW) is None


@pytest.mark.parametrize(
    ("text", "rest", "when"),
    [
        ("call mom tomorrow", "call mom", november(19)),
        ("call mom tomorrow about the invoice", "call mom about the invoice", november(19)),
        ("pick up the kids at 4", "pick up the kids", november(18, time(16))),
        ("finish report (due friday 17:00)", "finish report", november(20, time(17))),
        ("finish report, due dec 1", "finish report", When(date(2026, 12, 1))),
        ("meet Ann at 5pm at the station", "meet Ann at the station", november(18, time(17))),
        ("email Bob 5pm", "email Bob", november(18, time(17))),
        ("go to the market on sat", "go to the market", november(21)),
    ],
)
def test_a_date_at_the_end_or_plainly_in_the_middle_is_taken(text: str, rest: str, when: When) -> None:
    found = split(text, NOW)
    assert found is not None
    assert (found.rest, found.when) == (rest, when)


@pytest.mark.parametrize(
    "text",
    ["call mom about May 5 invoice", "buy a 3 pm newspaper", "water plants every monday", "notes of monday meeting",
     "the cat sat", "march to the beat", "meeting from 3 to 5 pm", "watch Wednesday", "read the Friday newspaper",
     "buy 2 for 1", "look at 3 houses", "say hi to May", "read chapter 5", "call about tomorrow", "take the 5 pm train",
     "book table for two", "buy sun cream", "tomorrow", "meet on thursday and friday"],
)  # fmt: skip
def test_a_date_that_is_part_of_the_wish_stays_in_it(text: str) -> None:
    assert split(text, NOW) is None


def test_a_date_before_a_wish_is_parted_from_it_or_a_verb_follows() -> None:
    for text in ("tomorrow: call mom", "tomorrow call mom", "tomorrow I need to call mom", "tomorrow to call mom"):
        found = split_start(text, NOW, CHORE)
        assert found is not None
        assert (found.rest, found.when) == ("call mom", november(19)), text
    for text in ("friday drinks", "monday meeting prep", "tomorrow's lunch"):
        assert split_start(text, NOW, CHORE) is None, text


def test_a_date_is_said_as_people_say_it() -> None:
    today = NOW.date()
    assert spoken(november(19, time(15)), today) == "tomorrow at 15:00"
    assert spoken(november(20), today) == "on Friday, 20 November"
    assert spoken(When(date(2027, 5, 5)), today) == "on Wednesday, 5 May 2027"
