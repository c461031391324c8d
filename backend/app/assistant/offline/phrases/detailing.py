"""How people speak of notes, dates and priorities of a task that is there."""

from app.assistant.offline.phrases.vocabulary import LEVEL, SHIFT, VERY, pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

NOTE = pattern(
    r"^(?:(?:add|put|attach|write|leave|make|append|set|save|include)\s+)?(?:(?:a|an|the|this|another)\s+)?(?:quick\s+)?(?:note|comment|description|details?)\s+(?:to|on|for|of|about|under|against)\s+(?!self\b|me\b|myself\b)(?:the\s+(?=task|item))?(.+?)(?:\s*:\s*|\s+(?:that says|saying|says|which says|to say|reading|that|as|is)\s+)(.+)$"
)
NOTE_MORE = pattern(
    r"^(?:add|append|put|write)\s+(?:(?:this|also)\s+)?(?:to|in|into|on|under)\s+the\s+(?:notes?|description|details?|comment)\s+(?:of|for|on|to|about)\s+(?:the\s+)?(.+?)(?:\s*:\s*|\s+(?:that|saying)\s+)(.+)$"
)
NOTE_BEHIND = pattern(
    r"^(?:add|put|write|attach)\s+(.+?)\s+(?:as (?:a |the )?(?:note|comment|details?|description) (?:to|on|for|of)|(?:to|in|into) the (?:notes?|details?|description) (?:of|on|for))\s+(.+)$"
)
NOTE_SHORT = pattern(
    r"^(?!new|quick|a\b|add\b|put\b|pop\b|chuck\b|stick\b|remind|create|i\b|we\b|need\b)([^,;]+?)(?:'s)?\s+note\s*:\s*(.+)$|^note (?:to|on|for)\s+(?!self\b|me\b)(.+?)\s*(?::|\s[-–]\s)\s*(.+)$"
)
NOTE_CHANGE = pattern(
    r"^(?:change|replace|update|edit|set)\s+(?:the\s+)?(?:notes?|comment|details?|description)\s+(?:of|on|for|to)\s+(.+?)\s+(?:to|with|into)(?: say)?:?\s+(.+)$"
)
NOTE_CLEAR = pattern(
    r"^(?:remove|delete|clear|erase|drop)\s+(?:the\s+)?(?:notes?|comments?|details?|description)\s+(?:of|on|from|for)\s+(.+)$|^(?:remove|delete|clear|erase|drop)\s+(.+?)(?:'s)\s+(?:notes?|comments?|details?|description)$"
)
POSTPONE_VERB = pattern(
    r"^(?:postpone|delay|defer|snooze|reschedule|re-schedule|push back|put off|bump|(?:move|shift|push)(?=\s+(?:the|my)\s+[\w' -]+$))\b"
)
POSTPONE_WHAT = pattern(
    r"^(?:postpone|delay|defer|snooze|reschedule|re-schedule|push back|put off|push|bump|move|shift)\s+(.+?)(?:\s+(?:back|a bit|a little|for later|to later|till later))?$"
)
IS_DUE = pattern(
    r"^(.+)\s+(?:is now|are now|is|are|should be|(?:can|could|may|should|will|might) (?:be|go|move|wait|slip|happen|be (?:moved|pushed|put|shifted))(?: back)?|(?:needs to|has to|have to|must|should) be (?:done|ready|finished|handed in|paid|in|there|sent|submitted|returned|over)|can wait|has to wait|will have to wait)\s+(?:now\s+)?(?:due\s+)?((?:due|on|by|at|for|to|before|until|till|today|tomorrow|next|this|in)\b.*)$"
)
NO_CLOCK = pattern(
    r"^(?:remove|clear|delete|drop|cancel|take)\s+(?:the\s+)?(?:due time|time|hour|clock)\s+(?:of|from|on|for|off|away from)(?:\s+of)?\s+(.+?)(?:[\s,]+(?:(?:but|and|just)\s+)*(?:keep|leave)\s+the\s+(?:day|date))?$"
)
"""`remove the time from yoga`: the day stays."""
NO_DATE = pattern(
    r"^(?:remove|clear|delete|drop|cancel)\s+(?:the\s+)?(?:due date|date|deadline|due time|time)\s+(?:of|from|on|for)\s+(.+)$|^(?:take|strip)\s+(?:the\s+)?(?:due date|date|deadline|due time|time)\s+(?:off|away from|from|out of)(?:\s+of)?\s+(.+)$|^no\s+(?:due date|date|deadline|due time)(?: needed| required| necessary)?(?: any ?more)?\s+(?:for|on)\s+(.+?)(?: any ?more)?$|^(.+?)\s+(?:has no|doesn'?t (?:have|need) an?|needs no|no longer has a)\s+(?:due date|date|deadline)$"
)
ARROW = pattern(r"^(.+?)\s*(?:->|=>|→)\s*(.+?)(,\s*same (?:day|time))?$")
"""`dentist -> friday`: it is asked, but where more is said."""
PUT_OFF_TO = pattern(r"\s(?:off|back)\s+(?:to|until|till)\b")
LOWER = pattern(
    r"^(lower|raise|bump up|up|increase|drop|reduce)\s+(?:the )?(?:prio(?:rity)?|importance)\s+(?:of|for|on)\s+(.+)$"
)
LEVEL_BEHIND = pattern(
    rf"^(?!add\b)([^:]+?)\s*[:–-]\s*((?:{LEVEL})[\s-]+prio(?:rity)?|prio(?:rity)?\s+{LEVEL}|urgent|important)$"
)
SET_LEVEL = pattern(
    r"^(?:set|mark|flag|make|change|put|bump|raise|lower|drop)\s+(.+?)\s+(?:down\s+|up\s+)?(?:(?:as|to|at)\s+(?:be\s+)?)?(?:a\s+)?(?:being\s+)?(high|low|medium|normal)(?:est)?(?:\s+prio(?:rity)?)?$"
)
SET_PRIORITY = pattern(
    rf"^(?:mark|flag|set|make|give|change|turn|put(?!.*\s(?:on|in|to) (?:there|(?:my|the|our) list)\b))\s+(.+?)\s+(?:(?:as|to|with|at|a)\s+)*((?:{LEVEL}[\s-]+prio(?:rity)?)|prio(?:rity)?\s+(?:to\s+)?{LEVEL}|(?:not\s+)?{VERY}(?:urgent|important)|unimportant|critical)$"
    r"|^(?:mark|flag|set|make)\s+(it|that|this|them)\s+(?:as\s+|to\s+)?(high|low|medium|top)$"
)
PRIORITY_OF = pattern(
    rf"^(?:set|change|make|raise|lower)?\s*(?:the\s+)?prio(?:rity)?\s+(?:of|for|on)\s+(.+?)\s+(?:to|is|as)\s+({LEVEL})$"
)
IS_URGENT = pattern(
    rf"^(.+?)(?:(?<=\bone)['’]s|\s+(?:is|are|has|have|isn'?t|aren'?t|is not|should be|should have|must be|can be|could be))\s+((?:no longer |not |a )?(?:now |the most )?{VERY}(?:urgent|important|less (?:urgent|important)|{LEVEL}[\s-]+prio(?:rity)?|critical)|(?<=can be )(?:low|high|medium)|(?<=could be )(?:low|high|medium)|(?<=should be )(?:low|high|medium))(?: one| task| thing| of all| of them)?(?: any ?more| now)?$"
)
PRIORITISE = pattern(r"^(?:prioriti[sz]e|star)\s+(.+)$")
NEGATED = pattern(r"\b(?:isn'?t|aren'?t|is not|no longer)\b")
_LATER = rf"(?:postpone|delay|defer|snooze|re-?schedule|{SHIFT}|put(?=\s.+\s(?:off|back)\b)|set|change|make|do|update|give|have)"
POSTPONE_STARTS = pattern(rf"^{_LATER}\b")
FORWARD = pattern(r"\sforward(?:\s+by)?$")
"""By how much sooner."""
ALSO_ERRAND = pattern(r"^(?:bring|pull|give|make|do|have)\b(?!.*\s(?:to|until|till|forward|back)$)")
"""What may be a thing to do as well: `bring snacks on friday`."""
POSTPONE_AT = pattern(r"\s+(?=\S)")
POSTPONE_TO = pattern(
    rf"^{_LATER}\s+(?:back\s+)?(.+?)(?:\s+(?:back|off|forward|out|up))?(?:\s+(?:to|until|till|for|on|by|from|due|at|in|is|be|down))*$"
)
THE_DATE_OF = pattern(
    r"^(?:the\s+)?(?:due date|due time|date|deadline|time|due)\s+(?:of|for|on)\s+|(?<!\ba)(?<!\ban)(?<!\bno)(?:'s)?\s+(?:due date|deadline|due time|date|time)$"
)
TO_SAY = pattern(r"\s(?:to|into|say|should)\s")
NOTE_THAT_IT = pattern(
    r"^(?:also |please )*(?:note|write|mention|add)(?: down)?(?: also| there)? that ((?:it|they|he|she)(?:'s|'re|'ll)?\s.+)$"
)
"""`note that it closes at noon`: on what was talked of."""
NOTE_ALONE = pattern(
    r"^(?:(?:and|also|oh|please|just)[\s,]+)*(?:(?:add|put|leave|make|write|attach|include)\s+(?:down\s+)?(?:(?:a|the|another|this|as)\s+)*(?:note|comment)(?:\s+(?:to|on) (?:it|that|this|that one))?(?:\s*[:,]\s*|\s+(?:that says|saying|that|to(?=[^:]*$))\s+|\s+)(?!to\b|on\b|for\b|down\b|about\b|of\b)(.+)|(?:with (?:a|the) )?notes?\s*:\s*(.+)|note (?:that )?((?:she|he|it|they|there|the|we|i)\b.+)|(?:note|write|jot|put) down ((?:the|its|his|her|their) (?:\w+ )?(?:size|colou?r|number|code|address|price|cost|amount|measurements?|dimensions?|reference|ref|model|phone|postcode|zip|password|pin|length|width|height|weight|opening hours|number)(?:\s*[,:=–-]|\s+(?:is|are|was))\s*.+))$"
)
NOTED_BEHIND = pattern(
    r"^(?:(?:and|also|oh)[\s,]+)*(.+?)[\s,.;–-]+(?:so\s+)?(?:(?:please|can you|could you)\s+)*(?:put|pop|add|write|note|stick|jot)\s+(?:that|it|this)\s+(?:down\s+)?(?:in|on|as|under|into)\s+(?:the\s+|a\s+|its\s+)?notes?$"
)
"""`the number is 0113 496, pop that in the notes`"""
NOTE_INTO = pattern(
    r"^(?:(?:and|also|oh|please|just)[\s,]+)*(?:write|put|add|note|pop|stick)\s+(?:down\s+)?(?!(?:in|into|to|under|as|on)\s)(.+?)\s+(?:in|into|to|under|as) (?:the|its|a) (?:notes?|description|comment)$|^(?:(?:and|also|oh|please|just)[\s,]+)*(?:write|put|add|note|pop|stick)\s+(?:down\s+)?(?:in|into|to|under|as|on) (?:(?:the|its|a) )?(?:notes?|description|comment)(?:\s*:\s*|\s+that\s+)(.+)$|^(?:(?:and|also|oh|please|just)[\s,]+)*add to (?:it|that|that one|this one)\s*:\s*(.+)$"
)
AND_BEFORE = pattern(r"^(?:(?:and|also|oh|but)[\s,]+)+(?=\S)")
OF_IT = pattern(
    r"^(?:(?:and|also|oh|please|just|that|but)[\s,]+)*(?:(?:that one|this one|both|those|them)(?=\s)|(?:it|that|this|that one|this one)(?:'?s| is|'ll be| will be| should be| should(?:'ve| have) been| has to be| needs to be| was)|(?:they|those|these|both)(?:'?re| are| should(?: both)? be| have to be)?(?:\s+(?:both|all))*|(?:make|mark|set) (?:it|that|them|those|both(?: of them)?)|with|at|as)\s+(?:a\s+|for\s+(?=\w+day))?"
)
"""What points at what was just spoken of: `they're both`"""
OF_IT_BEHIND = pattern(
    r"(?:[\s,]+(?:that one|this one|those|please|btw|by the way|for (?:it|that|this|both|them)|too|though|mark it (?:as such|so|accordingly)|would you|will you))+$"
)
PLURAL = pattern(r"\b(?:they|those|these|both|them)")
LEVEL_ALONE = pattern(r"(?:high|low|medium|top)(?:est)?")
DUE_ALONE = pattern(r"^(?:due|by|for|on|before)\b")
NOTE_TO = pattern(
    r"^(?:add|put|attach)\s+to\s+(?:the\s+)?(.+?)\s+(?:a|the|this)\s+note(?:\s*:\s*|\s+(?:that says|saying|that)\s+)(.+)$"
)
DUE_BEHIND = pattern(
    r"^(?!what|which|when|anything|is\b|are\b|add\b|show\b|list\b|make\b|set\b|change\b|move\b|push\b|mark\b|put\b|all\b|everything\b|get rid\b|erase\b|scrap\b|ditch\b|wipe\b|(?:drop|clear|cancel|bin|lose)\s+(?:all|everything|every)\b|delete\b|remove\b|complete\b|finish\b)(?:(?:have|get|let)\s+)?(.+?)(?:\s+(?:is|are|should be|to be|must be|will be|needs to be|can be))?,?\s+(due\s+.+)$"
)
CAN_BE = pattern(
    r"^(?:can|could) (?:we |you )?(?:(?:make|do|have|move|put|push) )?(?:the )?(.+?)\s+(?:(?:be|happen|go|move)(?:\s+(?:moved|pushed|put|back))*\s+|(?=(?:to|for|on|at)\s))((?:to |for |on |at |until )?.+?)(?:\s+(?:instead|please|rather))*$"
)
"""`can the plumber be thursday at 9 instead`"""
NOT_BUT = pattern(
    r"^(.+?)(?:['’]s|\s+(?:is|are|was|were))(?:\s+not|\s?n['’]t)\s+(?:(?:on|at|due)\s+)*(.+?)(?:\s+any ?more)?,?\s+(?:but|(?:and\s+)?(?:it|that|they)(?:['’]?s| is|['’]?re| are))\s+(?:(?:on|at|due|now)\s+)*(.+)$|^(.+?)\s+(?:is|are|was|were)n['’]t\s+(?:(?:on|at|due)\s+)*(.+?)(?:\s+any ?more)?,?\s+(?:but|(?:and\s+)?(?:it|that|they)(?:['’]?s| is|['’]?re| are))\s+(?:(?:on|at|due|now)\s+)*(.+)$"
)
"""`the delivery is not the 24th but the 26th`, `the vet isn't friday, it's saturday`"""
PUT_TO = pattern(r"^put\s+(?:(?:back|off)\s+)?(.+?)(?:\s+(?:off|back|forward))?\s+((?:to|until|till)\s+.+)$")
"""`put the vet to friday`"""
LATER = pattern(
    r"^(?:make|do|have|move|push|shift|put)\s+(.+?)\s+(?:a (?:bit|little|while) |much |some ?what )?(?:later|earlier|sooner)$"
)
"""It doesn't say by how much."""
DEADLINE_FOR = pattern(
    r"^(?:set|give|add|put|make)\s+(?:an?|the)\s+(?:new\s+)?(?:due date|deadline|due day)\s+(?:of|on|for|:)\s*(.+?)\s+(?:for|on|to)\s+(.+)$"
)
"""`set a deadline of 4 December for the essay`"""
WILL_DO = pattern(
    r"^(.+?),?\s+(?:i|we)(?:['’]ll| will| can| shall|['’]m going to)\s+(?:do|sort|get to|tackle|finish|manage)(?:\s+(?:it|that|them))?\s+(.+)$"
)
"""`the rego I'll do saturday`"""
THEN_INSTEAD = pattern(
    r"^(.+?)\s*[,;.–-]\s*(?:(?:so|maybe|make it|let'?s say|do it)\s+)*(.+?)(?:\s+(?:then|instead|rather|please))*$"
)
"""Behind what could not be done: when it will be."""
NOTE_SAYS = pattern(
    r"^(?:the\s+)?(?:notes?|comment|details?|description)\s+(?:of|on|for|to)\s+(.+?)\s+(?:should|must|has to|needs to) (?:say|be|read)\s+(.+)$"
)
"""`the note on wifi should say …`"""
NOW_IS = pattern(
    r"^(?:(?:\w+ )?(?:\w+ )?(?:says?|said|told me|called)(?: that)?,? )?(.+?)(?:\s+(?:is|are|will be|it'?s)|['’]s)\s+(?:(?:only|on|at) )*(.+)$"
)
"""`the fair is 5 december now, not the 28th`"""
NOW_NOT = pattern(r"\bnow\b|[\s,]not\s|\binstead of\b|\brather than\b|\bno (?:more|longer)\b")
WHY = pattern(r",\s*(?:so|i|i'm|i've|we|we're|they|he|she|because|sorry)\b.*$")
HOUR_ALONE = pattern(
    rf"^(?:{SHIFT}|postpone|reschedule)\b.*\sto\s+(\d{{1,2}})(?:\s+(?:instead of|not|rather than)\s+\d\S*)?(?:,.*)?$"
)
NOW = pattern(r"^(?:now\s+)|[\s,]+(?:now|instead(?! of)|same time|any ?more)\b")
_DUE_DATE = r"(?:due date|deadline|due time|date|time|due day)"
DUE_DATE_IS = pattern(
    rf"^(?:(?:set|give|add|put|change|make|update|move)\s+)?(?:(?:the|a|its)\s+)?{_DUE_DATE}\s+(?:of|for|on|to)\s+(.+?)(?:\s*:\s*|\s+(?:is|to|=|as|should be)\s+)(.+)$"
)
GIVEN_DATE = pattern(
    rf"^(?:give|assign|set)\s+(.+?)(?<!\bgot)(?<!\bhave)(?<!\bhas)(?<!\bno)(?<!\bwithout)(?<!\ba)(?<!\ban)\s+(?:an?\s+|the\s+|its\s+)?(?:new\s+)?{_DUE_DATE}\s*(?:of|for|on|:)?\s+(.+)$"
)
WHICH_DATE = pattern(
    rf"^(?:change|move|set|update|edit|shift|push)\s+(?:the\s+)?(?:new\s+)?{_DUE_DATE}\s+(?:of|for)\s+(.+)$"
)
"""It doesn't say which date."""
PUT_IT = pattern(
    rf"^(?:put|have|do|get|set|make|keep|schedule|{SHIFT})\s+(it|that|them|this|that one|this one|both|both of (?:them|those)|them all|them both|all of (?:them|those)|those|these)\s+(?:(?:down|in|back|off|forward|up|on|due)\s+)*(?:for\s+)?(?=\S)(.+?)(?:\s+(?:instead|please|rather))?$"
)
MOVE_IT = pattern(rf"^(?:{SHIFT}|postpone|reschedule|change|delay)\s+(?:back |forward )?((?:to|until|till|by)\b.+)$")
PUT_OFF = pattern(
    r"^(?:put\s+(?=.*\soff)|push\s+)(.+?)\s+(?:off|back)(?:\s+(?:a bit|a little|for (?:now|later)|please))?$"
)
MOVED = pattern(
    r"^(.+?)(?:['’]s been|\s+(?:is|was|got|has been|gets|needs to be|has to be|should be|can be))?\s+(?:now\s+)?(?:moves?|moved|postponed|pushed|rescheduled|delayed|shifted|bumped|put off|put back|brought forward)(?:\s+(?:back|up|forward))?\s+((?:to|until|till|by|for|an?|one|two|\d+)\b.+)$"
)
"""`cover letter moved to friday`"""
SHIFTED = pattern(
    r"^(.+?)\s+(?:now\s+)?(?:starts?|begins?|is|are|will be|happens|takes place)\s+(?:now\s+)?(.+\s(?:later|earlier))$"
)
"""`choir now starts half an hour later`"""
NOT_THEN = pattern(
    r"[\s,]+(?:and\s+|so\s+)?(?:not|instead of|rather than|no (?:more|longer))\s+(?:(?:at|on|by|the)\s+)*[\w:.]+(?:\s(?:of\s+)?\w+)?(?:\s?(?:am|pm))?(?: any ?more| now)?$"
)
"""`at 11, not 10`"""
NO_PRIORITY = pattern(
    r"^(?:take|remove|drop|clear|delete|strip)\s+(?:the\s+)?(?:\w+\s+)?prio(?:rity)?\s+(?:off|away from|from|of|on|for)\s+(?:of\s+)?(.+)$|^(.+?)\s+(?:has|needs|doesn'?t (?:have|need)|no longer (?:has|needs))\s+(?:a|any|no)?\s*prio(?:rity)?(?: any ?more)?$"
)
PRIORITY_FOR = pattern(
    rf"^(?:give\s+)?(?:a\s+)?(?:prio(?:rity)?\s+)?({LEVEL})(?:[\s-]+prio(?:rity)?)?\s+(?:for|to|on)\s+(.+)$"
)
NO_RUSH_ON = pattern(
    r"^(?:(?:there'?s|there is)\s+)?(?:no (?:rush|hurry)|nothing urgent)\s+(?:on|for|with|about|to (?:do|get))\s+(.+)$"
)
NOTE_IN = pattern(
    r"^(?:write|put|add|note|append)\s+(?:down\s+)?(?:in|into|to|on|under)\s+(?:the\s+)?(.+?)(?:'s)?\s+notes?\s*(?::|\bthat\b)?\s+(.+)$|^(?:for|on|to|in|at)\s+(?:the\s+)?(.+?),?\s+(?:put|add|write|leave|make|attach)\s+(?:down\s+)?(?:(?:a|the)\s+)?notes?\s*(?::|\bthat\b|\bsaying\b)?\s+(.+)$"
)
"""`for the plumber put the note key is with Mrs Hall`"""
NOTE_ONTO = pattern(
    r"^(?:write|put|add|append|attach)\s+[\"“'‘](.+)[\"”'’]\s+(?:to|on|onto|in|into|under)\s+(?:the\s+)?(?:notes?|description|details)\s+(?:of|on|for|to)\s+(.+)$"
)
SET_REMINDER = pattern(
    r"^(?:set(?: up)?|make|create|schedule)\s+(?:me\s+)?an?\s+(?:new\s+)?(?:reminder|task|todo|note|item)\b"
)
PUT_ON = pattern(
    r"^(put|schedule)\s+(?!an?\b|back\b|down\b|in\b|out\b|up\b|away\b|off\b|together\b|(?:it|that|them|this|me)\b)(.+)$"
)
REMIND_ABOUT = pattern(r"^remind me (?:about|of)\s+(.+)$")
