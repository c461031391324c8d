"""When a task is due: dates and times as they are written, on the clock of whoever reads them."""

import re
from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def _date(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError("expected a date such as 2026-12-24")
    return date.fromisoformat(value)


def _time(value: object) -> object:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise ValueError("expected a time of day from 00:00 to 23:59, such as 09:30")
    return time.fromisoformat(value)


_DATE_SCHEMA: dict[str, Any] = {"type": "string", "format": "date"}
_TIME_SCHEMA: dict[str, Any] = {"type": "string", "pattern": rf"^{_TIME.pattern}$"}

DueDate = Annotated[date, BeforeValidator(_date), WithJsonSchema(_DATE_SCHEMA)]
DueTime = Annotated[
    time,
    BeforeValidator(_time),
    PlainSerializer(lambda value: f"{value:%H:%M}", return_type=str),
    WithJsonSchema(_TIME_SCHEMA),
]
"""To the minute."""
