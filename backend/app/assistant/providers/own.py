"""A server of one's own as the agent's model: any that speaks OpenAI's chat completions, and OpenAI itself.

Ollama, llama.cpp's server, vLLM and LM Studio speak them. They word their refusals each in its own way.
"""

import re
from functools import partial
from http import HTTPStatus
from typing import Any

from pydantic_ai.exceptions import ModelHTTPError, ModelQuotaExceededError

from app.assistant.providers.failures import is_unreachable, status_of
from app.assistant.providers.provider import Provider
from app.settings import Settings

_ADDRESS = "todo:modelBaseUrl (MODEL_BASE_URL)"
_NAME = "todo:modelName (MODEL_NAME)"
_KEY = "todo:modelApiKey (MODEL_API_KEY)"
_NO_KEY = "none"
"""The client sends some key always; a server that takes none does not look at it."""
_NO_TOOLS = re.compile(
    r"\bsupport(?:s|ed|ing)?\b.{0,40}\btool|\btool.{0,60}\b(?:not supported|unsupported|requires?)\b", re.IGNORECASE
)
_NO_MODEL = re.compile(
    r"model\b.{0,300}?\b(?:not found|not exist|not available|not loaded)|(?:no such|unknown|invalid) model",
    re.IGNORECASE | re.DOTALL,
)
_PAGE = re.compile(r"<!doctype|<html", re.IGNORECASE)


class NotOpenAi(Exception):
    """What answers is no stream of chat completions, but a page or another API."""


def provider(settings: Settings) -> Provider:
    """The configured model. Imported here: only who has one waits for its client to load."""
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

    assert settings.model_base_url is not None
    assert settings.model_name is not None
    seconds = settings.model_timeout_seconds
    client = AsyncOpenAI(
        base_url=settings.model_base_url,
        api_key=settings.model_api_key.get_secret_value() if settings.model_api_key else _NO_KEY,
        timeout=seconds,
        # The turn asks again itself, as it does with every provider.
        max_retries=0,
        http_client=DefaultAsyncHttpxClient(event_hooks={"response": [_refuse_pages]}),
    )
    model = OpenAIChatModel(settings.model_name, provider=OpenAICompatibleProvider("own", openai_client=client))
    return Provider("own", "The model", model, seconds, partial(_fix_of, settings))


async def _refuse_pages(response: Any) -> None:
    """Raises NotOpenAi: to the client a page is an answer without a word in it."""
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if response.is_success and kind in ("text/html", "application/json"):
        raise NotOpenAi(kind)


def _fix_of(settings: Settings, error: BaseException) -> str | None:
    name = settings.model_name
    status = status_of(error)
    said = str(error.body) if isinstance(error, ModelHTTPError) else ""
    if isinstance(error, ModelQuotaExceededError):
        return f"The account of {_KEY} has nothing left to spend. Run: make config SECRET=modelApiKey"
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        wrong = "does not accept the key of" if settings.model_api_key else "wants a key, and none is set as"
        return f"The server of {_ADDRESS} {wrong} {_KEY}. Run: make config SECRET=modelApiKey"
    if _NO_TOOLS.search(said):
        return (
            f"The model {name!r} takes no tools, or its server was started without them: set {_NAME} to one that "
            "does, such as: make config SET=modelName=qwen3"
        )
    if status in (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND) and _NO_MODEL.search(said):
        return (
            f"The server of {_ADDRESS} has no model {name!r}: set {_NAME} to one that it lists, such as: "
            "make config SET=modelName=qwen3"
        )
    if is_unreachable(error):
        return (
            f"Nothing answers at {settings.model_base_url}, of {_ADDRESS}: expected a server that runs and listens "
            "there, and a network policy that lets it be reached (todo:modelCidr). "
            "Set another one: make config SET=modelBaseUrl=http://host.minikube.internal:11434/v1"
        )
    no_wire = status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED) or (
        status == HTTPStatus.BAD_REQUEST and _PAGE.search(said)
    )
    if no_wire or isinstance(error, NotOpenAi):
        return (
            f"What answers at {settings.model_base_url}, of {_ADDRESS}, is not OpenAI's API: expected its base "
            "address, which mostly ends in /v1. "
            "Set it: make config SET=modelBaseUrl=http://host.minikube.internal:11434/v1"
        )
    return None
