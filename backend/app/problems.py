"""Errors as application/problem+json (RFC 9457). An exception owns its status and its words."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from app.context import request_id

logger = logging.getLogger(__name__)

UNREACHABLE = (OperationalError, InterfaceError, PoolTimeoutError)
"""What is raised while the database cannot be reached."""


class FieldError(BaseModel):
    """One field that was refused, and why."""

    field: str
    message: str


class ProblemDocument(BaseModel):
    """The body of every error answer."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None
    request_id: str


class ProblemResponse(JSONResponse):
    """JSON with the media type of problem details."""

    media_type = "application/problem+json"


class Problem(Exception):
    """Base of the application's errors; `detail` is shown to people and holds nothing secret."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"

    def __init__(
        self, detail: str, *, errors: Sequence[FieldError] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})


class InvalidRequest(Problem):
    """422: understood, but not acceptable."""

    status = 422
    slug = "invalid-request"


class DatabaseUnavailable(Problem):
    """503: no connection to the database within its time."""

    status = 503
    slug = "database-unavailable"

    def __init__(self) -> None:
        super().__init__(
            "The database cannot be reached just now. Try again in a moment.", headers={"Retry-After": "5"}
        )


def problem_response(
    status: int,
    detail: str,
    *,
    slug: str | None = None,
    errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """Build the answer; `slug` names the kind of problem in a stable, relative URI."""
    document = ProblemDocument(
        type=f"/problems/{slug}" if slug else "about:blank",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        errors=list(errors) or None,
        request_id=request_id(),
    )
    return ProblemResponse(document.model_dump(exclude_none=True), status_code=status, headers=dict(headers or {}))


def to_response(problem: Problem) -> ProblemResponse:
    """The answer for one of the application's own errors."""
    return problem_response(
        problem.status, problem.detail, slug=problem.slug, errors=problem.errors, headers=problem.headers
    )


def field_errors(problems: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Pydantic's findings without the input that caused them."""
    found = []
    for item in problems:
        location = [str(part) for part in item["loc"] if part not in ("body", "query", "path")]
        message = str(item["msg"]).removeprefix("Value error, ")
        found.append(FieldError(field=".".join(location) or "body", message=message))
    return found


async def _on_problem(_: Request, exc: Exception) -> ProblemResponse:
    assert isinstance(exc, Problem)
    return to_response(exc)


async def _on_validation(_: Request, exc: Exception) -> ProblemResponse:
    assert isinstance(exc, RequestValidationError)
    errors = field_errors(exc.errors())
    named = ", ".join(dict.fromkeys(error.field for error in errors))
    return problem_response(422, f"Invalid: {named}.", slug=InvalidRequest.slug, errors=errors)


async def _on_http(request: Request, exc: Exception) -> ProblemResponse:
    assert isinstance(exc, HTTPException)
    headers = dict(exc.headers or {})
    if exc.status_code == HTTPStatus.METHOD_NOT_ALLOWED and (route := request.scope.get("route")):
        # The route that was met first knows its own methods alone; RFC 9110 wants all that the address has.
        methods = request.app.openapi()["paths"].get(route.path, {})
        headers["Allow"] = ", ".join(sorted(map(str.upper, methods))) or headers.get("Allow", "")
    return problem_response(exc.status_code, str(exc.detail), headers=headers)


async def _on_database(_: Request, exc: Exception) -> ProblemResponse:
    logger.warning("database unavailable", extra={"error": type(exc).__name__})
    return to_response(DatabaseUnavailable())


def install(app: FastAPI) -> None:
    """Make every error of the app a problem document (what is unforeseen becomes a 500 in the middleware)."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)
    for unreachable in UNREACHABLE:
        app.add_exception_handler(unreachable, _on_database)
