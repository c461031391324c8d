"""Sign up, sign in, and what tokens are good for."""

import time
import uuid

import httpx2
import jwt
import pytest
from fastapi import FastAPI

from app.settings import Settings
from tests.conftest import PASSWORD, Person, client_of


async def test_anonymous_is_told_to_sign_in(anonymous: httpx2.AsyncClient) -> None:
    answer = await anonymous.get("/api/auth/me")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_user_signs_in_and_is_known(ada: Person, anonymous: httpx2.AsyncClient) -> None:
    answer = await anonymous.post("/api/auth/signin", json={"email": ada.email.upper(), "password": PASSWORD})
    assert answer.status_code == 200
    body = answer.json()
    assert body["token_type"] == "bearer"
    assert body["expires_in"] > 0
    me = await ada.client.get("/api/auth/me")
    assert me.json()["email"] == ada.email
    assert "password" not in me.text


async def test_an_address_is_taken_once(ada: Person, anonymous: httpx2.AsyncClient) -> None:
    answer = await anonymous.post("/api/auth/signup", json={"email": ada.email, "password": PASSWORD})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": "nobody", "password": PASSWORD}, "email"),
        ({"email": "a@example.com", "password": "short"}, "password"),
        ({"email": "a@example.com"}, "password"),
        ({"email": "a@example.com", "password": PASSWORD, "admin": True}, "admin"),
        ({"email": "a@example.com", "password": PASSWORD, "time_zone": "Mars/Olympus"}, "time_zone"),
    ],
)
async def test_bad_input_names_its_field(anonymous: httpx2.AsyncClient, body: dict[str, object], field: str) -> None:
    answer = await anonymous.post("/api/auth/signup", json=body)
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json()["errors"]]
    assert PASSWORD not in answer.text


async def test_wrong_password_and_unknown_address_look_alike(ada: Person, anonymous: httpx2.AsyncClient) -> None:
    wrong = await anonymous.post("/api/auth/signin", json={"email": ada.email, "password": "wrong password"})
    unknown = await anonymous.post("/api/auth/signin", json={"email": "x@example.com", "password": "wrong password"})
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["detail"] == unknown.json()["detail"]


async def test_an_account_has_a_time_zone(ada: Person, bob: Person, anonymous: httpx2.AsyncClient) -> None:
    assert (await ada.client.get("/api/auth/me")).json()["time_zone"] == "UTC"
    changed = await ada.client.patch("/api/auth/me", json={"time_zone": "Asia/Karachi"})
    assert (changed.status_code, changed.json()["time_zone"]) == (200, "Asia/Karachi")
    assert (await ada.client.get("/api/auth/me")).json() == changed.json()
    assert (await bob.client.get("/api/auth/me")).json()["time_zone"] == "UTC"
    for body in ({}, {"time_zone": None}, {"time_zone": "../etc/passwd"}, {"time_zone": "UTC", "email": "a@b.c"}):
        assert (await ada.client.patch("/api/auth/me", json=body)).status_code == 422, body
    new = {"email": f"{uuid.uuid4().hex}@example.com", "password": PASSWORD, "time_zone": "America/Sao_Paulo"}
    session = (await anonymous.post("/api/auth/signup", json=new)).json()
    assert session["user"]["time_zone"] == "America/Sao_Paulo"


async def test_guessing_is_slowed_down(ada: Person, anonymous: httpx2.AsyncClient, settings: Settings) -> None:
    guess = {"email": ada.email, "password": "wrong password"}
    for _ in range(settings.signin_attempts):
        assert (await anonymous.post("/api/auth/signin", json=guess)).status_code == 401
    blocked = await anonymous.post("/api/auth/signin", json={"email": ada.email, "password": PASSWORD})
    assert blocked.status_code == 429
    assert int(blocked.headers["retry-after"]) > 0


async def test_leaving_takes_everything_along_and_nothing_of_others(ada: Person, bob: Person) -> None:
    mine = (await ada.client.post("/api/tasks", json={"title": "mine"})).json()["id"]
    other = (await bob.client.post("/api/tasks", json={"title": "other"})).json()["id"]
    assert (await ada.client.delete("/api/auth/me")).status_code == 204
    assert (await ada.client.get("/api/auth/me")).status_code == 401
    assert (await ada.client.get(f"/api/tasks/{mine}")).status_code in {401, 404}
    assert (await ada.client.delete("/api/auth/me")).status_code == 401
    assert (await ada.client.patch("/api/auth/me", json={"time_zone": "UTC"})).status_code == 401
    assert (await bob.client.get(f"/api/tasks/{other}")).status_code == 200
    again = await ada.client.post("/api/auth/signup", json={"email": ada.email, "password": PASSWORD})
    assert again.status_code == 201


def forged(settings: Settings, **changed: object) -> str:
    """A token like ours but for these claims."""
    now = int(time.time())
    claims = {"sub": str(uuid.uuid4()), "iss": "todo-app", "aud": "todo-app-api", "iat": now, "exp": now + 60}
    claims.update(changed)
    secret = str(changed.pop("secret", settings.jwt_secret.get_secret_value()))
    claims.pop("secret", None)
    return jwt.encode({k: v for k, v in claims.items() if v is not None}, secret, algorithm="HS256")


@pytest.mark.parametrize(
    "changed",
    [
        {"exp": 1},
        {"aud": "somebody-else"},
        {"iss": "somebody-else"},
        {"exp": None},
        {"sub": "not-an-id"},
        {"secret": "another-secret-of-more-than-32-characters"},
    ],
)
async def test_a_token_that_does_not_count_is_refused(
    app: FastAPI, settings: Settings, changed: dict[str, object]
) -> None:
    async with client_of(app, forged(settings, **changed)) as client:
        answer = await client.get("/api/tasks")
    assert answer.status_code == 401
    assert "invalid_token" in answer.headers["www-authenticate"]


async def test_an_unsigned_token_is_refused(app: FastAPI) -> None:
    token = jwt.encode({"sub": str(uuid.uuid4())}, "", algorithm="none")
    async with client_of(app, token) as client:
        assert (await client.get("/api/tasks")).status_code == 401
