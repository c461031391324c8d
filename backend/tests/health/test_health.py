"""What the kubelet and Prometheus ask for."""

import httpx2
from fastapi import FastAPI
from pydantic import SecretStr

from app.settings import Settings
from main import create_app
from tests.conftest import Person, client_of


async def test_health_says_that_it_is_alive_and_when(anonymous: httpx2.AsyncClient) -> None:
    answer = await anonymous.get("/health")
    assert answer.json()["status"] == "healthy"
    assert answer.json()["timestamp"]


async def test_it_has_started_once_all_is_loaded(settings: Settings, anonymous: httpx2.AsyncClient) -> None:
    # Its start was never begun, so nothing is loaded.
    async with client_of(create_app(settings)) as client:
        assert (await client.get("/started")).status_code == 503
        assert (await client.get("/health")).status_code == 200
    assert (await anonymous.get("/started")).status_code == 200


async def test_ready_asks_the_database(anonymous: httpx2.AsyncClient) -> None:
    answer = await anonymous.get("/ready")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "assistant": "ok"}


async def test_without_a_database_it_is_alive_and_not_ready(settings: Settings) -> None:
    lost = settings.model_copy(update={"database_url": SecretStr("postgresql://nobody@127.0.0.1:1/none")})
    app: FastAPI = create_app(lost)
    async with client_of(app) as client:
        assert (await client.get("/health")).status_code == 200
        answer = await client.get("/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "unavailable"


async def test_metrics_count_requests_by_route_and_hold_no_text(anonymous: httpx2.AsyncClient, ada: Person) -> None:
    await ada.say("add a very private thing")
    text = (await anonymous.get("/metrics")).text
    assert 'todo_tool_calls_total{outcome="ok",tool="add_task"}' in text
    assert 'route="/api/chatkit"' in text
    assert "private" not in text
    assert ada.email not in text


async def test_every_answer_has_a_request_id_and_safe_headers(anonymous: httpx2.AsyncClient) -> None:
    answer = await anonymous.get("/nowhere", headers={"X-Request-ID": "abc-12345"})
    assert answer.status_code == 404
    assert answer.headers["x-request-id"] == "abc-12345"
    assert answer.json()["request_id"] == "abc-12345"
    assert answer.headers["x-content-type-options"] == "nosniff"
