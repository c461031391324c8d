"""ChatKit's requests, checked before anything is answered: kind, sizes, and whose conversation it is."""

from chatkit.types import (
    ChatKitReq,
    ItemsListReq,
    ThreadsAddUserMessageReq,
    ThreadsCreateReq,
    ThreadsCustomActionReq,
    ThreadsDeleteReq,
    ThreadsGetByIdReq,
    ThreadsListReq,
    ThreadsRetryAfterItemReq,
    ThreadsUpdateReq,
    UserMessageInput,
    UserMessageItem,
    WidgetItem,
)
from pydantic import TypeAdapter, ValidationError

from app.chat.errors import UnsupportedOperation
from app.chat.models import TITLE_CHARS
from app.chat.store import MAX_PAGE, ChatContext, PostgresStore
from app.problems import FieldError, InvalidRequest, field_errors
from app.text import one_line, paragraph

MAX_TEXT_CHARS = 4000
_REQUEST: TypeAdapter[ChatKitReq] = TypeAdapter(ChatKitReq)
_OFFERED = (
    ThreadsCreateReq,
    ThreadsAddUserMessageReq,
    ThreadsRetryAfterItemReq,
    ThreadsCustomActionReq,
    ThreadsGetByIdReq,
    ThreadsListReq,
    ThreadsUpdateReq,
    ThreadsDeleteReq,
    ItemsListReq,
)


def parse(body: bytes) -> ChatKitReq:
    """Read a request. Raises InvalidRequest or UnsupportedOperation."""
    try:
        request = _REQUEST.validate_json(body)
    except ValidationError as error:
        raise InvalidRequest(
            "This is not a ChatKit request.",
            errors=field_errors(error.errors(include_input=False, include_url=False)),
        ) from None
    if not isinstance(request, _OFFERED):
        raise UnsupportedOperation(request.type)
    if isinstance(request, ThreadsCreateReq | ThreadsAddUserMessageReq):
        _check_input(request.params.input)
    if isinstance(request, ThreadsUpdateReq):
        request.params.title = one_line(request.params.title)
        if not 1 <= len(request.params.title) <= TITLE_CHARS:
            _refuse("params.title", f"expected 1 to {TITLE_CHARS} characters")
    if isinstance(request, ThreadsListReq | ItemsListReq):
        limit = request.params.limit
        if limit is not None and not 1 <= limit <= MAX_PAGE:
            _refuse("params.limit", f"expected 1 to {MAX_PAGE}")
    if _holds_nul(request.params.model_dump()):
        _refuse("params", "expected text without NUL characters, because the database cannot store them")
    return request


def _holds_nul(value: object) -> bool:
    """Whether any text in it has a NUL. Of what the user wrote they are dropped before."""
    match value:
        case str():
            return "\0" in value
        case dict():
            return any(_holds_nul(part) for entry in value.items() for part in entry)
        case list():
            return any(map(_holds_nul, value))
    return False


def _check_input(given: UserMessageInput) -> None:
    if given.attachments:
        _refuse("params.input.attachments", "attachments are not supported")
    for part in given.content:
        part.text = paragraph(part.text)
    if not 1 <= sum(len(part.text) for part in given.content) <= MAX_TEXT_CHARS:
        _refuse("params.input.content", f"expected 1 to {MAX_TEXT_CHARS} characters of text")
    if given.quoted_text and len(given.quoted_text) > MAX_TEXT_CHARS:
        _refuse("params.input.quoted_text", f"expected at most {MAX_TEXT_CHARS} characters")


def _refuse(field: str, message: str) -> None:
    raise InvalidRequest(f"Invalid: {field}.", errors=[FieldError(field=field, message=message)])


async def check_owner(request: ChatKitReq, store: PostgresStore, context: ChatContext) -> None:
    """Before a stream begins: is the conversation, and the message, the caller's?

    Raises ThreadNotFound, ItemNotFound or InvalidRequest.
    """
    thread_id = getattr(request.params, "thread_id", None)
    if thread_id is None:
        return
    await store.load_thread(thread_id, context)
    if isinstance(request, ThreadsRetryAfterItemReq):
        item = await store.load_item(thread_id, request.params.item_id, context)
        if not isinstance(item, UserMessageItem):
            _refuse("params.item_id", "expected a message of the user")
    if isinstance(request, ThreadsCustomActionReq):
        sender = await store.load_item(thread_id, request.params.item_id or "", context)
        if not isinstance(sender, WidgetItem):
            _refuse("params.item_id", "expected a question of the assistant")
    after = getattr(request.params, "after", None)
    if isinstance(request, ItemsListReq) and after is not None:
        await store.load_item(thread_id, after, context)
