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

from app.assistant.guard import Guard
from app.auth.tokens import TokenIssuer

TOKEN_SECONDS = 1_800
"""How long the token of one turn lasts: longer than any turn may."""
_BASE = "http://mcp"

Watcher = Callable[[str, dict[str, Any], bool | None], Awaitable[None]]


@dataclass
class TurnTools:
    """What the tools of one turn work with."""

    session: ClientSession
    watch: Watcher
    """Told of each call twice: with None before it, with whether it went well after it."""
    guard: Guard | None = None
    """What watches over the calls of a language model; None where none decides."""
    changed: list[str] = field(default_factory=list)
    """Names of the tools that have changed something."""

    async def call(self, name: str, arguments: dict[str, Any], *, read_only: bool = False) -> types.CallToolResult:
        """Make a call, and tell of it."""
        await self.watch(name, arguments, None)
        result = await self.session.call_tool(name, arguments)
        await self.watch(name, arguments, not result.is_error)
        if not result.is_error and not read_only:
            self.changed.append(name)
        return result


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
        token = self._tokens.issue(user_id, None, lifetime_seconds=TOKEN_SECONDS)
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


def words_of(result: types.CallToolResult) -> str:
    """The text of a result, which for a failure is why."""
    return " ".join(part.text for part in result.content if isinstance(part, types.TextContent))


def told_of(result: types.CallToolResult) -> dict[str, Any]:
    """A result as a model gets it."""
    return {"error": words_of(result)} if result.is_error else result.structured_content or {}


def _tool(tool: types.Tool) -> Tool[TurnTools]:
    name = tool.name
    read_only = bool(tool.annotations and tool.annotations.read_only_hint)

    async def call(context: RunContext[TurnTools], **arguments: Any) -> Any:
        turn = context.deps
        if turn.guard and (instead := await turn.guard.instead(name, arguments)) is not None:
            return instead
        result = await turn.call(name, arguments, read_only=read_only)
        if result.is_error and turn.guard:
            raise ModelRetry(words_of(result))
        return told_of(result)

    return Tool.from_schema(
        call,
        name=name,
        description=tool.description or name,
        json_schema=tool.input_schema,
        takes_ctx=True,
        sequential=True,
    )
