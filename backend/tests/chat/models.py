"""What every test of a model needs: both wires, and what a failure is seen by."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from prometheus_client import REGISTRY

from app.logs import JsonFormatter
from tests.chat.standin import WIRES, Wire, notices
from tests.conftest import Person

PAGE = b"<!doctype html><html><body>nginx</body></html>"
each_wire = pytest.mark.parametrize("wire", WIRES, ids=["cohere", "openai"])


@contextmanager
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[list[str]]:
    """The lines on which a model failed, as they are written; complete behind the block."""
    lines: list[str] = []
    logging.getLogger().addHandler(caplog.handler)
    yield lines
    logging.getLogger().removeHandler(caplog.handler)
    lines += [JsonFormatter().format(one) for one in caplog.records if one.message == "model failed"]


def counted(kind: str) -> float:
    """How often the metrics say that a model failed in this way."""
    return REGISTRY.get_sample_value("todo_model_errors_total", {"kind": kind}) or 0.0


async def assert_offline(ada: Person, wire: Wire) -> None:
    """Ask for a task: the offline assistant adds it, and says so."""
    answer = await ada.say("add buy milk")
    assert "Added “buy milk”." in answer
    assert "offline assistant" in answer
    assert notices(ada) == [f"{wire.title} could not answer just now, so the offline assistant did."]
    assert not [event for event in ada.events if event["type"] == "error"]
    assert await ada.titles() == ["buy milk"]
