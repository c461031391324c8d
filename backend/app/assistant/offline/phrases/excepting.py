"""How people say what is left out, behind what is to be done with all."""

from app.assistant.offline.phrases.vocabulary import DONE_WORD, EXCEPTING, pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

_THOUGH = r"(?:\s+(?:though|please|however|of course))?"
EXCEPT = pattern(rf"^(.+),?\s+{EXCEPTING}\s+(.+?){_THOUGH}$")
FIRST = pattern(
    r"^(?:except(?:ing)?(?: for)?|other than|apart from|aside from|besides|excluding|not counting|leaving out|with the exception of)\s+(.+?),\s*(.+)$"
)
"""`other than the yoga, move it all to friday`"""
ONLY = pattern(r",?\s+only$")
"""`only not`"""
KEEP = pattern(
    rf"^(.+?)[\s,;.–-]+(?:(?:but|and|only|just|please)\s+)+(?:keep|leave|spare|not touch|don'?t touch)\s+(?:only\s+|just\s+)?(.+?)(?:\s+(?:open|alone|as (?:it|they) (?:is|are)|where (?:it|they) (?:is|are)|on (?:the|my) list|there|untouched|in))?{_THOUGH}$"
)
NOT = pattern(rf"^(.+?),\s*(?:(?:but|just|only)\s+)*(?:not|no)\s+(.+?){_THOUGH}$")
ONLY_OPEN = pattern(
    rf"^(.+?),?\s+(?:(?:and|but)\s+)?(?:only|just)\s+(.+?)\s+(?:(?:is|are|was|were|has|have)\s+)?(?:(?:still|not|yet|been)\s+|(?:isn'?t|aren'?t|hasn'?t|haven'?t)(?:\s+been)?\s+)*(?:open|left|missing|to do|remaining|to go|{DONE_WORD})(?:\s+yet)?$"
)
