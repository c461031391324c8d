"""Structured logs: one JSON object a line on stdout, and never what people wrote."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from app.context import request_id

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
# These log the text of requests or of questions to the model, or repeat what the access line says.
_QUIET = ("httpx", "httpx2", "httpcore", "httpcore2", "openai", "openai.agents", "mcp", "chatkit", "cohere")


class JsonFormatter(logging.Formatter):
    """Time, level, logger, message, request id and whatever `extra` holds.

    Of an exception only its type and the places are told, since its text may quote a person; with
    `with_messages` (log level debug) the text is told too.
    """

    def __init__(self, *, with_messages: bool = False) -> None:
        super().__init__()
        self._with_messages = with_messages

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line of JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if (current := request_id()) != "-":
            line["request_id"] = current
        line.update({key: value for key, value in vars(record).items() if key not in _STANDARD})
        if record.exc_info and record.exc_info[1]:
            line.update(self._exception(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False, default=str)

    def _exception(self, error: BaseException) -> dict[str, Any]:
        frames = traceback.extract_tb(error.__traceback__)[-12:]
        found: dict[str, Any] = {
            "error": type(error).__name__,
            "stack": [f"{frame.filename.rsplit('site-packages/')[-1]}:{frame.lineno} {frame.name}" for frame in frames],
        }
        if self._with_messages:
            found["error_message"] = str(error)
        return found


def configure(level: str) -> None:
    """Send every logger through one JSON handler on stdout."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter(with_messages=level == "debug"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "alembic"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("uvicorn.access").disabled = True
    quiet_libraries()


def quiet_libraries() -> None:
    """Silence libraries below warnings; again after late imports, which set up handlers of their own."""
    for name in _QUIET:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(logging.WARNING)
    # It logs the exception of a failed stream, which recovery has told already, with its text.
    logging.getLogger("chatkit").setLevel(logging.ERROR)
