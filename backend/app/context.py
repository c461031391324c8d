"""What belongs to the request in hand, wherever it is needed: its id."""

import re
import uuid
from contextvars import ContextVar

_REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")
_ACCEPTABLE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def request_id() -> str:
    """The id of the request in hand, `-` outside of one."""
    return _REQUEST_ID.get()


def begin_request(given: str | None) -> str:
    """Adopt the caller's id if it is harmless in a log, else make one."""
    value = given if given and _ACCEPTABLE.fullmatch(given) else uuid.uuid4().hex
    _REQUEST_ID.set(value)
    return value
