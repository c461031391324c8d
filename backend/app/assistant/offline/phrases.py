"""What people write: the patterns by which the offline assistant reads a message. No logic."""

import re

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
    "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "last": -1, "final": -1,
}  # fmt: skip
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    **{str(number): number for number in range(1, 11)},
}  # fmt: skip
VERBS = (
    "add",
    "remind",
    "remember",
    "list",
    "show",
    "complete",
    "finish",
    "mark",
    "reopen",
    "delete",
    "remove",
    "rename",
    "change",
)
QUOTES = "\"'“”‘’`«»"
_MY_LIST = r"(?:my|the|our)\s+(?:(?:todo|task|to-do|to do|shopping)\s*)?(?:list|tasks|todos|to-dos)"
_THINGS = r"(?:tasks?|todos?|to-dos?|items?|things?|jobs?|ones?|entry|entries|stuff)"
_DONE_WORD = r"(?:done|complete|completed|finished|ticked off|ticked|checked off|crossed off)"
_NOT = r"(?:not|isn'?t|aren'?t|haven'?t|hasn'?t|wasn'?t|never|still (?:to be|not))"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.DOTALL)


# Around a message.
POLITE = _pattern(
    r"^(?:(?:hey|hi|hello|ok|okay|so|well|now|please|and|then|also|oh|right|actually|just|yes|great|sorry|all done)\b[\s,!.:-]*)+"
)
ASKING = _pattern(
    r"^(?:(?:can|could|would|will) you (?:please |just |kindly )?(?:mind )?|would you mind |i(?:'d| would) like (?:you )?to (?=add|see|delete|remove|mark|rename|change|list|show|complete|finish)|i want (?:you )?to (?=add|see|delete|remove|mark|rename|change|list|show|complete|finish)|i need (?:you )?to (?=add|see|delete|remove|mark|rename|change|list|show)|let'?s )"
)
TAIL = _pattern(r"(?:[\s,]+(?:please|thanks|thank you|for me|will you|would you|mate))*[\s.!?]*$")
BULLET = _pattern(r"^(?:[-*•]|\d{1,2}[.)])\s+")
COMMAND = _pattern(r"\b(?:add|delete|remove|complete|finish|rename|change|mark|list|show|remind|take|clear|tick|put)\b")

# Which tasks.
LEADING = _pattern(r"^(?:the|my|a|an|that|this|those|these|all (?:of )?(?:the|my))\s+")
NOUN = _pattern(rf"\s*\b{_THINGS}\b\s*")
NOUN_BEFORE = _pattern(rf"^{_THINGS}\s+(?:about|called|named|for|to|that says|with)\s+(?:the\s+|a\s+)?")
NOUN_BEHIND = _pattern(r"\s+(?:tasks?|todos?|items?|ones?|reminders?)$")
ABOUT = _pattern(r"^(?:about|out|off|on|with)\s+(?!\w+$)|^about\s+")
ALL = _pattern(r"\b(?:all|everything|every|whole|full|entire|complete list)\b")
BOTH = _pattern(rf"\band (?:not done|done|open|undone)\b|\b(?:including|with|plus|and also)\b.*\b{_DONE_WORD}\b")
WHOLE_LIST = _pattern(_MY_LIST)
DONE = _pattern(rf"\b(?:{_DONE_WORD}|did|achieved|accomplished|got done)\b")
NOT_DONE = _pattern(
    rf"\b{_NOT}\b(?:\s+\w+)?\s+{_DONE_WORD}\b|\b{_NOT}\b(?:\s+\w+)?\s+(?:did|got)\b|\b(?:undone|unfinished|incomplete|uncompleted)\b|\b(?:to be|(?<!did i )get|getting) done\b"
)
OPEN = _pattern(r"\b(?:open|left|remaining|outstanding|pending|still|to do|todo)\b")
DONE_ONES = _pattern(rf"(?:out )?(?:the |my )?{_DONE_WORD}(?: {_THINGS})?")
OPEN_ONES = _pattern(rf"(?:the |my )?(?:open|remaining|unfinished|undone)(?: {_THINGS})?")
FEW = _pattern(rf"(?:the )?(first|last) ({'|'.join(NUMBERS)})(?: {_THINGS})?")
FROM_LIST = _pattern(rf"\s+(?:from|off|on)\s+{_MY_LIST}$")
TO_LIST = _pattern(
    rf"\s+(?:to|on|in|into|onto)\s+(?:{_MY_LIST}|there)(?:\s+too)?$|,\s*(?:so\s+)?(?:please\s+)?(?:add|note) (?:that|it)$"
)

