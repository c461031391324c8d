"""The parts that take long to import, put together: MCP server, assistant, ChatKit server."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from chatkit.server import StreamingResult

from app.assistant.offline import quick_add
from app.assistant.offline.dates import When
from app.assistant.tools import McpTools
from app.assistant.turn import Assistant
from app.chat.requests import check_owner, parse
from app.chat.server import TodoChatKitServer
from app.chat.store import ChatContext, PostgresStore
from app.mcp.server import PATH, TodoMcp
from app.services import Services
from app.tasks.schemas import ParsedTask


class Conversation:
    """What answers at /mcp, at /api/chatkit, and where a title is parsed."""

    def __init__(self, services: Services) -> None:
        self.mcp = TodoMcp(services.tasks, services.tokens, services.auth)
        self._settings = services.settings
        self._tasks = services.tasks
        self._tools = McpTools(self.mcp, PATH, services.tokens)
        self._store = PostgresStore(services.conversations)
        self.assistant_name = services.settings.assistant
        self._server: TodoChatKitServer | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While requests come. Enter and leave it in one task."""
        async with self.mcp.sessions.run():
            await self._tools.load()
            assistant = Assistant(self._settings, self._tools, self._tasks)
            await assistant.warm_up()
            self._server = TodoChatKitServer(self._store, assistant)
            yield

    async def process(self, body: bytes, user_id: uuid.UUID) -> bytes | StreamingResult:
        """Answer one ChatKit request. Raises the application's problems before anything is streamed."""
        assert self._server is not None
        request = parse(body)
        context = ChatContext(user_id)
        await check_owner(request, self._store, context)
        answer = await self._server.answer(request, context)
        return answer if isinstance(answer, StreamingResult) else answer.json

    async def parse_title(self, user_id: uuid.UUID, title: str) -> ParsedTask:
        """What a title says of its date and priority, by the offline assistant, whichever model answers in the chat."""
        now = await self._tasks.now(user_id)
        task = quick_add.parse(title, now.replace(tzinfo=None))
        when = task.when or When()
        return ParsedTask(title=task.title, due_date=when.day, due_time=when.clock, priority=task.priority or "none")
