"""Time zones by their IANA names, and what time it is in one."""

from datetime import UTC, datetime
from functools import cache
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, StringConstraints

ZONE_CHARS = 64
DEFAULT_ZONE = "UTC"


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


def _known(name: str) -> str:
    if name not in _names():
        raise ValueError("expected the IANA name of a time zone, such as Europe/Berlin or UTC")
    return name


TimeZone = Annotated[str, StringConstraints(min_length=1, max_length=ZONE_CHARS), AfterValidator(_known)]


def now_in(zone: str) -> datetime:
    """What clocks show in this zone; in UTC where this machine's list of zones, being older, has not got it."""
    return datetime.now(ZoneInfo(zone) if zone in _names() else UTC)
