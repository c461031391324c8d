"""What a Postgres address means, whoever handed it out. `todo/databaseUrl.ts` reads the same table of rules."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

DEFAULT_PORT = 5432

_RULES: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
_DROPPED = {name for names in _RULES["dropped"].values() for name in names}

# Blanks, control and invisible characters, and bytes that are no text.
_BLANK = (
    "[\\u0000-\\u0020\\u007f-\\u00a0\\u00ad\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2064\\u3000\\ufeff\\ud800-\\udfff]"
)
# What pages and tools write around an address: quotes and what ends a statement; a variable's name, psql.
_QUOTE = "[\"'`<>\\u00ab\\u00bb\\u2018-\\u201f\\u2039\\u203a]"
_ENDS = re.compile(rf"\A(?:{_BLANK}|{_QUOTE})+|(?:{_BLANK}|{_QUOTE}|[;,])+\Z")
_PREFIX = re.compile(
    r"(?:export|set|setx|env|declare[ \t]+-x)[ \t]+"
    r"|(?:\$env:)?[a-z_][a-z0-9_.]*(?:[\"'][ \t]*[:=][ \t]*|[ \t]*=[ \t]*|[ \t]*:[ \t]+)"
    r"|psql(?:\.exe)?[ \t]+"
    r"|(?:-d|--dbname)(?:=|[ \t]+)",
    re.I | re.A,
)
_SCHEME = re.compile(r"(?:jdbc:)?postgres(?:ql)?(?:\+[a-z0-9_]+)?://(.*)", re.S | re.I | re.A)
# What is no such address.
_OTHERS = {
    "accelerate": r"^prisma(?:\+postgres)?:",
    "jdbc": r"^jdbc:postgres",
    "scheme": r"^[a-z][a-z0-9+.-]*://",
    "options": r"^psql(?:\.exe)?[ \t]+-",
    "keys": r"(?:^|[ \t\n;\"'])(?:host|server|data source)[ \t]*=",
}
_REST = re.compile(r"([^/?]*)(?:/([^?]*))?(?:\?(.*))?", re.S)
_PLACE = re.compile(r"(\[[^\]]*\]|[^:]*)(?::(.*))?", re.S)
_PLACEHOLDER = re.compile(r"\[.*\]|\{.*\}|<.*>|\*+|your[-_]?password", re.I | re.S)
_HOST = re.compile(r"/.*|[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}|(?=.*:.*:)[0-9A-Fa-f:.]{2,45}", re.S)
# Parts of an address that libpq and JDBC also take from the query.
_IN_QUERY = ("user", "password", "host", "port", "dbname")
# What a parameter of any client is called that holds a password.
_SECRET = re.compile("pass|pwd|secret|token|key", re.I | re.A)
_PARAMETER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True)
class DatabaseAddress:
    """Where the database is, and as whom to go there."""

    user: str
    password: str | None = field(repr=False)
    host: str
    """A host name, an IP address without brackets, or a socket's folder, which begins with a slash."""
    port: int
    database: str
    parameters: dict[str, str] = field(repr=False)
    """Parameters that libpq knows, with its meaning."""


class DatabaseUrlError(ValueError):
    """What is wrong with an address.

    Of the address it holds no part but names of parameters, and those only where they cannot be a part of the password.
    """

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def parse_database_url(text: str) -> DatabaseAddress:
    """Read an address as libpq does: user and password end at the first @, if no slash precedes it.

    So a # or a ? in a password is one of its characters, and an @ or a slash has to be percent-encoded.
    Raises DatabaseUrlError.
    """
    rest = _checked(_unwrapped(text), text)
    end = re.search("[@/]", rest)
    at = end.start() if end and end[0] == "@" else None
    credentials, behind = ("", rest) if at is None else (rest[:at], rest[at + 1 :])
    place, name, query = (part or "" for part in _match(_REST, behind))
    user, _, password = credentials.partition(":")
    host_part, port_part = _match(_PLACE, place)

    given = {"user": user, "password": password, "host": host_part, "port": port_part, "dbname": name}
    parts = {part: value for part, value in given.items() if value}
    problems: list[str] = []
    # With an @ behind the place, or a secret among them, parameters may be pieces of a password.
    nameable = "@" not in behind and not _SECRET.search(query)
    parameters = _read_query(query, parts, problems, nameable=nameable)
    _check_tls(parameters, problems)

    found = {part: unquote(parts.get(part, "")) for part in _IN_QUERY}
    host = re.sub(r"\A\[(.*)\]\Z", r"\1", found["host"], flags=re.S)
    port = found["port"] or str(DEFAULT_PORT)
    if not found["user"]:
        problems.append(_said("user"))
    if _PLACEHOLDER.fullmatch(parts.get("password", "")):
        problems.append(_said("placeholder"))
    if "," in place or "," in host:
        problems.append(_said("hosts"))
    else:
        if not _HOST.fullmatch(host):
            problems.append(_said("host" if host else "no host"))
        if not re.fullmatch("[0-9]{1,5}", port) or not 1 <= int(port) <= 65535:
            problems.append(_said("port"))
    if not found["dbname"]:
        problems.append(_said("no database"))
    if re.search("[/#@]", name):
        problems.append(_said("database"))
    if problems:
        # With an @ too many, all else is a guess, and may show a piece of the password.
        guess = "@" in behind and not re.search("(?:^|&)user=", query)
        raise DatabaseUrlError([_said("split")] if guess else problems)
    return DatabaseAddress(found["user"], found["password"] or None, host, int(port), found["dbname"], parameters)


