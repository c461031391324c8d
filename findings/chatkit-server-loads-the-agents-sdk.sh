#!/usr/bin/env bash
# A ChatKit server that uses no agent of OpenAI's Agents SDK loads all of that SDK, its sandbox too.
#
# Valid input: `import chatkit.server`, all that a server of one's own needs (chatkit.types and a Store come with it).
#
# Seen on 2026-11-29 with openai-chatkit 1.6.5, openai-agents 0.24.0, Python 3.11:
#   modules of `agents` afterwards             204, of which 78 of agents.sandbox (mounts, snapshots, capabilities)
#   what chatkit.server takes from them        the version, and two context variables for the User-Agent header
#   share of the import's CPU time             about two thirds (1.9 s of 2.7 s on the machine where it was seen)
# `import chatkit.types` alone loads none of it.
# Source: the imports at the top of chatkit/server.py, and agents/__init__.py, which imports its sandbox.
#
# What follows for this project: the assistant is imported behind the listening socket, without the garbage collector
# (backend/app/lifecycle.py); the pod's start is mostly this import.
#
# Needs Python 3.11 or newer with venv. Ends with 1 when what is seen has changed.
set -euo pipefail
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
python3 -m venv "$tmp/venv"
"$tmp/venv/bin/pip" install --quiet openai-chatkit==1.6.5 openai-agents==0.24.0

cat >"$tmp/look.py" <<'END'
import ast
import importlib.util
import sys
import time

began = time.process_time()
import pydantic  # noqa: F401
import openai  # noqa: F401

others = time.process_time() - began
import agents  # noqa: F401

whole = time.process_time() - began
sdk = whole - others
loaded = [name for name in sys.modules if name.split(".")[0] == "agents"]
sandbox = [name for name in loaded if name.startswith("agents.sandbox")]

source = open(importlib.util.find_spec("chatkit.server").origin).read()
taken = [
    alias.name
    for node in ast.walk(ast.parse(source))
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "agents"
    for alias in node.names
]
print(f"modules of agents: {len(loaded)}, of its sandbox: {len(sandbox)}")
print(f"taken by chatkit.server: {taken}")
print(f"CPU seconds: {sdk:.1f} for the SDK, {others:.1f} for pydantic and openai before it")
ok = len(sandbox) > 50 and len(taken) == 2 and "import agents\n" in source and sdk > others
sys.exit(0 if ok else 1)
END
"$tmp/venv/bin/python" "$tmp/look.py"

# The types alone need none of it.
"$tmp/venv/bin/python" -c '
import sys
import chatkit.types
sys.exit(any(name.split(".")[0] == "agents" for name in sys.modules))
' && echo "chatkit.types alone: none of agents"