# Changes.
MARK = _pattern(
    r"^(?:mark|set|flag)\b\s*(.+?)\s+(?:back\s+)?(?:as\s+|to\s+)?(done|complete|completed|finished|open|not done|undone|todo|incomplete|unfinished|not finished|not complete|open again|to do)$"
)
OPEN_AGAIN = _pattern(r"open|not|undone|todo|to do|incomplete|unfinished")
REOPEN = _pattern(
    r"^(?:re-?open|undo(?: complet\w+)?(?: (?:on|of))?|uncheck|untick|unmark|restore|bring back|un-?complete)\b\s*(.*)$"
)
NOT_FINISHED = _pattern(
    r"^(?:actually,?\s+)?(?:i (?:haven'?t|have not|didn'?t|did not)\s+(?:actually |really |yet )?(?:finish(?:ed)?|do(?:ne)?|complete[d]?)|i'?m not done with)\s+(.+?)(?:\s+(?:yet|after all))?$"
)
NOT_DONE_AFTER_ALL = _pattern(rf"^(.+?)\s+{_NOT}\s+(?:really |actually |quite )?{_DONE_WORD}(?:\s+(?:yet|after all))?$")
PUT_BACK = _pattern(r"^(?:put|move|bring)\s+(.+?)\s+back(?:\s+(?:on|to|in|onto|into)\b.*)?$")
TICK_OFF = _pattern(
    rf"^(?:tick|check|cross|strike)\s+(?:off\s+)?(.+?)(?:\s+off)?(?:\s*(?:off|on|from)?\s*{_MY_LIST})?$"
)
DONE_WITH = _pattern(r"^(?:i(?:'m| am)\s+)?(?:all )?(?:done|finished|through) with\s+(.+)$")
TAKE_OFF = _pattern(
    rf"^(?:never ?mind .*,\s*)?(?:take|get|strike|kick)\s+(?!rid)(.+?)\s+(?:off|out of|from)(?:\s+(?:of\s+)?{_MY_LIST})?$"
)
NEVER_MIND = _pattern(
    r"^never ?mind\s+(.+?),\s*(?:just\s+)?(?:take|get|cross|strike|delete|remove|drop|scrap)\s+(?:it|that|them)\b.*$"
)
CAN_GO = _pattern(r"^(.+?)\s+can (?:go|be (?:deleted|removed|dropped))\b.*$")
NOT_NEEDED = _pattern(
    r"^(?:i|we) (?:don'?t|do not|no longer) (?:need|have|want)(?: to)?(?: do)?\s+(.+?)(?:\s+any ?more)?$"
)
DELETE = _pattern(
    r"^(?:delete|del|remove|drop|erase|clear(?: out)?|get rid of|throw (?:away|out)|forget(?: about)?|cancel|scrap|bin|wipe|trash|ditch|purge|discard|empty|lose)\b\s*(.*)$"
)
RENAME = _pattern(
    r"^(?:rename|change|update|edit|replace|reword|rephrase|modify|switch|swap|make (?=.*\b(?:say|into)\b)|turn)\b\s*(?:the (?:wording|title|name|text) of\s+)?(.+?)\s+(?:to say|to read|so it says|into|to|with|as|for)\s+(.+?)(?:\s+instead)?$"
)
SHOULD_SAY = _pattern(
    r"^(.+?)\s+should (?:say|be called|read|be renamed(?: to)?|be(?= [\"“])|actually (?:say|be)|really (?:say|be))\s+(.+?)(?:\s+instead)?$"
)
CALL_IT = _pattern(
    r"^(?:call|(?:make|let)(?=.*\b(?:say|read)\b)|(?:edit|change|update)(?=[^:]*:))\s+(.*?(?:\b(?:one|task|item|todo)\b|#\d+|number (?:\d+|\w+)))(?::|\s+(?:say|read))?\s+(.+?)(?:\s+instead)?$"
)
COMPLETE = _pattern(
    r"^(?:complete|finish|finished|completed|done(?=:? \w+ ):?|close|cross off|(?:i(?:'ve| have)? ?(?:already |just |finally )?(?:did|done|finished|completed|got|bought|paid|called|sent|booked|made|cleaned|washed|emailed|rang|returned|picked up|ordered|posted|renewed|watered|fixed|wrote|written|taken|took|been to))|(?:already )?(?:did|bought|paid)|already (?!have\b)\w+(?:ed|t))(?:\b|(?<=:))\s*(?!left)(.*)$"
)
IS_DONE = _pattern(
    rf"^(.+?)(?:\s+(?:is|are|has been|have been|was|got)(?:\s+(?:now|all|already))?\s+|:\s*|\s+)((?:not |still )?{_DONE_WORD}|(?<=been )\w+ed|sorted|still open|still to do|not done yet|not finished yet|not done)$"
)

