"""Which tasks a phrase means: `the second one`, `2 and 3`, `everything but the milk`, `milk`. Pure functions only."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from app.assistant.offline import dates, days
from app.assistant.offline.phrases import naming, vocabulary
from app.assistant.offline.wish import Days, Everything, Priority, Status, Target
from app.text import one_line

_MOST_OUTSIDE = 4
"""Words around quotes; with more of them, what is quoted is not all that names a task."""
MOST = 300
"""Characters of what names tasks; a longer one is read as one name."""


def unquoted(text: str) -> str:
    """Without white space, bullets, closing dots and quotes around it."""
    bare = naming.BULLET.sub("", text.strip()).strip()
    while bare and bare != (shorter := _unwrapped(bare).strip().rstrip(".!;,").strip()):
        bare = shorter
    return bare


def _unwrapped(text: str) -> str:
    """Without quotes around it; not `read "War and Peace"`."""
    first, last = text[0] in vocabulary.QUOTES, text[-1] in vocabulary.QUOTES
    inner = text[first : max(len(text) - last, first)]
    if (first and last) or not any(quote in inner for quote in vocabulary.QUOTES):
        return inner
    return text


def parts(text: str) -> list[str]:
    """`milk, eggs and bread` as three; what is quoted, `fish and chips` or a number with a comma stays whole."""
    outside = vocabulary.WORD_WHOLE.findall(vocabulary.QUOTED.sub(" ", text))
    if len(outside) <= _MOST_OUTSIDE and (quoted := vocabulary.QUOTED.findall(text)):
        return [part for part in map(unquoted, map(max, quoted)) if part]
    if vocabulary.PAIR.search(text):
        return [unquoted(text)]
    return [part for part in map(unquoted, vocabulary.AND.split(text)) if part]


def target(text: str, now: datetime) -> Target:
    """Read what stands after a verb."""
    said = one_line(text[:MOST])
    if len(text) > MOST:
        return Target(words=(said,), said=said)
    plain = naming.ABOUT.sub("", naming.EXPLANATION.sub("", unquoted(text))).strip()
    plain = naming.TOO_BEHIND.sub("", plain)
    if vocabulary.QUOTED.fullmatch(said.strip(" .!")):
        return Target(words=tuple(parts(said)), said=unquoted(said))
    if (match := naming.EXCEPT.match(plain)) and not naming.UNDATED.match(f"{match[2]} {match[3]}"):
        chosen = target(match[1], now)
        if not is_set(chosen) and is_set(whole := target(naming.DONE_WHEN.sub("", match[1]), now)):
            chosen = whole
        if (
            chosen.everything
            or chosen.pointer
            or chosen.days
            or match[2].lower().strip().endswith(("not", "except", "except for"))
        ):
            return replace(chosen, but=left_out(match[3], now), said=said)
    return replace(_target(plain, now), said=unquoted(naming.EXPLANATION.sub("", unquoted(text))))


def is_set(meant: Target) -> bool:
    """Whether tasks are meant by what they have in common, and not one by one."""
    return bool(meant.everything or meant.days or meant.priority or meant.every or meant.pointer in ("them", "rest"))


def left_out(words: str, now: datetime) -> Target:
    """What an exception names, without why it is one: `except i couldn't do the hedge`."""
    return target(naming.NOT_DID.sub("", words.strip()).strip() or words, now)


def _target(plain: str, now: datetime) -> Target:
    lowered = plain.lower()
    if pointer := _pointer(lowered):
        return pointer
    if filtered := _filtered(lowered, now):
        return filtered
    if everything := everything_in(lowered):
        return Target(everything=everything)
    if match := naming.FEW.fullmatch(lowered):
        count = vocabulary.NUMBERS[match[2]] if match[2] else 1
        is_first = match[1] in ("first", "top", "next")
        return Target(positions=tuple(range(1, count + 1) if is_first else range(-count, 0)))
    if naming.CATEGORY.fullmatch(plain):
        return Target(words=(_named(plain),), every=True)
    if match := naming.ALL_ABOUT.fullmatch(plain):
        return Target(words=(_named(match[1]),), every=True)
    if match := naming.SOME_ABOUT.fullmatch(plain):
        return Target(words=(_named(match[2]),), every=True, count=vocabulary.NUMBERS[match[1].lower()])
    if match := naming.ALL_OF_WORDS.fullmatch(plain):
        return Target(words=(_named(match[1]),), every=True)
    if match := naming.BOTH_OF.fullmatch(plain):
        return Target(words=(match[1],), every=True)
    positions: list[int] = []
    words: list[str] = []
    for piece in parts(plain):
        found = _positions(piece)
        positions += found
        if not found:
            words.append(_named(piece))
    return Target(positions=tuple(positions), words=tuple(words))


def _pointer(lowered: str) -> Target | None:
    if lowered == "":
        return Target()
    if naming.IT.fullmatch(lowered):
        return Target(pointer="it")
    if match := naming.THEM.fullmatch(lowered):
        number = next((vocabulary.NUMBERS[word] for word in lowered.split() if word in vocabulary.NUMBERS), 0)
        count = 2 if "both" in lowered or "two" in lowered else number if number > 1 else 0
        everything = match[1] or lowered.endswith(" all")
        return Target(everything="all" if everything else "", pointer="them", count=count)
    if naming.SOME.fullmatch(lowered):
        return Target(pointer="some")
    if naming.OTHER.fullmatch(lowered):
        return Target(pointer="other")
    return Target(pointer="rest") if naming.REST.fullmatch(lowered) else None


def _filtered(lowered: str, now: datetime) -> Target | None:
    """All tasks of a day or of a priority: `everything due today`, `the overdue ones`."""
    rest, of_days = days_in(lowered, now)
    if (match := naming.PRIORITY.search(rest)) and (before := naming.NOT_OF_PRIORITY.search(rest[: match.start()])):
        # `everything that isn't high priority`
        inner = target(rest[: before.start()].strip(), now)
        with_it = Target("all", priority=priority_of(match[0]))
        return replace(inner, but=with_it) if inner.everything and not inner.but else None
    rest, priority = priority_in(rest)
    if (of_days is None and priority is None) or (
        rest and not (everything_in(rest) or naming.ONLY_THINGS.fullmatch(rest))
    ):
        return None
    everything = everything_in(rest)
    return Target("open" if everything in ("", "all") else everything, days=of_days, priority=priority)


def days_in(lowered: str, now: datetime) -> tuple[str, Days | None]:
    """The days that a text speaks of, and the text without them."""
    today = now.date()
    if match := naming.OVERDUE.search(lowered):
        return _without(lowered, match), Days(before=now, words="overdue")
    if match := naming.UNDATED.search(lowered):
        return _without(lowered, match), Days(words="without a date", undated=True)
    if (match := naming.DUE_UNTIL.search(lowered)) and (when := dates.read(match["day"], now)) and when.day:
        last = when.day - timedelta(days=match["until"] == "before")
        return _without(lowered, match), Days(last=last, words=f"{match['until']} {dates.day_spoken(when.day, today)}")
    if match := naming.IN_MONTH.search(lowered):
        first = days.month_called(match["month"], today)
        last = days.end_of(match["month"], today, is_next=False)
        return _without(lowered, match), Days(first, last, words=f"in {match['month'].capitalize()}")
    if match := naming.ON_WEEKEND.search(lowered):
        first = days.weekday(today, "sat") + timedelta(weeks=1 if "next" in match[0] else 0)
        return _without(lowered, match), Days(first, first + timedelta(days=1), words=match["weekend"])
    if match := naming.DUE_THIS.search(lowered):
        monday = today - timedelta(days=today.weekday())
        if match["unit"] == "week":
            first = monday + timedelta(weeks=1) if match["which"] == "next" else today
            last = monday + timedelta(days=13 if match["which"] == "next" else 6)
        else:
            begin = dates.read("next month", now)
            after = dates.read("end of next month" if match["which"] == "next" else "end of month", now)
            assert begin is not None
            assert after is not None
            assert after.day is not None
            first, last = (begin.day or today) if match["which"] == "next" else today, after.day
        return _without(lowered, match), Days(first, last, words=f"{match['which']} {match['unit']}")
    if match := naming.DUE_ON.search(lowered):
        when = dates.read(match["day"] or match["of"], now)
        if when and when.day:
            words = dates.day_spoken(when.day, today)
            return _without(lowered, match), Days(when.day, when.day, words=words)
    if match := naming.DUE_AT_ALL.search(lowered):
        return _without(lowered, match), Days(words="with a date")
    return lowered, None


def priority_in(lowered: str, _: datetime | None = None) -> tuple[str, Priority | None]:
    """The priority that a text speaks of, and the text without it."""
    if match := naming.PRIORITY.search(lowered):
        return _without(lowered, match), priority_of(match[0])
    return lowered, None


def priority_of(words: str) -> Priority:
    """`urgent` as high, and so on."""
    lowered = words.lower()
    if naming.NO_PRIORITY.search(lowered):
        return "none"
    if lowered.strip(" :,") in ("p2", "p3"):
        return "medium" if "2" in lowered else "low"
    if "low" in lowered or "minor" in lowered or "less" in lowered:
        return "low"
    return "medium" if "medium" in lowered or "normal" in lowered else "high"


def _without(text: str, match: re.Match[str]) -> str:
    return " ".join(f"{text[: match.start()]} {text[match.end() :]}".split())


def everything_in(lowered: str) -> Everything:
    """Whether all tasks of a kind are meant, and of which."""
    if (naming.ALL.match(lowered) and naming.ONLY_ALL.fullmatch(lowered)) or naming.WHOLE_LIST.fullmatch(lowered):
        return status_in(lowered)
    if naming.DONE_ONES.fullmatch(lowered):
        return "done"
    return "open" if naming.OPEN_ONES.fullmatch(lowered) else ""


def status_in(text: str) -> Status:
    """Which tasks a text speaks of; `all` where it names no state, or both."""
    if naming.BOTH.search(text):
        return "all"
    undone = naming.NOT_DONE.sub(" ", text)
    is_open = undone != text or bool(naming.OPEN.search(text))
    is_done = bool(naming.DONE.search(undone))
    if is_open == is_done:
        return "all"
    return "open" if is_open else "done"


def _named(part: str) -> str:
    """The words of one task, without `the` before them and `task` or `one` behind."""
    bare = naming.LEADING.sub("", part)
    return naming.NOUN_BEHIND.sub("", naming.NOUN_BEFORE.sub("", bare)) or bare


def _positions(piece: str) -> list[int]:
    """The places in a list that a piece names: `the second one`, `#3`, `2-4`."""
    piece = naming.ON_LIST.sub("", piece)
    plain = naming.OF_THOSE.sub("", naming.LEADING.sub("", piece.lower()).strip())
    if match := naming.RANGE.fullmatch(plain):
        first, last = int(match[1]), int(match[2])
        return list(range(first, last + 1)) if 0 < first < last <= first + 199 else []
    for words in (plain, naming.NOUN.sub(" ", plain).strip()):
        place = _position(naming.LEADING.sub("", words))
        if place is not None:
            return [place]
    return []


def _position(words: str) -> int | None:
    words = re.sub(r"^(?:numbers?|no\.?|nr\.?)\s+", "", words)
    if words in vocabulary.ORDINALS:
        return vocabulary.ORDINALS[words]
    if words in vocabulary.NUMBERS:
        return vocabulary.NUMBERS[words]
    match = re.fullmatch(r"#?\s?(\d{1,4})(?:st|nd|rd|th)?", words)
    return int(match[1]) if match and int(match[1]) else None
