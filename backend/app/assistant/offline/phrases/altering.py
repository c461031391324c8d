"""How people say that tasks are done, open again, to be deleted or called otherwise."""

from app.assistant.offline.phrases.verbs import PAST, PAST_WORD
from app.assistant.offline.phrases.vocabulary import DONE_WORD, EXCEPTING, MY_LIST, NOT, THINGS, pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

FROM_LIST = pattern(rf"\s+(?:from|off|on)\s+{MY_LIST}$|^(?:from|off)\s+{MY_LIST}[\s,:]+(?=\S)")
FROM_DONE = pattern(rf"\s+(?:from|in|among)\s+(?:the |my )?{DONE_WORD} (?:ones|tasks|items|list|things)$")
"""`delete the report from the completed ones`"""
MARK = pattern(
    r"^(?:mark|set|flag)\b\s*(.+?)\s+(?:back\s+)?(?:as\s+|to\s+)?(done|complete|completed|finished|open|not done|undone|todo|incomplete|unfinished|not finished|not complete|open again|to do)$"
)
MARK_IT = pattern(r"^(?:mark|tick|check)\s+(it|that|this|them|that one|those|both)$")
SET_DONE = pattern(rf"^((?:everything|all)\b.+?)(?:\s+(?:is|are)|['’]s)(?:\s+(?:all|now|already))*\s+{DONE_WORD}$")
"""`everything for this week is done`"""
OPEN_AGAIN = pattern(r"open|not|undone|todo|to do|incomplete|unfinished")
REOPEN = pattern(
    r"^(?:re-?open|undo (?:the )?complet\w+(?: (?:on|of))?|uncheck|untick|unmark|un-?cross|un-?complete|un-?finish)\b\s*(.*)$"
)
BRING_BACK = pattern(r"^(?:restore|undelete|un-?remove|recover|bring back|get back)\s+(.+)$")
NOT_FINISHED = pattern(
    r"^(?:actually,?\s+)?(?:(?:(?:i|we) )?(?:haven'?t|have not|didn'?t|did not|never(?: did)?)\s+(?:actually |really |yet |even )?(finish(?:ed)?|do(?:ne)?|complete[d]?|buy|bought|get|got|pay|paid|call(?:ed)?|send|sent|book(?:ed)?|clean(?:ed)?|wash(?:ed)?|make|made|write|written|take|taken|order(?:ed)?|return(?:ed)?|mow(?:ed)?|fix(?:ed)?|water(?:ed)?|walk(?:ed)?|email(?:ed)?|pick(?:ed)? up|renew(?:ed)?)|i'?m not done with|i am not (?:done|finished) with|not done with)\s+(.+?)(?:\s+(?:yet|after all))?$"
)
NOT_DONE_AFTER_ALL = pattern(rf"^(.+?)\s+{NOT}\s+(?:really |actually |quite )?{DONE_WORD}(?:\s+(?:yet|after all))?$")
PUT_BACK = pattern(
    r"^(?:put|move|bring|get)\s+(.+?)\s+back(?:\s+(?:on|in)|\s+(?:on|to|in|onto|into|from)\b.*)?$|^(?:put|bring|get|add)\s+back\s+(?!to\b|until\b|till\b|by\b|on\b|in\b)(.+?)(?:\s+(?:on|to|in|onto)\b.*)?$"
)
NEVER_WAS = pattern(
    r"^(.+?)\s+(?:never happened|didn'?t happen|never took place|fell through)(?:[\s,]+(?:so|and)\s+.*(?:not|n't|un)\s*(?:done|finished|ticked|complete)\b.*)?$"
)
"""`the scan never happened`: it is not done."""
TICK_OFF = pattern(
    rf"^(?:(?:tick|check|cross)|strike(?!.*\bfrom\b))\s+(?:off\s+)?(.+?)(?:\s+off)?(?:\s*(?:off|on|from)?\s*{MY_LIST})?$"
)
TICKED = pattern(r"^(?:✅|✓|✔️?|☑️?|\[x\])\s*(.+)$|^(.+?)\s*(?:✅|✓|✔️?|☑️?|(?::|\s[-–=])\s*(?:check|tick))$")
DONE_BEHIND = pattern(rf"\s+(?:(?:is|are)\s+)?{DONE_WORD}$")
STATUS_IN = pattern(r"(?<=^set )(?:the )?(?:status|state) (?:of|for) |(?<=^mark )(?:the )?(?:status|state) (?:of|for) ")
MARK_FIRST = pattern(
    r"^(?:mark|set|flag|tick|check)(?: (?:these|those|this|the following|them))?(?: (?:tasks?|items?|ones?))?\s+(?:as|to|off as)\s+(done|complete|completed|finished|open|not done|undone|todo|incomplete)\s*:?\s+(.+)$"
)
PUT_BACK_LISTED = pattern(r"^(?:put|move|bring) (?:both|all|these|those|them|the following)\b.*? back\b[^:]*:\s*(.+)$")
NOT_BEEN_DONE = pattern(
    rf"^(.+?)\s+(?:(?:is|are|was|were|has|have)\s+)?{NOT}\s+(?:been |really |actually |quite )*({PAST_WORD})(?:\s+(?:yet|after all))$"
)
"""`the books are not returned after all`"""
OPEN_ONCE_MORE = pattern(
    r"^(?:open|un-tick|un-check|un-mark|set|make)\s+(?!up\b)(.+?)\s+(?:(?:open|active|undone|todo|pending|outstanding|incomplete)\s+)?(?:again|once more)$|^un-(?:tick|check|mark)\s+(.+)$"
)
NEVER_SAID = pattern(
    rf"^(?:but )?(?:i|we) (?:never|didn'?t|did not|haven'?t) (?:actually )?(?:said?|say|told you|claim(?:ed)?|meant?)(?: that)?\s+(.+?)\s+(?:was|were|is|are|had been|has been)\s+(?:already )?{DONE_WORD}$"
)
"""`I never said the fence was finished`"""
GO_BACK = pattern(
    rf"^(.+?)\s+(?:needs to|has to|should|must|can)\s+(?:go|be put|be|come) back(?:\s+(?:on|to|in|onto)\s+{MY_LIST})?$"
)
DONE_WITH = pattern(r"^(?:i(?:'m| am)\s+)?(?:all )?(?:done|finished|through) with\s+(.+)$")
TAKE_OFF = pattern(
    rf"^(?:never ?mind .*,\s*)?(?:take|get|strike|kick|knock|leave)\s+(?!rid)(?:off\s+(?!{MY_LIST})(.+?)|(.+?)\s+(?:off|out of|from)(?:\s+(?:there|here|(?:of\s+)?{MY_LIST}))?)$"
)
NEVER_MIND = pattern(
    r"^never ?mind\s+(.+?),\s*(?:just\s+)?(?:take|get|cross|strike|delete|remove|drop|scrap)\s+(?:it|that|them)\b.*$"
)
CAN_GO = pattern(
    rf"^(?!(?:i|we|you|he|she|they|mum|mom|dad|who)\b)(.+?)\s+(?:can|may|should|could) (?:go(?: away)?|be (?:deleted|removed|dropped|scrapped|erased))(?:\s+(?:now|too|as well|(?:from|off) {MY_LIST}))*$"
)
SO_IT_CAN_GO = pattern(
    r"^(.+?)[,;]?\s+so\s+(?:please\s+)?(?:it|that|they|those|this|that one)\s+can\s+(?:go|come off|be (?:deleted|removed|scrapped|dropped|taken off))(?:\s+(?:now|too|then|off|please|from (?:my|the) list))*$"
)
"""`we sold the bike so that can go`"""
CAN_BE_TICKED = pattern(
    rf"^(.+?)\s+(?:can|may|should|could) be (?:(?:ticked|checked|crossed) off|marked(?: as)? {DONE_WORD}|closed|completed|finished)(?:\s+(?:now|too|as well))*$"
)
UNNEEDED = pattern(
    r"^(.+?)\s+(?:is|are)(?: no longer|n'?t| not) (?:needed|necessary|required|relevant)(?: any ?more)?$"
)
NOT_NEEDED = pattern(
    r"^(?:i|we)?\s*(?:don'?t need|do not need|no longer need|don'?t have to|do not have to|no longer have to|don'?t want)(?: to)?(?: do)?\s+(.+?)\s+any ?more$|^(?:i |we )?(?:don'?t|do not|no longer) need(?: to(?: do)?)?\s+(.+?)(?:\s+(?:now|after all))?$"
)
SO_REMOVE_IT = pattern(
    r"[\s,.;–-]+(?:(?:so|and|please|just|you can|can you|could you)\s+)*(?:delete|remove|drop|scrap|erase|(?:take|cross|strike)(?=.*\boff\b)|get rid of) (?:it|that(?: one)?|them|this(?: one)?|those)(?: off)?(?:\s+(?:off|from) (?:my|the) list)?$"
)
NOT_WANTED = pattern(
    r"^(?:i|we) (?:don'?t|do not|no longer|won'?t|will not|shan'?t) (?:want(?: to)?|have to|be needing|need)(?: do)?\s+(.+?)(?:\s+(?:any ?more|after all))?$"
)
"""It may be meant so: it is asked."""
DELETE_BEHIND = pattern(r"^([^,]+?)(?:\s*[-–:,]\s*|\s+)(?:delete|remove)$")
DELETE_BUT_KEEP = pattern(
    r"^(?:delete|remove|drop|scrap|get rid of)\s+(.+?),?\s+(?:but|and)\s+(?:please\s+)?(?:keep|leave|don'?t (?:delete|remove|touch))\s+.+$|^(?:delete|remove|drop|scrap|get rid of)\s+(.+?),\s+.+\s+(?:stays?|can stay)$"
)
DELETE_ALL_KEEP = pattern(
    r"^(?:delete|remove|drop|scrap|erase|clear|get rid of)\s+(?:(?:all|everything)(?: else)?|(?:all )?the (?:rest|others?)|all (?:the )?others)[\s,;.–-]+(?:(?:but|and|please|only|just|i want to|let me)\s+)*(?:keep|leave)\s+(?:(?:only|just)\s+)?(.+?)$"
)
WANT_KEPT = pattern(
    r"^(?:i|we) (?:only |just )?(?:want|need|would like) to (?:only |just )?keep\s+(.+?)[\s,;.–-]+(?:(?:so|and|please)\s+)*(?:delete|remove|drop|scrap|erase|get rid of)\s+(?:everything else|(?:all )?the (?:rest|others?)|all (?:the )?others)$"
)
DELETE = pattern(
    r"^(?:delete|del|rm|remove|drop|erase|clear(?: out)?|get rid of|do away with|take out(?=\s+(?:the|my)\b)|kill(?: off)?|nuke|axe|zap|chuck out|dump|throw (?:away|out)|forget(?: about)?|cancel|scrap|scratch|nix|bin|wipe|trash|ditch|purge|discard|empty|lose|to (?:delete|remove)|start over with)\b"
    # "trash is out" is what became of the trash.
    r"(?!\s+(?:is|are|was|were|has|have|had|isn|aren|wasn|hasn)\b)\s*(.*)$"
)
CLEAN_UP = pattern(r"^clean (?:up|out)\s+(.+)$")
INSTEAD_OF = pattern(r"^instead of\s+(.+?),?\s+(?:make it|put|write|say|have|use|it should (?:say|be))\s+(.+)$")
RENAME = pattern(
    r"^(?:rename|retitle|change|update|edit|replace|reword|rephrase|modify|switch|swap|make(?= .*\b(?:say|into)\b)|turn|(?:correct|fix)(?= (?:the )?(?:title|name|wording|spelling|text)\b))\b\s*(?:the (?:wording|title|name|text|spelling)(?: of)?\s+)?(.+?)(?:\s+(?:to say|to read|so (?:that )?it (?:says|reads)|say(?=\s)|into|to|with|as|for|by)\s+|\s*(?:-+>|=+>|→)\s*)(.+?)(?:\s+instead)?$"
)
SHOULD_SAY = pattern(
    r"^(.+?)\s+(?:must|has to|needs to|ought to) (?:say|read|be (?:called|named|renamed(?: to)?))\s+(.+?)(?:\s+instead)?$|^(.+?)\s+should (?:say|be called|be named|read|be renamed(?: to)?|be(?= [\"“'‘])|actually (?:say|be)|really (?:say|be))\s+(.+?)(?:\s+instead)?$"
)
CALL_IT = pattern(
    r"^(?:call|(?:make|let)(?=.*\b(?:say|read)\b)|(?:edit|change|update)(?=[^:]*:))\s+(.*?(?:\b(?:one|task|item|todo)\b(?: #?\d+)?|#\d+|number (?:\d+|\w+)))(?::|\s+(?:say|read))?\s+(.+?)(?:\s+instead)?$"
)
COMPLETE = pattern(
    rf"^(?:(?:i |we )?(?:complete|finish|close)|finished|completed|done(?=:? \w+ ):?|close|cross off|(?:(?:i|we)(?:'?ve| have)? ?(?:already |just |finally |now |also |actually |even )*{PAST})|(?:i|we)(?:'?ve| have)? (?:already |just |finally |also )*(?!need|want|like|lov|hat|tri|hop|add|forgot|deleted|removed|walked away|decid|ask|chang|renam|mov|notic|us|liv|miss|plann)\w+ed|(?:already |just |finally |also )*{PAST}|already (?!have\b)\w+(?:ed|t))(?:\b|(?<=:))\s*(?!left)(.*)$"
)
IS_DONE = pattern(
    rf"^(.+?)(?:(?:\s+(?:is|are|has been|have been|was|were|got)|['’]s)(?:\s+(?:now|all|already|finally|been))*\s+|\s*[:=]\s*|\s+[-–]\s+|\s+)((?:not |still )?{DONE_WORD}|(?<=been )\w+ed|(?:(?<=\bis )|(?<=\bare )|(?<=['’]s )|(?<=\bnow )|(?<=\balready ))(?:\w{{2,}}ed|paid|sent|bought|written|made|sold|built)|sorted(?: out)?|taken care of|out of the way|still open|still to do|not done yet|not finished yet|not done)(?:\s+(?:now|already|too|as well))?$"
)
JUST_NOW = pattern(
    r"(?<!\bfrom)(?<!\bfor)(?<!\bdue)(?<!\bof)(?:[,!]*\s+(?:lol|haha\w*|phew|yay|woo ?hoo|at long last|thank god|:-?\)|!+|this (?:morning|afternoon|evening|week)|today|yesterday|just now|last (?:night|week|weekend)|earlier(?: today)?|already|a (?:minute|moment|while) ago|an hour ago|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|at last|finally|myself|for good|by the way|btw|now|tonight|early|by (?:me|us|myself)))+$"
)
"""When a thing was done, which is no part of its name."""
ALL_DONE_BUT = pattern(
    rf"^(?:i(?:'m| am) )?(?:(?:everything|all(?: of (?:it|them|my tasks))?|all (?:my |the )?{THINGS})(?:(?: is| are|'s)(?: all| now)?)?\s+)?(?:all )?(?:{DONE_WORD}|sorted)(?: with (?:everything|all(?: of (?:it|them))?))?(?: now| already)?\s*,?\s+({EXCEPTING}\s+.+)$"
    rf"|^(?:everything|all(?: of (?:it|them|my tasks))?|all (?:my |the )?{THINGS})\s+({EXCEPTING}\s+.+?)\s+(?:is|are|has been|have been|got)\s+(?:now |all )?{DONE_WORD}$"
)
EVERYTHING_DONE = pattern(
    rf"^(?:everything|all(?: of (?:it|them|my tasks))?|all (?:my |the )?{THINGS})(?: is| are|['’]s)(?: all| now)* {DONE_WORD}$|^that(?:'?s| is) (?:everything|all of (?:it|them)|the (?:whole )?(?:lot|list)) (?:all )?{DONE_WORD}$"
)
MARK_BUT = pattern(
    rf"^(?:mark|set|flag)\s+(.+?)\s+(?:as\s+|to\s+)?{DONE_WORD}\s*,?\s+({EXCEPTING}\s+.+)$|^(?:tick|check|cross|strike)\s+(?:off\s+)?(.+?)\s+off\s*,?\s+({EXCEPTING}\s+.+)$"
)
PAST_START = pattern(rf"^(?:i\s+)?(?:also\s+|then\s+)?({PAST}|{PAST_WORD})\s+(.+)$")
RENAME_QUOTED = pattern(r"^(?:rename|retitle|call)\s+(.+?)\s+[\"“](.+?)[\"”]$")
IS_NOT_IS = pattern(
    r"^(?:(?:the (?:name|title|spelling)|it|that|this) (?:is|was) (?:wrong|misspelt|spelled wrong)[\s,.;]+)?(?:(?:it|the name|that)\s*)?(?:is|'s)\s+(?:not|no longer)\s+(.+?)(?:\s+(?:any ?more|any longer|now))?[\s,.;]+(?:but\s+|(?:it\s*)?(?:is|'s)\s+)+(.+)$"
)
"""`it is not “Coen”, it is “Cohen”`"""
CAN_BE_CALLED = pattern(
    r"^(?:can|could) (?:the )?(.+?) (?:be (?:called|renamed(?: to)?|named)|say|read|be(?= [\"“'‘]))\s+(.+?)(?: instead| please)*$"
)
IN_ERROR = pattern(
    r"^(.+?)\s+(?:was|were|is|are|got)\s+(?:marked|ticked|checked|crossed)(?: off)?(?: as)?(?: \w+)?\s+(?:in error|by mistake|by accident|wrongly|accidentally)\b.*$"
)
SAYS_SHOULD = pattern(
    r"^(?:where|when) (?:it|that|this) (?:says?|reads?)\s+(.+?),?\s+(?:it|that|this) (?:should|must|has to) (?:say|be|read)\s+(.+)$"
)
IN_CHANGE = pattern(
    r"^(?:in|on|for)\s+(?:the\s+)?(.+?)(?:\s+(?:task|one|item|todo|title))?,?\s+(?:change|replace|swap|switch|turn)\s+(.+?)\s+(?:to|into|with|for|by)\s+(.+)$"
    r"|^(?:change|replace|swap|switch)\s+(.+?)\s+(?:to|into|with|for|by)\s+(.+?)\s+(?:in|on)\s+(?:the\s+)?(.+?)(?:\s+(?:task|one|item|todo|title))$"
)
"""`in the deck task change Q3 to Q4`"""
SAY_INSTEAD = pattern(
    r"^(?:(?:it|that|this)\s+(?:should|must|has to)\s+(?:say|be|read)|(?:make|call|name) (?:it|that|this))\s+(.+?)[\s,]+(?:instead of|rather than|and not|not)\s+(?:just\s+|only\s+)?(.+)$"
)
RENAME_BOTH_QUOTED = pattern(
    r"^(?:rename|retitle|change|update|edit|replace|correct|fix)\s+(?:the )?(?:(?:title|name|spelling|task|item|todo|text|wording)(?: of)?\s+)?[\"“'‘](.+?)[\"”'’]\s+(?:to|into|with|by|as)\s+[\"“'‘](.+)[\"”'’]$"
)
MISSPELT = pattern(
    r"^(?:(?:i|we) (?:mis-?)?(?:spelled|spelt|wrote|typed) (?:it|that|this)(?: wrong(?:ly)?| badly| incorrectly)?[\s,.;:]+)?(?:it'?s|its|it is|it should be|that'?s|should be)\s+(.+?),? (?:and )?not (.+?)(?:[\s,.;]+(?:(?:please|can you|could you) )*(?:fix|correct|change|rename) (?:it|that)(?: please)?)?$"
)
"""`I spelled it wrong, it's “rhubarb” not “rubarb”`"""
BARE_RENAME = pattern(r"(?:rename|change|edit)(?: (?:something|a task|one(?: of them)?))?")
EXPLAINED = pattern(
    r"^(.+?)(?:,|\.| -| –)\s*(?:i(?:'[a-z]+)?|i'?m|we(?:'[a-z]+)?|it(?:'?s)?|that(?:'?s)?|they|he|she|because|since|as|no need|cause|cuz|there'?s|my|not)\b(?!\s+(?:meant|mean|said|wanted)\b)(?:(?!\b(?:but|and|then|so)\b\s+(?:add|put|delete|remove|mark|please|also)).)*$"
)
"""A command, and why."""
VAGUE = pattern(
    r"^(?:clear|empty|lose|bin|drop|forget|cancel|wipe|trash|throw|scratch|check|close|kill|dump|chuck|take out|axe)\b(?!.*\boff\b)(?!\s+(?:is|are|was|were|has|have)\b)"
)
"""What is also done to things: `clear the door`."""
MAY_I = pattern(
    r"^(?:can|could|may) (?:i|we) (?:please |just |maybe )*((?:delete|remove|erase|get rid of|scrap|drop|take|cross|tick|check|mark)\b.+)$"
)
TITLE_IS_DONE = pattern(
    r"^((?:delete|remove|clear|cancel|drop|empty|rename|change|move|mark|finish|complete|close|check|tick|cross|add|put|make|set|update|edit|replace|postpone|forget|throw|get rid)\s+(?!(?:everything|all|it|that|them|this|off|as|to)\b)(?!.*\b(?:that|which|what|whatever|as|to)\b).+?)(?:\s+(?:is|are|has been|was))(?:\s+(?:now|all|already))*\s+(?:done|finished|completed?|ticked off|sorted)$"
)
ONLY_LEFT = pattern(
    rf"^(?:everything|all(?: of (?:it|them|my tasks))?|all (?:my |the )?{THINGS})(?: is| are|'s)(?: all| now)* {DONE_WORD},?\s+(?:and\s+)?(?:only|just)\s+(.+?)(?:\s+(?:is|are))?(?:\s+(?:left|open|missing|remaining|remains?|to go))?$"
)
MANAGED = pattern(
    r"^(?:(?:i|we)\s+)?(?:just |finally |already )*(managed to|got (?:a)?round to|remembered to|was able to|were able to|got to)\s+(.+)$"
)
"""With the verb behind it: `finally got around to mowing the lawn`."""
GOT_DONE = pattern(rf"^(?:i |we )?(?:'ve |have )?(?:finally |just |already )*(?:got|had)\s+(.+?)\s+({PAST_WORD})$")
"""`got my passport renewed`."""
NOT_OTHERS = pattern(r",?\s+but (?:not|no)\s+.+$|\s*,\s*(?:(?:but|and)\s+)?(?:not\s+[\w' ]+|[\w' ]+\s+not)(?:\s+yet)?$")
NONE_BUT = pattern(
    rf"^(?:none of (?:it|them|these|those|my (?:tasks|list)|the \w+)|nothing)(?:'s| is| are| has been| have been)?(?: on (?:the|my) list)?(?:\s+{DONE_WORD})?(?: yet| so far)?,?\s+{EXCEPTING}\s+(.+?)(?:\s+(?:is|are)\s+{DONE_WORD})?$"
)
"""`none of these are done except the fence`: that one is."""
TYPO_IN = pattern(
    r"^(?:fix|correct)\s+(?:the |a |my )?(?:typos?|spelling|mistake)(?:\s+in)?(?:\s+(?:it|that))?\s*[:,]\s*"
)
RIGHT_NOT = pattern(r"^(.+?),? (?:and )?(?:not|instead of) (.+)$")
"""Behind `fix the spelling:`."""
SHOULD_BE = pattern(r"^(.+?)\s+(?:should|shall|must) (?:be|have been)\s+(.+)$")
CLEAR_ALL = pattern(
    r"^(?:start (?:over|afresh|fresh|from scratch|again)(?: with (?:an empty|a new|a clean|a fresh) list)?|(?:give me |i want |i need )?(?:an empty list|a clean slate|a fresh start)|wipe the slate clean)$"
)
NO_QUESTION = pattern(
    r"^(?:did|have|had)\s+(?!i\b|you\b|we\b|they\b|he\b|she\b|it\b|my\b|any|all of\b|(?:the )?\w+ been\b)[^?]+$"
)
REST_DONE = pattern(
    rf"^(?:only|just)?\s*(.+?)\s+(?:is |are |still )*(?:left|remaining|open|to go|missing),?\s+(?:and )?(?:the )?(?:rest|others?|everything else)(?:(?: is| are|'s)?(?: all| now)* {DONE_WORD}|(?: i|,? i)(?:'ve| have)?(?: all)? (?:done|finished|did|completed))$|^(?:only|just)\s+(?:the )?(.+?)\s+(?:isn'?t|aren'?t|is not|are not)\s+[\w ]+?(?: yet)?,?\s+(?:and )?(?:the )?(?:rest|others?|everything else)(?: is| are|'s)(?: all| now)*(?: {DONE_WORD})?$"
)
PARTICLE = pattern(r"^(?:up|out|off|down|away|in)\s+(?=(?:the|my|our|all|both)\b)")
DID = pattern(
    rf"^(?:(?:i|we|i'?ve|we'?ve|have|ive)(?: have)?\s+)?(?:already |just |finally |also |now |then |actually )*({PAST_WORD})\s+(.+)$"
)
BEEN_DONE = pattern(
    rf"^(?:consider |and |that'?s |thats )?(.+?)(?:\s+(?:is|are|has been|have been|was|were|got|has|have|gets)|['’]s(?: been)?)?(?:\s+(?:now|all|already|finally|been|just))*\s+({PAST_WORD}|(?<=is )(?:out|up|in|away)|(?<=are )(?:out|up|in|away))(?:\s+(?:now|already|too|as well|off|up|out|finally|at last))?$"
)
TO_PERSONS = pattern(
    r"^(?:called|emailed|texted|visited|messaged|phoned|rang|wrote|met|asked|told|helped|replied|answered|mailed)\b"
)
"""`Tom called` may be the other way round."""
SHORT_PASSIVE = pattern(
    rf"^(?!only\b|just\b)(?:the |my )?(?:[\w'’-]+ ){{1,4}}?(?:is |are |has been |have been )?{PAST_WORD}(?:\s*,.*)?$"
)
SOMEBODY_DID = pattern(
    rf"^(?:(?:my|our|the)\s+)?(?!i\b|we\b|you\b|it\b|that\b|and\b)[\w'’]+(?:\s+(?:has|have|had|just|already|finally|also))*\s+({PAST_WORD})\s+(.+)$"
)
NOT_QUOTED = pattern(r"[\"'”’]?,?\s+(?:and )?(?:not|instead of)\s+[\"'“‘].*$")
"""Behind a new name, the old one."""
RENAME_IT = pattern(
    r"^(?:rename|retitle)\s+(it|that|this|that one|this one)\s+(?!to\b|as\b|into\b|again\b|back\b)(.+)$"
)
"""`rename it wide brush`"""
TYPO_IS_IN = pattern(
    r"^(?:there(?:'?s| is| was)|i (?:made|have|see))\s+an?\s+(?:spelling )?(?:typo|mistake|error)\s+(?:in|with|on)\s+(.+?)[\s,.;:–-]+(?:it\s+)?(?:should|must|has to|is supposed to) (?:be|say|read)\s+(.+)$"
)
"""`there's a typo in 'recieve', should be receive`"""
RENAME_WHAT = pattern(r"^(?:rename|retitle|reword|rephrase|change the (?:name|title) of)\s+(.+)$")
ALREADY_DONE = pattern(rf"(?:already|just)\s+{DONE_WORD}")
BARE_DONE = pattern(r"(?:(?:i(?:'m| am)|we(?:'re| are))\s+)?(?:all\s+)?(?:done|finished|through)(?:\s+(?:now|here))?")
