"""Counts visits: each GET is one more."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

visits = count(1)


class Counter(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = str(next(visits)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("", 8000), Counter).serve_forever()