# New tasks.
THESE = _pattern(
    rf"^(?:(?:these|the following|following|something|{'|'.join(n for n in NUMBERS if n.isalpha())}|some|a few|\d+)\b\s*)+(?:more\s+|new\s+)?(?:{_THINGS})?\s*(?:(?:to|on|in) {_MY_LIST})?\s*:\s*"
)
_NEW = rf"(?:(?:(?:a|an|another|the|new|quick)\s+)*(?:{_THINGS}|reminder|note)\b[\s:,-]*(?:on {_MY_LIST}\s+)?)?"
ADD = _pattern(
    rf"^(?:add(?:ing)?|create|creating|note(?: down)?|jot(?: down)?|write(?: down)?|put(?: down)?(?! .* back\b)|set(?: up)? (?=a reminder|a task)|make (?=a note|a task|a new|an item|a reminder|a todo)|stick|throw|pop|new (?:task|todo|item)|remember|remind(?:er)?(?: me)?|todo|to-?do|task(?!\s+(?:#?\d|{'|'.join(NUMBERS)}))|don'?t (?:let me )?forget)\b(?!\s+(?:everything|all)\b)[\s:,-]*{_NEW}"
    r"(?:(?:called|named|that says|saying)\s+)?(?:(?:for me |me )?(?:that (?:i|we) (?:have|need|must|should|ought)(?: to)?|to|about|of)\s+)?(.+)$"
)
ON_THE_LIST = _pattern(rf"^(?:i (?:want|need)|can i (?:have|get|add))\s+(.+?)\s+(?:to|on|in|onto)\s+{_MY_LIST}$")
HAVE_TO = _pattern(
    r"^(?:(?:i|we)(?:'ve| have|'ll| will)?\s+(?:really |also |still )?(?:need to|have to|got to|gotta|must|should(?: really)?|ought to|had better|want to|to)|(?:i'd|i) better|(?:i|we) (?:also |still )?(?:gotta|need)|gotta|need to|have to|must|should)\s+(?:remember to\s+)?(?:(?:do|get done) (?=\w+ things))?(.+)$"
)
CHORE = _pattern(
    r"^(?:buy|call|ring|phone|email|e-mail|text|message|pay|book|clean|wash|fix|repair|order|pick up|return|send|post|mail|renew|cancel|schedule|write to|visit|water|feed|walk|mow|hoover|vacuum|paint|cook|bake|pack|print|get|collect|drop off|take|organi[sz]e|plan|prepare|study|read|practi[sc]e|replace|charge|iron|fold|sweep|dust|submit|file|sign|check in|back up|tidy)\s+(?!it$|that$|this$|me\b)\S.*$"
)

