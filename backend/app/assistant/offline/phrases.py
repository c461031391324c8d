"""What people write: the patterns by which the offline assistant reads a message. No logic."""

import re

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
    "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "top": 1,
    "last": -1, "final": -1, "bottom": -1, "second to last": -2, "second last": -2, "last but one": -2, "next to last": -2,
}  # fmt: skip
NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, **{str(number): number for number in range(1, 201)},
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
_MY_LIST = (
    r"(?:my|the|our|this|that)\s+(?:(?:todo|task|to-do|to do|shopping|grocery|current)\s*)?(?:list|tasks|todos|to-dos)"
)
_THINGS = r"(?:tasks?|todos?|to-dos?|items?|things?|jobs?|ones?|entry|entries|stuff)"
_DONE_WORD = r"(?:done|complete|completed|finished|ticked off|ticked|checked off|crossed off)"
_NOT = r"(?:not|isn'?t|aren'?t|haven'?t|hasn'?t|wasn'?t|never|still (?:to be|not))"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.DOTALL)


# Around a message.
POLITE = _pattern(
    r"^(?:(?:hey|hi|hello|ok|okay|so|well|now|please|pls|plz|and|then|also|oh|right|actually|just|yes|great|sorry|all done(?=[,.!])|alright|hmm+|um+|yay|hooray|woohoo|phew|cool|(?:one|another)(?: more)? thing(?=[,:])|good (?:morning|afternoon|evening)|thanks|finally|next,|lastly|first(?:ly)?,|by the way|btw|oops|whoops|you can|you could|you may)\b[\s,!.:-]*)+"
)
ASKING = _pattern(
    r"^(?:(?:can|could|would|will) (?:you|u|ya) (?:please |just |kindly )?(?:mind )?|would you mind |i(?:'d| would) like (?:you )?to (?=add|see|look|delete|remove|mark|rename|change|list|show|complete|finish|postpone|move|undo)|i want (?:you )?to (?=add|see|delete|remove|mark|rename|change|list|show|complete|finish)|i need (?:you )?to (?=add|see|delete|remove|mark|rename|change|list|show)|let'?s )"
)
TAIL = _pattern(
    r"(?:[\s,]+(?:right now|now|please|pls|plz|thanks|thx|thank you|for me|will you|would you|mate))*[\s.!?]*$"
)
BULLET = _pattern(r"^(?:[-*•]|\d{1,2}[.)])\s+")
COMMAND = _pattern(r"\b(?:add|delete|remove|complete|finish|rename|change|mark|list|show|remind|take|clear|tick|put)\b")

