"""The layers around every request: context (id, log line, metrics, headers), the path's end, the body's size."""

import logging
import time

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import metrics
from app.context import begin_request
from app.problems import problem_response

logger = logging.getLogger("app.access")

MAX_BODY_BYTES = 64 * 1024
DRAINED_BYTES = 1024 * 1024
_PROBES = frozenset({"/health", "/started", "/ready", "/metrics"})
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def route_template(scope: Scope) -> str:
    """The matched route's own text (`/api/tasks/{task_id}`), so that no id becomes a label."""
    route = scope.get("route")
    path = getattr(route, "path", None)
    return path if isinstance(path, str) else "unmatched"


class RequestContextMiddleware:
    """Gives a request its id, its log line, its metrics, safe headers, and a 500 if nothing else did."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        identifier = begin_request(Headers(scope=scope).get("x-request-id"))
        status = 0
        started = time.perf_counter()

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = identifier
                for name, value in _SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        except Exception:
            logger.exception("unhandled error")
            if status:
                raise  # the answer has begun: only breaking the connection tells the client
            answer = problem_response(500, "Something went wrong. To report it, include the request id.")
            await answer(scope, receive, send_with_headers)
        finally:
            self._record(scope, status, time.perf_counter() - started)

    @staticmethod
    def _record(scope: Scope, status: int, seconds: float) -> None:
        route = route_template(scope)
        method = scope["method"] if scope["method"] in _METHODS else "other"
        metrics.REQUESTS.labels(method, route, str(status)).inc()
        metrics.LATENCY.labels(method, route).observe(seconds)
        logger.log(
            logging.DEBUG if route in _PROBES else logging.INFO,
            "request",
            extra={
                "method": method,
                "route": route,
                "status": status,
                "milliseconds": round(seconds * 1000, 1),
            },
        )


class TrailingSlashMiddleware:
    """Takes a path with a slash at its end for the same without it, so that no client needs to follow a redirect.

    A redirect's address is made of the Host that arrives here, behind proxies a name that only the cluster knows.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path != "/" and path.endswith("/"):
            # In place: what is told of the request goes by the route that will stand in it.
            scope["path"] = path[:-1]
            scope["raw_path"] = (scope.get("raw_path") or b"").removesuffix(b"/")
        await self.app(scope, receive, send)


class BodyLimitMiddleware:
    """Refuses bodies above `limit` bytes with 413 before any code reads them."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY_BYTES) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        too_large = declared.isdigit() and int(declared) > self.limit
        body, size, more = bytearray(), 0, True
        # A client that is still sending hears no answer: what is too large is let run out, within reason.
        while more and size < DRAINED_BYTES:
            message = await receive()
            if message["type"] != "http.request":
                return  # the client is gone
            chunk = message.get("body", b"")
            size += len(chunk)
            more = message.get("more_body", False)
            too_large = too_large or size > self.limit
            if not too_large:
                body += chunk
        if too_large:
            answer = problem_response(
                413,
                f"The request is larger than {self.limit // 1024} KiB.",
                slug="too-large",
                headers={"Connection": "close"},
            )
            await answer(scope, receive, send)
            return
        replayed = False

        async def replay() -> Message:
            nonlocal replayed
            if replayed:
                return await receive()
            replayed = True
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self.app(scope, replay, send)
