"""What the offline assistant does: a generator that asks for tool calls and ends with words.

It knows nothing of models, MCP or ChatKit: it yields calls, is sent their results, and returns a reply.
Titles only ever travel as data: they are compared and quoted, never read as commands.
"""

from collections.abc import Generator
from datetime import datetime

from app.assistant.offline import wording as say
from app.assistant.offline.calls import Call, Results
from app.assistant.offline.desk import Desk, ToolFailed
from app.assistant.offline.handling import handle
from app.assistant.offline.language import understand
from app.assistant.offline.memory import Memory
from app.assistant.offline.turn import Turn, open_questions
from app.assistant.offline.wish import Talk

Dialogue = Generator[list[Call], Results, str]


def converse(text: str, memory: Memory, now: datetime) -> Dialogue:
    """One turn. Changes the memory; returns the reply. `now` is the time in the user's zone, without one."""
    asked = open_questions(memory)
    talk = Talk(
        asked=asked[0].ask if asked else "",
        changed=bool(memory.last),
        last=memory.last.get("do", ""),
        many=len(memory.last.get("ids", ())) > 1,
    )
    wishes = understand(text, now, talk)
    turn = Turn(Desk(memory, now), text, len(wishes) == 1, asked)
    try:
        body = yield from handle(turn, wishes)
    except ToolFailed as failure:
        return str(failure)
    if memory.introduced:
        return body
    memory.introduced = True
    # A question comes last: its answer is given below it.
    parts = [say.INTRODUCTION, body] if memory.questions else [body, say.INTRODUCTION]
    return "\n\n".join(parts)
