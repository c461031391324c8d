"""The answer to "Which one do you mean?": a bare "the second one" finishes the command that was asked about."""

from dataclasses import replace
from typing import cast

from app.assistant.offline.language import Intent, Kind, Target, understand


def question_of(intent: Intent) -> list[str]:
    """What to remember of a command whose task was not clear."""
    return [intent.kind, *intent.titles]


def finished(intent: Intent, text: str, question: list[str]) -> Intent:
    """The command that was asked about, with the task that `text` names; a message of its own stays what it is."""
    if intent.kind != "unknown" or not question:
        return intent
    target = understand(f"complete {text}").target
    if target == Target():
        return intent
    kind, *titles = question
    return replace(intent, kind=cast(Kind, kind), titles=tuple(titles), target=target)
