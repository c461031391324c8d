"""What `helm test` checks from inside the cluster: each line is one promise, asked for until it holds.

Exit status 1 when a promise does not hold within the time given; every one is tried and reported.
"""

import sys
import time
import urllib.error
import urllib.request

FRONTEND = "http://frontend-service:3000"
BACKEND = "http://backend-service:8000"
SECONDS_FOR_ALL = 60

CHECKS = [
    ("the frontend serves its page", f"{FRONTEND}/", 200),
    ("the frontend reaches the backend", f"{FRONTEND}/api/status", 200),
    ("the backend is alive", f"{BACKEND}/health", 200),
    ("the backend reaches its database", f"{BACKEND}/ready", 200),
    ("the backend refuses tasks without a session", f"{BACKEND}/api/tasks", 401),
]


def answer(url: str) -> int | str:
    """The status of a GET, or in words why there is none."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError as error:
        return str(getattr(error, "reason", error))


def holds(promise: str, url: str, expected: int, deadline: float) -> bool:
    """Asks until the answer is the expected one or time is up, and prints which."""
    while (got := answer(url)) != expected and time.monotonic() < deadline:
        time.sleep(1)
    kept = got == expected
    print(f"{'ok    ' if kept else 'FAILED'} {promise}: GET {url} gave {got}, expected {expected}", flush=True)
    return kept


if __name__ == "__main__":
    until = time.monotonic() + SECONDS_FOR_ALL
    results = [holds(*check, until) for check in CHECKS]
    sys.exit(0 if all(results) else 1)
