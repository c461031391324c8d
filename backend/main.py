"""The backend, put together: `uvicorn main:app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from app import logs, problems
from app.auth import endpoints as auth
from app.chat import endpoints as chat
from app.health import endpoints as health
from app.lifecycle import Lifecycle
from app.middleware import BodyLimitMiddleware, RequestContextMiddleware, TrailingSlashMiddleware
from app.services import Services
from app.settings import Settings, load_settings
from app.tasks import endpoints as tasks


def create_app(settings: Settings) -> FastAPI:
    """The app for these settings. Nothing is connected to before it is started."""
    logs.configure(settings.log_level)
    services = Services(settings)
    lifecycle = Lifecycle(services)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with lifecycle.running():
            yield

    app = FastAPI(
        title="Todo",
        version="1.0.0",
        description="Accounts, tasks, and an assistant that manages the tasks.",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # TrailingSlashMiddleware takes both forms; a redirect would name this host
        openapi_url="/openapi.json" if settings.api_docs else None,
    )
    app.state.services = services
    app.state.lifecycle = lifecycle
    problems.install(app)
    for module in (health, auth, tasks, chat):
        app.include_router(module.router)
    app.router.add_route("/mcp", McpEndpoint(lifecycle), include_in_schema=False)  # type: ignore[arg-type]
    app.add_middleware(BodyLimitMiddleware)
    app.add_middleware(TrailingSlashMiddleware)
    app.add_middleware(RequestContextMiddleware)
    return app


class McpEndpoint:
    """Passes requests to the MCP server once it is loaded."""

    def __init__(self, lifecycle: Lifecycle) -> None:
        self._lifecycle = lifecycle

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            conversation = await self._lifecycle.conversation()
        except problems.Problem as problem:
            await problems.to_response(problem)(scope, receive, send)
            return
        await conversation.mcp(scope, receive, send)


app = create_app(load_settings())
