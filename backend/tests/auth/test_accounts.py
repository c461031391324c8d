"""Sign up, sign in, and what tokens are good for."""

import time
import uuid

import httpx2
import jwt
import pytest
from fastapi import FastAPI

from app.auth.repository import AccountRepository
from app.database import Database
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
    assert (await ada.client.get(f"/api/tasks/{mine}")).status_code == 401
    assert (await ada.client.delete("/api/auth/me")).status_code == 401
    assert (await ada.client.patch("/api/auth/me", json={"time_zone": "UTC"})).status_code == 401
    assert (await bob.client.get(f"/api/tasks/{other}")).status_code == 200
    again = await ada.client.post("/api/auth/signup", json={"email": ada.email, "password": PASSWORD})
    assert again.status_code == 201


async def test_an_export_has_all_of_the_account_and_nothing_of_others(ada: Person, bob: Person) -> None:
    for person in (ada, bob):
        await person.say(f"add {person.email}")
    first = ada.thread
    ada.thread = None
    # More entries than one page of them.
    for number in range(51):
        await ada.say(f"add errand {number}")
    tasks = (await ada.client.get("/api/tasks", params={"limit": 200})).json()["items"]
    await ada.client.delete(f"/api/tasks/{tasks[-1]['id']}")
    answer = await ada.client.get("/api/auth/export")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    document = answer.json()
    assert document["account"] == (await ada.client.get("/api/auth/me")).json()
    assert document["tasks"] == tasks[:-1]
    (deleted,) = document["deleted_tasks"]
    assert deleted.pop("deleted_at")
    assert deleted == tasks[-1]
    assert [conversation["id"] for conversation in document["conversations"]] == [first, ada.thread]
    entries = document["conversations"][1]["items"]
    said = [entry["content"][0]["text"] for entry in entries if entry["type"] == "user_message"]
    assert said == [f"add errand {number}" for number in range(51)]
    assert bob.email not in answer.text
    assert "argon2" not in answer.text


async def test_an_export_of_an_empty_account_is_one_too(ada: Person, anonymous: httpx2.AsyncClient) -> None:
    document = (await ada.client.get("/api/auth/export")).json()
    assert [document[name] for name in ("tasks", "deleted_tasks", "conversations")] == [[], [], []]
    assert (await anonymous.get("/api/auth/export")).status_code == 401


async def change_password(person: Person, current: str, new: str) -> httpx2.Response:
    return await person.client.post("/api/auth/password", json={"current": current, "new": new})


async def test_another_password_ends_every_session_but_the_one_that_it_gives(
    app: FastAPI, ada: Person, bob: Person, anonymous: httpx2.AsyncClient
) -> None:
    signin = {"email": ada.email, "password": PASSWORD}
    elsewhere = (await anonymous.post("/api/auth/signin", json=signin)).json()["access_token"]
    changed = await change_password(ada, PASSWORD, "another battery staple")
    assert (changed.status_code, changed.json()["user"]["email"]) == (200, ada.email)
    for token, status in [(ada.token, 401), (elsewhere, 401), (changed.json()["access_token"], 200)]:
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        async with client_of(app, token) as client:
            answer = await client.get("/api/tasks")
            assert answer.status_code == status
            assert ("invalid_token" in answer.headers.get("www-authenticate", "")) == (status == 401)
            chat = await client.post("/api/chatkit", json={"type": "threads.list", "params": {}})
            assert chat.status_code == status
            accept = {"accept": "application/json, text/event-stream"}
            assert (await client.post("/mcp", json=call, headers=accept)).status_code == status
    assert (await anonymous.post("/api/auth/signin", json=signin)).status_code == 401
    again = await anonymous.post("/api/auth/signin", json={**signin, "password": "another battery staple"})
    assert again.status_code == 200
    assert (await bob.client.get("/api/tasks")).status_code == 200


async def test_a_password_is_changed_by_who_knows_it(ada: Person, settings: Settings) -> None:
    for current, new, status in [
        ("wrong password", "another battery staple", 403),
        (PASSWORD, "short", 422),
        (PASSWORD, ada.email.upper(), 422),
    ]:
        answer = await change_password(ada, current, new)
        assert answer.status_code == status, answer.text
        assert new not in answer.text
    # The session is as good as before; guessing is slowed down as at a sign-in.
    assert (await ada.client.get("/api/auth/me")).status_code == 200
    for _ in range(settings.signin_attempts):
        answer = await change_password(ada, "wrong password", "another battery staple")
    assert (await change_password(ada, PASSWORD, "another battery staple")).status_code == 429


async def test_of_two_changes_at_once_one_counts(ada: Person, settings: Settings) -> None:
    database = Database(settings.database_url.get_secret_value(), pool_size=1)
    accounts = AccountRepository(database)
    account = await accounts.by_email(ada.email)
    assert account
    assert await accounts.change_password(account, "one")
    assert await accounts.change_password(account, "two") is None
    await database.close()


async def test_a_token_of_an_account_that_is_gone_or_of_the_version_before(
    app: FastAPI, settings: Settings, ada: Person
) -> None:
    me = (await ada.client.get("/api/auth/me")).json()["id"]
    for subject, status in [(me, 200), (str(uuid.uuid4()), 401)]:
        async with client_of(app, forged(settings, sub=subject)) as client:
            assert (await client.get("/api/tasks")).status_code == status


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
