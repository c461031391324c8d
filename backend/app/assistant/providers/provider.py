"""What a turn has to know of a language model, whoever serves it."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic_ai.models import Model


@dataclass(frozen=True)
class Provider:
    """A model, and what there is to say of it."""

    name: str
    """Its label in metrics and logs."""
    title: str
    """What users are told that answers; a sentence may begin with it."""
    model: Model
    answer_seconds: float
    """The longest that one answer may take as a whole."""
    fix_of: Callable[[BaseException], str | None]
    """The setting to change and the command that does it, where the model can never answer with this one; else None.

    Holds no part of a key.
    """
