"""Whether this process should get traffic."""

from typing import Literal

from app.health.probe import DatabaseProbe
from app.lifecycle import Lifecycle

CheckResult = Literal["ok", "unavailable", "loading", "draining", "not checked"]


async def check(probe: DatabaseProbe, lifecycle: Lifecycle, *, ask_database: bool) -> dict[str, CheckResult]:
    """Each part and how it is; `ok` and `not checked` are good."""
    if lifecycle.draining:
        return {"process": "draining"}
    assistant: CheckResult = "ok" if lifecycle.loaded else "unavailable" if lifecycle.failed else "loading"
    database: CheckResult = "not checked"
    if ask_database:
        database = "ok" if await probe.answers() else "unavailable"
    return {"database": database, "assistant": assistant}


def is_ready(checks: dict[str, CheckResult]) -> bool:
    """Whether all is good."""
    return all(result in ("ok", "not checked") for result in checks.values())
