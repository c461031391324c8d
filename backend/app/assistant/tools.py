"""The agent's tools: each call goes through the MCP server, with a token of the user it is for."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2
from mcp import types
from mcp.client.session import ClientSession
from mcp.client.streamable_http import streamable_http_client
from pydantic_ai import RunContext, Tool
from pydantic_ai.exceptions import ModelRetry
from starlette.types import ASGIApp

from app import metrics
from app.assistant.guard import refusal
from app.auth.tokens import TokenIssuer

TOKEN_SECONDS = 120
"""How long the token of one turn lasts: longer than any turn may."""
_BASE = "http://mcp"

Watcher = Callable[[str, dict[str, Any], bool | None], Awaitable[None]]


@dataclass
class TurnTools:
    """What the tools of one turn work with."""

    session: ClientSession
    watch: Watcher
    """Told of each call twice: with None before it, with whether it went well after it."""
    user_texts: list[str] | None = None
    """The user's last messages, for the guard; None where no model decides."""
    changed: list[str] = field(default_factory=list)
    """Names of the tools that have changed something."""


class McpTools:
    """The tools of the MCP server in this process, reached over ASGI as any client reaches them."""

    def __init__(self, app: ASGIApp, path: str, tokens: TokenIssuer) -> None:
        self._transport = httpx2.ASGITransport(app=app)
        self._path = path
        self._tokens = tokens
        self.definitions: list[Tool[TurnTools]] = []
        self._server: types.DiscoverResult | None = None

    async def load(self) -> None:
        """Read from the server itself what it speaks and what tools there are."""
        async with self.session(uuid.UUID(int=0)) as session:
            self._server = session.discover_result
            listed = await session.list_tools()
        self.definitions = [_tool(tool) for tool in listed.tools]

    @asynccontextmanager
    async def session(self, user_id: uuid.UUID) -> AsyncIterator[ClientSession]:
        """A client that speaks for this user. Enter and leave it in one task."""
        token = self._tokens.issue(user_id, lifetime_seconds=TOKEN_SECONDS)
        headers = {"Authorization": f"Bearer {token}"}
        async with (
            httpx2.AsyncClient(transport=self._transport, base_url=_BASE, headers=headers) as http,
            streamable_http_client(f"{_BASE}{self._path}", http_client=http, terminate_on_close=False) as streams,
            _Session(streams[0], streams[1]) as session,
        ):
            if self._server is None:
                await session.discover()
            else:
                session.adopt(self._server)
            yield session


class _Session(ClientSession):
    """A session that takes the server's word: it is in this process, and checks what it sends."""

    async def validate_tool_result(self, name: str, result: types.CallToolResult) -> None:
        """Nothing: the check lists all tools and compiles a schema, for each session anew."""


def _tool(tool: types.Tool) -> Tool[TurnTools]:
    name = tool.name
    read_only = bool(tool.annotations and tool.annotations.read_only_hint)

    async def call(context: RunContext[TurnTools], **arguments: Any) -> Any:
        turn = context.deps
        if turn.user_texts is not None and (reason := refusal(name, turn.user_texts)):
            metrics.TOOLS_REFUSED.labels(name).inc()
            return {"error": reason}
        await turn.watch(name, arguments, None)
        result = await turn.session.call_tool(name, arguments)
        await turn.watch(name, arguments, not result.is_error)
        if result.is_error:
            words = " ".join(part.text for part in result.content if isinstance(part, types.TextContent))
            if turn.user_texts is not None:
                raise ModelRetry(words)
            return {"error": words}
        if not read_only:
            turn.changed.append(name)
        return result.structured_content

    return Tool.from_schema(
        call,
        name=name,
        description=tool.description or name,
        json_schema=tool.input_schema,
        takes_ctx=True,
        sequential=True,
    )
