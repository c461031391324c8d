"""Plays a language model's server for tests: a word at a time, or a failure, as the last message asks for.

It speaks Cohere's chat API and OpenAI's, and shows what does not depend on a model's wits: streaming, time limits,
failures. Messages that hold "fail with 503" are answered with that status, those with "hang" not at all; 'call TOOL
{"argument": ...}' is answered with that call, once. Every other one gets WORDS words, or as many as "in 60 words" wants,
PAUSE seconds apart.
"""

import json
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = 12
PAUSE = 0.15
PORT = 8080


def words(count):
    """That many words, each after a pause."""
    for number in range(1, count + 1):
        time.sleep(PAUSE)
        yield f"word{number} "


class Cohere:
    """Events as Cohere writes them."""

    START = {"type": "message-start", "id": "1", "delta": {"message": {"role": "assistant", "content": []}}}

    def words(self, count):
        """An answer of that many words."""
        yield self.START
        yield {"type": "content-start", "index": 0, "delta": {"message": {"content": {"type": "text", "text": ""}}}}
        for word in words(count):
            yield {"type": "content-delta", "index": 0, "delta": {"message": {"content": {"text": word}}}}
        yield {"type": "content-end", "index": 0}
        yield {"type": "message-end", "delta": {"finish_reason": "COMPLETE", "usage": {}}}

    def call(self, tool, arguments):
        """A tool's call, its arguments as JSON."""
        function = {"name": tool, "arguments": ""}
        made = {"id": "call-1", "type": "function", "function": function}
        yield self.START
        yield {"type": "tool-call-start", "index": 0, "delta": {"message": {"tool_calls": made}}}
        argued = {"tool_calls": {"function": {"arguments": arguments}}}
        yield {"type": "tool-call-delta", "index": 0, "delta": {"message": argued}}
        yield {"type": "tool-call-end", "index": 0}
        yield {"type": "message-end", "delta": {"finish_reason": "TOOL_CALL", "usage": {}}}


class OpenAi:
    """Chunks as OpenAI writes them, and every server that speaks its API."""

    def words(self, count):
        """An answer of that many words."""
        yield self.chunk({"role": "assistant", "content": ""})
        for word in words(count):
            yield self.chunk({"content": word})
        yield self.chunk({}, "stop")

    def call(self, tool, arguments):
        """A tool's call, its arguments as JSON."""
        function = {"name": tool, "arguments": arguments}
        yield self.chunk({"tool_calls": [{"index": 0, "id": "call-1", "type": "function", "function": function}]})
        yield self.chunk({}, "tool_calls")

    def chunk(self, delta, finish=None):
        """One chunk."""
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "stand-in", "choices": [choice]}


WIRES = {"/v2/chat": Cohere(), "/v1/chat/completions": OpenAi()}


def answer(wire, said, called):
    """The events that a message asks for; `called` when what it wanted called has been."""
    wanted = re.search(r"call (\w+) (\{.*?\})", said)
    if wanted and not called:
        return wire.call(*wanted.groups())
    count = re.search(r"in (\d+) words", said)
    return wire.words(int(count[1]) if count else WORDS)


class Chat(BaseHTTPRequestHandler):
    """POST to either API."""

    def do_POST(self):
        """Answer as the last message of the user asks for."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        wire = WIRES.get(self.path)
        messages = body["messages"]
        said = [message for message in messages if message["role"] == "user"][-1]["content"]
        failure = re.search(r"fail with (\d{3})", said)
        if failure or not wire:
            self.send_response(int(failure[1]) if failure else 404)
            self.end_headers()
            return
        if "hang" in said:
            time.sleep(60)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for event in answer(wire, said, called=messages[-1]["role"] == "tool"):
            name = f"event: {event['type']}\n" if "type" in event else ""
            self.wfile.write(f"{name}data: {json.dumps(event)}\n\n".encode())
            self.wfile.flush()


if __name__ == "__main__":
    ThreadingHTTPServer(("", PORT), Chat).serve_forever()