# Which tasks.
LEADING = _pattern(r"^(?:(?:the|my|a|an|that|this|those|these|all (?:of )?(?:the|my))\s+)+")
NOUN = _pattern(rf"\s*\b{_THINGS}\b\s*")
NOUN_BEFORE = _pattern(rf"^{_THINGS}\s+(?:about|called|named|for|to|that says|with)\s+(?:the\s+|a\s+)?")
NOUN_BEHIND = _pattern(r"\s+(?:tasks?|todos?|items?|ones?|reminders?|entry)$")
ABOUT = _pattern(r"^(?:about|out|off|on|with)\s+(?!\w+$)|^about\s+")
ALL = _pattern(
    r"(?:the |my |of )*(?:all|everything|every|each|whole|full|entire|complete list)\b|(?:the |my )?(?:whole )?lot$|(?:it|them) all\b|all\b"
)
ANY_ALL = _pattern(r"\b(?:all|everything|every|whole|full|entire|complete list)\b")
_ALL_WORDS = (
    r"(?:all|everything|every|each|single|whole|full|entire|lot|of|it|them|these|those|my|the|our|that|that'?s|which|is|are|isn'?t|aren'?t|not|yet"
    r"|i|i'?ve|we|we'?ve|have|haven'?t|has|hasn'?t|been|already|just|now|done|did|do|didn'?t|finish(?:ed)?|completed?|tick(?:ed)?|check(?:ed)?|cross(?:ed)?"
    r"|marked|as|off|out|open|left|remain(?:s|ing)?|outstanding|pending|unfinished|undone|incomplete|still|to|be|on|in|from|here|there|got|list|todo|to-do|current|old"
    rf"|{_THINGS})"
)
ONLY_ALL = _pattern(rf"{_ALL_WORDS}(?:[\s,]+{_ALL_WORDS})*")
ONLY_THINGS = _pattern(
    rf"(?:(?:the|my|all|of|everything|every|that|which|is|are|was|marked|as|with|set|to|a)\s*|{_THINGS}\s*)+"
)
IT = _pattern(
    r"(?:it|that|this|(?:that|this|the same) (?:one|task|item|thing|todo)|the same|it again|that again)(?: (?:too|as well|again|now))?"
)
THEM = _pattern(
    rf"(?:(all|every one|each one) (?:of )?)?(?:(?:them|those|these|both)(?: (?:two|three|four|five|all|ones|tasks|items))?|(?:the|those|these) (?:two|three|four|five|six|seven|eight|nine|ten)(?: {_THINGS})?|both (?:of )?(?:them|those|these|tasks|items|ones)|all (?:two|three|four|five|six|seven|eight|nine|ten|\d+)(?: of (?:them|those|these))?(?: {_THINGS})?)(?: (?:too|as well|now))?"
)
OTHER = _pattern(r"(?:no,? )?(?:the |that )?other(?: (?:one|task|item|thing))?")
REST = _pattern(
    rf"(?:(?:all )?(?:of )?the (?:rest|others|other ones|other {_THINGS}|remainder)|everything else|all (?:the )?others?(?: {_THINGS})?|the rest of (?:them|it|{_MY_LIST}))"
)
EXCEPT = _pattern(
    r"^(.+?),?\s+((?:except(?: for)?|but not|excluding|excepting|apart from|aside from|other than|besides|save for|and not|not|but(?: for)?|without|minus|leaving(?: out)?|only not))\s+(.+)$"
)
EXPLANATION = _pattern(
    r",\s*(?:i(?:'[a-z]+)?|my|we|forgot|it(?:'s)?|that(?:'s)?|because|since|as|they|he|she|so|no need|cause|cuz|there'?s)\b.*$|\s+because\b.*$|\s*[(][^)]*[)]$"
)
QUOTED = _pattern(r"[\"“]([^\"”]+)[\"”]|(?:^|(?<=\s))['‘`]([^'’`]+)['’`](?=$|[\s,.!?])")
PAIR = _pattern(
    r"\b(?:fish and chips|salt (?:and|&) pepper|mac (?:and|&) cheese|peanut butter and jelly|gin and tonic|bed and breakfast|pros and cons|terms and conditions|pride and prejudice|war and peace|r&d|q&a|rock and roll|black and white|lost and found|up and running|dos and don'?ts|health and safety|arts and crafts|ham and eggs|bread and butter|crime and punishment)\b"
)
AND = _pattern(
    r"\s*,(?!\d)\s*(?:and\s+(?:also\s+|then\s+)?|then\s+|also\s+|plus\s+)?|\s*;\s*|\s*\n\s*|\s+(?:and(?:\s+(?:also|then))?|&|plus|as well as|then|also)\s+"
)
RANGE = _pattern(rf"(?:numbers?|{_THINGS})?\s*#?(\d{{1,3}})\s*(?:-|–|to|through|thru|until)\s*#?(\d{{1,3}})")
BOTH = _pattern(rf"\band (?:not done|done|open|undone)\b|\b(?:including|with|plus|and also)\b.*\b{_DONE_WORD}\b")
WHOLE_LIST = _pattern(_MY_LIST)
DONE = _pattern(rf"\b(?:{_DONE_WORD}|did|achieved|accomplished|got done)\b")
NOT_DONE = _pattern(
    rf"\b{_NOT}\b(?:\s+\w+)?\s+{_DONE_WORD}\b|\b{_NOT}\b(?:\s+\w+)?\s+(?:did|got)\b|\b(?:undone|unfinished|incomplete|uncompleted)\b|\b(?:to be|(?<!did i )get|getting) done\b"
)
OPEN = _pattern(r"\b(?:open|left|remaining|outstanding|pending|still|to do|todo)\b")
DONE_ONES = _pattern(rf"(?:out )?(?:the |my )?{_DONE_WORD}(?: {_THINGS})?")
OPEN_ONES = _pattern(rf"(?:the |my )?(?:open|remaining|unfinished|undone)(?: {_THINGS})?")
FEW = _pattern(
    rf"(?:the |my )?(first|last|top|bottom|next) (?:({'|'.join(NUMBERS)})|couple(?: of)?)(?: {_THINGS})?(?: (?:on|in|from|of) {_MY_LIST})?"
)
# Of a day, or of a priority.
OVERDUE = _pattern(
    r"(?:\b(?:that (?:is|are)|that'?s|which (?:is|are)|is|are)\s+)?\b(?:overdue|past due|late|behind schedule)\b"
)
DUE_THIS = _pattern(
    r"(?:\b(?:due|for|on|planned|scheduled|coming up|have)\b\s*)*\b(?P<which>this|next|the)\s+(?P<unit>week|month)\b(?:'s)?"
)
_DUE = r"(?:(?:that|which)\s+)?(?:(?:is|are|was|were|that'?s)\s+)?(?:due|planned|scheduled|for)(?:\s+(?:for|on|by|until|in))?"
_ON_DAY = r"(?:today|tomorrow|yesterday|tonight|(?:the )?day after tomorrow|(?:this |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:this |the )?weekend)"
DUE_ON = _pattern(rf"\b{_DUE}\s+(?P<day>.+)$|\b(?P<of>{_ON_DAY})(?:['’]s)?\b")
DUE_AT_ALL = _pattern(r"\b(?:with|that has|that have|having) (?:a |any )?(?:due date|date|deadline)s?\b|\bdue\b$")
_LEVEL = r"(?:highest|high|top|low|lowest|medium|normal|no)"
PRIORITY = _pattern(
    rf"(?:(?:as|with|at|is|are|of|that'?s|that (?:is|are))\s+)*(?:a\s+)?\b(?:{_LEVEL}[\s-]+prio(?:rity)?|prio(?:rity)?(?:\s+(?:of|to|is|as))?[\s:]+{_LEVEL}|(?:not\s+)?(?:very |really |super |most )?(?:urgent|important)|unimportant|critical|asap)\b"
)
NO_PRIORITY = _pattern(r"\bno\b|\bnot\b|\bunimportant\b|\bnormal\b")
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
    r"^(?:re-?open|undo complet\w+(?: (?:on|of))?|uncheck|untick|unmark|un-?cross|un-?complete|un-?finish)\b\s*(.*)$"
)
BRING_BACK = _pattern(r"^(?:restore|undelete|un-?remove|recover|bring back|get back)\s+(.+)$")
NOT_FINISHED = _pattern(
    r"^(?:actually,?\s+)?(?:(?:i|we) (?:haven'?t|have not|didn'?t|did not|never)\s+(?:actually |really |yet |even )?(finish(?:ed)?|do(?:ne)?|complete[d]?|buy|bought|get|got|pay|paid|call(?:ed)?|send|sent|book(?:ed)?|clean(?:ed)?|wash(?:ed)?|make|made|write|written|take|taken|order(?:ed)?|return(?:ed)?|mow(?:ed)?|fix(?:ed)?|water(?:ed)?|walk(?:ed)?|email(?:ed)?|pick(?:ed)? up|renew(?:ed)?)|i'?m not done with|i am not (?:done|finished) with|not done with)\s+(.+?)(?:\s+(?:yet|after all))?$"
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
    r"^(?:delete|del|remove|drop|erase|clear(?: out)?|get rid of|throw (?:away|out)|forget(?: about)?|cancel|scrap|bin|wipe|trash|ditch|purge|discard|empty|lose)\b"
    # "trash is out" is what became of the trash.
    r"(?!\s+(?:is|are|was|were|has|have|had|isn|aren|wasn|hasn)\b)\s*(.*)$"
)
CLEAN_UP = _pattern(r"^clean (?:up|out)\s+(.+)$")
INSTEAD_OF = _pattern(r"^instead of\s+(.+?),?\s+(?:make it|put|write|say|have|use|it should (?:say|be))\s+(.+)$")
RENAME = _pattern(
    r"^(?:rename|change|update|edit|replace|reword|rephrase|modify|switch|swap|make (?=.*\b(?:say|into)\b)|turn)\b\s*(?:the (?:wording|title|name|text) of\s+)?(.+?)\s+(?:to say|to read|so it says|into|to|with|as|for)\s+(.+?)(?:\s+instead)?$"
)
SHOULD_SAY = _pattern(
    r"^(.+?)\s+should (?:say|be called|read|be renamed(?: to)?|be(?= [\"“])|actually (?:say|be)|really (?:say|be))\s+(.+?)(?:\s+instead)?$"
)
CALL_IT = _pattern(
    r"^(?:call|(?:make|let)(?=.*\b(?:say|read)\b)|(?:edit|change|update)(?=[^:]*:))\s+(.*?(?:\b(?:one|task|item|todo)\b(?: #?\d+)?|#\d+|number (?:\d+|\w+)))(?::|\s+(?:say|read))?\s+(.+?)(?:\s+instead)?$"
)
_PAST = r"(?:did|done|finished|completed|got|bought|paid|called|sent|booked|made|cleaned|washed|emailed|rang|returned|picked up|ordered|posted|renewed|watered|fixed|wrote|written|taken|took|been to|mowed|vacuumed|hoovered|ironed|walked|fed|cooked|baked|packed|printed|submitted|filed|signed|scheduled|repaired|painted|texted|mailed|delivered|dropped off|collected|handed in|turned in|turned off|read|planned|prepared|cancelled|canceled|registered|visited|met|phoned|replied to|answered|swept|dusted|folded|charged|replaced|installed|updated|uploaded|downloaded|reviewed|studied|practi[sc]ed|tidied(?: up)?|organi[sz]ed|gave|brought|threw out|put away|took out|set up|hung|sold|donated|planted|raked|shovel+ed|bathed|wrapped|assembled|built|sorted(?: out)?|dealt with|handled|talked to|spoke to|spoken to|spoke with|went to|gone to|emptied|unpacked|crossed off|ticked off|checked off)"
COMPLETE = _pattern(
    rf"^(?:complete|finish|finished|completed|done(?=:? \w+ ):?|close|cross off|(?:(?:i|we)(?:'?ve| have)? ?(?:already |just |finally |now |also |actually |even )*{_PAST})|(?:i|we)(?:'?ve| have)? (?:already |just |finally |also )*(?!need|want|like|lov|hat|tri|hop|add|forgot|deleted|removed|walked away|decid|ask|chang|renam|mov|notic|us|liv|miss|plann)\w+ed|(?:already |just |finally |also )*{_PAST}|already (?!have\b)\w+(?:ed|t))(?:\b|(?<=:))\s*(?!left)(.*)$"
)
IS_DONE = _pattern(
    rf"^(.+?)(?:(?:\s+(?:is|are|has been|have been|was|were|got)|['’]s)(?:\s+(?:now|all|already|finally|been))*\s+|:\s*|\s+)((?:not |still )?{_DONE_WORD}|(?<=been )\w+ed|(?:(?<=\bis )|(?<=\bare )|(?<=['’]s )|(?<=\bnow )|(?<=\balready ))(?:\w{{2,}}ed|paid|sent|bought|written|made|sold|built)|sorted(?: out)?|taken care of|out of the way|still open|still to do|not done yet|not finished yet|not done)(?:\s+(?:now|already|too|as well))?$"
)

