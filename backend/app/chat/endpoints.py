"""/api/chatkit: one address for the whole ChatKit protocol."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from app.auth.dependencies import CurrentUser
from app.lifecycle import LifecycleDep
from app.responses import documented

router = APIRouter(prefix="/api/chatkit", tags=["chat"])

_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}}


@router.post("", responses=documented(400, 401, 404, 413, 422, 503), openapi_extra=_BODY)
async def chatkit(request: Request, user: CurrentUser, lifecycle: LifecycleDep) -> Response:
    """JSON for most operations; a stream of server-sent events for those that have something said."""
    conversation = await lifecycle.conversation()
    answer = await conversation.process(await request.body(), user)
    if isinstance(answer, bytes):
        return Response(answer, media_type="application/json")
    return StreamingResponse(
        answer,
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
