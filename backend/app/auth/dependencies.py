"""What other routes need of the accounts: the user of a request, and where it came from."""

import uuid
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.auth.errors import InvalidSession, NotAuthenticated
from app.auth.tokens import InvalidToken
from app.services import ServicesDep

_bearer = HTTPBearer(auto_error=False, description="The access_token from a sign-in")


async def current_user(
    services: ServicesDep, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> uuid.UUID:
    """The user that the bearer token names. Raises NotAuthenticated, or InvalidSession."""
    if credentials is None:
        raise NotAuthenticated
    try:
        return await services.auth.user_of(credentials.credentials)
    except InvalidToken:
        raise InvalidSession from None


CurrentUser = Annotated[uuid.UUID, Depends(current_user)]


def client_address(request: Request, services: ServicesDep) -> str:
    """Where the request came from, through as many proxies as the settings vouch for."""
    peer = request.client.host if request.client else "unknown"
    hops = services.settings.trusted_proxy_hops
    forwarded = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    return forwarded[-hops] if hops and len(forwarded) >= hops else peer


ClientAddress = Annotated[str, Depends(client_address)]
