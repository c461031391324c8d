"""What happens in a turn, in the order in which it does."""

from dataclasses import dataclass
from typing import Any

from app.assistant.held import Call


@dataclass(frozen=True)
class Text:
    """More of the answer."""

    delta: str


@dataclass(frozen=True)
class Step:
    """A tool call: done is None while it is under way."""

    tool: str
    arguments: dict[str, Any]
    done: bool | None


@dataclass(frozen=True)
class TakenBack:
    """What was said of the answer so far does not count; another answer follows."""


@dataclass(frozen=True)
class Notice:
    """Something the user should know about how the answer came to be."""

    message: str


@dataclass(frozen=True)
class Asked:
    """The user is asked whether these calls are to be made."""

    calls: list[Call]


@dataclass(frozen=True)
class YesOrNo:
    """The answer so far ends with a question of the offline assistant that takes a yes or a no."""


Happening = Text | Step | TakenBack | Notice | Asked | YesOrNo
