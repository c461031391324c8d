"""The language model that the settings name."""

from app.assistant.providers import cohere, own
from app.assistant.providers.provider import Provider
from app.settings import Settings


def configured(settings: Settings) -> Provider | None:
    """None where the offline assistant answers alone."""
    match settings.assistant:
        case "cohere":
            return cohere.provider(settings)
        case "own":
            return own.provider(settings)
        case "offline":
            return None
