"""Signing up, signing in, and who a token speaks for."""

import uuid

from app import metrics
from app.auth.errors import AccountGone, TooManyAttempts, WrongCredentials, WrongPassword
from app.auth.limiter import SigninLimiter
from app.auth.passwords import Passwords
from app.auth.repository import Account, AccountRepository
from app.auth.schemas import (
    NOT_THE_ADDRESS,
    AccountUpdate,
    Credentials,
    PasswordChange,
    Session,
    SignUp,
    UserPublic,
    is_address,
)
from app.auth.tokens import InvalidToken, TokenIssuer
from app.problems import FieldError, InvalidRequest


class AuthService:
    """Accounts, as the routes need them."""

    def __init__(
        self, accounts: AccountRepository, passwords: Passwords, tokens: TokenIssuer, limiter: SigninLimiter
    ) -> None:
        self._accounts = accounts
        self._passwords = passwords
        self._tokens = tokens
        self._limiter = limiter

    async def sign_up(self, wanted: SignUp) -> Session:
        """Make an account and sign it in. Raises EmailTaken."""
        digest = await self._passwords.hash(wanted.password.get_secret_value())
        account = Account(uuid.uuid4(), wanted.email, wanted.display_name(), digest, wanted.time_zone)
        await self._accounts.add(account)
        return self._session(account)

    async def sign_in(self, given: Credentials, client: str) -> Session:
        """Raises WrongCredentials, or TooManyAttempts once too many were wrong."""
        try:
            await self._limiter.check(client, given.email)
        except TooManyAttempts:
            metrics.SIGNINS.labels("limited").inc()
            raise
        account = await self._accounts.by_email(given.email)
        stored = account.password_hash if account else None
        if not await self._passwords.matches(given.password.get_secret_value(), stored) or account is None:
            await self._limiter.failed(client, given.email)
            metrics.SIGNINS.labels("refused").inc()
            raise WrongCredentials
        await self._limiter.succeeded(client, given.email)
        metrics.SIGNINS.labels("accepted").inc()
        return self._session(account)

    async def user_of(self, token: str) -> uuid.UUID:
        """The user that a token speaks for.

        Raises InvalidToken, also where the session was ended, and AccountGone. The app's own tokens, which are issued
        in the course of a request, are not asked about again.
        """
        bearer = self._tokens.verify(token)
        if bearer.sessions is not None:
            ended = await self._accounts.sessions_ended(bearer.user_id)
            if ended is None:
                raise AccountGone
            if ended != bearer.sessions:
                raise InvalidToken
        return bearer.user_id

    async def change_password(self, user_id: uuid.UUID, wanted: PasswordChange, client: str) -> Session:
        """Change the password, and end every session but the one that is answered with.

        Raises WrongPassword, TooManyAttempts once it was wrong too often, and InvalidRequest.
        """
        account = self._there(await self._accounts.by_id(user_id))
        if is_address(wanted.new, account.email):
            raise InvalidRequest("Invalid: new.", errors=[FieldError(field="new", message=NOT_THE_ADDRESS)])
        await self._limiter.check(client, account.email)
        if not await self._passwords.matches(wanted.current.get_secret_value(), account.password_hash):
            await self._limiter.failed(client, account.email)
            raise WrongPassword
        await self._limiter.succeeded(client, account.email)
        digest = await self._passwords.hash(wanted.new.get_secret_value())
        changed = await self._accounts.change_password(account, digest)
        if changed is None:
            raise WrongPassword
        return self._session(changed)

    async def profile(self, user_id: uuid.UUID) -> UserPublic:
        """The account behind a token. Raises AccountGone if it is gone."""
        return self._public(self._there(await self._accounts.by_id(user_id)))

    async def change(self, user_id: uuid.UUID, wanted: AccountUpdate) -> UserPublic:
        """Change the account behind a token. Raises AccountGone if it is gone."""
        return self._public(self._there(await self._accounts.change(user_id, wanted.model_dump())))

    async def leave(self, user_id: uuid.UUID) -> None:
        """Delete the account and all that it owns. Raises AccountGone if it is gone already."""
        if not await self._accounts.delete(user_id):
            raise AccountGone

    def _session(self, account: Account) -> Session:
        return Session(
            access_token=self._tokens.issue(account.id, account.sessions_ended),
            expires_in=self._tokens.lifetime_seconds,
            user=self._public(account),
        )

    @staticmethod
    def _public(account: Account) -> UserPublic:
        return UserPublic(id=account.id, email=account.email, name=account.name, time_zone=account.time_zone)

    @staticmethod
    def _there(account: Account | None) -> Account:
        if account is None:
            raise AccountGone
        return account
