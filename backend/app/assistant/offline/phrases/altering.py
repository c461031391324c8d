"""How people say that tasks are done, open again, to be deleted or called otherwise."""

from app.assistant.offline.phrases.vocabulary import DONE_WORD, EXCEPTING, MY_LIST, NOT, PAST, THINGS, pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

FROM_LIST = pattern(rf"\s+(?:from|off|on)\s+{MY_LIST}$")
MARK = pattern(
    r"^(?:mark|set|flag)\b\s*(.+?)\s+(?:back\s+)?(?:as\s+|to\s+)?(done|complete|completed|finished|open|not done|undone|todo|incomplete|unfinished|not finished|not complete|open again|to do)$"
)
OPEN_AGAIN = pattern(r"open|not|undone|todo|to do|incomplete|unfinished")
REOPEN = pattern(
    r"^(?:re-?open|undo complet\w+(?: (?:on|of))?|uncheck|untick|unmark|un-?cross|un-?complete|un-?finish)\b\s*(.*)$"
)
BRING_BACK = pattern(r"^(?:restore|undelete|un-?remove|recover|bring back|get back)\s+(.+)$")
NOT_FINISHED = pattern(
    r"^(?:actually,?\s+)?(?:(?:i|we) (?:haven'?t|have not|didn'?t|did not|never)\s+(?:actually |really |yet |even )?(finish(?:ed)?|do(?:ne)?|complete[d]?|buy|bought|get|got|pay|paid|call(?:ed)?|send|sent|book(?:ed)?|clean(?:ed)?|wash(?:ed)?|make|made|write|written|take|taken|order(?:ed)?|return(?:ed)?|mow(?:ed)?|fix(?:ed)?|water(?:ed)?|walk(?:ed)?|email(?:ed)?|pick(?:ed)? up|renew(?:ed)?)|i'?m not done with|i am not (?:done|finished) with|not done with)\s+(.+?)(?:\s+(?:yet|after all))?$"
)
NOT_DONE_AFTER_ALL = pattern(rf"^(.+?)\s+{NOT}\s+(?:really |actually |quite )?{DONE_WORD}(?:\s+(?:yet|after all))?$")
PUT_BACK = pattern(r"^(?:put|move|bring)\s+(.+?)\s+back(?:\s+(?:on|to|in|onto|into)\b.*)?$")
TICK_OFF = pattern(rf"^(?:tick|check|cross|strike)\s+(?:off\s+)?(.+?)(?:\s+off)?(?:\s*(?:off|on|from)?\s*{MY_LIST})?$")
DONE_WITH = pattern(r"^(?:i(?:'m| am)\s+)?(?:all )?(?:done|finished|through) with\s+(.+)$")
TAKE_OFF = pattern(
    rf"^(?:never ?mind .*,\s*)?(?:take|get|strike|kick)\s+(?!rid)(.+?)\s+(?:off|out of|from)(?:\s+(?:of\s+)?{MY_LIST})?$"
)
NEVER_MIND = pattern(
    r"^never ?mind\s+(.+?),\s*(?:just\s+)?(?:take|get|cross|strike|delete|remove|drop|scrap)\s+(?:it|that|them)\b.*$"
)
CAN_GO = pattern(r"^(.+?)\s+can (?:go|be (?:deleted|removed|dropped))\b.*$")
NOT_NEEDED = pattern(
    r"^(?:i|we) (?:don'?t|do not|no longer) (?:need|have|want)(?: to)?(?: do)?\s+(.+?)(?:\s+any ?more)?$"
)
DELETE = pattern(
    r"^(?:delete|del|remove|drop|erase|clear(?: out)?|get rid of|throw (?:away|out)|forget(?: about)?|cancel|scrap|bin|wipe|trash|ditch|purge|discard|empty|lose)\b"
    # "trash is out" is what became of the trash.
    r"(?!\s+(?:is|are|was|were|has|have|had|isn|aren|wasn|hasn)\b)\s*(.*)$"
)
CLEAN_UP = pattern(r"^clean (?:up|out)\s+(.+)$")
INSTEAD_OF = pattern(r"^instead of\s+(.+?),?\s+(?:make it|put|write|say|have|use|it should (?:say|be))\s+(.+)$")
RENAME = pattern(
    r"^(?:rename|change|update|edit|replace|reword|rephrase|modify|switch|swap|make (?=.*\b(?:say|into)\b)|turn)\b\s*(?:the (?:wording|title|name|text) of\s+)?(.+?)\s+(?:to say|to read|so it says|into|to|with|as|for)\s+(.+?)(?:\s+instead)?$"
)
SHOULD_SAY = pattern(
    r"^(.+?)\s+should (?:say|be called|read|be renamed(?: to)?|be(?= [\"“])|actually (?:say|be)|really (?:say|be))\s+(.+?)(?:\s+instead)?$"
)
CALL_IT = pattern(
    r"^(?:call|(?:make|let)(?=.*\b(?:say|read)\b)|(?:edit|change|update)(?=[^:]*:))\s+(.*?(?:\b(?:one|task|item|todo)\b(?: #?\d+)?|#\d+|number (?:\d+|\w+)))(?::|\s+(?:say|read))?\s+(.+?)(?:\s+instead)?$"
)
COMPLETE = pattern(
    rf"^(?:complete|finish|finished|completed|done(?=:? \w+ ):?|close|cross off|(?:(?:i|we)(?:'?ve| have)? ?(?:already |just |finally |now |also |actually |even )*{PAST})|(?:i|we)(?:'?ve| have)? (?:already |just |finally |also )*(?!need|want|like|lov|hat|tri|hop|add|forgot|deleted|removed|walked away|decid|ask|chang|renam|mov|notic|us|liv|miss|plann)\w+ed|(?:already |just |finally |also )*{PAST}|already (?!have\b)\w+(?:ed|t))(?:\b|(?<=:))\s*(?!left)(.*)$"
)
IS_DONE = pattern(
    rf"^(.+?)(?:(?:\s+(?:is|are|has been|have been|was|were|got)|['’]s)(?:\s+(?:now|all|already|finally|been))*\s+|:\s*|\s+)((?:not |still )?{DONE_WORD}|(?<=been )\w+ed|(?:(?<=\bis )|(?<=\bare )|(?<=['’]s )|(?<=\bnow )|(?<=\balready ))(?:\w{{2,}}ed|paid|sent|bought|written|made|sold|built)|sorted(?: out)?|taken care of|out of the way|still open|still to do|not done yet|not finished yet|not done)(?:\s+(?:now|already|too|as well))?$"
)
JUST_NOW = pattern(
    r"(?:,?\s+(?:this (?:morning|afternoon|evening|week)|today|yesterday|just now|last (?:night|week|weekend)|earlier(?: today)?|already|a (?:minute|moment|while) ago|an hour ago|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|at last|finally|myself|for good|by the way|btw|now|tonight|early))+$"
)
"""When a thing was done, which is no part of its name."""
ALL_DONE_BUT = pattern(
    rf"^(?:i(?:'m| am) )?(?:(?:everything|all(?: of (?:it|them|my tasks))?|all (?:my |the )?{THINGS})(?:(?: is| are|'s)(?: all| now)?)?\s+)?(?:all )?{DONE_WORD}(?: with (?:everything|all(?: of (?:it|them))?))?\s*,?\s+({EXCEPTING}\s+.+)$"
    rf"|^(?:everything|all(?: of (?:it|them|my tasks))?|all (?:my |the )?{THINGS})\s+({EXCEPTING}\s+.+?)\s+(?:is|are|has been|have been|got)\s+(?:now |all )?{DONE_WORD}$"
)
EVERYTHING_DONE = pattern(
    rf"^(?:everything|all(?: of (?:it|them|my tasks))?|all (?:my |the )?{THINGS})(?: is| are|['’]s)(?: all| now)* {DONE_WORD}$"
)
MARK_BUT = pattern(
    rf"^(?:mark|set|flag)\s+(.+?)\s+(?:as\s+|to\s+)?{DONE_WORD}\s*,?\s+({EXCEPTING}\s+.+)$|^(?:tick|check|cross|strike)\s+(?:off\s+)?(.+?)\s+off\s*,?\s+({EXCEPTING}\s+.+)$"
)
PAST_START = pattern(rf"^(?:i\s+)?(?:also\s+|then\s+)?({PAST})\s+(.+)$")
RENAME_WHAT = pattern(r"^(?:rename|reword|rephrase|change the (?:name|title) of)\s+(.+)$")
BARE_DONE = pattern(r"(?:(?:i(?:'m| am)|we(?:'re| are))\s+)?(?:all\s+)?(?:done|finished|through)(?:\s+(?:now|here))?")
