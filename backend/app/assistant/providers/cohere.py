"""Cohere as the agent's model."""

from functools import partial
from http import HTTPStatus

from app.assistant.providers.failures import is_unreachable, status_of
from app.assistant.providers.provider import Provider
from app.settings import Settings


def provider(settings: Settings) -> Provider:
    """The configured model. Imported here: Cohere's client takes a second to load."""
    from cohere import AsyncClientV2
    from pydantic_ai.models.cohere import CohereModel
    from pydantic_ai.providers.cohere import CohereProvider

    assert settings.cohere_api_key is not None
    client = AsyncClientV2(
        api_key=settings.cohere_api_key.get_secret_value(),
        base_url=settings.cohere_base_url,
        timeout=settings.cohere_timeout_seconds,
    )
    model = CohereModel(settings.cohere_model, provider=CohereProvider(cohere_client=client))
    return Provider("cohere", "Cohere", model, settings.turn_timeout_seconds, partial(_fix_of, settings))


def _fix_of(settings: Settings, error: BaseException) -> str | None:
    match status_of(error):
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            key = "todo:cohereApiKey (COHERE_API_KEY)"
            return f"Cohere does not accept the key of {key}. Run: make config SECRET=cohereApiKey"
        case HTTPStatus.NOT_FOUND:
            return (
                f"Cohere has no model {settings.cohere_model!r}: set todo:cohereModel (COHERE_MODEL) to one that "
                "https://docs.cohere.com/docs/models lists. Or it is not what answers at todo:cohereBaseUrl."
            )
    if settings.cohere_base_url and is_unreachable(error):
        return (
            f"Nothing answers at {settings.cohere_base_url}, of todo:cohereBaseUrl (COHERE_BASE_URL): expected "
            "Cohere's API there. Run: make config UNSET=cohereBaseUrl"
        )
    return None
