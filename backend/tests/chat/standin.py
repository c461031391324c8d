"""A stand-in for the server of a language model, over real HTTP: it speaks as Cohere does, or as OpenAI does."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import uvicorn
from pydantic import SecretStr
from starlette.types import Receive, Scope, Send

from app.settings import Settings
from main import create_app
from tests.conftest import Person, free_port, sign_up

KEY = "zQ7x9vT2kLw8RmP4"
Called = tuple[str, dict[str, Any]]
"""A tool and its arguments."""


class Wire(Protocol):
    """How a provider writes what a model says."""

    title: str
    """What users are told that failed."""
    finishes: Mapping[str, str]
    """How it says that an answer is whole, is a call, reached a limit or a filter, or failed."""

    def says(self, text: str, finish: str | None = "whole") -> bytes:
        """An answer; it has no end where `finish` is None, and the one of `finishes`, or another, else."""

    def calls(self, *made: Called, finish: str | None = "call") -> bytes:
        """An answer that calls tools."""

    def refusal(self, message: str) -> bytes:
        """Why a request is refused."""

    def settings(self, address: str, seconds: float) -> dict[str, Any]:
        """Those that have this wire's model answer, from that address and within that time."""


def _events(events: list[tuple[str, Any]]) -> bytes:
    return b"".join(f"{f'event: {name}' if name else ''}\ndata: {data}\n\n".lstrip().encode() for name, data in events)


class Cohere:
    title = "Cohere"
    finishes: Mapping[str, str] = {
        "whole": "COMPLETE",
        "call": "TOOL_CALL",
        "length": "MAX_TOKENS",
        "filter": "ERROR_TOXIC",
        "error": "ERROR",
    }

    def says(self, text: str, finish: str | None = "whole") -> bytes:
        return self._sse(
            {"type": "content-start", "index": 0, "delta": {"message": {"content": {"type": "text", "text": ""}}}},
            {"type": "content-delta", "index": 0, "delta": {"message": {"content": {"text": text}}}},
            {"type": "content-end", "index": 0},
            finish=finish,
        )

    def calls(self, *made: Called, finish: str | None = "call") -> bytes:
        events: list[dict[str, Any]] = []
        for index, (tool, arguments) in enumerate(made):
            call = {"id": f"call-{index}", "type": "function", "function": {"name": tool, "arguments": ""}}
            given = {"function": {"arguments": json.dumps(arguments)}}
            events += [
                {"type": "tool-call-start", "index": index, "delta": {"message": {"tool_calls": call}}},
                {"type": "tool-call-delta", "index": index, "delta": {"message": {"tool_calls": given}}},
                {"type": "tool-call-end", "index": index},
            ]
        return self._sse(*events, finish=finish)

    def _sse(self, *events: dict[str, Any], finish: str | None) -> bytes:
        start = {"type": "message-start", "id": "1", "delta": {"message": {"role": "assistant", "content": []}}}
        how = self.finishes.get(finish or "", finish)
        end = [{"type": "message-end", "delta": {"finish_reason": how, "usage": {}}}] if finish else []
        return _events([(event["type"], json.dumps(event)) for event in (start, *events, *end)])

    def refusal(self, message: str) -> bytes:
        return json.dumps({"message": message}).encode()

    def settings(self, address: str, seconds: float) -> dict[str, Any]:
        return {
            "cohere_api_key": SecretStr(KEY),
            "cohere_base_url": address,
            "cohere_timeout_seconds": seconds,
            "turn_timeout_seconds": seconds * 3,
        }


class OpenAi:
    title = "The model"
    finishes: Mapping[str, str] = {
        "whole": "stop",
        "call": "tool_calls",
        "length": "length",
        "filter": "content_filter",
        "error": "error",
    }

    def says(self, text: str, finish: str | None = "whole") -> bytes:
        return self._sse({"role": "assistant", "content": ""}, {"content": text}, finish=finish)

    def calls(self, *made: Called, finish: str | None = "call") -> bytes:
        deltas: list[dict[str, Any]] = [{"role": "assistant", "content": None}]
        for index, (tool, arguments) in enumerate(made):
            begun = {"index": index, "id": f"call-{index}", "type": "function"}
            said = json.dumps(arguments)
            deltas += [
                {"tool_calls": [{**begun, "function": {"name": tool, "arguments": ""}}]},
                *[{"tool_calls": [{"index": index, "function": {"arguments": part}}]} for part in (said[:5], said[5:])],
            ]
        return self._sse(*deltas, finish=finish)

    def _sse(self, *deltas: dict[str, Any], finish: str | None) -> bytes:
        common = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "a-model"}
        choices: list[dict[str, Any]] = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
        if finish:
            choices.append({"index": 0, "delta": {}, "finish_reason": self.finishes.get(finish, finish)})
        chunks = [json.dumps({**common, "choices": [choice]}) for choice in choices]
        return _events([("", chunk) for chunk in (*chunks, *(["[DONE]"] if finish else []))])

    def refusal(self, message: str) -> bytes:
        return json.dumps({"error": {"message": message, "type": "invalid_request_error", "code": None}}).encode()

    def settings(self, address: str, seconds: float) -> dict[str, Any]:
        return {
            "model_base_url": f"{address}/v1",
            "model_name": "a-model",
            "model_api_key": SecretStr(KEY),
            "model_timeout_seconds": seconds,
        }


