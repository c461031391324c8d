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


OWN = {"MODEL_BASE_URL": "http://localhost:11434/v1/", "MODEL_NAME": "qwen3:8b"}


@pytest.mark.parametrize(
    ("given", "assistant"),
    [
        ({}, "offline"),
        ({"COHERE_API_KEY": "", "MODEL_BASE_URL": ""}, "offline"),
        ({"COHERE_API_KEY": "a-key"}, "cohere"),
        (OWN, "own"),
        ({**OWN, "MODEL_API_KEY": "a-key", "COHERE_API_KEY": ""}, "own"),
    ],
)
def test_one_model_answers_or_the_offline_assistant(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], assistant: str
) -> None:
    assert problems(monkeypatch, **given) == ""
    assert Settings().assistant == assistant


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({**OWN, "COHERE_API_KEY": "a-key"}, "MODEL_BASE_URL: is set, and COHERE_API_KEY too; expected one of the two"),
        ({"MODEL_BASE_URL": "http://localhost/v1"}, "MODEL_NAME: is not set; expected the name of a model"),
        ({"MODEL_NAME": "qwen3"}, "MODEL_NAME: is set, and MODEL_BASE_URL is not; expected the address"),
        ({"MODEL_API_KEY": "hidden"}, "MODEL_API_KEY: is set, and MODEL_BASE_URL is not; expected the address"),
        ({**OWN, "MODEL_BASE_URL": "localhost:11434"}, "MODEL_BASE_URL: expected a URL that begins with http://"),
        ({**OWN, "MODEL_BASE_URL": "http://me:hidden@x/v1"}, "MODEL_BASE_URL: expected a URL"),
        ({**OWN, "MODEL_TIMEOUT_SECONDS": "0"}, "MODEL_TIMEOUT_SECONDS"),
    ],
)
def test_half_a_model_and_two_are_refused(monkeypatch: pytest.MonkeyPatch, given: dict[str, str], said: str) -> None:
    wrong = problems(monkeypatch, **given)
    assert said in wrong
    assert len(wrong.splitlines()) == 2
    assert "hidden" not in wrong
    assert "a-key" not in wrong


def test_all_problems_are_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said = problems(monkeypatch, JWT_SECRET="short", LOG_LEVEL="loud", DRAIN_SECONDS="-1")
    assert all(name in said for name in ("JWT_SECRET", "LOG_LEVEL", "DRAIN_SECONDS"))
