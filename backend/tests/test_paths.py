"""Every path with and without a slash at its end, and paths and queries that are no text."""

from typing import Any

import httpx2
import pytest

from app import metrics
from tests.conftest import Person

OPEN = ["/health", "/started", "/ready", "/metrics", "/openapi.json"]
MCP = {"accept": "application/json, text/event-stream"}
LISTED = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}


@pytest.mark.parametrize("slash", ["", "/"])
async def test_both_forms_of_every_path_work(ada: Person, slash: str) -> None:
    for path in OPEN:
        assert (await ada.client.get(f"{path}{slash}")).status_code == 200, path
    wanted: dict[str, Any] = {"json": {"title": "milk"}}
    made = await ada.client.post(f"/api/tasks{slash}", **wanted)
    assert made.status_code == 201
    task = f"{made.headers['location']}{slash}"
    assert (await ada.client.get(f"/api/tasks{slash}?status=open")).json()["total"] == 1
    assert (await ada.client.get(task)).json()["title"] == "milk"
    assert (await ada.client.post(f"{made.headers['location']}/complete{slash}")).json()["completed"] is True
    assert (await ada.client.delete(task)).status_code == 204
    assert (await ada.client.post(f"/mcp{slash}", json=LISTED, headers=MCP)).json()["result"]["tools"]
    listed = {"type": "threads.list", "params": {}}
    assert (await ada.client.post(f"/api/chatkit{slash}", json=listed)).json()["data"] == []
    assert (await ada.client.get(f"/api/auth/me{slash}")).json()["email"] == ada.email


@pytest.mark.parametrize("path", ["//", "/health//", "/api/tasks//", "//mcp/", "/nowhere/", "/mcp/x/"])
async def test_no_path_is_answered_with_a_redirect(ada: Person, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        answer = await ada.client.request(method, path)
        assert answer.status_code in (404, 405), path
        assert "location" not in answer.headers
        assert answer.headers["content-type"] == "application/problem+json"


async def test_a_slash_makes_no_other_name_in_the_metrics(ada: Person) -> None:
    def asked() -> float:
        return float(metrics.REQUESTS.labels("GET", "/api/tasks", "200")._value.get())

    before = asked()
    await ada.client.get("/api/tasks/")
    assert asked() == before + 1


@pytest.mark.parametrize("path", ["%zz", "%ff", "%", "%E4", "%00", "%ED%A0%80", "%c0%ae", "a%2Fb"])
@pytest.mark.parametrize("form", ["/api/tasks/{}", "/{}", "/api/{}/x", "/api/tasks?status={}", "/health?x={}"])
async def test_a_path_or_query_that_is_no_text_is_answered(address: str, ada: Person, form: str, path: str) -> None:
    headers = {"authorization": f"Bearer {ada.token}"}
    async with httpx2.AsyncClient(headers=headers) as http:
        answer = await http.send(http.build_request("GET", address, extensions={"target": form.format(path).encode()}))
    assert answer.status_code in ((200,) if "health" in form else (400, 404, 422)), answer.text
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
