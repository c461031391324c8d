"""Places in the order by hand: numbers, of which there is nearly always one more between two."""


def between(low: float | None, high: float | None, now: float) -> float | None:
    """A place after `low` and before `high`, None standing for an end of the list; None where there is no room.

    `now` is the time in seconds, which is where new tasks go: no place is after it but for the moments of a tie.
    """
    if high is None:
        return now if low is None else max(now, low + 0.001)
    if low is None:
        return high - 1
    middle = low + (high - low) / 2
    return middle if low < middle < high else None
