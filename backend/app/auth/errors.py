"""What can go wrong with accounts."""

from app.problems import Problem


class NotAuthenticated(Problem):
    """401: no token, or one that does not count (any more)."""

    status = 401
    slug = "not-authenticated"

    def __init__(self, detail: str = "Sign in first.", *, invalid: bool = False) -> None:
        challenge = 'Bearer realm="todo-app"' + (', error="invalid_token"' if invalid else "")
        super().__init__(detail, headers={"WWW-Authenticate": challenge})


class AccountGone(NotAuthenticated):
    """401: the token is in order, and there is no such account any more."""

    def __init__(self) -> None:
        super().__init__("This account no longer exists.", invalid=True)


class InvalidSession(NotAuthenticated):
    """401: a token that was forged, is too old, or whose session was ended."""

    def __init__(self) -> None:
        super().__init__("Your sign-in has expired or is not valid. Sign in again.", invalid=True)


class WrongCredentials(Problem):
    """401: never tells which of the two is wrong."""

    status = 401
    slug = "wrong-credentials"

    def __init__(self) -> None:
        super().__init__(
            "The e-mail address or the password is wrong.",
            headers={"WWW-Authenticate": 'Bearer realm="todo-app"'},
        )


class WrongPassword(Problem):
    """403: the session is good, and stays so."""

    status = 403
    slug = "wrong-password"

    def __init__(self) -> None:
        super().__init__("The current password is wrong.")


class EmailTaken(Problem):
    """409: there is an account with this address."""

    status = 409
    slug = "email-taken"

    def __init__(self) -> None:
        super().__init__("There is already an account with this e-mail address. Sign in instead.")


class TooManyAttempts(Problem):
    """429: guessing is slowed down."""

    status = 429
    slug = "too-many-attempts"

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(
            f"Too many failed attempts. Try again in {max(1, round(retry_after_seconds / 60))} min.",
            headers={"Retry-After": str(retry_after_seconds)},
        )


class Busy(Problem):
    """503: more passwords are waiting to be checked than is sensible."""

    status = 503
    slug = "busy"

    def __init__(self) -> None:
        super().__init__("Too many sign-ins at once. Try again in a moment.", headers={"Retry-After": "2"})
