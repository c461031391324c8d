"""Where one message says several things."""

from app.assistant.offline.phrases.verbs import PAST_WORD
from app.assistant.offline.phrases.vocabulary import DONE_WORD, JOT, SHIFT, pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

SENTENCE = pattern(r"(?<=[.!?])(?<!\b(?:mr|dr|ms|st|no|vs)\.)(?<!\bmrs\.)(?<![ap]\.m\.)\s+(?=\S)|\s*;\s*|\s*\n+\s*")
CONNECTOR = pattern(
    r"\s*,?\s+oh,?\s+(?:and\s+)?(?:also\s+)?|\s*,?\s+(?:and\s+)?(?:then|also|after that|afterwards|additionally|plus|in addition)\s*,?\s+|\s*,?\s+and\s+(?:please\s+|also\s+|then\s+)?|\s*,(?!\d)\s*(?:and\s+|then\s+|but\s+|so\s+)?(?:also\s+|please\s+|then\s+)*|\s+but\s+|\s+[-–]\s+|\s+so\s+(?=you can|please|(?:i|we)(?:'ve| have)? (?:need|must|have to|got to|gotta|should|ought)\b|(?:tick|cross|check|mark|delete|remove|scrap|finish|close|take|strike|drop)\b)"
)
_LEAD_IN = r"(?:(?:hello,?|hi,?|hey,?|first(?:ly)?,?|please|pls|also|then|and|now|just|maybe|so|can you|could you|would you|will you|you can|you could|you may|i(?:'d| would) like (?:you )?to|i want (?:you )?to|let'?s)\s+)*"
CLEAR_START = pattern(
    rf"^{_LEAD_IN}(?:add|remind me|don'?t (?:let me )?forget|new task|todo:|delete|remove|get rid of|rename|mark\s.+\s(?:as|done|complete|completed|finished|undone|open|urgent|important)\b|re-?open|un-?check|un-?tick|un-?complete|undo(?=[\s.!]*$|\s+(?:it|that|this|those|them|both|all|everything|please|the|my|last|what)\b)|(?:cross|check|tick|strike)(?:\s.+)?\soff\b|postpone|reschedule|snooze|prioriti[sz]e|{SHIFT}\s.+\s(?:to|back|forward|until|till|by)\b|{JOT}\s(?:(?:in|down)\b|.+\s(?:on|in|onto|to)\b(?:\s+(?:there|here|it|(?:my|the|that)\s+list)\b)?)|prio(?:rity)?\s+(?:high|low|medium|normal)\s+for\b|note (?:that|down)\b|get\s.+\soff\b|make\s.+\s(?:urgent|important|(?:high|low|medium)(?:\s+prio(?:rity)?)?)[\s.!]*$|(?:take|cross|strike)\s.+\soff\b|put\s.+\s(?:on|to) (?:my|the)\b.*list|put\s.+\sinstead\b|put\s+[\"“'‘]|put\s.+\son(?: there| it)?[\s.!]*$|put\s+(?:it|that|them|this)\s+back\b|open\s+(?:it|that|them)\s+(?:again|back up)\b|make\s+(?:it|that|them)\s+(?:active|open|undone|high|low|medium|urgent|important)\b|(?:set|mark)\s+(?:it|that|them|this)\s+(?:as|to|high|low|medium)\b|swap\s.+\s(?:for|with)\b|add a note|what(?:'s|s| is| are| do| have| did| else)\b|how many\b|which (?:tasks?|ones?|are)\b|when(?:'s| is)\b|is there\b|is\s.+\son (?:my|the) list|(?:show|list|tell|give|read)(?: me)? (?:(?:what|how many|which|all|everything|my|the|open|done|completed|remaining|overdue)\b)|(?:i|we)(?:'ve| have)?\s+(?:already |just |also |finally )*(?:did|done|finished|completed|bought|paid|called|sent|booked|cleaned|washed|emailed|picked up|ordered|got|made|mowed|fixed|wrote|took|watered|walked|returned)\b|i(?:'m| am) (?:done|finished) with|(?:i|we)(?: also| still)? (?:need|have to|must|gotta|should)\b|(?:also )?need to\b|still need\b|anything (?:overdue|left|else)|help$)"
)
ALSO_CHORE = pattern(
    rf"^{_LEAD_IN}(?:finish|complete|check|clear|move|change|cancel|show|close|drop|list|(?:scrap|bin)(?=\s+(?:the|my|it|that|this|those|these|all|everything)\b)|create|erase|forget|push|set|make|replace|update|tick|cross|strike|mark|call)\b\s+\S"
)
"""A start of a command that also begins things to do: `finish the report`."""
COMMAND_ALSO = pattern(
    rf"^{_LEAD_IN}(?:finish|complete|clear|move|change|show|drop|scrap|erase|update|tick|cross|strike|mark)\b"
)
INFINITIVE = pattern(
    r"^(?:(?:can|could|would|will) you |please |hey |hi )*(?:remind me|(?:i|we)(?:'ve| have)?\s+(?:\w+\s+)?(?:need to|have to|got to|gotta|must|should|want to|ought to)|need to|have to|gotta|don'?t (?:let me )?forget|remember to|make a note|add (?:a |the |following |these |three |two )*(?:tasks?|todos?|things?|items?)\b|add (?:these|the following)|tell me to)"
)
BULLETED = pattern(r"^\s*(?:(?:[-*•–+]\s*)?\[[ x✓]?\]|[-*•–+]|\d{1,3}[.)])\s+")
HEADER = pattern(
    r"^(.+?)\s*:\s*$|^(add(?: (?:these|the following|all (?:of )?these|to (?:my|the) list))*|(?:new )?(?:tasks|todos)|delete(?: these)?|remove(?: these)?|complete(?: these)?|done|finished(?: these)?|i (?:did|finished|bought)(?: these)?|my (?:list|todos|tasks)|todo|to do|for (?:today|tomorrow))$"
)
ADD_HEADER = pattern(
    r"^(?!.*\b(?:done|did|finished|completed?|delete|remove|bought)\b).*\b(?:add|tasks?|todos?|to-?dos?|to do|list|need to|have to|things?|items?|remind|shopping|groceries|for (?:today|tomorrow))\b"
)
ORDER_BEHIND = pattern(
    r"^(?:and|also|then|plus|oh and|and also)\s+(?:please\s+|can you\s+)*(?:mark|tick|check|cross|delete|remove|complete|finish|move|push|postpone|rename|reopen|take|close|undo|show|what)\b"
)
"""A command below a list of what is to be added."""
THESE_BEHIND = pattern(r"\s+(?:these|the following|this)?(?:\s+tasks?|\s+items?|\s+things?)?$")
ANEW_AFTER_INFINITIVE = pattern(
    r"^(?:(?:please|also|then|and|can you|could you|would you)\s+)*(?:add|remind me|mark\s.+\s(?:as|done|complete|completed|finished)\b|re-?open|un-?check|undo\b|what(?:'s|s| is| are| do| have)\b|how many\b|which (?:tasks?|ones?|are)\b|is there\b|(?:show|list|tell|give|read) me\b|show (?:my|the) list|(?:i|we)(?:'ve| have)?\s+(?:already |just |also )*(?:did|done|finished|completed|bought|paid|called|sent|booked|cleaned|washed|emailed|picked up|ordered|made|mowed|fixed|wrote|took|watered|walked|returned)\b|i(?:'m| am) done with|(?:i|we)(?: also| still)? (?:need|have to|must|gotta|should)\b|(?:delete|remove|complete|rename)\s.+\s(?:from|on|off) (?:my|the) list)"
)
ONLY_NOT = pattern(r"^(?:i (?:haven'?t|didn'?t|did not|have not))\b")
ABOUT_IT = pattern(
    r"^(?:(?:so|please|just|then|and|you can|could you|can you)\s+)*(?:add|delete|remove|take|cross|strike|tick|check|get rid of|scrap|drop|mark|put|complete|finish|close|note|write|pop|stick|chuck|get|lose|bin)\s+(?:it|that|them|this|those)\b(?:\s+(?:off|down|out|away|in|on|one|too|please|as (?:done|complete)|done))*(?:\s+(?:from|off|of|on|to|in|into|onto)?\s*(?:my|the)\s+list)?(?:\s+(?:please|pls|thanks))*[\s.!?]*$"
)
BARE_NEW = pattern(
    r".*\b(?:add|create|make|have)\s+(?:(?:a|an|another|the|one|new|following|these|more|two|three|four|five|some|few)\s+)+(?:task|item|todo|to-do|reminder|thing|entry)s?(?:\s+(?:to|on) (?:my|the) list)?"
)
ABOUT_IT_BEHIND = pattern(
    rf"^(.+?)(?:,|\.|;| -| –|,? so)\s+((?:you can |please |just |so |can you |could you )*(?:add|delete|remove|take|cross|strike|tick|check|get rid of|scrap|drop|mark|put|complete|finish|close|make|set|get|lose|bin|reopen|open|untick|uncheck|keep|leave|do|have|{SHIFT}|postpone)\s+(?:it|that|them|this|those|that one|both)\b.*)$"
)
AS_FOR = pattern(r"^(?:(?:and|also|but|then|as|for|with|about|ok|okay|so)\s+)+")
PLACE = pattern(r"\b(?:first|second|third|fourth|fifth|last|number \w+|\d+(?:st|nd|rd|th))\b|#\d")
NAMED_BY = pattern(
    r"^(?:(?:no|sorry|oops|wait|actually|oh)[\s,.]+)*(?:i (?:actually )?(?:meant|mean|wanted|said)\s+)?|\s+(?:is|are|isn'?t|aren'?t)\s+.*$"
)
TICKED_BOX = pattern(r"^\s*(?:[-*•–+]\s*)?\[[xX✓]\]")
STATEMENT = pattern(
    r"^(?:(?:and|but|the|my|our)\s+)*(?!only\b|just\b|except\b|i\b|we\b|it\b|that\b|this\b|they\b|what\b|which\b|there\b)[\w'’ -]{1,60}?(?:\s+(?:is|are|should be|needs to be|has to be|can wait|has been|have been|was|were|isn'?t|aren'?t|has|can|didn'?t|doesn'?t|hasn'?t|won'?t)|['’]s)\s+\S.*$"
)
"""What is told of one thing, so that what stands before is told of another."""
TOLD_START = pattern(
    rf"^(?:(?:and|also|then|now|just|already|finally)\s+)*(?:(?:i|we)(?:'ve| have)?\s+(?:(?:also|just|already|finally|then)\s+)*)?{PAST_WORD}\s+\S"
)
"""`posted the cheque`: told of one more thing."""
NOT_TOLD = pattern(rf"^(?:the |my )?[\w' -]{{1,40}}\s+(?:is |are )?not\s+{PAST_WORD}(?:\s+yet)?[\s.!]*$")
"""`shoes not polished yet`"""
HAS_NOT = pattern(
    r"^(?:(?:and|but|still|i|we)\s+)*(?:didn'?t|haven'?t|did not|have not|couldn'?t|wasn'?t able|forgot)\b"
)
POINTS = pattern(r"\b(?:it|that|this|them|those|that one)\b")
BARE_VERB = pattern(r"^(?:delete|remove|done|finished)[\s.!]*$")
THEN_WORD = pattern(r"\bthen\b")
SO = pattern(r"^\s*,?\s*so\b")
TOO = pattern(r"^(?:the\s+|my\s+)?[\w' -]{1,60}\s+(?:too|as well)(?:[\s.!]*$|\s*,|\s+(?:but|and)\b)")
GAP = pattern(r"\s*,(?!\d)\s*(?:and\s+|then\s+)?|\s+and\s+(?:also\s+|then\s+)?")
GAP_VERB = pattern(
    r"^(?:please\s+)?(?:put (?:off|back)|push back|(?:highest|high|top|low|lowest|medium|normal|no) prio(?:rity)? for|\w+)\s"
)
"""A verb, said once for all that follows."""
SWAP = pattern(r"^(?:swap|switch)(?: the (?:dates|days))?\s*:\s*")
LEVEL_FOR = pattern(r"^(high|low|medium|normal|top|no)\s+(?:prio(?:rity)?\s+)?for\s+(.+)$")
DONE_TOLD = pattern(
    rf"^(?:(?:oh|and|also|the|my|our)[\s,]+)*[\w'’ -]{{1,60}}?\s+(?:is|are|has been|have been)\s+(?:(?:already|now|all|finally)\s+)*(?:{DONE_WORD}|{PAST_WORD})[\s.!]*$"
)
"""Behind what is to be added, it tells of another task."""
DETAIL = pattern(r"^(?:due|by|high|low|medium|urgent|important|prio(?:rity)?|with|note)\b")
"""What says more of the task that was just named."""
ADD_EACH = pattern(r"(?:^|\s+)(?:and\s+)?(?=add\s+\w)")
"""`add tomatoes add onions add garlic`"""
INLINE_BULLET = pattern(r"\s*[•·▪●]\s+")
INLINE_LETTER = pattern(r"(?:^|\s)([a-j])[.)]\s+(?=\S)")
INLINE_NUMBER = pattern(r"(?:^|\s)(\d{1,2})[.)]\s+(?=\S)")
