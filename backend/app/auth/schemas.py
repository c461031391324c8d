"""What the accounts' routes take and give."""

import re
import uuid
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from app.auth.models import EMAIL_CHARS, NAME_CHARS
from app.text import one_line
from app.time_zones import DEFAULT_ZONE, TimeZone

MIN_PASSWORD_CHARS = 8
MAX_PASSWORD_CHARS = 128
# Plausible, not deliverable: nothing is ever mailed, and `me@todo-app.local` is a fine address here.
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@[^\W_](?:[\w.-]{0,180}[^\W_])?")


def _email(value: str) -> str:
    address = value.strip().lower()
    if not _EMAIL.fullmatch(address) or ".." in address or one_line(address) != address:
        raise ValueError("expected an e-mail address such as name@example.com")
    return address


Email = Annotated[str, Field(max_length=EMAIL_CHARS), AfterValidator(_email)]


NewPassword = Annotated[SecretStr, Field(min_length=MIN_PASSWORD_CHARS, max_length=MAX_PASSWORD_CHARS)]
NOT_THE_ADDRESS = "the password must not be the e-mail address"


def is_address(password: SecretStr, email: str) -> bool:
    """Whether a password is what everybody would try first."""
    return password.get_secret_value().strip().lower() == email


class Credentials(BaseModel):
    """Address and password."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    email: Email
    password: Annotated[SecretStr, Field(min_length=1, max_length=MAX_PASSWORD_CHARS)]


class SignUp(Credentials):
    """A new account. Without a name, the part of the address before the @ serves."""

    password: NewPassword
    name: Annotated[str | None, Field(max_length=NAME_CHARS)] = None
    time_zone: TimeZone = DEFAULT_ZONE

    @model_validator(mode="after")
    def _not_the_address(self) -> Self:
        if is_address(self.password, self.email):
            raise ValueError(NOT_THE_ADDRESS)
        return self

    def display_name(self) -> str:
        """The given name, or one made from the address."""
        return one_line(self.name or "") or self.email.split("@")[0][:NAME_CHARS]


class AccountUpdate(BaseModel):
    """What to change of an account."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    time_zone: TimeZone


class PasswordChange(BaseModel):
    """Another password for an account."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    current: Annotated[SecretStr, Field(min_length=1, max_length=MAX_PASSWORD_CHARS)]
    new: NewPassword


class UserPublic(BaseModel):
    """An account as its owner sees it."""

    id: uuid.UUID
    email: str
    name: str
    time_zone: str
    """An IANA name. It decides which tasks are due today."""


class Session(BaseModel):
    """A fresh access token and whose it is."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - the name of a scheme
    expires_in: int
    """Seconds."""
    user: UserPublic