# Questions.
LIST = _pattern(
    rf"^(?:list|show|display|see|view|read(?: out)?(?: me)? (?=my|the)|(?:give|tell) me (?=.*\b(?:what|which|how many|list|{_THINGS}|todos?|left|open|everything)\b)|let me see|let'?s see|(?:can|could|may) i (?:please )?see|i(?:'d| would) like to see|i want to see|remind me what)\b"
    rf"|^(?:what|which|anything|everything|any|where|how)(?:'s|s|'ve)?\b.*\b(?:left|open|to do|todos?|to-dos?|{_THINGS}|list|next|done|remain\w*|pending|outstanding|finished|completed|ticked|still|agenda|plate|achieved|accomplished|unfinished|got on|today)\b"
    r"|^(?:what|anything|everything)\b.*\b(?:do i (?:have|need)|should i do|have i (?:done|got|finished)|did i)\b|^(?:all )?(?:of )?(?:my |the )?(?:\w+ )?(?:tasks|todos|to-dos|list|items)(?: please)?$"
    r"|^how many\b|^(?:do|have) i (?:have|got|still|done|finished|completed)\b|^is there (?:anything|something)\b|^are there (?:any|still)\b|^where do i stand\b|^(?:everything|all)$"
)

# Small talk.
# Nothing but agreement: what follows a yes may be about something else, and a yes may delete.
_AGREED = r"(?:y|yes|yep|yup|yeah|ye|sure(?: thing)?|ok|okay|do (?:it|that|so)|go (?:ahead|for it|on)|confirm(?:ed)?|(?:please|yes) do|of course|absolutely|definitely|correct|right|that'?s (?:right|fine|correct|ok|it)|fine|i'?m sure|i am(?: sure)?|sounds good|why not)"
YES = _pattern(
    rf"^{_AGREED}(?:[\s,!.]+(?:{_AGREED}|please|thanks|thank you|then|now|all(?: \w+)?(?: of (?:it|them))?|(?:the |those )?(?:done|finished|completed) (?:ones|tasks)|them(?: all)?|it(?: all)?|both|(?:delete|remove|clear|finish|complete) (?:it|them|all|everything)(?: all)?))*$"
)
NO = _pattern(
    r"^(?:n|no(?:,? thanks|,? thank you)?|nope|nah|never ?mind|stop|cancel|don'?t|do not|leave (?:it|them)|not now|wait|hold on|forget it|no way|keep (?:it|them))\b"
    r"(?:[^,]{0,24}|,\s*(?:leave|keep|don'?t|do not|thanks|thank you|not now|never ?mind|stop|wait)\b.{0,24})$"
)
GREET = _pattern(
    r"^(?:hi(?:ya)?|hello|hey(?:a)?|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|morning|evening|afternoon|how are you|how'?s it going|what'?s up)\b.{0,30}$"
)
THANKS = _pattern(
    r"^(?:(?:ok |okay |that'?s |many |brilliant,? |perfect,? |great,? )?(?:thanks|thank you|thx|ta|cheers|great|perfect|nice|cool|awesome|brilliant|lovely|wonderful|much appreciated|appreciate it|bye|goodbye|see you|good job|well done))\b.{0,40}$"
)
HELP = _pattern(
    r"\bhelp\b|^what (?:can|do) you do|^how (?:do|does|can|should) (?:i|this|you|it)\b|^who are you|^what are you|^what (?:commands|can i (?:say|ask|do|type))\b|^instructions$"
)
