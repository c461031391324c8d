"""How people say what is to be added, and what is its note, its priority, its place."""

from app.assistant.offline.phrases.vocabulary import MY_LIST, NUMBERS, RANK, THINGS, pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

TO_LIST = pattern(
    rf"\s+(?:to|on|in|into|onto)\s+(?:{MY_LIST}|there)(?:\s+too)?$|,\s*(?:so\s+)?(?:please\s+)?(?:add|note) (?:that|it)$"
)
THESE = pattern(
    rf"^(?:(?:these|the following|following|something|{'|'.join(n for n in NUMBERS if n.isalpha())}|some|a few|\d+|buy|get)\b\s*)+(?:more\s+|new\s+)?(?:{THINGS})?\s*(?:(?:to|on|in) {MY_LIST})?\s*:\s*"
)
_NEW = (
    rf"(?:(?:(?:a|an|another|the|new|quick)\s+)*(?:{THINGS}|reminder|note)\b(?!\s+#?\d)[\s:,-]*(?:on {MY_LIST}\s+)?)?"
)
ADD = pattern(
    rf"^(?:ad|add(?:ing)?|create|creating|note(?: down)?|jot(?: down)?|write(?: down)?|put(?: down)?(?! .* back\b)|set(?: up)? (?=a reminder|a task)|make (?=a note|a task|a new|an item|a reminder|a todo)|stick|throw|pop|new (?:task|todo|item)|remember|remind(?:er)?(?: me)?|todo|to-?do|task(?!\s+(?:#?\d|{'|'.join(NUMBERS)}))|(?:don'?t|mustn'?t|must not|do not|can'?t|cannot) (?:let me )?forget)\b(?!\s+(?:everything|all)\b)(?!\s+(?:me\s+)?(?:what|which|when|how|who|where)\b)[\s:,-]*{_NEW}"
    r"(?:(?:called|named|that says|saying)\s+)?(?:(?:for me |me )?(?:that (?:i|we) (?:have|need|must|should|ought)(?: to)?|to|about|of)\s+)?(.+)$"
)
NOT_FORGET = pattern(
    r"^(?:i|we) (?:mustn'?t|must not|can'?t|cannot|shouldn'?t|don'?t want to|better not) forget (?:to |about )?(.+)$"
)
ON_THE_LIST = pattern(rf"^(?:i (?:want|need)|can i (?:have|get|add))\s+(.+?)\s+(?:to|on|in|onto)\s+{MY_LIST}$")
HAVE_TO = pattern(
    r"^(?:(?:i|we)(?:'ve| have|'ll| will)?\s+(?:really |also |still )?(?:need to|have to|got to|gotta|must|should(?: really)?|ought to|had better|want to|to)|(?:i'd|i) better|(?:i|we) (?:also |still )?(?:gotta|need)|gotta|need to|have to|must|should)\s+(?:remember to\s+)?(?:(?:do|get done) (?=\w+ things))?(.+)$"
)
WITH_NOTE = pattern(
    r"^(.+?)[\s,;(–-]+(?:with\s+(?:a\s+|the\s+)?)?(?:notes?|description|details?)(?:\s*:\s*|\s+(?:saying|that says)\s+)(.+?)\)?$"
)
PRIORITY_FIRST = pattern(
    rf"^(?:(?:urgent(?:ly)?|important|asap|{RANK})\s*[:,!-]\s*|(?:{RANK})\s+(?:task|todo|item|reminder)?(?:\s*:\s*|\s+to\s+|\s+)|urgent\s+(?:task|todo|item|reminder)(?:\s*:\s*|\s+to\s+))(.+)$"
)
PRIORITY_LAST = pattern(
    rf"^(.+?)(?:\s*[,;(\[–-]\s*(?:and\s+)?(?:(?:it|that|this)(?:'?s| is)\s+)?(?:a\s+)?((?:very |really |super )?(?:urgent|important)|asap|critical|{RANK})[)\]]?|\s+(?:(?:with|as|at)\s+(?:a\s+)?)?((?<!an )(?<!the )urgent|urgently|asap|{RANK})|\s*(!{{2,}}))$"
)
PRIORITY_ONLY = pattern(
    rf"^(?:(?:it|that|this|they)(?:'?s| is|'?re| are)\s+)?(?:all\s+)?(?:a\s+)?((?:very |really |super )?(?:urgent|important)|asap|critical|{RANK})$"
)
URGENT_TASK = pattern(rf"\b(urgent|important|{RANK})\s+(?=(?:tasks?|todos?|items?|reminders?|things?)\b)")
THEN = pattern(r"\s*,?\s+(?:and\s+)?(?:then|also|plus|as well as|after that)\s+(?:also\s+)?|\s+&\s+")
COMMA = pattern(r"\s*,(?!\d{3}\b)\s*(?:and\s+(?:also\s+|then\s+)?|then\s+|also\s+|plus\s+)?")
PREPOSITION = pattern(r"\s(?:with|for|between|from|to|of|about|at|in|on|by)\s")
ALSO_BEHIND = pattern(r"(?:,?\s+(?:too|as well|also|instead))+$")
LINES = pattern(r"\s*[;\n]+\s*(?:and\s+)?")
BARE_ADD = pattern(r"(?:add|create|new task|remind me|add (?:a |another )?(?:task|todo|item|something|one))")
THAT = pattern(r"(?:that|it|this|them|those|these|too|please)(?: (?:again|back|too))?")
LIST_OF = pattern(
    r"^(?:(?:my|our|the|a|new)\s+)*(?:(?:shopping|grocery|groceries|packing|todo|to-do|to do|task)\s*(?:list)?|groceries|todos|tasks|to-?dos)(?:\s+for\s+(?:today|tomorrow|\w+day))?\s*[:–]\s*(.+)$"
)
STILL = pattern(r"^(?:i|we) (?:still|also still) ")
BARE_NOTE = pattern(r"(?:add|write|make|put|attach)\s+(?:(?:a|the|another|some)\s+)?(?:notes?|comment|description)")
ON_LIST_FOR = pattern(rf"\s+(?:to|on|in)\s+{MY_LIST}(?=\s+(?:for|by|on|due|at|before|tomorrow|today|tonight|next)\b)")