def _unwrapped(text: str) -> str:
    url = _ENDS.sub("", text)
    while prefix := _PREFIX.match(url):
        url = _ENDS.sub("", url[prefix.end() :])
    return url


def _checked(url: str, text: str) -> str:
    """What follows the scheme, in which every percent-code is text. `text` is what the address was taken out of."""
    matched = _SCHEME.fullmatch(url)
    if not matched:
        whole = _ENDS.sub("", text)
        kinds = (
            kind for kind, begins in _OTHERS.items() for one in (url, whole) if re.search(begins, one, re.I | re.A)
        )
        raise DatabaseUrlError([_said(next(kinds, "form"))])
    rest = matched[1]
    if blank := re.search(_BLANK, rest):
        # Behind a host it is no part of a password.
        is_behind = "@" in rest[: blank.start()] and "@" not in rest[blank.start() :]
        raise DatabaseUrlError([_said("behind" if is_behind else "blank")])
    if re.search("%(?![0-9A-Fa-f]{2})", rest):
        raise DatabaseUrlError([_said("percent")])
    try:
        text = unquote(rest, errors="strict")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise DatabaseUrlError([_said("text")])
    return rest


def _read_query(query: str, parts: dict[str, str], problems: list[str], *, nameable: bool) -> dict[str, str]:
    """Fill in the parts that stand in the query; gives the parameters as libpq has them."""
    parameters: dict[str, str] = {}
    seen: set[str] = set()
    for number, pair in enumerate(query.split("&"), 1):
        raw_name, _, raw_value = pair.partition("=")
        name = unquote(raw_name)
        if not pair:
            continue
        if name in seen or name in parts:
            problems.append(_said("twice", name=name))
        if name in _IN_QUERY:
            parts[name] = raw_value
            continue
        meant = _meaning(name, unquote(raw_value))
        why = _RULES["refused"].get(name)
        if meant is not None:
            seen.add(name)
            for key, to in meant.items():
                parameters[key] = _stricter(parameters.get(key, to), to) if key == "sslmode" else to
        elif why or (nameable and _PARAMETER_NAME.fullmatch(name)):
            problems.append(_said("parameter", name=name, why=why or _said("unknown")))
        else:
            problems.append(_said("unnamed", number=str(number)))
    return parameters


def _meaning(name: str, value: str) -> dict[str, str] | None:
    """A parameter in libpq's words: nothing where it is dropped, None where it cannot be taken."""
    translated: dict[str, str] | None = _RULES["translated"].get(name, {}).get(value)
    if translated is not None:
        return translated
    pattern = _RULES["passed"].get(name)
    if pattern is not None and re.fullmatch(pattern, value, re.S):
        return {name: value}
    return {} if name in _DROPPED else None


def _check_tls(parameters: dict[str, str], problems: list[str]) -> None:
    """libpq looks for certificates of authorities in a file; whoever names none means the system's."""
    if "sslrootcert" in parameters:
        return
    if parameters.get("sslmode") == "verify-full":
        parameters["sslrootcert"] = "system"
    if parameters.get("sslmode") == "verify-ca":
        problems.append(_said("parameter", name="sslmode", why=_RULES["refused"]["sslmode"]))


def _stricter(one: str, other: str) -> str:
    order: list[str] = _RULES["strictness"]
    return max(one, other, key=order.index)


def _match(pattern: re.Pattern[str], text: str) -> tuple[str | None, ...]:
    matched = pattern.fullmatch(text)
    assert matched  # these patterns match any text
    return matched.groups()


def _said(problem: str, **fill: str) -> str:
    said: str = _RULES["problems"][problem]
    for key, value in fill.items():
        said = said.replace(f"{{{key}}}", value)
    return said
