"""/health, /started, /ready and /metrics: for the kubelet and for Prometheus, without a sign-in."""

from datetime import UTC, datetime
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from app import metrics
from app.health.readiness import CheckResult, check, is_ready
from app.lifecycle import LifecycleDep
from app.services import ServicesDep

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The process answers."""

    status: Literal["healthy"] = "healthy"
    timestamp: datetime


class Readiness(BaseModel):
    """Whether the process should get traffic, and each reason."""

    status: Literal["ready", "unavailable"]
    checks: dict[str, CheckResult]
    timestamp: datetime


@router.get("/health")
async def health() -> Health:
    """Liveness: never touches the database, so that its outage restarts no pod."""
    return Health(timestamp=datetime.now(UTC))


@router.get("/started", responses={503: {"description": "Still loading"}})
async def started(lifecycle: LifecycleDep, response: Response) -> Health:
    """Start-up: what has to be loaded is, or could not be. The kubelet asks /ready right after."""
    response.status_code = 200 if lifecycle.settled else 503
    return Health(timestamp=datetime.now(UTC))


@router.get("/ready", responses={503: {"model": Readiness}})
async def ready(services: ServicesDep, lifecycle: LifecycleDep, response: Response) -> Readiness:
    """Readiness: the database answers, the assistant is loaded, and the process was not asked to stop."""
    checks = await check(services.probe, lifecycle, ask_database=services.settings.ready_checks_database)
    good = is_ready(checks)
    response.status_code = 200 if good else 503
    return Readiness(status="ready" if good else "unavailable", checks=checks, timestamp=datetime.now(UTC))


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def prometheus() -> Response:
    """Metrics in Prometheus' text format."""
    return Response(metrics.render(), media_type=metrics.CONTENT_TYPE)
