"""From start to stop: the heavy parts load behind the listening socket, and a stop drains first.

The language model, MCP and ChatKit libraries take seconds to import on a small CPU. They are imported
in a thread while /health already answers; /ready waits for them, and so does a request that needs them.
"""

import asyncio
import gc
import importlib
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from app import logs
from app.problems import Problem

if TYPE_CHECKING:
    from app.conversation import Conversation
    from app.services import Services

logger = logging.getLogger(__name__)

GC_THRESHOLDS = (10_000, 20, 50)
"""A turn makes thousands of short-lived objects: collect less often than Python's (700, 10, 10)."""


class StillLoading(Problem):
    """503: the assistant could not be loaded."""

    status = 503
    slug = "assistant-unavailable"

    def __init__(self) -> None:
        super().__init__("The assistant is not available. Try again in a moment.", headers={"Retry-After": "3"})


class Lifecycle:
    """Where the process is between start and stop."""

    def __init__(self, services: "Services") -> None:
        self._services = services
        self._ready = asyncio.Event()
        self._stop = asyncio.Event()
        self._conversation: Conversation | None = None
        self.draining = False
        self.failed = False

    @property
    def loaded(self) -> bool:
        """Whether the assistant can answer."""
        return self._conversation is not None

    @property
    def settled(self) -> bool:
        """Whether loading has come to an end, well or not."""
        return self._ready.is_set()

    async def conversation(self) -> "Conversation":
        """The loaded parts, waited for if need be. Raises StillLoading if they failed to load."""
        await self._ready.wait()
        if self._conversation is None:
            raise StillLoading
        return self._conversation

    async def _serve(self) -> None:
        """Load, then hold the MCP server's task group open until the stop (one task must do both)."""
        # Of what an import makes, nothing is garbage: looking for some takes a tenth of its time.
        gc.disable()
        try:
            module = await asyncio.to_thread(importlib.import_module, "app.conversation")
            logs.quiet_libraries()
            conversation: Conversation = module.Conversation(self._services)
            async with conversation.running():
                self._conversation = conversation
                # What was imported stays for good: keep it out of every later collection.
                gc.collect()
                gc.freeze()
                gc.set_threshold(*GC_THRESHOLDS)
                gc.enable()
                logger.info("assistant loaded", extra={"assistant": conversation.assistant_name})
                self._ready.set()
                await self._stop.wait()
        except Exception:
            logger.exception("the assistant could not be loaded")
            self.failed = True
        finally:
            gc.enable()
            self._conversation = None
            self._ready.set()

    def drain(self) -> None:
        """From now on /ready says 503, so that no new traffic is sent here."""
        self.draining = True
        logger.info("draining")

    def _drain_on_sigterm(self) -> None:
        """Put the draining before uvicorn's own handler, which closes the listening socket."""
        previous = signal.getsignal(signal.SIGTERM)
        if not callable(previous):
            return
        loop = asyncio.get_running_loop()
        stop_listening = previous

        def handler(signum: int, frame: FrameType | None) -> None:
            if self.draining:
                stop_listening(signum, frame)
                return
            self.drain()
            delay = self._services.settings.drain_seconds
            loop.call_soon_threadsafe(loop.call_later, delay, stop_listening, signum, frame)

        try:
            signal.signal(signal.SIGTERM, handler)
        except ValueError:
            logger.debug("not in the main thread: SIGTERM is not handled")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Around the life of the app."""
        self._drain_on_sigterm()
        task = asyncio.create_task(self._serve(), name="conversation")
        try:
            yield
        finally:
            self.draining = True
            self._stop.set()
            await task
            await self._services.probe.close()
            await self._services.database.close()


def lifecycle_of(request: Request) -> Lifecycle:
    """The lifecycle of the app that answers this request."""
    lifecycle: Lifecycle = request.app.state.lifecycle
    return lifecycle


LifecycleDep = Annotated[Lifecycle, Depends(lifecycle_of)]
