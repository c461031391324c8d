"""Who calls a tool: the bearer token says it, never an argument."""

import uuid

from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.provider import AccessToken
from mcp.server.mcpserver.exceptions import ToolError

from app.auth.tokens import InvalidToken, TokenIssuer


class BearerVerifier:
    """Lets the MCP server accept the same access tokens as the rest of the API.

    It looks at the token alone; whether its session was ended is asked before (app/mcp/server.py).
    """

    def __init__(self, tokens: TokenIssuer) -> None:
        self._tokens = tokens

    async def verify_token(self, token: str) -> AccessToken | None:
        """The token's subject, or None, which the server answers with 401."""
        try:
            user_id = self._tokens.verify(token).user_id
        except InvalidToken:
            return None
        return AccessToken(token=token, client_id=str(user_id), scopes=[], subject=str(user_id))


def current_user() -> uuid.UUID:
    """The user of the request in hand; a resolver, so it is in no tool's schema."""
    token = get_access_token()
    if token is None or token.subject is None:
        raise ToolError("Not signed in.")
    return uuid.UUID(token.subject)
