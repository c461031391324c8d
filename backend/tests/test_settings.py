"""What the environment may hold, and what of it is refused."""

import pytest
from pydantic import ValidationError

from app.settings import Settings, describe

GOOD = {"DATABASE_URL": "postgresql://u:p@host/db", "JWT_SECRET": "q" * 8 + "7Zk2mWc9RtYb4NfXd6HsLg3V"}


def problems(monkeypatch: pytest.MonkeyPatch, **changed: str) -> str:
    """What is said of this environment."""
    for name, value in {**GOOD, **changed}.items():
        monkeypatch.setenv(name, value)
    try:
        Settings()
    except ValidationError as error:
        return describe(error)
    return ""


def test_a_random_secret_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    assert problems(monkeypatch) == ""


@pytest.mark.parametrize(
    "secret",
    [
        "short",
        "change-me-change-me-change-me-change-me",
        "CHANGE_THIS_SECRET_IN_PRODUCTION_PLEASE",
        "your-secret-key-goes-here-0123456789abc",
        "your_super_secret_jwt_key_0123456789abc",
        "a-placeholder-of-more-than-32-characters",
        "<a secret of at least 32 characters here>",
        "example-example-example-example-example",
    ],
)
def test_a_placeholder_is_no_secret(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    said = problems(monkeypatch, JWT_SECRET=secret)
    assert "JWT_SECRET" in said
    assert "secrets.token_urlsafe" in said
    assert secret not in said


@pytest.mark.parametrize("url", ["mysql://u:p@host/db", "postgresql://u:p@host", "nonsense", "sqlite:///file"])
def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    assert "DATABASE_URL" in problems(monkeypatch, DATABASE_URL=url)


@pytest.mark.parametrize(
    "url", ["model.test", "ftp://model.test", "https://", "https://x/v2?key=1", "https://x#y", "https://me:hid/den@x"]
)
def test_an_address_of_the_model_that_is_no_base_is_refused(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    said = problems(monkeypatch, COHERE_BASE_URL=url)
    assert "COHERE_BASE_URL: expected a URL that begins with http:// or https:// and a host" in said
    assert "den" not in said
    assert problems(monkeypatch, COHERE_BASE_URL="https://proxy.test/cohere/") == ""


def test_all_problems_are_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = problems(monkeypatch, JWT_SECRET="short", LOG_LEVEL="loud", DRAIN_SECONDS="-1")
    assert all(name in said for name in ("JWT_SECRET", "LOG_LEVEL", "DRAIN_SECONDS"))
