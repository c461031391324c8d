"""Commands that stand among what is to be added: `add milk, and move the dentist to friday`. Pure functions only."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from app.assistant.offline.choosing import choose
from app.assistant.offline.commands import command
from app.assistant.offline.memory import Memory
from app.assistant.offline.phrases import doubting
from app.assistant.offline.task import Task
from app.assistant.offline.wish import CHANGES, NewTask, Wish


def has_orders(wish: Wish) -> bool:
    """Whether a title behind the first one may rather be a command."""
    return any(doubting.ORDER.match(task.said or task.title) for task in wish.tasks[1:])


def parted(wish: Wish, tasks: Sequence[Task], memory: Memory, now: datetime) -> tuple[Wish, list[Wish]]:
    """What is to be added, and apart from it the commands: those that surely name a task which is there."""
    orders: list[Wish] = []
    new: list[NewTask] = list(wish.tasks[:1])
    for task in wish.tasks[1:]:
        said = task.said or task.title
        order = command(said, now) if doubting.ORDER.match(said) else None
        if order and order.kind in CHANGES and _names_one(order, tasks, memory):
            # `finish the report` may be a thing to do as well.
            orders.append(replace(order, certain=order.certain and order.kind != "complete"))
        else:
            new.append(task)
    return replace(wish, tasks=tuple(new)), orders


def _names_one(order: Wish, tasks: Sequence[Task], memory: Memory) -> bool:
    choice = choose(order.target, tasks, memory, order.kind)
    return bool(order.target.words) and not choice.doubt and not choice.missing
