"""Plays Cohere's chat API for tests: a word at a time, or a failure, as the last message asks for.

It shows what does not depend on a model's wits: streaming, time limits, failures. Messages that hold
"fail with 503" are answered with that status, those with "hang" not at all; every other one with WORDS
words, PAUSE seconds apart.
"""

import json
import re
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

WORDS = 12
PAUSE = 0.15
PORT = 8080


def events():
    """The events of one answer, each after a pause."""
    yield {"type": "message-start", "id": "1", "delta": {"message": {"role": "assistant", "content": []}}}
    yield {"type": "content-start", "index": 0, "delta": {"message": {"content": {"type": "text", "text": ""}}}}
    for number in range(1, WORDS + 1):
        time.sleep(PAUSE)
        text = {"content": {"text": f"word{number} "}}
        yield {"type": "content-delta", "index": 0, "delta": {"message": text}}
    yield {"type": "content-end", "index": 0}
    yield {"type": "message-end", "delta": {"finish_reason": "COMPLETE", "usage": {}}}


class Chat(BaseHTTPRequestHandler):
    """POST /v2/chat."""

    def do_POST(self):
        """Answer as the last message of the user asks for."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = json.dumps([message for message in body["messages"] if message["role"] == "user"][-1])
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
        for event in events():
            self.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())
            self.wfile.flush()


if __name__ == "__main__":
    ThreadingHTTPServer(("", PORT), Chat).serve_forever()
