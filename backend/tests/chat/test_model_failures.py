"""What users get when a model fails, limits them, or ends an answer too early."""

import pytest
from pydantic_ai.exceptions import ModelHTTPError

from app.assistant.providers.failures import PAUSE_SECONDS, pause_after
from app.settings import Settings
from tests.chat.models import PAGE, assert_offline, counted, each_wire, logged
from tests.chat.standin import OPENAI, Answer, Reply, Wire, notices, refusing_address, talking, user_of_model

FAILURES: tuple[tuple[Answer, str | None, int | None], ...] = (
    (400, "400", 1),
    (401, "401", 1),
    (403, "403", 1),
    (404, "404", 1),
    (429, "429", 2),
    (500, "500", 2),
    (503, "503", 2),
    (Reply(502, page=PAGE), "502", 2),
    (Reply(404, page=PAGE), "404", 1),
    (Reply(200, page=PAGE), None, 1),
    ("hang", None, None),
    ("die", None, 1),
)
"""What the model does, how that is counted where both wires call it the same, and how often it is asked, where that
does not depend on how soon it is given up on."""


@each_wire
@pytest.mark.parametrize(("failure", "kind", "times"), FAILURES, ids=str)
async def test_when_it_fails_the_offline_assistant_answers(
    settings: Settings, wire: Wire, failure: Answer, kind: str | None, times: int | None
) -> None:
    before = counted(kind or "")
    async with talking(settings, *[failure] * 4, wire=wire) as (ada, stand_in):
        await assert_offline(ada, wire)
        assert times is None or len(stand_in.asked) == times
    if kind and times:
        assert counted(kind) == before + times


@each_wire
async def test_when_nothing_listens_the_offline_assistant_answers(
    settings: Settings, wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    with refusing_address() as address:
        async with user_of_model(settings, wire, address) as ada:
            with logged(caplog) as lines:
                await assert_offline(ada, wire)
    (line,) = lines
    setting = "todo:cohereBaseUrl (COHERE_BASE_URL)" if wire.title == "Cohere" else "todo:modelBaseUrl (MODEL_BASE_URL)"
    assert setting in line
    assert address in line


@each_wire
@pytest.mark.parametrize("limit", [429, Reply(429, headers={"retry-after": "0"}), 503], ids=str)
async def test_a_limit_that_passes_is_not_noticed(settings: Settings, wire: Wire, limit: Answer) -> None:
    async with talking(settings, limit, wire.says("Here I am."), wire=wire) as (ada, stand_in):
        assert await ada.say("hello there my friend") == "Here I am."
        assert notices(ada) == []
        assert len(stand_in.asked) == 2


@each_wire
@pytest.mark.parametrize(
    "headers", [{"retry-after": "3600"}, {"retry-after-ms": "3600000", "retry-after": "0"}], ids=str
)
async def test_a_limit_that_lasts_is_not_waited_for(settings: Settings, wire: Wire, headers: dict[str, str]) -> None:
    limit = Reply(429, headers=headers)
    async with talking(settings, limit, wire.says("Here I am."), wire=wire) as (ada, stand_in):
        await assert_offline(ada, wire)
        assert len(stand_in.asked) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "3"}, 3.0),
        ({"Retry-After": "0"}, PAUSE_SECONDS),
        ({}, PAUSE_SECONDS),
        ({"Retry-After": "soon"}, PAUSE_SECONDS),
        ({"Retry-After": "-5"}, PAUSE_SECONDS),
        ({"Retry-After": "1e400"}, PAUSE_SECONDS),
        ({"Retry-After": "11"}, None),
        ({"Retry-After": "999999999"}, None),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, PAUSE_SECONDS),
        ({"Retry-After": "Wed, 21 Oct 2125 07:28:00 GMT"}, None),
        ({"Retry-After": "Wed, 99 Oct 2125 07:28:00 GMT"}, PAUSE_SECONDS),
        ({"retry-after-ms": "2500", "Retry-After": "3"}, 2.5),
        ({"retry-after-ms": "20"}, PAUSE_SECONDS),
        ({"retry-after-ms": "60000"}, None),
    ],
    ids=str,
)
def test_a_pause_is_as_long_as_the_provider_says(headers: dict[str, str], seconds: float | None) -> None:
    assert pause_after(ModelHTTPError(429, "a model", headers=headers)) == seconds
    assert pause_after(ModelHTTPError(401, "a model", headers=headers)) is None


@each_wire
@pytest.mark.parametrize(("finish", "why"), [("length", "the model's limit"), ("filter", "the model's filter")])
async def test_an_answer_that_was_cut_off_says_so(settings: Settings, wire: Wire, finish: str, why: str) -> None:
    async with talking(settings, wire.says("Once upon a", finish), wire=wire) as (ada, stand_in):
        assert await ada.say("tell me a long story") == "Once upon a …"
        assert len(stand_in.asked) == 1
        assert [why in notice for notice in notices(ada)] == [True]


@each_wire
@pytest.mark.parametrize("finish", ["error", "TIMEOUT", "SOMETHING_NEW", None])
async def test_an_answer_that_broke_is_asked_for_again(settings: Settings, wire: Wire, finish: str | None) -> None:
    broken = wire.says("Once upon", finish)
    async with talking(settings, broken, wire.says("Here I am."), wire=wire) as (ada, stand_in):
        assert await ada.say("hello there my friend") == "Here I am."
        assert len(stand_in.asked) == 2
        assert notices(ada) == []
    async with talking(settings, broken, broken, wire=wire) as (ada, _):
        await assert_offline(ada, wire)


@each_wire
@pytest.mark.parametrize("finish", ["length", "filter", "error", None])
async def test_a_call_in_an_answer_that_broke_is_not_made(settings: Settings, wire: Wire, finish: str | None) -> None:
    broken = wire.calls(("add_task", {"title": "a mil"}), finish=finish)
    async with talking(settings, broken, wire.says("What do you need?"), wire=wire) as (ada, _):
        assert await ada.say("I could do with some milk") == "What do you need?"
        assert await ada.titles() == []


async def test_a_call_in_an_answer_that_just_stops_is_made(settings: Settings) -> None:
    """As some servers of open models end one."""
    call = OPENAI.calls(("add_task", {"title": "milk"}), finish="whole")
    async with talking(settings, call, OPENAI.says("I added it."), wire=OPENAI) as (ada, _):
        assert await ada.say("milk, please") == "I added it."
        assert await ada.titles() == ["milk"]
