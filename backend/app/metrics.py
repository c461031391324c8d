"""What Prometheus may ask for. Labels are names from the code, never input."""

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest

REQUESTS = Counter("todo_http_requests_total", "HTTP requests answered", ["method", "route", "status"])
LATENCY = Histogram(
    "todo_http_request_duration_seconds",
    "Time from a request to the end of its answer",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
FIRST_EVENT = Histogram(
    "todo_chat_first_text_seconds",
    "Time from a chat message to the first text of its answer",
    ["assistant"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
STREAMS = Gauge("todo_chat_streams", "Answers that are being streamed now")
TURNS = Counter("todo_chat_turns_total", "Chat turns", ["assistant", "outcome"])
TOOL_CALLS = Counter("todo_tool_calls_total", "MCP tool calls", ["tool", "outcome"])
TOOLS_HELD = Counter("todo_tool_calls_held_total", "Tool calls of a model that the user is asked about first", ["tool"])
MODEL_ERRORS = Counter("todo_model_errors_total", "Failures of the language model", ["kind"])
SIGNINS = Counter("todo_signins_total", "Sign-in attempts", ["outcome"])

CONTENT_TYPE = CONTENT_TYPE_LATEST


def render() -> bytes:
    """All metrics in Prometheus' text format."""
    return generate_latest()
