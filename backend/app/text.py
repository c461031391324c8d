"""Text from outside, made fit for one line, for a paragraph and for Postgres."""

import unicodedata

_KEPT_IN_PARAGRAPHS = {"\n", "\t"}


def _harmless(character: str) -> bool:
    # Cc: control characters (Postgres refuses NUL). Cs: half a surrogate pair, which no encoding can hold.
    # The bidirectional overrides can make a title show something other than it says.
    return unicodedata.category(character) not in ("Cc", "Cs") and character not in "\u202a\u202b\u202c\u202d\u202e"


def one_line(value: str) -> str:
    """Trimmed, runs of white space as one space, no control characters."""
    spaced = " ".join(value.split())
    return "".join(character for character in spaced if _harmless(character)).strip()


def paragraph(value: str) -> str:
    """Trimmed, with its line breaks, no other control characters."""
    unified = value.replace("\r\n", "\n").replace("\r", "\n")
    kept = (character for character in unified if character in _KEPT_IN_PARAGRAPHS or _harmless(character))
    return "".join(kept).strip()
