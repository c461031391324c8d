"""Everything that the environment decides, read once at start and checked whole."""

import re
import sys
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.database_url import parse_database_url

MIN_JWT_SECRET_CHARS = 32
LOG_LEVELS = ("debug", "info", "warning", "error", "critical")

# What examples and templates write in a secret's place. No random text of 32 characters will ever hold one.
_PLACEHOLDER = re.compile(
    r"change.?(?:me|this|it)|replace.?(?:me|this)|your.{0,12}(?:secret|key)|super.?secret|placeholder|example|<.*>",
    re.I,
)

_HINTS = {
    "DATABASE_URL": "expected an address like postgresql://USER:PASSWORD@HOST:PORT/DATABASE",
    "JWT_SECRET": f"expected at least {MIN_JWT_SECRET_CHARS} random characters, for example from: "
    "python -c 'import secrets; print(secrets.token_urlsafe(48))'",
}


def _http_url(value: str | None) -> str | None:
    if not value:
        return None
    # Paths are put behind it. A part that ends it would swallow them, and credentials have a setting of their own.
    if not re.fullmatch(r"https?://[^\s/?#@\\]+(/[^\s?#@]*)?", value):
        raise ValueError(
            "expected a URL that begins with http:// or https:// and a host, without user, password, query and fragment"
        )
    return value.rstrip("/")


class Settings(BaseSettings):
    """The settings; a field's environment variable is its name in capitals. Empty counts as unset."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    database_url: SecretStr
    """Postgres, as its provider or the cluster hands it out; secret because it holds a password."""
    database_pool_size: int = Field(default=10, ge=1, le=100)
    """Connections kept open per process; as many again may be opened under load."""
    database_timeout_seconds: float = Field(default=5.0, gt=0, le=60)
    """The longest wait for a connection, and for the answer to each statement: then 503. A connection may take longer
    where the address has a greater connect_timeout."""
    jwt_secret: SecretStr
    """Signs the access tokens (HS256)."""
    access_token_seconds: int = Field(default=43_200, ge=60, le=2_592_000)
    """How long a sign-in lasts."""

    cohere_api_key: SecretStr | None = None
    """Unset: the offline assistant answers."""
    cohere_model: str = Field(default="command-a-03-2025", min_length=1)
    cohere_base_url: Annotated[str | None, AfterValidator(_http_url)] = None
    """Unset: Cohere's own address."""
    cohere_timeout_seconds: float = Field(default=20.0, gt=0, le=300)
    """The longest silence of Cohere that is waited out, between any two bytes."""
    turn_timeout_seconds: float = Field(default=60.0, gt=0, le=600)
    """The longest that one answer by Cohere may take as a whole."""
    model_base_url: Annotated[str | None, AfterValidator(_http_url)] = None
    """A server that speaks OpenAI's chat completions, whose model answers in place of Cohere's; mostly ends in /v1."""
    model_name: str | None = Field(default=None, validate_default=True)
    """The model to use there; it must take tools."""
    model_api_key: SecretStr | None = Field(default=None, validate_default=True)
    """Unset: that server takes none."""
    model_timeout_seconds: float = Field(default=120.0, gt=0, le=600)
    """The longest that one answer by that model may take as a whole: on a laptop it is loaded first."""

    log_level: Literal["debug", "info", "warning", "error", "critical"] = "info"
    ready_checks_database: bool = True
    """False spares a sleeping Neon database the readiness probe's query every few seconds."""
    drain_seconds: float = Field(default=2.0, ge=0, le=60)
    """How long after SIGTERM requests are still accepted while /ready already says 503."""
    trusted_proxy_hops: int = Field(default=0, ge=0, le=10)
    """How many proxies before this one append to X-Forwarded-For; 0 trusts no such header."""
    signin_attempts: int = Field(default=10, ge=1, le=1000)
    """Failed sign-ins per client and e-mail in fifteen minutes before 429."""
    api_docs: bool = False
    """Serve /openapi.json."""

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @field_validator("model_base_url")
    @classmethod
    def _one_model(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value and info.data.get("cohere_api_key"):
            raise ValueError("is set, and COHERE_API_KEY too; expected one of the two: only one model answers")
        return value

    @field_validator("model_name", "model_api_key")
    @classmethod
    def _goes_with_its_server(cls, value: Any, info: ValidationInfo) -> Any:
        if "model_base_url" not in info.data:
            return value  # It is said already what is wrong with that.
        if info.data["model_base_url"] is None and value is not None:
            raise ValueError("is set, and MODEL_BASE_URL is not; expected the address of the server that it is for")
        if info.data["model_base_url"] and value is None and info.field_name == "model_name":
            raise ValueError("is not set; expected the name of a model of the server at MODEL_BASE_URL")
        return value

    @field_validator("database_url")
    @classmethod
    def _postgres(cls, value: SecretStr) -> SecretStr:
        parse_database_url(value.get_secret_value())
        return value

    @field_validator("jwt_secret")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        length = len(value.get_secret_value())
        if length < MIN_JWT_SECRET_CHARS:
            raise ValueError(f"has {length} characters")
        if _PLACEHOLDER.search(value.get_secret_value()):
            raise ValueError("is a known placeholder")
        return value

    @property
    def assistant(self) -> Literal["cohere", "own", "offline"]:
        """Who answers in the chat when all is well."""
        if self.model_base_url:
            return "own"
        return "cohere" if self.cohere_api_key else "offline"


class MigrationSettings(Settings):
    """What a migration needs: the database alone."""

    jwt_secret: SecretStr = SecretStr("-" * MIN_JWT_SECRET_CHARS)


def describe(error: ValidationError) -> str:
    """All problems of the environment, one line each, without the values (some are secret)."""
    lines = []
    for problem in error.errors(include_input=False, include_url=False):
        name = str(problem["loc"][0]).upper() if problem["loc"] else "environment"
        missing = problem["type"] == "missing"
        what = "is not set" if missing else problem["msg"].removeprefix("Value error, ")
        hint = None if "expected" in what else _HINTS.get(name)
        lines.append(f"  {name}: {what}" + (f"; {hint}" if hint else ""))
    return "Environment variables are missing or invalid:\n" + "\n".join(lines)


def load_settings(kind: type[Settings] = Settings) -> Settings:
    """Read the settings from the environment.

    Raises SystemExit(1), after printing every problem to stderr, when any value is missing or wrong.
    """
    try:
        return kind()
    except ValidationError as error:
        sys.stderr.write(describe(error) + "\n")
        raise SystemExit(1) from None
