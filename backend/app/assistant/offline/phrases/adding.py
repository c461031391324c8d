"""How people say what is to be added, and what is its note, its priority, its place."""

from app.assistant.offline.phrases.verbs import VERB
from app.assistant.offline.phrases.vocabulary import DONE_WORD, JOT, MY_LIST, NUMBERS, RANK, THINGS, VERY, pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

_ADD_THEM = rf"(?:\s*[,.;!–]|\s+-)\s*(?:so\s+|and\s+)?(?:please\s+|pls\s+|can you\s+|could you\s+|if you(?:'d| would) be (?:good|kind) enough to\s+)*(?:add|note|put|write|pop|stick|get|jot) (?:that|it|them(?: all)?|those|these|this|both|all(?: of (?:them|these|those|it))?(?: (?:{'|'.join(n for n in NUMBERS)}))?)(?:\s+(?:down|in|on|too|(?:on|to|in|onto) {MY_LIST}))*(?:\s+please)?$"
_ADD_BEHIND = rf"(?:\s*[,.;!–—]+|\s+-)\s*(?:so\s+|and\s+)?(?:please\s+|can you\s+|could you\s+)*(?:add|put|pop|stick)(?:\s+(?:on|to|in|onto) {MY_LIST})(?:\s+please)?$"
TO_LIST = pattern(
    rf"\s+(?:to|on|in|into|onto)\s+(?:{MY_LIST}|there)(?:\s+too)?$|\s+(?:on|onto the list) instead$|{_ADD_THEM}|{_ADD_BEHIND}"
)
ADD_THEM = pattern(_ADD_THEM)
"""Behind what is to be added: `add all three`."""
THESE = pattern(
    rf"^(?:(?:these|the following|following|something|{'|'.join(n for n in NUMBERS if n.isalpha())}|some|a few|\d+|buy|get)\b\s*)+(?:more\s+|new\s+)?(?:{THINGS})?\s*(?:(?:to|on|in) {MY_LIST})?\s*:\s*"
    rf"|^(?:the following|these|some|a few|a couple of|\d{{1,2}}|{'|'.join(n for n in NUMBERS if n.isalpha())})\s+(?:more\s+|new\s+)?{THINGS}(?:\s+(?:to|on|in|for) {MY_LIST})?\s*[,;.–—-]+\s+"
)
"""A heading, which is no task: `two tasks, …`"""
_NEW = rf"(?:(?:(?:a|an|another|the|new|quick|one|1|more)\s+)*(?:{THINGS}|(?:reminder|alarm)(?:\s+for)?|note)\b(?!\s+#?\d)[\s:,-]*(?:on {MY_LIST}\s+)?)?"
_BEHIND = rf"(?:on|in|to|onto|into|down)(?:\s+(?:there|here|it|{MY_LIST}))?(?:\s+(?:too|as well|please))?"
_JOT = rf"(?:{JOT}(?:(?=\s*:)|\s+(?:in|down|on)(?=\s)|(?=\s.+\s{_BEHIND}[\s.!]*$)|(?=\s.+\s(?:on|in|to|onto)\s+(?:there|here)\b)|(?=\s.*\b{MY_LIST}\b)))"
"""`pop milk on there`, `chuck in eggs`; not `pop to the shops`."""
ADD = pattern(
    rf"^(?:(?:to )?(?:ad|add(?:ing)?)(?: in(?=\s*:))?|create|creating|make sure (?:that )?(?:i|we) (?:don'?t forget|remember)|note to (?:self|me)|note(?: down)?|jot(?: down)?|write(?: down|(?=\s*:)|(?=.*\b(?:list|tasks?|todos?|down)\b))|append|new(?=\s*:)|put(?! back\b)(?: down| in(?= (?!(?:the|my) (?:wash|bin|oven|fridge|freezer|post|list)\b)\w)| on(?= (?!the\b|my\b|your\b|a\b)[a-z]))?(?! (?:out|away|up|off|together)\b| .* (?:back|out|away|up|together)$| .* back\b)|set(?: up)? (?=a reminder|a task|an? alarm|a note)|make (?=a note|a task|a new|an item|a reminder|a todo)|{_JOT}|new (?:task|todo|item|one)|next up(?=\s*[:,])|(?:one|another)(?: more)? (?:thing|task|item) (?:to (?:add|do|buy|get)|for (?:the|my) list)|remember|remind(?:er)?(?: me)?|todo|to-?do|task(?!\s+(?:#?\d|{'|'.join(NUMBERS)}))|(?:don'?t|mustn'?t|must not|do not|can'?t|cannot) (?:let me )?forget)\b(?!\s+(?:everything|all)\b)(?![\s,]+(?:me[\s,]+)?(?:what|which|when|how|who|where|why|was it|is it|did i|do i|have i|was there|is there)\b)[\s:,-]*(?:me\s+(?=(?:an?|the|another)\s))?{_NEW}(?:to (?:self|myself|me)\b[\s:,-]+)?"
    r"(?:(?:called|named|that says|saying)\s+)?(?:(?:for me |me )?(?:that (?:i|we) (?:have|need|must|should|ought)(?: to)?|to(?!\s+list\b)|about|of|for(?= \w+ing\b))\s+)?(?:me (?=\w))?(.+)$"
)
BEGINS = pattern(rf"(?:please|pls|plz|kindly|can you|could you|{VERB.pattern.removeprefix('^')})")
"""What may follow a date that stands first, with nothing to part them."""
REMINDED = pattern(r"\bremind me(?: to)?\s*$")
REMINDER_AT = pattern(
    r"^(?:set(?: up)?|make|create|add|put(?: in)?)\s+(?:me\s+)?(?:an?|the)\s+(?:reminder|alarm|task|todo|follow[- ]?up)(?:\s+(?:for|to|on|about)\s+(?:it|that|this))?\s+(?:for\s+)?(.+?)(?:\s+(?:to|that says|saying)\s+|\s*:\s+)(.+)$"
)
"""A reminder with its time before what is to be done."""
AS_ONE = pattern(r"\s+as (?:(?:an?|one|single|just) )*(?:task|item|todo|entry|thing|reminder)$")
TOLD_DONE = pattern(
    rf"^(?!get\b|have\b).+\s(?:{DONE_WORD}|sent|paid|bought|received|signed|delivered|submitted|fixed|cleaned|washed)(?:\s+(?:finally|now|already|too|at last))*$"
)
"""`book report done`: no chore, though `book` may begin one."""
OF_WORDS = pattern(r"^(?:translate|define|spell|explain|convert|pronounce)\s+[\"“'‘]")
"""`translate 'bread' into French`: nothing that a list of tasks is for."""
NOT_FORGET = pattern(
    r"^(?:i|we) (?:mustn'?t|must not|can'?t|cannot|shouldn'?t|don'?t want to|better not) forget (?:to |about )?(.+)$"
)
ON_THE_LIST = pattern(
    rf"^(?:i(?: want| need| would like|'d like)(?: to (?:have|put|get|add|see))?|(?:can|could|may) (?:i|we) (?:please )?(?:have|get|add|put|stick|pop))\s+(.+?)\s+(?:added\s+)?(?:to|on|in|onto)\s+(?:{MY_LIST}|there|here)$"
)
NO_RUSH_FIRST = pattern(
    r"^(?:(?:it'?s|this is|there'?s)\s+)?(?:not (?:very |so |that )?(?:urgent|important)|no (?:rush|hurry))[\s,.:–-]+(?:but\s+)?(.+)$"
)
FOR_WHAT = pattern(r"^for\s+[\w' ]{1,30}?,?\s+(?=(?:i|we)(?:'ve)? (?:also |still )?(?:need|have|got|must|should)\b)")
"""`for uni I have to: print slides`"""
SOMETHING = pattern(r"^(?:add|remind me of|note|put down)\s+(?:something|sth|smth)(?: else)?$")
HAVE_TO = pattern(
    r"^(?:(?:i|we)(?:'ve| have|'ll| will)?\s+(?:really |also |still )?(?:need to|have to|got to|gotta|(?:must|should)(?! have\b)(?: really| probably| maybe| also| perhaps)*(?: to)?|ought to|had better|want to|to)|(?:i'd|i) better|(?:i|we) (?:also |still )?(?:gotta|need)|gotta|got to|gonna (?:need|have)(?: to)?|need to|need:?|needs?:|to (?:buy|get|do|order|pack|call|pick up|collect|bring):|have to|must(?! have\b)(?: to)?|should(?! have\b))[\s:]+(?:remember to\s+)?(?:(?:do|get done) (?=\w+ things))?(.+)$"
)
_NOTE = r"(?:notes?|description|details?|comment)"
_NOTE_LEAD = r"(?:\s*[,;.(–-]+\s*|\s+(?=(?:and|with|but)\b))(?:(?:and|with|also|please|but|pls)\s+)*(?:(?:put|add|make|leave|write|attach|include)\s+)?(?:(?:in\s+)?(?:a|the)\s+)?"
NOTE_AFTER = pattern(
    rf"^(.+?){_NOTE_LEAD}{_NOTE}(?:\s*[:,–-]\s*|\s+(?:saying|that says|to say|that|which says|reads)\s+|\s+(?=(?:she|he|it|they|there|we|i|i'm|i'll|i've|the|wants?|needs?|only)\b|['\"“‘]|(?:she|he|it|they|there|we|i)['’]))(.+?)\)?$"
)
"""`and make a note, red not white`"""
IN_BRACKETS = pattern(r"^(.*\S)\s*\(([^()]+\s[^()]+\s[^()]+)\)$")
"""What is said of a task in brackets behind it."""
QUOTED_FIRST = pattern(r"^([\"“][^\"”]+[\"”]|['‘`].+?['’`](?=[\s,]))\s*[,;–-]?\s*(?!and\b|&|,)(\S.*)$")
"""A title in quotes with what is said of it behind."""
WITH_NOTE = pattern(
    rf"^(.+?)(?:[\s,;.(–-]+(?:with\s+|and\s+)*(?:a\s+|the\s+)?{_NOTE}(?:\s*:\s*|\s+(?:saying|that says)\s+)|\s+with\s+(?:the\s+{_NOTE}|(?:a\s+){_NOTE}\s+that)\s+|\s*[,;.(–-]\s*(?:and\s+)?(?:please\s+)?note\s+(?:down\s+)?that\s+)(.+?)\)?$"
)
BOTH_URGENT = pattern(
    rf"^(?:[\w ]+?\s+)?{THINGS}\s*,?\s*(?:(?:that are |which are |are )?(?:both|all)\s+)({VERY}(?:urgent|important)|{RANK})\s*:\s*(.+)$"
)
"""`two things, both urgent: …`"""
PRIORITY_FIRST = pattern(
    rf"^(?:(?:{VERY}(?:urgent(?:ly)?|important)|critical|asap|{RANK})\s*[:,!-]\s*|(?:{RANK})\s+(?:task|todo|item|reminder)?(?:\s*:\s*|\s+to\s+|\s+)|urgent\s+(?:task|todo|item|reminder)(?:\s*:\s*|\s+to\s+))(.+)$"
)
PRIORITY_LAST = pattern(
    rf"^(.+?)(?:\s*[,;(\[–-]\s*(?:and\s+)?(?:(?:it|that|this|they)(?:'?s|'?re| is| are)\s+)?(?:a\s+)?({VERY}(?:urgent|important)|asap|critical|{RANK})(?:\s+(?:obviously|of course|though|please|i guess|i think|one))*[)\]]?|\s+(?:it'?s|its)\s+({VERY}(?:urgent|important)|{RANK})|\s+(?:and|but)\s+(?:(?:it|that|this|they)(?:'?s|'?re| is| are)\s+|(?:make|mark|flag) (?:it|that|this|them)\s+(?:as\s+|an?\s+)*)({VERY}(?:urgent|important)|asap|critical|{RANK}|(?:high|low|medium)(?=$))|\s+(?:(?:with|as|at)\s+(?:a\s+)?)?((?<!an )(?<!the )urgent|urgently|asap|{RANK})|\s*(!{{2,}})|\s+[!#](high|low|medium|urgent))$"
)
URGENT_FIRST = pattern(
    rf"^((?:{VERY}(?:urgent(?:ly)?|important)|asap|{RANK})\s*[:,!.-]*)\s*(?=(?:add|remind me|new task|put|note|don'?t forget)\b)(.+)$"
)
"""`URGENT add …`"""
NO_RUSH = pattern(
    rf"^(.+?)(?:\s*[,;(–-]\s*(?:but\s+)?|\s+but\s+|\s+and\s+)(?:(?:there'?s|there is|it'?s|its|it is|that'?s)\s+)?(?:really |very )?(?:no (?:big )?(?:rush|hurry)|not (?:really )?{VERY}(?:urgent|important)|nothing urgent|unimportant|whenever)(?:\s+(?:though|really|at all))*\)?$"
)
NO_RUSH_ONLY = pattern(
    r"^(?:(?:there'?s|there is|it'?s)\s+)?(?:no (?:rush|hurry)|not (?:really )?(?:that |very |so )?(?:urgent|important)|nothing urgent)(?:\s+(?:though|really|at all))?$"
)
PRIORITY_ONLY = pattern(
    rf"^(?:(?:(?:it|that|this|they)(?:'?s| is|'?re| are)|is|are)\s+)?(?:all\s+)?(?:a\s+)?({VERY}(?:urgent|important)|asap|critical|{RANK})(?:\s+(?:one|obviously|of course|though|please))*$"
)
URGENT_TASK = pattern(rf"\b(urgent|important|{RANK})\s+(?=(?:tasks?|todos?|items?|reminders?|things?)\b)")
SHOPPING = pattern(r"^(?:get|buy|pick up|grab)\s")
THEN = pattern(
    r"\s*,?\s+(?:and\s+)?(?:then|also|plus|as well as|after that|(?<=and )finally|(?<=and )lastly)\s+(?:also\s+|after that\s+)?"
)
COMMA = pattern(
    r"\s*,(?!\d{3}\b)\s*(?:and\s+(?:also\s+|then\s+|finally\s+|lastly\s+)?|finally\s+|then\s+|also\s+|plus\s+)?"
)
PARTS = pattern(r"\s*,(?!\d)\s*(?:and\s+)?|\s+and\s+")
TO_BEFORE = pattern(
    r"^(?:first(?:ly)? )?to (?!do\b)|^(?:also |and )*(?:(?:i|we) )?(?:need to|have to|got to|gotta|must) |^(?:also |and )+"
)
NEED_BEFORE = pattern(r"^(?:also |and )*(?:(?:i|we) )?need (?!to\b)")
"""`remind me to call Ann and to order tea`"""
AMOUNT = pattern(r"^(?:\d|(?:an?|one|two|three|four|five|six|some)\s)")
PREPOSITION = pattern(r"\s(?:with|for|between|from|to|of|about|at|in|on|by)\s")
ALSO_BEHIND = pattern(
    r"(?:,?\s+(?:too|as well|also|though|instead|soon|at some point|eventually|one of these days|and that(?:'?s| is) (?:it|all|everything)(?: for(?: (?:now|today))?)?))+$"
)
START_LIST = pattern(
    rf"^(?:(?:(?:on|to|in)\s+)?(?:{MY_LIST}|list)\s*(?::|-|\bthat\b)|(?:on|to|onto|in|into)\s+(?:{MY_LIST}|list)\b[\s,]+(?!and\b|for\b))\s*(?:(?:i|we)\s+(?:must|need to|have to|should|want to)\s+)?"
)
PUT_DOWN = pattern(
    rf"^((?:put|write|jot|note|get|have|pop|stick)\b.*?)\s+down$|^((?:put|{JOT})\s+(?!the\b|an?\b|my\b|your\b|some\b).+?)\s+(?:on|in)(?:\s+(?:too|as well))*$"
)
THEN_ADDED = pattern(
    rf"^(.+?)(?:\s*[,.;!–-]+\s*|\s+)(?:(?:so|and|please|can you|could you|would you|do|just|if you(?:'d| would) be (?:good|kind) enough to)\s+)*(?:add|put|pop|stick|note|jot|write|chuck|throw)\s+(?:it|that|them|those|these|one|this)(?:\s+(?:down|in|on|there|too|as well|all|(?:on|to|in|onto) {MY_LIST}))*(?:\s+(?:please|will you|would you|too))*[\s.!?]*$|^(.+?)(?:[\s,]+remind me(?: (?:of|about) (?:it|that))?|(?:\s*[,.;–—-]+\s*|(?<!\bto)(?<!\bi)(?<!\bwe)(?<!\byou)(?<!\bnot)(?<!n't)(?<!\bnever)(?<!\bit)(?<!\bthat)(?<!\band)\s+)add(?:\s+to {MY_LIST})?(?:\s+please)?)[\s.!?]*$"
)
"""`the hall needs new bulbs so put that down`"""
NEEDED = pattern(
    r"^(?:and |also |oh )*(?:(?:we|i)(?:'ll)?\s+(?:need|want)(?! to\b)\s+(?:to get |to buy )?|(?:we|i)(?:'ve| have)(?: got)?\s+(?=(?:an?|the|my)\b))"
)
COPULA = pattern(
    r"(?:['’]s|\s+(?:is|are))(?=\s+(?:at|on|due|by|for|in|tomorrow|today|tonight|next|this|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d)\b)"
)
"""`the meeting's at ten`: what is put down is `the meeting`."""
WANTS = pattern(
    r"^(?:i|we)(?:'d)? (?:want|would like|like|fancy|could do with)\s+(?!to\b|you\b|it\b|that\b|them\b|this\b|my\b|the\b|your\b|how\b|what\b)(.+)$"
)
"""`I want caraway seeds`: it may be meant to be bought."""
WANTS_ME = pattern(
    r"^(?:.*?[,.!]\s+)?(?!i\b|we\b|you\b)[\w'’ ]{1,30}\s(?:wants|needs|asked|told|reminded|expects)\s+me\s+to\s+(.+)$"
)
"""`the boss wants me to type it up`: it may be meant to be put down."""
REASON_BEHIND = pattern(
    r"^(?:i|we|he|she|they|it|there)(?:['’](?:ve|m|re|s|ll|d)| (?:have|had|am|are|is|was|has|got|need|needs|think|can'?t|don'?t|didn'?t))\b"
)
"""Behind what is to be added, it says why."""
NOUN = pattern(r"^(?!what|which|when|how|is|are|do|does|any|show|list)\w")
LINES = pattern(r"\s*[;\n]+\s*(?:and\s+)?|\s+/\s+")
BARE_ADD = pattern(
    rf"(?:add|create|make|new task|remind me|(?:add|create|make) (?:(?:a|an|another|one|some|new|few|more|a few|a couple of|something|the following)\s+)*(?:{THINGS}|something|one)(?:\s+(?:to|on) {MY_LIST})?|(?:add|remind me of) (?:something|sth|some things?)(?: for me)?)"
)
OUT_OF = pattern(
    r"^(?:and |also )?(?:(?:we|i)(?:'re| are|'m| am)?\s+)?(?:all |almost |nearly |completely )?(?:(?:running |run |ran |have run |'ve run |got )?out of|running low on|low on|short of|(?:have|got) no(?: more)?|don'?t have any(?: more)?)\s+(.+?)(?:\s+(?:left|again|now|at home|any ?more))*$|^(?:there(?:'s| is| are) no(?: more)?|no more)\s+(.+?)(?:\s+(?:left|at home|any ?more))*$"
)
"""`we're out of eggs`."""
REMIND_ON = pattern(r"^remind me\s+(?=(?:on|next|this|tomorrow|tonight|today|at|in|by|the|first|\w+day)\b)(.+)$")
ABOUT = pattern(r"\s+(?:about|of|to|that)\s+")
SCHEDULE = pattern(r"^schedule\s+(?:an?|the|my)\s+(.+)$")
"""With its day behind it, it is put down so."""
ONE_AND_OTHER = pattern(
    r"^(?:.*\b(?:tasks?|things?|todos?|items?|jobs?)\b[\s,:;.–-]+)(?:the )?(?:first |one )(?:one )?is (?:to )?(.+?)[\s,;.]+(?:and\s+)?(?:(?:the )?(?:other|second)(?: one)?) is (?:to )?(.+)$"
)
"""`two tasks, one is … and the other is …`"""
FOR_THE_LIST = pattern(r"\b(?:list|notes?|down|tasks?|todos?|reminders?|alarm|items?|there)\b")
"""What is plainly about this list, and no errand."""
ALSO_TITLE = pattern(r"^(?:create|note|jot|write|put|set|make|stick|throw|pop|remember)\b")
"""What adds, and may also begin a title."""
THAT = pattern(r"(?:that|it|this|them|those|these|too|please)(?: (?:again|back|too))?")
LIST_OF = pattern(
    r"^(?!.*\b(?:done|finished|completed?|delete|remove|left|due|show|what|which)\b[^:]*[:–-])(?:[\w' ]{0,30}\b(?:list|todos?|tasks|things|stuff|groceries|errands|chores|items|jobs|needs?)\b[\w' ]{0,20})(?:\s*[:–]\s*|\s+-\s+)(.+)$|^(?:(?:my|our|the|a|new)\s+)*(?:(?:shopping|grocery|groceries|packing|todo|to-do|to do|task)\s*(?:list)?|groceries|todos|tasks|to-?dos)(?:\s+for\s+(?:today|tomorrow|\w+day))?\s*[:–]\s*(.+)$"
)
STILL = pattern(r"\b(?:i|we) (?:also )?still (?:need|have|got|gotta|must|should)\b|\bagain$")
BARE_NOTE = pattern(r"(?:add|write|make|put|attach)\s+(?:(?:a|the|another|some)\s+)?(?:notes?|comment|description)")
IN_FOR = pattern(r"\s+(?:in|on|down)(?:\s+(?:there|here))?(?=\s+for\s+\S)")
"""`put the meeting in for friday`"""
ON_LIST_FOR = pattern(
    rf"\s+(?:(?:to|on|in)\s+{MY_LIST}|(?:on|in) (?:there|here))(?=\s+(?:for|with|as|by|on|due|at|before|tomorrow|today|tonight|next|then|also|plus|and|but|it'?s|its)\b|\s*,)"
)
