"""Who calls a tool: the bearer token says it, never an argument."""

import uuid
from contextlib import suppress

from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.provider import AccessToken
from mcp.server.mcpserver.exceptions import ToolError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.auth.service import AuthService
from app.auth.tokens import InvalidToken, TokenIssuer


class BearerVerifier:
    """Lets the MCP server accept the same access tokens as the rest of the API."""

    def __init__(self, tokens: TokenIssuer) -> None:
        self._tokens = tokens

    async def verify_token(self, token: str) -> AccessToken | None:
        """The token's subject, or None, which the server answers with 401."""
        try:
            user_id = self._tokens.verify(token)
        except InvalidToken:
            return None
        return AccessToken(token=token, client_id=str(user_id), scopes=[], subject=str(user_id))


class LiveAccounts:
    """Around the MCP server for those outside: a token of an account that is gone is refused as a whole.

    It asks the database, as most of what MCP has, such as its list of tools, does not. The assistant's own calls come
    by another way and ask nothing more: what they do says whether the account is there.
    """

    def __init__(self, app: ASGIApp, tokens: TokenIssuer, auth: AuthService) -> None:
        self._app = app
        self._tokens = tokens
        self._auth = auth

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises AccountGone."""
        scheme, _, token = Headers(scope=scope).get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            # Any other token is the server's to refuse.
            with suppress(InvalidToken):
                await self._auth.profile(self._tokens.verify(token.strip()))
        await self._app(scope, receive, send)


def current_user() -> uuid.UUID:
    """The user of the request in hand; a resolver, so it is in no tool's schema."""
    token = get_access_token()
    if token is None or token.subject is None:
        raise ToolError("Not signed in.")
    return uuid.UUID(token.subject)
