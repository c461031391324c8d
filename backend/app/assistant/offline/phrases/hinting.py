"""Words by which a message that is not understood still says what becomes of the task that it names."""

from app.assistant.offline.phrases.verbs import PAST_WORD
from app.assistant.offline.phrases.vocabulary import DONE_WORD, pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

GONE = pattern(
    r"\b(?:cancel(?:l?ed)?|called off|not (?:going|happening|needed|doing|coming)|isn'?t (?:going|happening|needed|coming)|aren'?t (?:going|doing)|no longer (?:needed|going|happening)|(?:don'?t|do not|won'?t) (?:want|need)|scrap(?:ped)?|remove|delete|rid of|drop|kill|bin|rm|lose|(?:take|get|strike|knock)\b.*\b(?:off|out))\b"
)
"""It is no longer wanted."""
FORBIDDEN = pattern(r"\b(?:don['’]?t|do not|never|not to) (?:delete|remove|drop|cancel|tick|mark|touch|move|change)\b")
OPEN = pattern(
    r"\b(?:not|never|still|yet|unfinished|reinstate|by (?:mistake|accident)|in error|mistake(?:nly)?|wrong(?:ly)?|back (?:on|in)|kicked\b.*\bback|(?:put|bring)\b.*\bback|re-?open)\b|n['’]t\b|\b(?:i'?ll|i will|going to|gonna|need to|have to|got to|must|should|better)\b"
)
"""It is still to do, or again."""
DONE = pattern(
    rf"\b(?:{DONE_WORD}|{PAST_WORD}|over|wrapped|sorted|cracked|nailed|behind me|out of the way|been and gone|came|arrived|through with|all set)\b"
)
"""It was done."""
ENTRY = pattern(
    r"^(?!(?:i|i'm|i've|i'd|i'll|we|we're|he|she|they|it|it's|its|that|that's|this|there|there's|what|who|when|where|why|how|is|are|was|were|do|does|did|can|could|would|should|will|no|not|yes|if|but|or|sorry|actually|make|move|push|set|change|only|just|delete|remove)\b)(?:[\w'’&./:+#-]+\s*){1,6}$"
)
"""What may be written down as it stands, where a day and a time are behind it: `band practice`."""
