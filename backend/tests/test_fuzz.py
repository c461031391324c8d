"""Every route with what schemathesis thinks of, and both protocols with broken and huge messages: no 500."""

import asyncio
import json
import random
import re
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest
from hypothesis import strategies as st

from tests.conftest import Figure, Person

EXAMPLES = 50
"""Of each operation, beside those that cover the document."""
PHASES = ["coverage", "fuzzing", "stateful"]
# What else schemathesis asks cannot be said in the document: that a title of spaces is none, or what an address is.
CHECKS = [
    *["not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"],
    *["negative_data_rejection", "ignored_auth", "use_after_free", "ensure_resource_availability"],
]
LEAVE = "leave_api_auth_me_delete"
MESSAGES = 400

OPERATIONS = [
    *["threads.create", "threads.add_user_message", "threads.retry_after_item", "threads.add_client_tool_output"],
    *["threads.get_by_id", "threads.list", "threads.update", "threads.delete", "items.list", "items.feedback"],
    *["threads.custom_action", "attachments.create", "attachments.delete", "input.transcribe", "", "no.such"],
]
METHODS = ["initialize", "tools/list", "tools/call", "resources/read", "ping", "logging/setLevel", "", "no/such"]
TOOLS = ["add_task", "list_tasks", "complete_task", "delete_task", "update_task", "no_tool"]
KEYS = st.sampled_from(["thread_id", "input", "content", "text", "limit", "after", "title", "name", "task_id", "order"])
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(["\x00", "\ud800", "x" * 5000, "../../etc/passwd", "' OR 1=1 --", "2" * 400])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
TEXTS = st.sampled_from(["add milk", "what's left?", "delete everything", "x" * 5000, "\x00", ""]) | st.text(
    max_size=60
)
CONTENT = st.fixed_dictionaries({"type": st.sampled_from(["input_text", "input_tag"]), "text": TEXTS | LEAVES})
INPUT = st.fixed_dictionaries(
    {
        "content": st.lists(CONTENT, max_size=3) | LEAVES,
        "attachments": st.just([]) | VALUES,
        "inference_options": st.just({}) | VALUES,
    }
)
IDS = st.sampled_from(["thr_00000000", "", "a" * 300]) | LEAVES
PARAMS = st.fixed_dictionaries(
    {},
    optional={
        "input": INPUT,
        "thread_id": IDS,
        "item_id": IDS,
        "title": TEXTS | LEAVES,
        "limit": st.integers(-1, 200) | LEAVES,
        "order": st.sampled_from(["asc", "desc", "no"]),
        "after": IDS,
    },
)
CREATE = st.builds(
    lambda text: {
        "type": "threads.create",
        "params": {
            "input": {"content": [{"type": "input_text", "text": text}], "attachments": [], "inference_options": {}}
        },
    },
    TEXTS,
)
CHATKIT = CREATE | st.fixed_dictionaries({"type": st.sampled_from(OPERATIONS), "params": PARAMS | VALUES})
ARGUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "title": TEXTS | LEAVES,
        "task_id": IDS,
        "task_ids": st.lists(IDS, max_size=3) | LEAVES,
        "tasks": st.lists(st.fixed_dictionaries({"title": TEXTS | LEAVES}), max_size=3) | LEAVES,
        "status": st.sampled_from(["open", "done", "no"]) | LEAVES,
        "due": st.sampled_from(["today", "overdue", "no"]) | LEAVES,
        "due_date": st.sampled_from(["2026-12-24", "0000-00-00", "9999-12-31"]) | LEAVES,
        "search": TEXTS | LEAVES,
        "clear": st.lists(st.sampled_from(["due_date", "no"]), max_size=2) | LEAVES,
        "restore": st.booleans() | LEAVES,
    },
)
CALL = st.fixed_dictionaries({"name": st.sampled_from(TOOLS), "arguments": ARGUMENTS | VALUES})
CALLED = st.builds(lambda call: {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}, CALL)
MCP = CALLED | st.fixed_dictionaries(
    {
        "jsonrpc": st.sampled_from(["2.0", "1.0", ""]),
        "id": st.integers() | st.text(max_size=9) | st.none(),
        "method": st.sampled_from(METHODS),
        "params": CALL | VALUES,
    }
)


def broken(message: Any, chance: random.Random) -> bytes:
    """A message as bytes, in one case of four cut, doubled or with some bytes changed."""
    body = json.dumps(message).encode()
    spoil = chance.randrange(12)
    if spoil == 0:
        return body[: chance.randrange(len(body))]
    if spoil == 1:
        return body * 2
    if spoil == 2:
        place = chance.randrange(len(body))
        return body[:place] + chance.randbytes(4) + body[place:]
    return body


def examples(strategy: st.SearchStrategy[Any], count: int) -> list[Any]:
    """As many examples of a strategy, the same at every run."""
    found: list[Any] = []

    from hypothesis import HealthCheck, given, settings

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(example: Any) -> None:
        found.append(example)

    collect()
    return found


@pytest.mark.parametrize(("path", "strategy"), [("/api/chatkit", CHATKIT), ("/mcp", MCP)])
async def test_no_message_makes_a_protocol_fail(
    address: str, ada: Person, figure: Figure, path: str, strategy: st.SearchStrategy[Any]
) -> None:
    chance = random.Random(MESSAGES)
    messages = examples(strategy, MESSAGES)
    headers = {
        "Authorization": f"Bearer {ada.token}",
        "content-type": "application/json",
        "accept": "application/json, text/event-stream",
    }
    statuses: dict[int, int] = {}
    async with httpx2.AsyncClient(base_url=address, headers=headers, timeout=60) as http:
        for message in messages:
            answer = await http.post(path, content=broken(message, chance))
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
            assert answer.status_code < 500, f"{message!r}: {answer.text}"
    figure(f"{path}: {len(messages)} broken and huge messages, by status {dict(sorted(statuses.items()))}")
    assert len(messages) >= MESSAGES / 2


@pytest.mark.parametrize(
    ("which", "at_least"),
    [
        # The account goes with it: a user of its own.
        (["--exclude-operation-id", LEAVE], 500),
        (["--include-operation-id", LEAVE], 5),
    ],
    ids=["all-but-one", "leave"],
)
async def test_no_input_makes_any_route_fail(
    address: str, ada: Person, figure: Figure, which: list[str], at_least: int
) -> None:
    program = Path(sys.executable).parent / "schemathesis"
    process = await asyncio.create_subprocess_exec(
        str(program),
        *["run", f"{address}/openapi.json", *which, "--checks", ",".join(CHECKS), "--phases", ",".join(PHASES)],
        *["--max-examples", str(EXAMPLES), "--generation-deterministic", "--workers", "1", "--request-timeout", "60"],
        *["--header", f"Authorization: Bearer {ada.token}", "--no-color", "--warnings", "off"],
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output = (await process.communicate())[0].decode()
    assert process.returncode == 0, output[-4000:]
    tested = re.search(r"Tested: (\d+)", output)
    generated = re.search(r"([\d,]+) generated", output)
    assert tested, output[-2000:]
    assert generated, output[-2000:]
    cases = int(generated[1].replace(",", ""))
    figure(f"schemathesis: {tested[1]} operations, {cases} cases, no failure")
    assert cases >= at_least