COHERE, OPENAI = Cohere(), OpenAi()
WIRES: tuple[Wire, ...] = (COHERE, OPENAI)


def says(text: str, finish: str | None = "whole") -> bytes:
    """An answer as Cohere writes it."""
    return COHERE.says(text, finish)


def calls(tool: str, arguments: dict[str, Any]) -> bytes:
    """A call as Cohere writes it."""
    return COHERE.calls((tool, arguments))


@dataclass
class Reply:
    """An answer that is none."""

    status: int
    message: str = "no"
    headers: Mapping[str, str] = field(default_factory=dict)
    page: bytes | None = None
    """A page of HTML in place of the API's own words."""


Answer = bytes | int | str | Reply


@dataclass
class StandIn:
    """Answers each request with the next of these: a body, a status, or "hang", "stall" (in the middle) and "die"."""

    wire: Wire
    script: list[Answer]
    asked: list[dict[str, Any]] = field(default_factory=list)
    heard: list[Scope] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while (message := await receive())["type"] == "http.request":
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        self.asked.append(json.loads(body))
        self.heard.append(scope)
        step = self.script.pop(0) if self.script else 500
        if step == "hang":
            await asyncio.Event().wait()
        if isinstance(step, int):
            step = Reply(step)
        if isinstance(step, Reply):
            await self._refuse(step, send)
            return
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if step == "stall":
            await send({"type": "http.response.body", "body": self._begin("I begin to"), "more_body": True})
            await asyncio.Event().wait()
        if step == "die":
            await send({"type": "http.response.body", "body": self._begin("This is never fini"), "more_body": True})
            raise ConnectionError("the stand-in dies")
        await send({"type": "http.response.body", "body": step})

    def _begin(self, text: str) -> bytes:
        """An answer as far as its words, without its end."""
        return self.wire.says(text, finish=None)

    async def _refuse(self, reply: Reply, send: Send) -> None:
        kind = "application/json" if reply.page is None else "text/html; charset=utf-8"
        headers = {"content-type": kind, **reply.headers}
        coded = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": reply.status, "headers": coded})
        body = self.wire.refusal(reply.message) if reply.page is None else reply.page
        await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def talking(
    settings: Settings, *script: Answer, wire: Wire = COHERE, **changed: Any
) -> AsyncIterator[tuple[Person, StandIn]]:
    """A user of an app whose model is the stand-in. Only one that hangs is given up on soon."""
    stand_in = StandIn(wire, list(script))
    with free_port() as listener:
        server = uvicorn.Server(uvicorn.Config(stand_in, lifespan="off", log_config=None, timeout_graceful_shutdown=1))
        task = asyncio.create_task(server.serve(sockets=[listener]))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            async with user_of_model(settings, wire, address, 1.0 if "hang" in script else 60.0, **changed) as person:
                yield person, stand_in
        finally:  # a test that fails ends too
            server.should_exit = True
            await task


@asynccontextmanager
async def user_of_model(
    settings: Settings, wire: Wire, address: str, seconds: float = 60.0, **changed: Any
) -> AsyncIterator[Person]:
    """A user of an app whose model is at that address."""
    app = create_app(settings.model_copy(update={**wire.settings(address, seconds), **changed}))
    async with app.router.lifespan_context(app):
        person = await sign_up(app)
        async with person.client:
            yield person


@contextmanager
def refusing_address() -> Iterator[str]:
    """An address at which nothing listens, and nothing else will."""
    with free_port() as taken:
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def notices(person: Person) -> list[str]:
    """What the user was told of how the last answer came to be."""
    return [event["message"] for event in person.events if event["type"] == "notice"]
