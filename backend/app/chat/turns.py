"""Whose turn it is in a conversation."""

import asyncio
from weakref import WeakValueDictionary


class Turns:
    """Lets one turn of a conversation run at a time, in the order in which they came.

    Holds for the turns of this process. Those that reach two pods at once run side by side: nothing is lost, but their
    entries are stored in the order in which they come about.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, thread_id: str) -> asyncio.Lock:
        """What a turn of this conversation holds from its beginning to its end. Forgotten when none does."""
        return self._locks.setdefault(thread_id, asyncio.Lock())