# New tasks.
THESE = _pattern(
    rf"^(?:(?:these|the following|following|something|{'|'.join(n for n in NUMBERS if n.isalpha())}|some|a few|\d+|buy|get)\b\s*)+(?:more\s+|new\s+)?(?:{_THINGS})?\s*(?:(?:to|on|in) {_MY_LIST})?\s*:\s*"
)
_NEW = (
    rf"(?:(?:(?:a|an|another|the|new|quick)\s+)*(?:{_THINGS}|reminder|note)\b(?!\s+#?\d)[\s:,-]*(?:on {_MY_LIST}\s+)?)?"
)
ADD = _pattern(
    rf"^(?:ad|add(?:ing)?|create|creating|note(?: down)?|jot(?: down)?|write(?: down)?|put(?: down)?(?! .* back\b)|set(?: up)? (?=a reminder|a task)|make (?=a note|a task|a new|an item|a reminder|a todo)|stick|throw|pop|new (?:task|todo|item)|remember|remind(?:er)?(?: me)?|todo|to-?do|task(?!\s+(?:#?\d|{'|'.join(NUMBERS)}))|(?:don'?t|mustn'?t|must not|do not|can'?t|cannot) (?:let me )?forget)\b(?!\s+(?:everything|all)\b)(?!\s+(?:me\s+)?(?:what|which|when|how|who|where)\b)[\s:,-]*{_NEW}"
    r"(?:(?:called|named|that says|saying)\s+)?(?:(?:for me |me )?(?:that (?:i|we) (?:have|need|must|should|ought)(?: to)?|to|about|of)\s+)?(.+)$"
)
NOT_FORGET = _pattern(
    r"^(?:i|we) (?:mustn'?t|must not|can'?t|cannot|shouldn'?t|don'?t want to|better not) forget (?:to |about )?(.+)$"
)
ON_THE_LIST = _pattern(rf"^(?:i (?:want|need)|can i (?:have|get|add))\s+(.+?)\s+(?:to|on|in|onto)\s+{_MY_LIST}$")
HAVE_TO = _pattern(
    r"^(?:(?:i|we)(?:'ve| have|'ll| will)?\s+(?:really |also |still )?(?:need to|have to|got to|gotta|must|should(?: really)?|ought to|had better|want to|to)|(?:i'd|i) better|(?:i|we) (?:also |still )?(?:gotta|need)|gotta|need to|have to|must|should)\s+(?:remember to\s+)?(?:(?:do|get done) (?=\w+ things))?(.+)$"
)
_CHORES = (
    "buy|call|ring|phone|email|e-mail|text|message|pay|book|clean|wash|fix|repair|order|pick up|return|send|post|mail|renew|cancel|schedule|write|visit|water|feed|walk|mow|hoover|vacuum"
    "|paint|cook|bake|pack|print|get|collect|drop off|take|organi[sz]e|plan|prepare|prep|study|read|practi[sc]e|replace|charge|iron|fold|sweep|dust|submit|file|sign|check in|back up|tidy"
    "|meet|make|go to|go for|start|apply|look into|talk to|speak to|ask|bring|grab|hang|install|download|research|review|revise|draft|learn|register|rent|sell|donate|hire|invite|set up|shop for"
    "|refill|restock|trim|unpack|take out|contact|respond|reply|find|finali[sz]e|wrap|build|assemble|vote|withdraw|deposit|transfer|reserve|apologi[sz]e|backup|defrost|empty the|do the|rake|sew|try"
)
CHORE = _pattern(rf"^(?:{_CHORES})\s+(?!it$|that$|this$|me\b)\S.*$")
"""A thing to do, as people write it on paper."""
VERB = _pattern(
    rf"^(?:{_CHORES}|finish|complete|check|clear|move|change|update|close|drop|delete|remove|mark|finalise|attend|watch|listen|train|run|swim|exercise|meditate|wake|sleep|eat|drink|give|help|tell|thank|wish|use|turn|switch|put|push|pull|cut|peel|burn|stop|rename|sort|work|see|do|go|be|play|rehearse|prune|plant|dig|hem|knit|unclog|descale|ship|scan|sync|test|deploy|merge|write)\b"
)
"""A word with which a thing to do begins, be it a command's too."""

# Questions.
LIST = _pattern(
    rf"^(?:list|show|display|see|view|(?:have |take )?(?:a )?look at|check(?= (?:my|the) (?:list|tasks|todos))|go (?:over|through)(?= (?:my|the))|review(?= (?:my|the) (?:list|tasks|todos))|open(?= (?:my|the) (?:list|tasks|todos))|read(?: out)?(?: me)? (?=my|the)|(?:give|tell) me (?=.*\b(?:what|which|how many|list|{_THINGS}|todos?|left|open|everything)\b)|let me see|let'?s see|(?:can|could|may) i (?:please )?see|i(?:'d| would) like to see|i want to see|remind me what)\b"
    rf"|^(?:what|which|anything|everything|any|where|how)(?:'s|s|'ve)?\b.*\b(?:left|open|to do|todos?|to-dos?|{_THINGS}|list|next|done|remain\w*|pending|outstanding|finished|completed|ticked|still|agenda|plate|achieved|accomplished|unfinished|got on|today)\b"
    r"|^(?:what|anything|everything)\b.*\b(?:do i (?:have|need)|should i do|have i (?:done|got|finished)|did i)\b|^(?:all )?(?:of )?(?:my |the )?(?:\w+ )?(?:tasks|todos|to-dos|list|items)(?: please)?$"
    r"|^how many\b|^what (?:am|are) (?:i|we) (?:supposed|meant)\b|^(?:do|have) i (?:have|got|still|done|finished|completed)\b|^is there (?:anything|something)\b|^are there (?:any|still)\b|^where do i stand\b|^(?:everything|all)$"
)

