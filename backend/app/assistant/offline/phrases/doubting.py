"""What is hardly the title of a new task: it is said of one that is there, or tells something."""

from app.assistant.offline.phrases.verbs import PAST_WORD
from app.assistant.offline.phrases.vocabulary import DONE_WORD, THINGS, pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

_POINTS = r"(?:it|them|that|those|these|this|that one|this one)"
_BEHIND = r"(?:off|on|up|down|back|again|out|away|over|too|to|from|for|until|till|by|instead|as|into|with|due|more|less|high|low|medium|urgent|important|not|at|done|ready|finished|sorted)"
POINTED = pattern(rf"^(?:(?!do\b)[\w'’-]+\s+)?{_POINTS}(?:\s+{_BEHIND}\b.*|\s*[,:].*|\s+\d.*\binstead of\b.*)?$")
"""`take that off again`, `make it three`"""
_CHANGES = r"(?:change|set|make|take|give|put|remove|fix|correct|update|write|move|edit|lower|raise|drop|swap|switch|turn|bring|push)"
OF_A_TASK = pattern(
    rf"^{_CHANGES}\b.*\b(?:prio(?:rity)?|due dates?|deadlines?)\b"
    rf"|^{_CHANGES}\s+(?:the )?(?:date|day|time|note|title|name|spelling|wording|typo)s?\s*(?:of|off|for|from|on|in|to|:)"
    rf"|^{_CHANGES}\b.*\b(?:instead of|rather than|except|apart from)\b"
    rf"|^{_CHANGES}\b.*\ball (?:of )?(?:the|my|these|those)\b.*\b{THINGS}\b"
    r"|^\w+ing?\b.*\binstead of \w+ing\b|^\w+\s+[\w' ]+\binstead of \w+ing (?:it|them|him|her)\b"
    rf"|^{_CHANGES}\b.*\b(?:in|on|to|into|under) (?:the|its) (?:notes?|description|comments?)$"
    r"|^[^:]+:\s*(?:no|not|nobody|done|cancelled)\b"
    rf"|^(?:in|on|to|for) (?:the|my)\b.*\bnotes?\b"
)
"""`take the priority off windows`, `fix the spelling: shampoo`"""
ORDER = pattern(
    r"^(?:(?:please|also|then|and)\s+)*(?:change|move|push|shift|bump|mark|tick|cross|delete|remove|rename|postpone|reschedule|set|re-?open|untick|finish|complete|take)\b"
)
"""What may be a command about a task that is there."""
LEFT_OVER = pattern(
    r"\s(?:and|but|then)\s+(?:please\s+|also\s+)*(?:mark|tick|cross|delete|remove|move|push|rename|reopen|finish|complete|postpone)\s+(?:the|my|it|that|them|those)\b"
    r"|\b(?:not the|no wait|oh (?:yes|no)|what else|actually not)\b|^(?:there (?:is|are|ought|should|was)|because|although|somewhere)\b|\b(?:it|that|them) (?:off|as done|done)$"
    r"|\b(?:in front of|behind|(?:to|at) the (?:start|end|front|beginning)(?: of)?) (?:it|that|this|the (?:title|name|task))$"
)
"""A wish of its own that was left in a title: nothing that somebody would call a task."""
TELLS = pattern(
    rf"^(?:(?:oh|no|and|but|well|wait|sorry|actually|hm+)[\s,]+)*(?:not\b|no\b|i\b|i'|we\b|we'|you\b|he\b|she\b|they\b|it'?s\b|it (?:is|was)\b|that'?s\b|there'?s\b|this is\b)"
    rf"|^[\w'’ -]{{1,60}}\s+(?:is|are|was|were|has been|have been)\s+(?:(?:already|now|all|not|finally)\s+)*(?:{DONE_WORD}|{PAST_WORD}|on (?:the|my) list|(?:very |really |so )?(?:urgent|important|critical|optional)|(?:high|low|medium)(?: prio(?:rity)?)?)$"
)
"""Behind what is to be added: `we have that`, `the mint is already bought`"""
