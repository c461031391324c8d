"""What all tests of the chat need."""

import pytest
from pydantic_ai.models import cohere as cohere_models

pytest.register_assert_rewrite("tests.chat.held", "tests.chat.models")


@pytest.fixture(autouse=True)
def _its_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    # pydantic-ai does not know how Cohere tells of its filter today.
    monkeypatch.setitem(cohere_models._FINISH_REASON_MAP, "ERROR_TOXIC", "content_filter")
