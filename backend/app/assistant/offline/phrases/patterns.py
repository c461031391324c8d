"""Patterns that are compiled when they are first used: a process that starts does not wait for hundreds of them."""

import re
from collections.abc import Callable, Iterator
from functools import cached_property

Replacement = str | Callable[[re.Match[str]], str]


class Pattern:
    """A regular expression, with the methods of `re.Pattern` that are used here."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def match(self, text: str) -> re.Match[str] | None:
        """At the beginning of a text."""
        return self._compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The whole text."""
        return self._compiled.fullmatch(text)

    def search(self, text: str) -> re.Match[str] | None:
        """Anywhere in a text."""
        return self._compiled.search(text)

    def sub(self, put: Replacement, text: str, count: int = 0) -> str:
        """The text with something put in the place of what is found."""
        return self._compiled.sub(put, text, count=count)

    def split(self, text: str) -> list[str]:
        """The text in pieces, cut at what is found."""
        return self._compiled.split(text)

    def findall(self, text: str) -> list[str]:
        """All that is found."""
        return self._compiled.findall(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All that is found, one after another."""
        return self._compiled.finditer(text)
