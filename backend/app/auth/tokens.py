"""Access tokens: signed here, checked here, one pinned algorithm."""

import time
import uuid

import jwt

ALGORITHM = "HS256"
ISSUER = "todo-app"
AUDIENCE = "todo-app-api"
CLOCK_SKEW_SECONDS = 10
_REQUIRED = ["exp", "iat", "iss", "aud", "sub"]


class InvalidToken(Exception):
    """The token is malformed, forged, for another user, or expired."""


class TokenIssuer:
    """Makes and checks the tokens of one signing secret."""

    def __init__(self, secret: str, lifetime_seconds: int) -> None:
        self._secret = secret
        self.lifetime_seconds = lifetime_seconds

    def issue(self, user_id: uuid.UUID, *, lifetime_seconds: int | None = None) -> str:
        """A token for this user that lasts `lifetime_seconds` (default: a sign-in's length)."""
        now = int(time.time())
        claims = {
            "sub": str(user_id),
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + (self.lifetime_seconds if lifetime_seconds is None else lifetime_seconds),
            "jti": uuid.uuid4().hex,
        }
        return jwt.encode(claims, self._secret, algorithm=ALGORITHM)

    def verify(self, token: str) -> uuid.UUID:
        """The user that the token names.

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
            return uuid.UUID(claims["sub"])
        except (jwt.InvalidTokenError, ValueError, TypeError, AttributeError) as error:
            raise InvalidToken from error