# Small talk.
# Nothing but agreement: what follows a yes may be about something else, and a yes may delete.
_AGREED = r"(?:y|yes|yep|yup|yeah|ye|sure(?: thing)?|ok|okay|do (?:it|that|so)|go (?:ahead|for it|on)|confirm(?:ed)?|(?:please|yes) do|of course|absolutely|definitely|correct|right|that'?s (?:right|fine|correct|ok|it)|fine|i'?m sure|i am(?: sure)?|sounds good|why not)"
YES = _pattern(
    rf"^{_AGREED}(?:[\s,!.]+(?:{_AGREED}|please|thanks|thank you|then|now|all(?: \w+)?(?: of (?:it|them))?|(?:the |those )?(?:done|finished|completed) (?:ones|tasks)|them(?: all)?|it(?: all)?|both|(?:delete|remove|clear|finish|complete) (?:it|them|all|everything)(?: all)?))*$"
)
NO = _pattern(
    r"^(?:n|no(?:,? thanks|,? thank you)?|nope|nah|never ?mind|stop|cancel(?: (?:that|it))?|don'?t|do not|leave (?:it|them|that)(?: (?:alone|be|as (?:it|they) (?:is|are)))?|not now|wait|hold on|forget (?:it|that|about it)|no way|keep (?:it|them|that)|neither|none(?: of (?:them|those))?|rather not|i(?:'ve| have)? changed my mind)\b"
    r"(?:[\s,!.]+(?:no|nope|thanks|thank you|please|leave (?:it|them|that)|keep (?:it|them|that)|don'?t(?: do (?:it|that))?(?: delete (?:it|them|anything))?|do not(?: do (?:it|that))?|do (?:it|that)|not now|never ?mind|stop|wait|cancel(?: (?:it|that))?|forget it|sorry|for now|i changed my mind|that'?s (?:ok|fine|wrong)))*[\s.!]*$"
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

# What a message may have besides: a taking back, a correction, an answer.
UNDO = _pattern(
    r"^(?:undo|revert|un-?do|roll ?back|reverse|take (?:that|it|this) back|go back|put (?:it|that|them|everything) back|bring (?:it|that|them) back|restore (?:it|that|them)|undelete (?:it|that|them))(?:\s+(?:it|that|this|those|please|now|again|the last (?:change|one|thing|action|step|deletion|edit|command)|(?:my|your) last (?:change|action|message|command)|what (?:you|i) (?:just )?did|the (?:change|deletion|rename|renaming|completion|postponement)|last(?: (?:change|action))?|how it was|to (?:how|what) it was|as it was|(?:to|on|in) the list))*$"
    r"|^(?:oops|whoops)$|^add (?:it|that|them) (?:back|again)$|^(?:that was|it was|this was) (?:a mistake|wrong|an accident|not right|my mistake|not what i (?:meant|wanted))$|^(?:i )?didn'?t mean (?:to do )?(?:that|it|to)$|^(?:wrong|my mistake|mistake|wrong one|not that|that'?s (?:wrong|not right|not what i (?:meant|wanted)))$"
)
UNDO_OF = _pattern(
    r"^(?:undo|revert|take back)\s+(?:the\s+)?(?:(?:deletion|deleting|delete|removal|completion|completing|renaming|rename|adding|change|changes)\s+)?(?:of\s+|to\s+|on\s+)?(.+)$"
)
_SORRY = r"(?:no|nope|nah|oops|whoops|sorry|wait|actually|i mean|hm+|ah|oh|ugh|hang on|hold on|never ?mind|that(?:'s| was) (?:wrong|not right|a mistake)|(?:the )?wrong (?:one|task)|my (?:mistake|bad)|not that(?: one)?)"
_MEANT = r"(?:(?:i|we) (?:actually |really )?(?:meant|mean|was talking about|was thinking of|said|wanted)(?: to say)?|that should (?:be|have been|say)|it should (?:be|have been|say)|should (?:be|have been|say)|it'?s supposed to be|it'?s|it was|rather|i'?m talking about|you wanted)"
CORRECT = _pattern(
    rf"^(?:{_SORRY}[\s,.!:-]+)*(?:not (?:that|this)(?: one)?[\s,.;-]+)?{_MEANT}\s+(.+?)(?:,? (?:not|instead of) (.+?))?$"
)
CORRECT_SHORT = _pattern(
    r"^(?:(?:no|nope|nah|oops|whoops|sorry|wait|i mean|hang on)[\s,.!:-]+)+(?:not (?:that|this)(?: one)?[\s,.;:-]+)?(.+?)$"
)
ACTUALLY = _pattern(r"^(?:actually|rather|hmm+|better)[\s,.!:-]+(.+?)$|^(.+?),? (?:actually|rather|instead)$")
NOT_BUT = _pattern(
    rf"^(?:{_SORRY}[\s,.!:-]+)*not (?:the )?(.+?)(?:\s*[,;.–-]+\s*(?:but\s+)?|\s+but\s+)(?:(?:i meant|it'?s|rather)\s+)?(.+)$"
)
BUT_NOT = _pattern(rf"^(?:{_SORRY}[\s,.!:-]+)*(.+?),\s*not (.+)$")
CALL_THAT = _pattern(
    rf"^(?:{_SORRY}[\s,.!:-]+)*(?:call|name|rename|change) (?:it|that|this)(?:\s+(?:to|into|as))*[\s:]+(.+?)(?:\s+(?:instead|please|rather))?$"
)
MAKE_IT = _pattern(
    rf"^(?:{_SORRY}[\s,.!:-]+)*(?:make|set|let'?s make|have) (?:it|that|this|that one|this one)(?:\s+(?:to|be|as|into|at|for|say|due))*[\s:]+(.+?)(?:\s+(?:instead|please|rather))?$"
)
IT_IS = _pattern(r"^(?:it|that|this)(?:'s| is| should be| must be| has to be)\s+(.+?)$")
PICKED_STATE = _pattern(
    r"^(?:mark (?:it|that) (?:as )?)?(done|finished|complete|completed|complete it|finish it|tick it|tick it off|cross it off|mark it|delete|delete it|remove|remove it|open|reopen|reopen it|rename|rename it|add|add it)$"
)

# Notes, dates and priorities of a task that is there.
NOTE = _pattern(
    r"^(?:(?:add|put|attach|write|leave|make|append|set|save|include)\s+)?(?:(?:a|an|the|this|another)\s+)?(?:quick\s+)?(?:note|comment|description|details?)\s+(?:to|on|for|of|about|under)\s+(?:the\s+(?=task|item))?(.+?)(?:\s*:\s*|\s+(?:that says|saying|says|which says|to say|reading|that|as|is)\s+)(.+)$"
)
NOTE_BEHIND = _pattern(
    r"^(?:add|put|write|attach)\s+(.+?)\s+(?:as (?:a |the )?(?:note|comment|details?|description) (?:to|on|for|of)|(?:to|in|into) the (?:notes?|details?|description) (?:of|on|for))\s+(.+)$"
)
NOTE_SHORT = _pattern(
    r"^(?!new|quick|a\b|add\b|put\b|remind|create|i\b|we\b|need\b)(.+?)(?:'s)?\s+note\s*:\s*(.+)$|^note (?:to|on|for)\s+(.+?)\s*:\s*(.+)$"
)
NOTE_CHANGE = _pattern(
    r"^(?:change|replace|update|edit|set)\s+(?:the\s+)?(?:notes?|comment|details?|description)\s+(?:of|on|for|to)\s+(.+?)\s+(?:to|with|into)(?: say)?:?\s+(.+)$"
)
NOTE_CLEAR = _pattern(
    r"^(?:remove|delete|clear|erase|drop)\s+(?:the\s+)?(?:notes?|comments?|details?|description)\s+(?:of|on|from|for)\s+(.+)$|^(?:remove|delete|clear|erase|drop)\s+(.+?)(?:'s)\s+(?:notes?|comments?|details?|description)$"
)
POSTPONE = _pattern(
    r"^(?:postpone|delay|defer|snooze|reschedule|re-schedule|move|push(?: back)?|shift|put off|bring forward|schedule|set|change|do)\s+(?:the\s+(?:due date|date|deadline|time)\s+(?:of|for|on)\s+)?(.+?)(?:\s+(?:back|off|forward))?(?:\s+by)?\s+(?:(?:to|until|till|for|on|by|from|due|at|in)\s+)*((?:(?:due|by|until|till|to|on|at)\s+)*\S.*)$"
)
POSTPONE_VERB = _pattern(r"^(?:postpone|delay|defer|snooze|reschedule|re-schedule|push back|put off)\b")
POSTPONE_WHAT = _pattern(
    r"^(?:postpone|delay|defer|snooze|reschedule|re-schedule|push back|put off|push)\s+(.+?)(?:\s+(?:back|a bit|a little|for later|to later|till later))?$"
)
IS_DUE = _pattern(
    r"^(.+?)\s+(?:is|are|should be|needs to be done|has to be done|must be done|can wait|has to wait|will have to wait)\s+(?:now\s+)?(?:due\s+)?((?:due|on|by|at|for|before|until|till|today|tomorrow|next|this|in)\b.*)$"
)
NO_DATE = _pattern(
    r"^(?:remove|clear|delete|drop|cancel)\s+(?:the\s+)?(?:due date|date|deadline|due time|time)\s+(?:of|from|on|for)\s+(.+)$|^(.+?)\s+(?:has no|doesn'?t have a|no longer has a)\s+(?:due date|date|deadline)$"
)
SET_PRIORITY = _pattern(
    rf"^(?:mark|flag|set|make|give|change|turn|put)\s+(.+?)\s+(?:(?:as|to|with|at|a)\s+)*((?:{_LEVEL}[\s-]+prio(?:rity)?)|prio(?:rity)?\s+(?:to\s+)?{_LEVEL}|(?:not\s+)?(?:very |really |super )?(?:urgent|important)|unimportant|critical)$"
)
PRIORITY_OF = _pattern(
    rf"^(?:set|change|make|raise|lower)?\s*(?:the\s+)?prio(?:rity)?\s+(?:of|for|on)\s+(.+?)\s+(?:to|is|as)\s+({_LEVEL})$"
)
IS_URGENT = _pattern(
    rf"^(.+?)\s+(?:is|are|has|have|isn'?t|aren'?t|is not)\s+((?:no longer |not |a )?(?:very |really |super |now )?(?:urgent|important|{_LEVEL}[\s-]+prio(?:rity)?|critical))(?: any ?more| now)?$"
)
PRIORITISE = _pattern(r"^(?:prioriti[sz]e|star)\s+(.+)$")
NEGATED = _pattern(r"\b(?:isn'?t|aren'?t|is not|no longer)\b")

# Questions about one task.
_ANY = r"(?:anything|something|any|much|many|nothing|everything|all|what|to do|left|more|tasks?|things?)"
ON_LIST = _pattern(
    rf"^(?:is|are)\s+(?!there)(?:the\s+)?(?!{_ANY}\b)(.+?)\s+(?:already |still )?(?:on|in)\s+(?:{_MY_LIST}|there|it|here)(?: already| yet| too)?$"
)
DO_I_HAVE = _pattern(
    rf"^(?:do (?:i|we) (?:already |still )?(?:have(?: to)?|need(?: to)?)|(?:did|have) (?:i|we|you) (?:already )?(?:add(?:ed)?|got|put|include[d]?|write|written|wrote|note[d]?)(?: down)?)\s+(?!{_ANY}\b)(.+?)(?:\s+(?:on|in|to|down on)\s+(?:{_MY_LIST}|there|it))?(?: already| yet)?$"
)
IS_THERE = _pattern(
    rf"^(?:is|are) there (?:a |an |any |already )*(?:{_THINGS}|reminders?)\s+(?:about|for|called|named|with|to|that says)\s+(.+)$|^is there (?:an? |any |already )*(?!{_ANY}\b)(.+?)\s+(?:on|in)\s+{_MY_LIST}$"
)
HAVE_I_DONE = _pattern(
    rf"^(?:have|did|had) (?:i|we) (?:already |ever )?(?!have\b|need\b|had\b)(\w+(?:ed|t)?|buy|pay|do|done|get|finish|call|send|write|make|take)\s+(?!{_ANY}\b|left\b)(.+?)(?: already| yet)?$"
)
IS_IT = _pattern(
    r"^(?:is|are|was|were)\s+(?!there\b|this\b|that all|it (?:going|gonna))(.+?)\s+(?:already |still |now |marked (?:as )?)*(done|finished|complete|completed|open|ticked off|crossed off|overdue|late|due(?: .*)?|urgent|important)(?: yet| already)?$"
)
WHEN_IS = _pattern(
    r"^(?:when|what time|what day|by when|on what day|what date)(?:'s| is| are| was|s)?\s+(?:(?:do|must|should|did) (?:i|we) (?:have to |need to |plan to )?)?(?:the due date (?:of|for) )?(.+?)(?:\s+(?:due|happening|scheduled|planned|supposed to be done))?$"
)
DUE_DATE_OF = _pattern(r"^what(?:'s| is) the (?:due date|deadline|date|due time|time) (?:of|for|on) (.+)$")
NOTE_OF = _pattern(
    r"^(?:what(?:'s| is| are)|show(?: me)?|read(?: me)?|tell me|give me)\s+(?:in\s+)?(?:the )?(?:notes?|details?|description|comment)s? (?:on|of|for|about|to)\s+(.+)$|^what does the note (?:on|of|for) (.+?) say$|^(?:tell me (?:more )?about|show(?: me)? (?:the )?details of)\s+(?!my|the list|tasks|everything|all)(.+)$"
)
ABOUT_TASK = _pattern(
    r"^(?:what|how) about\s+(?!my\b|the list|today|tomorrow|you\b)(.+)$|^(?:find|search(?: for)?|look for|where(?:'s| is))\s+(?!my list|the list|i\b|we\b)(.+)$"
)
COUNT = _pattern(
    r"^(?:(?:tell me|say|and) )?how many\b|^(?:count|what(?:'s| is) the number of)\b.*\b(?:tasks?|todos?|items?|things?)\b"
)
ASKS = _pattern(
    r"^(?:is|are|was|were|am|do|does|did|have|has|had|should|shall|when|what|which|who|whose|why|where|how|may|might|could i|can i|will i)\b"
)
OUTSIDE = _pattern(
    r"^(?:who|why|how|what|where|when|which|is|are|do|does|did|can|could|will|would|should|tell me|sing|write me|translate|explain|calculate)\b"
)
DO_DAY = _pattern(
    r"\b(?:to do|do|get done|left|plate|agenda)\b.*\b(?:today|tomorrow|tonight|this week|next week|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)

# Several wishes in one message.
SENTENCE = _pattern(r"(?<=[.!?])(?<!\b(?:mr|dr|ms|st|no|vs)\.)(?<!\bmrs\.)(?<![ap]\.m\.)\s+(?=\S)|\s*;\s*|\s*\n+\s*")
CONNECTOR = _pattern(
    r"\s*,?\s+(?:and\s+)?(?:then|also|after that|afterwards|additionally|plus|in addition)\s*,?\s+|\s*,?\s+and\s+(?:please\s+|also\s+|then\s+)?|\s*,(?!\d)\s*(?:and\s+|then\s+|but\s+|so\s+)?(?:also\s+|please\s+|then\s+)*|\s+but\s+|\s+[-–]\s+|\s+so\s+(?=you can|please)"
)
_LEAD_IN = r"(?:(?:please|pls|also|then|and|now|just|maybe|so|can you|could you|would you|will you|you can|you could|you may|i(?:'d| would) like (?:you )?to|i want (?:you )?to|let'?s)\s+)*"
CLEAR_START = _pattern(
    rf"^{_LEAD_IN}(?:add|remind me|don'?t (?:let me )?forget|new task|todo:|delete|remove|get rid of|rename|mark\s.+\s(?:as|done|complete|completed|finished|undone|open|urgent|important)\b|re-?open|un-?check|un-?tick|un-?complete|undo\b|(?:cross|check|tick|strike)(?:\s.+)?\soff\b|postpone|reschedule|snooze|prioriti[sz]e|(?:move|push|put off|shift)\s.+\s(?:to|back|until|by)\b|(?:take|cross|strike)\s.+\soff\b|put\s.+\s(?:on|to) (?:my|the)\b.*list|put\s.+\sinstead\b|add a note|what(?:'s|s| is| are| do| have| did| else)\b|how many\b|which (?:tasks?|ones?|are)\b|when(?:'s| is)\b|is there\b|is\s.+\son (?:my|the) list|(?:show|list|tell|give|read)(?: me)? (?:(?:what|how many|which|all|everything|my|the|open|done|completed|remaining|overdue)\b)|(?:i|we)(?:'ve| have)?\s+(?:already |just |also |finally )*(?:did|done|finished|completed|bought|paid|called|sent|booked|cleaned|washed|emailed|picked up|ordered|got|made|mowed|fixed|wrote|took|watered|walked|returned)\b|i(?:'m| am) (?:done|finished) with|(?:i|we)(?: also| still)? (?:need|have to|must|gotta|should)\b|(?:also )?need to\b|anything (?:overdue|left|else)|help$)"
)
ALSO_CHORE = _pattern(
    rf"^{_LEAD_IN}(?:finish|complete|check|clear|move|change|cancel|show|close|drop|list|scrap|bin|erase|forget|push|set|make|replace|update|tick|cross|strike|mark|call)\b\s+\S"
)
"""A start of a command that also begins things to do: `finish the report`."""
INFINITIVE = _pattern(
    r"^(?:(?:can|could|would|will) you |please |hey |hi )*(?:remind me|(?:i|we)(?:'ve| have)?\s+(?:\w+\s+)?(?:need to|have to|got to|gotta|must|should|want to|ought to)|need to|have to|gotta|don'?t (?:let me )?forget|remember to|make a note|add (?:a |the |following |these |three |two )*(?:tasks?|todos?|things?|items?)\b|add (?:these|the following)|tell me to)"
)
CHATTER = _pattern(
    r"^(?:i'?m back|just|good|great|nice|well|phew|whew|ok|okay|sure|cool|sorry|oh|yay|i (?:just )?(?:got|came|went|am|was|think|guess|know|hope|had)|it'?s|that'?s|what a|long day|here'?s|this is|my|today (?:is|was))\b"
)
BULLETED = _pattern(r"^\s*(?:[-*•–+]|\d{1,3}[.)]|\[[ x]?\])\s+")
HEADER = _pattern(
    r"^(.+?)\s*:\s*$|^(add(?: (?:these|the following|all (?:of )?these|to (?:my|the) list))*|(?:new )?(?:tasks|todos)|delete(?: these)?|remove(?: these)?|complete(?: these)?|done|finished(?: these)?|i (?:did|finished|bought)(?: these)?|my (?:list|todos|tasks)|todo|to do|for (?:today|tomorrow))$"
)

# Within a thing to add.
WITH_NOTE = _pattern(
    r"^(.+?)[\s,;(–-]+(?:with\s+(?:a\s+|the\s+)?)?(?:notes?|description|details?)(?:\s*:\s*|\s+(?:saying|that says)\s+)(.+?)\)?$"
)
_RANK = r"(?:(?:high(?:est)?|top|low(?:est)?|medium|normal)[\s-]+prio(?:rity)?|prio(?:rity)?[\s:]+(?:high|low|medium|normal))"
PRIORITY_FIRST = _pattern(
    rf"^(?:(?:urgent(?:ly)?|important|asap|{_RANK})\s*[:,!-]\s*|(?:{_RANK})\s+(?:task|todo|item|reminder)?(?:\s*:\s*|\s+to\s+|\s+)|urgent\s+(?:task|todo|item|reminder)(?:\s*:\s*|\s+to\s+))(.+)$"
)
PRIORITY_LAST = _pattern(
    rf"^(.+?)(?:\s*[,;(\[–-]\s*(?:and\s+)?(?:(?:it|that|this)(?:'?s| is)\s+)?(?:a\s+)?((?:very |really |super )?(?:urgent|important)|asap|critical|{_RANK})[)\]]?|\s+(?:(?:with|as|at)\s+(?:a\s+)?)?((?<!an )(?<!the )urgent|urgently|asap|{_RANK})|\s*(!{{2,}}))$"
)
PRIORITY_ONLY = _pattern(
    rf"^(?:(?:it|that|this|they)(?:'?s| is|'?re| are)\s+)?(?:all\s+)?(?:a\s+)?((?:very |really |super )?(?:urgent|important)|asap|critical|{_RANK})$"
)
URGENT_TASK = _pattern(rf"\b(urgent|important|{_RANK})\s+(?=(?:tasks?|todos?|items?|reminders?|things?)\b)")
DUE_TASK = _pattern(r"^(?:due|for)\s")
THEN = _pattern(r"\s*,?\s+(?:and\s+)?(?:then|also|plus|as well as|after that)\s+(?:also\s+)?|\s+&\s+")
COMMA = _pattern(r"\s*,(?!\d{3}\b)\s*(?:and\s+(?:also\s+|then\s+)?|then\s+|also\s+|plus\s+)?")
LONE_AND = _pattern(r"\s+and\s+")
PREPOSITION = _pattern(r"\s(?:with|for|between|from|to|of|about|at|in|on|by)\s")
ALSO_BEHIND = _pattern(r"(?:,?\s+(?:too|as well|also|instead))+$")
WORD = _pattern(r"\w")
LINES = _pattern(r"\s*[;\n]+\s*(?:and\s+)?")
THE_ONE = _pattern(
    r"^(?:(?:i mean|i meant|it'?s|that would be|yes,?|the one (?:about|with|called|for)|ok,?|okay,?)\s+)+"
)
ADD_HEADER = _pattern(
    r"^(?!.*\b(?:done|did|finished|completed?|delete|remove|bought)\b).*\b(?:add|tasks?|todos?|to-?dos?|to do|list|need to|have to|things?|items?|remind|shopping|groceries|for (?:today|tomorrow))\b"
)
THESE_BEHIND = _pattern(r"\s+(?:these|the following|this)?(?:\s+tasks?|\s+items?|\s+things?)?$")
OPENING = _pattern(
    r"(?:(?:hey|hi|hello|ok|okay|so|well|now|please|thanks|thank you|great|sorry|oh|no|yes|actually|good morning|alright|oops|and|then|also|but|hm+|um+|yay|wow|huh)[\s,!.]*)+"
)
ANEW_AFTER_INFINITIVE = _pattern(
    r"^(?:(?:please|also|then|and|can you|could you|would you)\s+)*(?:add|remind me|mark\s.+\s(?:as|done|complete|completed|finished)\b|re-?open|un-?check|undo\b|what(?:'s|s| is| are| do| have)\b|how many\b|which (?:tasks?|ones?|are)\b|is there\b|(?:show|list|tell|give|read) me\b|show (?:my|the) list|(?:i|we)(?:'ve| have)?\s+(?:already |just |also )*(?:did|done|finished|completed|bought|paid|called|sent|booked|cleaned|washed|emailed|picked up|ordered|made|mowed|fixed|wrote|took|watered|walked|returned)\b|i(?:'m| am) done with|(?:i|we)(?: also| still)? (?:need|have to|must|gotta|should)\b|(?:delete|remove|complete|rename)\s.+\s(?:from|on|off) (?:my|the) list)"
)
ONLY_NOT = _pattern(r"^(?:i (?:haven'?t|didn'?t|did not|have not))\b")
BARE_ADD = _pattern(r"(?:add|create|new task|remind me|add (?:a |another )?(?:task|todo|item|something|one))")
ASKS_DAY = _pattern(
    rf"(?:(?:what'?s?|what is|which|anything|any|is|are|there|do|i|have|got|need|to|show|list|tell|give|me|how many|everything|due|on|for|the|my|of|all|planned|scheduled|happening|coming up|up|left|still|get|done|finish|complete|be|that|with|by|and|please|go|going|today'?s|{_THINGS})\b[\s,']*)*"
)
POSTPONE_STARTS = _pattern(
    r"^(?:postpone|delay|defer|snooze|re-?schedule|move|push|shift|put off|bring|set|change|make|do|update)\b"
)
POSTPONE_AT = _pattern(r"\s+(?=\S)")
POSTPONE_TO = _pattern(
    r"^(?:postpone|delay|defer|snooze|re-?schedule|move|push(?: back)?|shift|put off|bring|schedule|set|change|make|do|update)\s+(.+?)(?:\s+(?:back|off|forward|out))?(?:\s+(?:to|until|till|for|on|by|from|due|at|in|is|be))*$"
)
THE_DATE_OF = _pattern(
    r"^(?:the\s+)?(?:due date|due time|date|deadline|time|due)\s+(?:of|for|on)\s+|(?:'s)?\s+(?:due date|deadline|due time)$"
)
ABOUT_IT = _pattern(
    r"^(?:(?:so|please|just|then|and|you can|could you|can you)\s+)*(?:add|delete|remove|take|cross|strike|tick|check|get rid of|scrap|drop|mark|put|complete|finish|note|write)\s+(?:it|that|them|this|those)\b(?:\s+(?:off|down|out|away|too|please|as (?:done|complete)|done))*(?:\s+(?:from|off|of|on|to)?\s*(?:my|the)\s+list)?[\s.!?]*$"
)
BARE_NEW = _pattern(
    r".*\b(?:add|create|make|have)\s+(?:(?:a|an|another|the|one|new|following|these|more|two|three|four|five|some|few)\s+)+(?:task|item|todo|to-do|reminder|thing|entry)s?(?:\s+(?:to|on) (?:my|the) list)?"
)
THAT = _pattern(r"(?:that|it|this|them|those|these|too|please)(?: (?:again|back|too))?")
TO_SAY = _pattern(r"\s(?:to|into|say|should)\s")
JUST_NOW = _pattern(
    r"(?:,?\s+(?:this (?:morning|afternoon|evening|week)|today|yesterday|just now|last (?:night|week|weekend)|earlier(?: today)?|already|a (?:minute|moment|while) ago|an hour ago|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|at last|finally|myself|for good|by the way|btw|now|tonight|early))+$"
)
"""When a thing was done, which is no part of its name."""
SO = _pattern(r"^\s*,?\s*so\b")

# What a message that is not understood may be about.
HINTS = (
    (_pattern(r"\bnote\b"), "To note something, say **add a note to** milk**:** two litres."),
    (_pattern(r"\b(?:delete|remove|erase|get rid)\b"), "To delete, say **delete** and what the task is called."),
    (
        _pattern(r"\b(?:done|finish(?:ed)?|complete[d]?|tick|check)\b"),
        "To finish a task, say **finish** and what it is called.",
    ),
    (_pattern(r"\b(?:rename|change|edit|update)\b"), "To rename, say **rename** milk **to** oat milk."),
    (
        _pattern(r"\b(?:postpone|move|later|reschedule|due|date)\b"),
        "To set a date, say **postpone** the dentist **to** Friday.",
    ),
    (_pattern(r"\b(?:list|show|tasks|todos)\b"), "To see your list, say **what's left?**"),
    (_pattern(r"\b(?:add|remind|remember|new)\b"), "To add something, say **add** and what is to be done."),
)

_EXCEPTING = r"(?:except(?: for)?|but(?: not| for)?|excluding|apart from|aside from|other than|besides|save for|not|minus|without)"
ALL_DONE_BUT = _pattern(
    rf"^(?:i(?:'m| am) )?(?:(?:everything|all(?: of (?:it|them|my tasks))?|all (?:my |the )?{_THINGS})(?:(?: is| are|'s)(?: all| now)?)?\s+)?(?:all )?{_DONE_WORD}(?: with (?:everything|all(?: of (?:it|them))?))?\s*,?\s+({_EXCEPTING}\s+.+)$"
    rf"|^(?:everything|all(?: of (?:it|them|my tasks))?|all (?:my |the )?{_THINGS})\s+({_EXCEPTING}\s+.+?)\s+(?:is|are|has been|have been|got)\s+(?:now |all )?{_DONE_WORD}$"
)
EVERYTHING_DONE = _pattern(
    rf"^(?:everything|all(?: of (?:it|them|my tasks))?|all (?:my |the )?{_THINGS})(?: is| are|['’]s)(?: all| now)* {_DONE_WORD}$"
)
MARK_BUT = _pattern(
    rf"^(?:mark|set|flag)\s+(.+?)\s+(?:as\s+|to\s+)?{_DONE_WORD}\s*,?\s+({_EXCEPTING}\s+.+)$|^(?:tick|check|cross|strike)\s+(?:off\s+)?(.+?)\s+off\s*,?\s+({_EXCEPTING}\s+.+)$"
)
LIST_OF = _pattern(
    r"^(?:(?:my|our|the|a|new)\s+)*(?:(?:shopping|grocery|groceries|packing|todo|to-do|to do|task)\s*(?:list)?|groceries|todos|tasks|to-?dos)(?:\s+for\s+(?:today|tomorrow|\w+day))?\s*[:–]\s*(.+)$"
)
I_TAKE_BACK = _pattern(
    r"^(?:i|let me|can (?:you|i)|could you|please)\s+(?:take (?:that|it) back|undo (?:that|it|this)|revert (?:that|it))$"
)
STILL = _pattern(r"^(?:i|we) (?:still|also still) ")
AGAIN = _pattern(
    r"^(?:and|also|plus|oh and)\s+(?:also\s+)?(.+?)(?:\s+(?:too|as well|also))?$|^(.+?)\s+(?:too|as well)$|^(?:the\s+)?same (?:for|with|goes for|thing for|thing with|to)\s+(.+)$"
)
TOO = _pattern(r"^(?:the\s+|my\s+)?[\w' -]{1,60}\s+(?:too|as well)[\s.!]*$")
PAST_START = _pattern(rf"^(?:i\s+)?(?:also\s+|then\s+)?({_PAST})\s+(.+)$")
RENAME_WHAT = _pattern(r"^(?:rename|reword|rephrase|change the (?:name|title) of)\s+(.+)$")
OPENERS = _pattern(
    r"^(?:(?:no|nope|oops|whoops|sorry|wait|oh|ah|hm+|ok|okay|please|actually|hang on|hold on|ugh|damn|hey|never ?mind)[\s,.!:-]+)+"
)
BARE_NOTE = _pattern(r"(?:add|write|make|put|attach)\s+(?:(?:a|the|another|some)\s+)?(?:notes?|comment|description)")
BARE_DONE = _pattern(r"(?:(?:i(?:'m| am)|we(?:'re| are))\s+)?(?:all\s+)?(?:done|finished|through)(?:\s+(?:now|here))?")
ABOUT_ANY = _pattern(
    rf"^(?:is|are|do i have|have i got|have i|did i|what|which|show|list|find|any|anything|got)\b.*?\b(?:anything|something|any|{_THINGS}|have|got)?\s*\b(?:about|regarding|concerning|related to|mentioning|to do with)\s+(?:the\s+)?(?!me\b|you\b|it\b)(.+)$"
)
DUE_SAID = _pattern(r"^due\b")
NOTE_TO = _pattern(
    r"^(?:add|put|attach)\s+to\s+(?:the\s+)?(.+?)\s+(?:a|the|this)\s+note(?:\s*:\s*|\s+(?:that says|saying|that)\s+)(.+)$"
)
ON_LIST_FOR = _pattern(rf"\s+(?:to|on|in)\s+{_MY_LIST}(?=\s+(?:for|by|on|due|at|before|tomorrow|today|tonight|next)\b)")
I_WANT = _pattern(r"^i want to (?:finish|complete)\b")
AFTER_THANKS = _pattern(r"^[^,.!]*[,.!]+\s*(.+)$")
MENTION = _pattern(
    r"^(?:(?:i|we)\s+)?(?:can'?t|cannot|can not|couldn'?t|won'?t|didn'?t|don'?t|not|have no time|had no time|am too busy|forgot|no time)\s+(?:to\s+|for\s+|about\s+)?(?:(?:do|make|get to|finish|go to|manage|have time for)\s+)?(.+?)(?:\s+(?:today|tonight|now|this week|yet|anymore|any more))?$"
)
"""What a message is about, which the rest of it points at: `I can't do yoga today, move it to Friday`."""
ONLY = _pattern(r"^(?:(?:no|actually|yes|sorry|wait|ok|okay)[\s,.!]+)*(?:only|just)\s+(.+)$")
ALL_BUT = _pattern(
    r"^(?:(?:no|actually|yes|sorry|wait|ok|okay|yeah|sure)[\s,.!]+)*(?:but\s+)?(?:(?:all|everything|all of them|them all|both)\s+)?(?:but(?: not)?|not|except(?: for)?|keep|leave|without|apart from)\s+(.+)$"
)
"""An answer that leaves something out: `yes, but not the milk`."""
DUE_BEHIND = _pattern(
    r"^(?!what|which|when|anything|is\b|are\b|add\b|show\b|list\b|make\b|set\b|change\b|move\b|push\b|mark\b|put\b|all\b|everything\b|delete\b|remove\b|complete\b|finish\b)(.+?),?\s+(due\s+.+)$"
)
DUE_DATE_IS = _pattern(
    r"^(?:the\s+)?(?:due date|deadline|due time)\s+(?:of|for|on)\s+(.+?)(?:\s*:\s*|\s+(?:is|to|=)\s+)(.+)$"
)
SET_REMINDER = _pattern(
    r"^(?:set(?: up)?|make|create|schedule)\s+(?:me\s+)?an?\s+(?:new\s+)?(?:reminder|task|todo|note|item)\b"
)
REMIND_ABOUT = _pattern(r"^remind me (?:about|of)\s+(.+)$")
NOT_SO = _pattern(
    r"^(?:(?:no|actually|wait|sorry|oops)[\s,.!]+)*(?:it|that)(?:(?:'s| is| was) not|\s?isn'?t|\s?wasn'?t)(?:\s+(?:really |actually )?(?:done|finished|completed?))?(?:\s+(?:yet|though|after all))?$"
)
INLINE_NUMBER = _pattern(r"(?:^|\s)(\d{1,2})[.)]\s+(?=\S)")
ARROW = _pattern(r"\s*(?:->|=>|→|:|-|–)\s*$")
