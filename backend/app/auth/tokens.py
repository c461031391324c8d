"""Access tokens: signed here, checked here, one pinned algorithm."""

import time
import uuid
from dataclasses import dataclass

import jwt

ALGORITHM = "HS256"
ISSUER = "todo-app"
AUDIENCE = "todo-app-api"
CLOCK_SKEW_SECONDS = 10
_REQUIRED = ["exp", "iat", "iss", "aud", "sub"]


class InvalidToken(Exception):
    """The token is malformed, forged, for another user, or expired."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a token speaks for."""

    user_id: uuid.UUID
    sessions: int | None
    """The account's number of sessions ended when it was issued; None: the app's own, for one turn of the assistant."""


class TokenIssuer:
    """Makes and checks the tokens of one signing secret."""

    def __init__(self, secret: str, lifetime_seconds: int) -> None:
        self._secret = secret
        self.lifetime_seconds = lifetime_seconds

    def issue(self, user_id: uuid.UUID, sessions: int | None, *, lifetime_seconds: int | None = None) -> str:
        """A token for this user that lasts `lifetime_seconds` (default: a sign-in's length). `sessions`: see Bearer."""
        now = int(time.time())
        claims = {
            "sub": str(user_id),
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + (self.lifetime_seconds if lifetime_seconds is None else lifetime_seconds),
            "jti": uuid.uuid4().hex,
            "sessions": sessions,
        }
        return jwt.encode(claims, self._secret, algorithm=ALGORITHM)

    def verify(self, token: str) -> Bearer:
        """What the token says.

        Raises InvalidToken for anything but a token of ours that is in force.
        """
        try:
            claims = jwt.decode(
                token,
                self._secret,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                leeway=CLOCK_SKEW_SECONDS,
                options={"require": _REQUIRED},
            )
            # Tokens of the version before say nothing of sessions: they are from before any was ended.
            return Bearer(uuid.UUID(claims["sub"]), claims.get("sessions", 0))
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError) as error:
            raise InvalidToken from error
