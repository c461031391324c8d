"""How people ask about their list, or about one task."""

from app.assistant.offline.phrases.verbs import PAST_WORD
from app.assistant.offline.phrases.vocabulary import ANY, MY_LIST, THINGS, pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

LIST = pattern(
    rf"^(?:list|show|display|see|view|(?:have |take )?(?:a )?look at|check(?= (?:my|the) (?:list|tasks|todos))|go (?:over|through)(?= (?:my|the))|review(?= (?:my|the) (?:list|tasks|todos))|open(?= (?:my|the) (?:list|tasks|todos))|read(?: (?:out|me|aloud))* (?=my|the|all|every)|(?:give|tell) me (?=.*\b(?:what|which|how many|list|{THINGS}|todos?|left|open|everything)\b)|let me see|let'?s see|(?:can|could|may) i (?:please )?see|i(?:'d| would) like to see|i want to see|remind me what)\b"
    rf"|^(?:what|which|anything|everything|any|where|how)(?:'s|s|'ve)?\b.*\b(?:left|open|to do|todos?|to-dos?|{THINGS}|list|next|done|remain\w*|pending|outstanding|finished|completed|ticked|still|agenda|plate|achieved|accomplished|unfinished|got on|today)\b"
    r"|^(?:what|anything|everything)\b.*\b(?:do i (?:have|need)|should i do|have i (?:done|got|finished)|did i)\b|^(?:all )?(?:of )?(?:my |the )?(?:\w+ )?(?:tasks|todos|to-dos|list|items)(?: please)?$"
    r"|^(?:show me |tell me )?how many\b|^what does (?:that|it) (?:make|come to)\b|^what (?:am|are) (?:i|we) (?:supposed|meant)\b|^(?:do|have) i (?:have|got|still|done|finished|completed)\b|^is there (?:anything|something)\b|^are there (?:any|still)\b|^where do i stand\b|^(?:run|go|walk|talk|take|quickly run) (?:me )?through (?=what|my|the|all|every)|^(?:(?:give|show|tell) me )?(?:an?|the|my)? ?(?:overview|status|summary|progress|update)(?: of .*)?$|^am (?:i|we) (?:all )?(?:done|finished)\b|^what else\b|^(?:is (?:there )?)?anything else\b|^what(?:'?s| is| was)? on (?:there|it|here)\b|^what(?:'?s| is) (?:the )?most (?:important|urgent)|^(?:is|are) (?:everything|all)(?: of (?:it|them))? (?:done|finished|complete)|^what am i (?:forgetting|missing)|^what (?:have|do) i (?:still )?(?:got |have )?(?:to do|left)|^(?:everything|all)$|^is (?:my|the) (?:todo |task )?list (?:empty|clear|done|finished)(?: (?:now|yet|already))?$"
)
ON_LIST = pattern(
    rf"^(?:is|are|was|were)\s+(?!there)(?:the\s+)?(?!{ANY}\b)(.+?)\s+(?:already |still )?(?:on|in)\s+(?:{MY_LIST}|there|it|here)(?: already| yet| too)?$"
)
DO_I_HAVE = pattern(
    rf"^(?:do (?:i|we) (?:already |still )?(?:have(?: to)?|need(?: to)?)|(?:did|have) (?:i|we|you) (?:already )?(?:add(?:ed)?|got|put|include[d]?|write|written|wrote|note[d]?)(?: down)?)\s+(?!{ANY}\b)(.+?)(?:\s+(?:on|in|to|down on)\s+(?:{MY_LIST}|there|it))?(?: already| yet)?$"
)
IS_THERE = pattern(
    rf"^(?:is|are|was|were) there (?:a |an |any |already )*(?:{THINGS}|reminders?|something|anything)\s+(?:about|for|called|named|with|to|that says)\s+(.+?)(?:\s+(?:on|in)\s+(?:{MY_LIST}|there|it|here))?$|^(?:is|was) there (?:an? |any |already )*(?!{ANY}\b)(.+?)(?:\s+(?:on|in)\s+(?:{MY_LIST}|there|it))?$"
)
HAVE_I_DONE = pattern(
    rf"^(?:have|did|had) (?:i|we) (?:already |ever )?(?!have\b|need\b|had\b)(\w+(?:ed|t)?|buy|pay|do|done|get|finish|call|send|write|make|take)\s+(?!{ANY}\b|left\b)(.+?)(?: already| yet)?$"
)
IS_IT = pattern(
    r"^(?:is|are|was|were)\s+(?!there\b|this\b|that all|it (?:going|gonna))(.+?)\s+(?:already |still |now |marked (?:as )?)*(done|finished|complete|completed|open|ticked off|crossed off|overdue|late|due(?: .*)?|urgent|important)(?: yet| already)?$"
)
WHEN_IS = pattern(
    r"^(?:when|what time|what day|by when|on what day|what date)(?:'s| is| are| was|s)?\s+(?:(?:do|must|should|did) (?:i|we) (?:have to |need to |plan to )?)?(?:the due date (?:of|for) )?(.+?)(?:\s+(?:due|happening|scheduled|planned|supposed to be done))?$"
)
DUE_DATE_OF = pattern(r"^what(?:'s| is) the (?:due date|deadline|date|due time|time) (?:of|for|on) (.+)$")
NOTE_OF = pattern(
    r"^(?:any|are there any|is there an?y?|do i have an?y?|have i got an?y?)\s+(?:notes?|comments?|details?)\s+(?:on|for|about|to)\s+(.+)$|^what did i (?:note|write|say|jot)(?: down)? (?:on|for|about|in|under|with)\s+(.+)$|^(?:what(?:'s| is| are| was| were)|show(?: me)?|read(?: me)?|tell me|give me)\s+(?:in\s+)?(?:the )?(?:notes?|details?|description|comment)s? (?:on|of|for|about|to)\s+(.+)$|^what does the note (?:on|of|for) (.+?) say$|^(?:tell me (?:more )?about|show(?: me)? (?:the )?details of)\s+(?!my|the list|tasks|everything|all)(.+)$"
)
WHICH_IS = pattern(
    r"^(?:what(?:'?s| is| was)|read(?: me| out)*|tell me|show(?: me)?|which (?:one )?(?:is|was)|remind me what)\s+((?:the |my |task |item )*(?:#?\d+|number \w+|no\.? ?\d+|\w+ (?:one|task|item|thing|entry|todo)|first|second|third|last)(?:\s+(?:on|in|of) (?:the|my) list)?)(?:\s+(?:is|was|again|called|about|say))*$"
)
"""`what's number 2?`"""
TO_DO_WITH = pattern(
    r"^(?:who|whom|what|which(?: (\w+))?|where)(?: else| all)?\s+(?:do|must|should|did(?= i (?:want|need|have|plan|mean|say)\b)) i\s+(?:still |also |actually )*(?:have to |need to |got to |want to |plan to |mean to |say i (?:wanted|needed|had) to |have left to |must )?(\w+)(?: (?:about|for|to|at|from|up|today|tomorrow|still|yet|again|then|next))*(?: (?:from|at|in) (?:the |my )?[\w' ]+?)?(?: again| today| tomorrow)?$|^(?:do|must|should) i (?:still )?(?:have to |need to )?(\w+) (?:any(?:one|body|thing|where)|some(?:one|body|thing))(?: (?:today|tomorrow|else|still))*$|^(?:is there |are there )?(?:anything|anyone|something|someone|anybody) (?:left |else )?to (\w+)$|^(?:which|what) (?:of (?:the|my) )?(\w+?)s? (?:are|is|do i have)(?: (?:still|left|open|to do|to make|to send|to write))+$"
)
"""`who do I have to call?`: the tasks with this verb."""
NOTE_OF_IT = pattern(
    r"^(?:show|read|tell|what(?:'?s| is| was)|give)(?: me)? (?:the|its|that) (?:notes?|details?|description)(?: again)?$"
)
IS_DEED_DONE = pattern(
    rf"^(?:is|are|was|were|has|have)\s+(?!there\b|i\b|we\b|you\b)(.+?)\s+(?:been\s+)?(?:already\s+)?({PAST_WORD})(?: already| yet| now)?$"
)
"""`is the rent paid already?`"""
TODAY = pattern(
    r"^(?:what(?:'?s| is)?|tell me)\s+(?:(?:today'?s|the|the current) (?:date|day)(?: today| again| now)?|(?:day|date) (?:is|do we have)(?: it)?(?: today)?)$"
)
LAST_DONE = pattern(
    r"^what (?:did (?:you|i|we)|have (?:you|i|we)|was it (?:you|i)) (?=.*\b(?:just|last|now)\b)(?:just |now |last )*(?:do|did|done|change[d]?|add(?:ed)?|put(?: down| on)?)(?: last| just now| now)?$|^what did you (?:do|change|add)$"
)
ABOUT_TASK = pattern(
    r"^(?:what|how) about\s+(?!my\b|the list|today|tomorrow|you\b)(.+)$|^(?:find|search(?: for)?|look for|where(?:'s| is))\s+(?!my list|the list|i\b|we\b)(.+)$"
)
IS_ALL_DONE = pattern(r"^(?:am i|are we|is (?:everything|all|it all)|are all)\b")
ALL_EXCEPT = pattern(
    r"^((?:show|list|give|tell|what|which|display|see|read)\b.+?),?\s+(?:except(?: for)?|apart from|aside from|other than|besides|excluding|but not|bar|without|minus|leaving out)\s+(.+)$"
)
ASKING_WORD = pattern(
    rf"\b(?:what|what's|whats|which|show|list|any|anything|how|do|have|has|got|am|are|tell|give|everything|all|due|planned|happening|left|else|still|{THINGS})\b"
)
CONTAIN = pattern(
    r"^(?:(?:which|what|find|show(?: me)?|list|search(?: for)?|give me|any(?:thing)?|is there|are there|do i have|everything|all)\b.*?\s)(?:(?:with|has|have|having)\s+(?:the word )?[\"“'‘]?(.+?)[\"”'’]?\s+in (?:it|them|the (?:name|title)s?)|(?:that )?(?:mention(?:s|ing)?|contain(?:s|ing)?|say(?:s|ing)?)\s+(?:the word )?[\"“'‘]?(.+?)[\"”'’]?)(?: please)?$"
)
"""`which ones have phone in them`"""
HAVE_FOR = pattern(
    r"^(?:what|which)(?: tasks?| ones?| things?)?(?: all)?\s+(?:(?:do )?(?:i|we) (?:still )?have|have (?:i|we)|are there|is there)(?: got)?(?: to do)?(?: on (?:my|the) list)?\s+(?:for|with|at)\s+(?:the |my )?(.+)$"
    r"|^(?:show|list|give|see)(?: me)?(?: all)? (?:the|my) (?!(?:open|done|completed|finished|remaining|overdue|current|whole|other|rest|high|low|medium|urgent|important|most|same|last|first|next|two|three|four|five)\b)([\w'’-]+(?: [\w'’-]+)?) (?:tasks|ones|things|items|todos)$"
)
"""`which tasks have I for the publisher`"""
SOONEST = pattern(
    r"^(?:the )?next (?:thing|task|one|item)(?: (?:due|up|to do))+$|^(?:what|which)(?:'?s| is| are| comes?| do i (?:have|need|do)| (?:one|task|thing)s? (?:is|are)| must i do| should i do)?(?: the)?(?: one| task| thing)?(?: (?:due|up|to do|i do))*\s+(?:soonest|first|next|earliest|coming up(?: next| first)?|first up|up first|up next|next up)(?: on (?:my|the) list)?$"
)
OR_NOT = pattern(r",?\s+or (?:not|no|is (?:that|it)(?: not|n'?t)?\b.*|isn'?t it\b.*|am i\b.*|what)$|\s+again$")
"""Behind a question, it asks the same."""
COUNT = pattern(
    r"^(?:(?:tell me|say|and|show me) )?how many\b|^(?:what|how much) (?:does|do|is) (?:that|it|those|all that)\b.*\b(?:make|come to|altogether|in total)\b|^(?:count|what(?:'s| is) the number of)\b.*\b(?:tasks?|todos?|items?|things?)\b"
)
ASKS = pattern(
    r"^(?:is|are|was|were|am|do(?= (?:i|we|you|they)\b)|does|did|have(?!\s+(?:the|my)\b.*\bdue\b)|has|had|should|shall|when(?! (?:it|that) (?:says|reads))|what|which|who|whose|why|where(?! (?:it|that) (?:says|reads))|how|may|might|could i|can i|will i)\b"
)
DO_DAY = pattern(
    r"\b(?:to do|do|get done|left|plate|agenda)\b.*\b(?:today|tomorrow|tonight|this week|next week|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
ASKS_DAY = pattern(
    rf"(?!complete\b|finish\b|get\b|show up)(?:(?:what'?s?|what is|which|even|really|actually|again|then|well|am|free|busy|much|look|looks|like|does|we|you|at|day|else|only|just|those|these|them|ones?|has|anything|any|is|are|there|do|i|have|got|need|to|show|list|tell|give|me|how many|everything|due|on|for|the|my|of|all|planned|scheduled|happening|coming up|up|left|still|get|done|finish|complete|be|that|with|by|and|please|go|going|today'?s|{THINGS})\b[\s,']*)*"
)
ABOUT_ANY = pattern(
    rf"^(?:is|are|do i have|have i got|have i|did i|what|which|show|list|find|any|anything|got)\b.*?\b(?:anything|something|any|{THINGS}|have|got)?\s*\b(?:about|regarding|concerning|related to|mentioning|to do with)\s+(?:the\s+)?(?!me\b|you\b|it\b)(.+)$"
)
