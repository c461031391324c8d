"""How a model's answer fails or ends too early, whoever serves the model: what is said of it, and when to ask again."""

from pydantic_ai.exceptions import ModelAPIError, ModelHTTPError, ModelQuotaExceededError
from pydantic_ai.messages import ModelResponse, ToolCallPart

MOST_WAIT_SECONDS = 10.0
"""A limit that lasts longer is not waited for: the offline assistant answers at once."""
PAUSE_SECONDS = 0.5
"""Before a model is asked again, where it says nothing of when."""
_PASSING = {408, 409, 429, 500, 502, 503, 504}
_CUT = {
    "length": "The answer is cut off: it reached the model's limit.",
    "content_filter": "The answer is cut off: the model's filter stopped it.",
}


class BrokenAnswer(Exception):
    """An answer that is not whole, and may be another time."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.kind = f"finish-{reason}"


def cut_of(response: ModelResponse) -> str | None:
    """Why an answer ends too early, in words for the user; None where it does not.

    Raises BrokenAnswer where it may be whole another time, or ends in a call that nobody may make.
    """
    reason = response.finish_reason
    if reason == "stop" and "finish_reason" not in (response.provider_details or {}):
        # pydantic-ai takes an end that was never said for one.
        reason = None
    if reason in ("stop", "tool_call"):
        return None
    if reason in _CUT and not any(isinstance(part, ToolCallPart) for part in response.parts):
        return _CUT[reason]
    raise BrokenAnswer(reason or "none")


def status_of(error: BaseException) -> int | None:
    """The HTTP status of a failure; None where it has none."""
    return error.status_code if isinstance(error, ModelHTTPError) else None


def pause_after(error: BaseException) -> float | None:
    """Seconds until the model may be asked again, as it says itself; None where that helps nothing, or takes too long.

    It says so in Retry-After, or more exactly in retry-after-ms.
    """
    if isinstance(error, BrokenAnswer):
        return PAUSE_SECONDS
    if status_of(error) not in _PASSING or isinstance(error, ModelQuotaExceededError):
        return None
    seconds = (isinstance(error, ModelAPIError) and error.retry_after) or 0.0
    return max(seconds, PAUSE_SECONDS) if seconds <= MOST_WAIT_SECONDS else None


def kind_of(error: BaseException) -> str:
    """A failure as a label: the status or how the answer ended where that is known, else the error's type."""
    if isinstance(error, BrokenAnswer):
        return error.kind
    status = status_of(error)
    return type(error).__name__ if status is None else str(status)


def is_unreachable(error: BaseException) -> bool:
    """Whether nothing took the connection, so that the model has not even been asked."""
    return getattr(error, "phase", None) == "connect"
