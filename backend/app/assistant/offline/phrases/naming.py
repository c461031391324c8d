"""How people say which tasks they mean."""

from app.assistant.offline.phrases.vocabulary import DONE_WORD, LEVEL, MY_LIST, NOT, NUMBERS, THINGS, pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

BULLET = pattern(r"^(?:[-*•]|\d{1,2}[.)])\s+")
LEADING = pattern(r"^(?:(?:both(?: of)?|the|my|a|an|that|this|those|these|all (?:of )?(?:the|my))\s+)+")
NOUN = pattern(rf"\s*\b{THINGS}\b\s*")
NOUN_BEFORE = pattern(rf"^{THINGS}\s+(?:about|called|named|for|to|that says|with)\s+(?:the\s+|a\s+)?")
NOUN_BEHIND = pattern(r"\s+(?:tasks?|todos?|items?|ones?|reminders?|entry)$")
ABOUT = pattern(r"^(?:about|out|off|on|with)\s+(?!\w+$)|^about\s+")
ALL = pattern(
    r"(?:the |my |of )*(?:all|everything|every|each|whole|full|entire|complete list)\b|(?:the |my )?(?:whole )?lot$|(?:it|them) all\b|all\b"
)
ALL_OF_WORDS = pattern(
    rf"(?:all|every|each|any)(?: of)?(?: (?:the|my|those|these|our))?\s+(?!one\b|single\b)([\w'’-]+(?: [\w'’-]+)?)(?:[\s-]+related)?\s+{THINGS}"
)
"""`all the call tasks`"""
ANY_ALL = pattern(r"\b(?:all|everything|every|whole|full|entire|complete list)\b")
_ALL_WORDS = (
    r"(?:all|everything|every|each|single|whole|full|entire|lot|of|it|them|these|those|my|the|our|that|that'?s|which|is|are|isn'?t|aren'?t|not|yet"
    r"|i|i'?ve|we|we'?ve|have|haven'?t|has|hasn'?t|been|already|just|now|done|did|do|didn'?t|finish(?:ed)?|completed?|tick(?:ed)?|check(?:ed)?|cross(?:ed)?"
    r"|marked|as|off|out|open|left|remain(?:s|ing)?|outstanding|pending|unfinished|undone|incomplete|still|to|be|on|in|from|here|there|got|list|todo|to-do|current|old"
    rf"|{THINGS})"
)
ONLY_ALL = pattern(rf"{_ALL_WORDS}(?:[\s,]+{_ALL_WORDS})*")
ONLY_THINGS = pattern(
    rf"(?:(?:the|my|all|of|from|everything|every|anything|that|that'?s|what|what'?s|whatever|which|is|are|was|marked|as|with|set|to|a|both|two|three|four|five|six|[2-9])\b\s*|{THINGS}\s*)+"
)
IT = pattern(
    r"(?:it|that|this|(?:that|this|the same) (?:one|task|item|thing|todo)|the same|it again|that again)(?: (?:too|as well|again|now))?"
)
THEM = pattern(
    rf"(?:them all|they all|it all|each of (?:them|those))|(?:(all|every one|each one) (?:of )?)?(?:(?:them|those|these|both)(?: (?:two|three|four|five|all|ones|tasks|items))?|(?:the|those|these) (?:two|three|four|five|six|seven|eight|nine|ten)(?: {THINGS})?|both (?:of )?(?:them|those|these|tasks|items|ones)|all (?:two|three|four|five|six|seven|eight|nine|ten|\d+)(?: of (?:them|those|these))?(?: {THINGS})?)(?: (?:too|as well|now))?"
)
SOME = pattern(
    rf"(?:one|(?:just |only )?(?:one|two|three|a few|few|some|any|either|a couple|most|half|part)(?: more)? of (?:it|them|those|these|(?:the|my) (?:{THINGS}|list)|{MY_LIST})|something|some(?: {THINGS})?|(?:the )?(?:thing|stuff)|a few(?: {THINGS})?|a couple(?: of {THINGS})?|(?:a|one|any|the|that|this)? ?(?:task|item|todo|entry)|(?:a|one|any) thing)"
)
"""One or a few of many: never clear which."""
TOO_BEHIND = pattern(r"(?<=\w),?\s+(?:too|as well|also)$")
OTHER = pattern(r"(?:no,? )?(?:the |that )?other(?: (?:one|task|item|thing))?")
REST = pattern(
    rf"(?:(?:all )?(?:of )?the (?:rest|others|other ones|other (?:two|three|four|five|six|\d)(?: {THINGS})?|other {THINGS}|remainder)|everything else|all (?:the )?others?(?: {THINGS})?|the rest of (?:them|it|{MY_LIST}))"
)
EXCEPT = pattern(
    r"^(.+?),?\s+((?:except(?: for)?|but (?:not|no)(?! one)|excluding|excepting|apart from|aside from|other than|besides|save for|barring|bar|not counting|with the (?:sole |only )?exception of|and not|not|but(?! (?:keep|leave)\b)(?: for)?|without|minus|leaving(?: out)?|only not))\s+(.+)$"
)
DONE_WHEN = pattern(r"\s+(?:this (?:morning|afternoon|evening|week)|today|yesterday|already|just now|now|last night)$")
NOT_DID = pattern(
    r"^(?:that )?(?:i|we)(?:'ve)? (?:couldn'?t|could not|didn'?t|did not|haven'?t|have not|can'?t|won'?t|still (?:have to|need to|must))(?: yet)?(?: (?:do|done|finish(?:ed)?|get to|manage(?:d)?|get (?:a)?round to))?\s+|,?\s+(?:(?:which|that|those|they|it|both|all)(?:'s| is| are)?|is|are)\s+(?:both |all )?(?:still\s+)?(?:outstanding|open|left|pending|to do|missing|not done)\b.*$"
)
"""Around what is left out: `except i couldn't do the hedge`."""
EXPLANATION = pattern(
    r",\s*(?:i(?:'[a-z]+)?|my|we|both|which|still|forgot|it(?:'s)?|that(?:'s)?|because|since|as|they|he|she|so|no need|cause|cuz|there'?s)\b.*$|\s+because\b.*$|\s+(?:even though|although|though|which|so (?:that )?(?:i|we))\b.+$|(?<=\w)(?<!\bwhen)(?<!\bwhat)(?<!\bthat)(?<!\bwhere)(?<!\bwho)(?<!\bhow)(?<!\bhave)(?<!\bdo)(?<!\bdid)(?<!\bas)(?<!\bif)(?<!\btasks)(?<!\bones)(?<!\bone)(?<!\bthings)(?<!\bthing)(?<!\bitems)(?<!\beverything)(?<!\ball)(?<!\bstuff)\s+(?:i|we|she|he|they|it)(?:'(?:m|ve|s|re|ll|d)|\s+(?:am|lied|have|has|had|was|were|are|is|already|got|don'?t|can'?t|won'?t|will|never|not|need|no longer|bought|did|quit))\b.*$|\s*[(][^)]*[)]$"
)
RANGE = pattern(rf"(?:numbers?|{THINGS})?\s*#?(\d{{1,3}})\s*(?:-|–|to|through|thru|until)\s*#?(\d{{1,3}})")
OF_THOSE = pattern(
    rf"(?:\s+of (?:those|them|these)(?: (two|three|four|five))?|(?<=\bformer)|(?<=\blatter))(?: {THINGS})?$"
)
ON_LIST = pattern(rf"\s+(?:on|in|from|of) (?:{MY_LIST}|there|it)$")
ALL_ABOUT = pattern(
    rf"(?:everything|anything|whatever|all(?: of)?(?: (?:the|my))? {THINGS}|all|any {THINGS})\s+(?:(?:that|which)(?:'s| is| are| has)?\s+)?(?:about|for|to do with|related to|regarding|mentioning|with|on)\s+(?:the |my )?(?!(?:my|the|this) list\b|list\b|it\b|them\b|now\b|there\b|here\b|today\b)([\w'’-]+(?: [\w'’-]+){{0,3}})"
)
"""`everything about the caravan`"""
SOME_ABOUT = pattern(
    rf"(?:the|both|all|both the|all the)\s+(two|three|four|five|2|3|4|5)(?: {THINGS})?\s+(?:that are )?(?:about|for|with|to do with|regarding|mentioning)\s+(?:the |my )?([\w'’-]+(?: [\w'’-]+){{0,3}})"
)
"""`the two for Harold`"""
CATEGORY = pattern(
    r"(?:all|every|each)(?: of)?(?: (?:the|my|our))?\s+(?:shopping|groceries|chores|errands|jobs|housework|homework|hw|cleaning|prep|work)(?: (?:tasks|items|stuff|things|ones))?"
)
"""Tasks of a kind that no title names: it may be all of them."""
BOTH_OF = pattern(
    r"(?:both|the two|all(?: of)? the|all(?: of)? my|all|the (?:three|four|five|six)|all (?:three|four|five|six))\s+(?:of\s+)?(?:the\s+|my\s+)?([a-z][\w'’-]*(?: [a-z][\w'’-]*)?[^s\W]s)"
)
"""`both calls`: all tasks that have the word"""
BOTH = pattern(rf"\band (?:not done|done|open|undone)\b|\b(?:including|with|plus|and also)\b.*\b{DONE_WORD}\b")
WHOLE_LIST = pattern(MY_LIST)
DONE = pattern(rf"\b(?:{DONE_WORD}|did(?! i (?:mark|set|put|flag|say)\b)|achieved|accomplished|got done)\b")
NOT_DONE = pattern(
    rf"\b{NOT}\b(?:\s+\w+)?\s+{DONE_WORD}\b|\b{NOT}\b(?:\s+\w+)?\s+(?:did|got)\b|\b(?:undone|unfinished|incomplete|uncompleted)\b|\b(?:to be|(?<!did i )get|getting) done\b"
)
OPEN = pattern(r"\b(?:open|left|remaining|outstanding|pending|still|to do|todo)\b")
DONE_ONES = pattern(
    rf"(?:out )?(?:both |all )?(?:of )?(?:the |my |everything |whatever(?:'s| is) |what(?:'?s| is) |what i(?:'ve| have) )?{DONE_WORD}(?: {THINGS})?"
)
OPEN_ONES = pattern(rf"(?:the |my )?(?:open|remaining|unfinished|undone)(?: {THINGS})?")
FEW = pattern(
    rf"(?:the |my )?(first|last|top|bottom|next) (?:({'|'.join(NUMBERS)})|couple(?: of)?)(?: {THINGS})?(?: (?:on|in|from|of) {MY_LIST})?"
)
OVERDUE = pattern(
    r"(?:\b(?:that (?:is|are)|that'?s|which (?:is|are)|is|are)\s+)?\b(?:overdue|past due|late|behind schedule)\b"
)
UNDATED = pattern(
    r"(?:\b(?:that|which)\s+)?(?:\b(?:is|are|has|have|having|with|got)\s+)?\b(?:no|without(?: an?y?)?|(?:doesn'?t|don'?t|hasn'?t|haven'?t) (?:have|got|get) an?y?)\s+(?:due )?(?:date|deadline)s?\b|\bundated\b"
)
DUE_UNTIL = pattern(
    r"\b(?:(?:due|planned|scheduled|ready|finished)\s+)?(?P<until>before|by|until|till|up to)\s+(?P<day>.+)$"
)
IN_MONTH = pattern(
    r"\b(?:(?:due|planned|scheduled|on)\s+)?(?:in|for|during)\s+(?P<month>january|february|march|april|may|june|july|august|september|october|november|december)$"
)
DUE_THIS = pattern(
    r"(?:\b(?:due|for|of|from|on|planned|scheduled|coming up|have)\b\s*)*\b(?P<which>this|next|the)\s+(?P<unit>week|month)\b(?:'s)?"
)
ON_WEEKEND = pattern(
    r"\b(?:(?:due|planned|on|for|at|over|from|happening)\s+)*(?P<weekend>(?:this |next |the )?weekend)(?:'s)?\b"
)
_DUE = r"(?:(?:that|which)\s+)?(?:(?:is|are|was|were|that'?s)\s+)?(?:due|planned|scheduled|for|from|on(?!\s+(?:(?:my|the|this|our)\s+(?:list|plate|agenda)|there|it|here)\b))(?:\s+(?:for|on|by|until|in))?"
_ON_DAY = r"(?:today|tomorrow|yesterday|tonight|(?:the )?day after tomorrow|(?:this |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
DUE_ON = pattern(rf"\b{_DUE}\s+(?P<day>.+)$|\b(?P<of>{_ON_DAY})(?:['’]s)?\b")
DUE_AT_ALL = pattern(r"\b(?:with|that has|that have|having) (?:a |any )?(?:due date|date|deadline)s?\b|\bdue\b$")
PRIORITY = pattern(
    rf"(?:(?:as|with|at|is|are|of|that'?s|that (?:is|are))\s+)*(?:a\s+)?\b(?:{LEVEL}[\s-]+prio(?:rity)?|prio(?:rity)?(?:\s+(?:of|to|is|as))?[\s:]+{LEVEL}|(?:not\s+)?(?:very |really |super |most )?(?:urgent|important)|unimportant|critical|asap|p[123])\b"
)
NOT_OF_PRIORITY = pattern(r"(?:n['’]?t|\bnot)\s+(?:marked\s+|set\s+)?(?:as\s+|to\s+)?(?:a\s+)?$")
"""What stands before a priority that tasks are not to have."""
NO_PRIORITY = pattern(r"\bno\b|\bnot\b|\bunimportant\b|\bnormal\b")
