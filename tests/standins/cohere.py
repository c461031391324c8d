"""Plays Cohere's chat API for tests: a word at a time, or a failure, as the last message asks for.

It shows what does not depend on a model's wits: streaming, time limits, failures. Messages that hold
"fail with 503" are answered with that status, those with "hang" not at all; 'call TOOL {"argument": ...}' is
answered with that call, once. Every other one gets WORDS words, or as many as "in 60 words" wants, PAUSE
seconds apart.
"""

import json
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = 12
PAUSE = 0.15
PORT = 8080

START = {"type": "message-start", "id": "1", "delta": {"message": {"role": "assistant", "content": []}}}


def words(count):
    """The events of an answer of that many words, each after a pause."""
    yield START
    yield {"type": "content-start", "index": 0, "delta": {"message": {"content": {"type": "text", "text": ""}}}}
    for number in range(1, count + 1):
        time.sleep(PAUSE)
        text = {"content": {"text": f"word{number} "}}
        yield {"type": "content-delta", "index": 0, "delta": {"message": text}}
    yield {"type": "content-end", "index": 0}
    yield {"type": "message-end", "delta": {"finish_reason": "COMPLETE", "usage": {}}}


def call(tool, arguments):
    """The events of a tool's call, its arguments as JSON."""
    function = {"name": tool, "arguments": ""}
    made = {"id": "call-1", "type": "function", "function": function}
    yield START
    yield {"type": "tool-call-start", "index": 0, "delta": {"message": {"tool_calls": made}}}
    argued = {"tool_calls": {"function": {"arguments": arguments}}}
    yield {"type": "tool-call-delta", "index": 0, "delta": {"message": argued}}
    yield {"type": "tool-call-end", "index": 0}
    yield {"type": "message-end", "delta": {"finish_reason": "TOOL_CALL", "usage": {}}}


def answer(said, called):
    """The events that a message asks for; `called` when what it wanted called has been."""
    wanted = re.search(r"call (\w+) (\{.*?\})", said)
    if wanted and not called:
        return call(*wanted.groups())
    count = re.search(r"in (\d+) words", said)
    return words(int(count[1]) if count else WORDS)


class Chat(BaseHTTPRequestHandler):
    """POST /v2/chat."""

    def do_POST(self):
        """Answer as the last message of the user asks for."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        messages = body["messages"]
        said = [message for message in messages if message["role"] == "user"][-1]["content"]
        if failure := re.search(r"fail with (\d{3})", said):
            self.send_response(int(failure[1]))
            self.end_headers()
            return
        if "hang" in said:
            time.sleep(60)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for event in answer(said, called=messages[-1]["role"] == "tool"):
            self.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())
            self.wfile.flush()


if __name__ == "__main__":
    ThreadingHTTPServer(("", PORT), Chat).serve_forever()
