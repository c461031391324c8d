"""What is logged of a model that fails: the setting that ends it, where there is one."""

import json

import pytest

from app.settings import Settings
from tests.chat.models import PAGE, assert_offline, logged
from tests.chat.standin import KEY, OPENAI, WIRES, Answer, Reply, Wire, talking

COHERE_FIXES: tuple[tuple[Answer, tuple[str, ...]], ...] = (
    (401, ("todo:cohereApiKey", "COHERE_API_KEY", "make config SECRET=cohereApiKey")),
    (403, ("todo:cohereApiKey", "COHERE_API_KEY")),
    (404, ("todo:cohereModel", "COHERE_MODEL")),
)
ADDRESS = ("todo:modelBaseUrl", "MODEL_BASE_URL", "/v1", "make config SET=modelBaseUrl=")
NAME = ("todo:modelName", "MODEL_NAME", "'a-model'", "make config SET=modelName=")
OPENAI_FIXES: tuple[tuple[Answer, tuple[str, ...]], ...] = (
    (401, ("todo:modelApiKey", "MODEL_API_KEY", "make config SECRET=modelApiKey")),
    (403, ("todo:modelApiKey", "MODEL_API_KEY")),
    (Reply(404, 'model "a-model" not found, try pulling it first'), NAME),
    (Reply(404, "The model `a-model` does not exist."), NAME),
    (Reply(404, page=b"404 page not found"), ADDRESS),
    (Reply(404, page=PAGE), ADDRESS),
    (Reply(405, page=PAGE), ADDRESS),
    (Reply(400, page=PAGE), ADDRESS),
    (Reply(200, page=PAGE), ADDRESS),
    (Reply(200, "hello"), ADDRESS),
    (Reply(400, "registry.ollama.ai/library/gemma:2b does not support tools"), (*NAME, "takes no tools")),
    (Reply(400, '"auto" tool choice requires --enable-auto-tool-choice to be set'), (*NAME, "takes no tools")),
    (Reply(500, "tools param requires --jinja flag"), (*NAME, "takes no tools")),
)


@pytest.mark.parametrize(
    ("wire", "failure", "said"),
    [(wire, *fix) for wire, fixes in zip(WIRES, (COHERE_FIXES, OPENAI_FIXES), strict=True) for fix in fixes],
    ids=lambda one: getattr(one, "title", str(one)),
)
async def test_what_only_another_setting_ends_is_logged_with_its_name(
    settings: Settings, caplog: pytest.LogCaptureFixture, wire: Wire, failure: Answer, said: tuple[str, ...]
) -> None:
    async with talking(settings, failure, wire=wire) as (ada, stand_in):
        with logged(caplog) as lines:
            await assert_offline(ada, wire)
        assert len(stand_in.asked) == 1
    (line,) = lines
    assert [part for part in (*said, '"level": "error"') if part not in line] == []
    assert not [start for start in range(len(KEY) - 3) if KEY[start : start + 4] in line]


@pytest.mark.parametrize("failure", [400, Reply(400, "messages with role 'tool' must follow a call"), 500], ids=str)
async def test_what_no_setting_ends_names_none(
    settings: Settings, caplog: pytest.LogCaptureFixture, failure: Answer
) -> None:
    async with talking(settings, failure, failure, wire=OPENAI) as (ada, _):
        with logged(caplog) as lines:
            await assert_offline(ada, OPENAI)
    assert not [line for line in lines if "todo:" in line]


async def test_a_key_that_is_wanted_and_not_set_is_said_to_be_none(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with talking(settings, 401, wire=OPENAI, model_api_key=None) as (ada, _):
        with logged(caplog) as lines:
            await ada.say("add buy milk")
    assert "none is set" in lines[0]


async def test_an_account_with_nothing_left_is_not_asked_again(
    settings: Settings, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent = {"error": {"message": "You exceeded your quota.", "code": "insufficient_quota"}}
    monkeypatch.setattr(OPENAI, "refusal", lambda _: json.dumps(spent).encode())
    async with talking(settings, 429, wire=OPENAI) as (ada, stand_in):
        with logged(caplog) as lines:
            await assert_offline(ada, OPENAI)
        assert len(stand_in.asked) == 1
    assert "todo:modelApiKey" in lines[0]
