"""What an address means, and what is said of one that cannot be taken.

The stack's tests/todo/databaseUrl.test.ts reads the same table, so that both sides mean the same.
"""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from psycopg import ProgrammingError, pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.database import driver_url
from app.database_url import DatabaseUrlError, parse_database_url

Case = dict[str, Any]

CASES = json.loads(Path(__file__).with_name("database_urls.json").read_text(encoding="utf-8"))
RULES = json.loads((Path(__file__).parent.parent / "app" / "database_url.json").read_text(encoding="utf-8"))
PIECES = [
    "postgresql://",
    "jdbc:",
    "user",
    "HIDDEN",
    "db",
    ":",
    "@",
    "/",
    "?",
    "#",
    "&",
    "=",
    "%",
    "%41",
    "[",
    "]",
    ",",
]
PIECES += ["5432", "sslmode=require", "schema=x", "password=", "host=", "'", " ", "\n", "ſ", "\ud800", "__proto__"]


def named(case: Case) -> str:
    return str(case["name"])


def problems_of(url: str) -> list[str]:
    with pytest.raises(DatabaseUrlError) as refused:
        parse_database_url(url)
    return refused.value.problems


@pytest.mark.parametrize("case", CASES["taken"], ids=named)
@pytest.mark.parametrize("form", ["url", "written"])
def test_an_address_is_taken_as_it_is_meant(case: Case, form: str) -> None:
    assert vars(parse_database_url(case[form])) == case["means"]


@pytest.mark.parametrize("case", CASES["taken"], ids=named)
def test_the_driver_is_told_what_the_address_means(case: Case) -> None:
    url, means = driver_url(case["url"]), case["means"]
    _, arguments = url.get_dialect()().create_connect_args(url)
    authorities = arguments.pop("sslrootcert", None)
    if means["parameters"].get("sslrootcert") == "system":
        assert Path(authorities).is_file()  # libpq's own OpenSSL would not find them
        means = {**means, "parameters": {**means["parameters"], "sslrootcert": authorities}}
    if authorities:
        arguments["sslrootcert"] = authorities
    wanted = {"user": means["user"], "password": means["password"], "host": means["host"], "port": str(means["port"])}
    wanted = {**wanted, "dbname": means["database"], **means["parameters"]}
    assert {**arguments, "port": str(arguments["port"])} == {key: value for key, value in wanted.items() if value}
    # libpq knows each of them.
    assert conninfo_to_dict(make_conninfo("", **arguments))["host"] == means["host"]


@pytest.mark.parametrize("case", CASES["taken"], ids=named)
def test_libpq_reads_the_written_form_alike(case: Case) -> None:
    means = case["means"]
    read = conninfo_to_dict(case["written"])
    wanted = {"user": means["user"], "password": means["password"], "host": means["host"], "dbname": means["database"]}
    wanted = {key: value for key, value in {**wanted, **means["parameters"]}.items() if value}
    assert read.pop("port", "5432") == str(means["port"])
    assert read == wanted


@pytest.mark.parametrize("case", CASES["refused"], ids=named)
def test_an_address_that_cannot_be_taken_is_refused_without_showing_it(case: Case) -> None:
    problems = problems_of(case["url"])
    assert len(problems) == len(case["problems"]), problems
    for problem, expected in zip(problems, case["problems"], strict=True):
        assert expected in problem
    assert not re.search("HIDDEN|someuser|example|other", "".join(problems)), problems


def test_what_is_passed_on_is_a_parameter_of_libpq() -> None:
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    translated = {name for values in RULES["translated"].values() for meant in values.values() for name in meant}
    assert {*RULES["passed"], *translated, *RULES["files"]} <= known


def test_no_parameter_of_another_client_is_one_of_libpq() -> None:
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    assert not known & {name for names in RULES["dropped"].values() for name in names}


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=14).map("".join))
@example("postgresql://u:\udc80@h/d")
@example("postgresql://u:%E4@h/d")
def test_any_text_is_taken_or_refused(text: str) -> None:
    refused = None
    try:
        address = parse_database_url(text)
    except DatabaseUrlError as error:
        refused = error
    if refused:
        assert refused.problems
        assert refused.__context__ is None  # another error's words or attributes could show the text
    else:
        assert 0 < address.port < 65536
        assert driver_url(text).database == address.database


FORMS = [
    "postgresql://someone:{}@db.test/todo?nobody=1",
    "postgresql://someone:{}@db.test:70000",
    "psql 'postgresql://someone:{}@db.test'",
    "DATABASE_URL='postgres://someone:{}@/todo'",
    "postgresql+asyncpg://{}@db.test/todo",
    "postgresql://someone:x@db.test/todo?sslpassword={}",
    "postgresql://db.test/todo?pwd={}&user=someone",
    "jdbc:postgresql://db.test/todo?user=some@one&password={}&nobody=1",
    "jdbc:postgresql:todo?password={}",
    "host=db.test user=someone password={}",
    "psql -h db.test {}",
    "mysql://someone:{}@db.test/todo",
]
SAID = " ".join([*RULES["problems"].values(), *RULES["refused"].values()])
WORDS = " ".join([*RULES["passed"], *RULES["translated"], *RULES["refused"], "user password host port dbname", *FORMS])
PASSWORD = st.text(
    st.sampled_from("abcXYZ019" + "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ äſ\u200b"), min_size=4, max_size=16
)
WITH_WORDS = st.lists(st.one_of(PASSWORD, st.sampled_from(["&user=", "?user=", "&host=", "@", "/", "&q"])), max_size=4)


@settings(max_examples=1000)
@given(st.sampled_from(FORMS), st.one_of(PASSWORD, WITH_WORDS.map("".join)))
@example(FORMS[0], "a=/b?secret=&user=")
@example(FORMS[5], "a&secret=x")
@example(FORMS[6], "a&secret=x")
def test_no_piece_of_a_password_is_in_what_is_said(form: str, password: str) -> None:
    for encoded in (password, quote(password, safe=""), quote(password, safe="@:/?#&=")):
        said = ""
        try:
            parse_database_url(form.format(encoded))
        except DatabaseUrlError as error:
            said = str(error)
        for secret in (password, encoded):
            pieces = {secret[start : start + 4] for start in range(len(secret) - 3)}
            assert not {piece for piece in pieces if piece in said and piece not in SAID + WORDS}, said


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
@example("postgresql://a?b@c/d")
@example("postgresql://a/b?user=u&host=c@d")
def test_libpq_means_the_same_where_both_take_an_address(pieces: str) -> None:
    text = f"postgresql://{pieces}"
    try:
        address, libpq = parse_database_url(text), conninfo_to_dict(text)
    except (DatabaseUrlError, ProgrammingError):
        return
    read = {"host": address.host, "user": address.user, "dbname": address.database, "password": address.password}
    assert read == {key: libpq.get(key) for key in read}
    assert address.port == int(libpq.get("port") or 5432)


def test_the_password_is_in_no_description() -> None:
    assert "p4ss" not in repr(parse_database_url("postgresql://u:p4ss@h/d?sslpassword=p4ss"))
