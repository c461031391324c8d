"""How people answer, correct and take back."""

from app.assistant.offline.phrases.verbs import PAST_WORD
from app.assistant.offline.phrases.vocabulary import SORRY, pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

UNDO = pattern(
    r"^(?:undo|scratch (?:that|it|this)|strike (?:that|it)|revert|un-?do|roll ?back|reverse|take (?:that|it|this) back|go back|put (?:it|that|them|everything) back|get (?:it|that|them) back|bring (?:it|that|them) back|restore (?:it|that|them)|undelete (?:it|that|them))(?:\s+(?:it|that|this|those|please|now|again|the last (?:change|one|thing|action|step|deletion|edit|command)|(?:my|your) last (?:change|action|message|command)|what (?:you|i) (?:just )?did|the (?:change|deletion|rename|renaming|completion|postponement)|last(?: (?:change|action))?|how it was|to (?:how|what) it was|as it was|(?:to|on|in) the list))*$"
    r"|^(?:leave|keep|have) (?:it|that|them) (?:where|as|how|like|the way) (?:it|they) (?:was|were)(?: before)?$|^(?:oops|whoops)$|^add (?:it|that|them) (?:back|again)$|^(?:that was|it was|this was) (?:a mistake|wrong|an accident|not right|my mistake|not what i (?:meant|wanted))$|^(?:i )?didn'?t mean (?:to do )?(?:that|it|to)$|^(?:wrong|my mistake|mistake|wrong one|not that|that'?s (?:wrong|not right|not what i (?:meant|wanted)))$"
)
BACK = pattern(
    r"^(?:please |(?:can|could|may|would) (?:i|we|you) (?:please )?|just |now )*(?:put|get|bring|change|switch|turn|set|swap|rename|flip|mark|have|give|add|take|make) (?:me )?(?:it|that|them|this|everything|those|that one|the (?:old|previous|original) (?:name|title|date|time|note|one))(?: back(?: (?:again|please|on|in|on (?:the|my) list|to (?:how|what|the way|where) (?:it|they) (?:was|were)|how it was|the way it was|as it was))?| (?:how|what|the way) (?:it|they) (?:was|were)(?: before)?)(?: (?:please|again|now|then|will you|would you))*$"
    r"|^(?:just kidding|undo|revert)(?: (?:undo|that|it|please))*$"
)
"""`change it back`"""
UNDO_SEVERAL = pattern(
    r"^(?:please )?undo (?:(?:the |my )?last (?P<last>two|three|four|five|[2-5])|(?P<both>both)|all (?P<all>two|three|four|five|[2-5]))(?:(?: of)?(?: those| them| these| the)?(?: changes| things| actions| steps| tasks| ones)?)?(?: please)?$"
)
REASON = pattern(
    r"^(?:(?:because|as|since) )?(?:(?:i|we|it|there|they|he|she)(?:'s|'ve|'m| is| have| am)? )?(?:still (?!have to|need to)|forgot|forgotten|didn'?t|did not|haven'?t|have some|have (?:it|them)|need|needs|waiting|missing|got|rain|it rained|i see|i can'?t|can'?t|i have|i've|was (?:right|fine|ok|okay|correct|good|better))\b.*$"
)
"""Beside a taking back, it says why."""
FIX_BEHIND = pattern(
    r"[\s,.;]+(?:(?:please|so|can you|could you|kindly)\s+)*(?:correct|fix|change|update|sort) (?:it|that|this)(?: please)?$|[\s,.;]+(?:silly me|my bad|my mistake|should have said|oops|sorry)$|[\s,.;]+sorry,? should have said$"
)
"""Behind a correction, it says nothing more."""
COPULA = pattern(
    r"^(?:(?:it'?s|it is|is|was|it was)(?:\s+(?:spelled|spelt|called|named|written))?|(?:spelled|spelt)|back(?= (?:to|on)\b))\s+(?=\S)"
)
ONLY_BEHIND = pattern(r"\s+only$")
NOT_WHICH = pattern(r"^(.+?)[\s,]+(?:(?:and|so)\s+)?(?:not|instead of|rather than)\s+(?:(?:on|at|the)\s+)*(.+)$")
JUST_ONE = pattern(
    rf"^(?:{SORRY}[\s,.!:-]+)*(?:only|just)\s+(?:the\s+)?(.+?)(?:\s+(?:is|are|was|were|has been|have been|got)\s+(?:actually\s+|really\s+)?(?:done|finished|complete|completed|ready|{PAST_WORD}))?$"
)
"""`oops, only the sales one is done`, of more that were changed at once."""
NOT_ONE = pattern(
    rf"^(?:{SORRY}[\s,.!:-]+)*(?:but )?(?:not (?:the )?|(?:the )?(?=[\w' ]+ (?:isn'?t|aren'?t|is not|are not) (?:done|finished)))(.+?)(?:[\s,.;]+(?:(?:that|those|it|they|this)(?: one| ones)?(?:'s| is|'re| are)?|is|are|isn'?t|aren'?t)\s+(?:not\s+)?(?:still\s+)?(?:pending|open|to do|not done|left|outstanding|done|finished)\b.*|\s+(?:though|yet))?$"
)
"""`sorry, not the canopies`, of more that were changed at once."""
RETRACT = pattern(
    r"^(?:(?:no|oh|oops|wait|sorry|actually|hm+)[\s,.!:-]+)*(?:scratch|strike) (?:that|this)(?=\s*(?:[,.;:!–-]|$))"
)
"""It takes back what was just done, whatever is said behind it."""
RETRACTED = pattern(
    r"^(?:(?:no|oh|oops|wait|sorry|actually|hm+)[\s,.!:-]+)*(?:scratch|strike|undo|forget|cancel|ignore) (?:that|it|this)[\s,.;:!–-]+(?:(?:i|we) (?:actually |really )?(?:meant|mean|wanted|said)|(?:it|that) (?:was|should (?:be|have been))(?: actually| really)?|should (?:be|have been)|rather|make (?:that|it))\s+(?!an?\b|not\b|no\b|just\b|only\b|too\b|wrong\b|to\b|done\b|dumb\b|stupid\b|fine\b|ok\b)(.+?)$"
)
"""`scratch that, it was the dishes`: a correction."""
IDLE = pattern(
    r"^(?:(?:no+|nope|oops|whoops|sorry|wait|oh|ah|aw|hm+|um+|uh+|ok|okay|please|pls|actually|hang on|hold on|argh+|ugh|damn|dang|crap|shit|gosh|dear|goodness|heavens|omg|yikes|hey|hi|never ?mind|my (?:bad|mistake|fault)|bruh|bro|dude|man|mate|lol|haha+|well|i (?:clicked|typed|said|did) (?:it |that )?(?:wrong|by (?:mistake|accident)|too (?:fast|soon|early))|(?:that was )?too (?:fast|soon|early)|i changed my mind|changed my mind|so|and|but|just|can you|could you|thanks|thank you|again)\b[\s,.!:-]*)+$"
)
"""What says nothing beside a taking back."""
WANTED_STILL = pattern(
    r"^(?:(?:please |pls |just |let'?s )*(?:keep|leave) (?:it|that|them|this|that one)(?: in| there)?|(?:i|we)(?:'d| would)? (?:(?:do|did|actually|really|still|just|rather|only) )*(?:want(?:ed)?|need(?:ed)?|like|meant)(?: to)? (?:(?:keep|have) )?(?:it|that|them|this|that one)(?: back)?|(?:please )?(?:don'?t|do not) (?:delete|remove|erase|drop) (?:it|that|them|this|that one)|(?:i|we) (?:didn'?t|did not) (?:want|mean|ask)(?: you)? to (?:delete|remove|lose|drop) (?:it|that|them|this))(?:\s+(?:please|after all|though|then|on (?:the|my) list|any ?more|now|as it is|still))*$"
)
"""It takes a deletion back."""
NOT_WANTED = pattern(
    r"^(?:please )?(?:(?:take|cross|strike|get) (?:it|that|them|this) off(?: again)?|(?:don'?t|do not) (?:add|put|write|note) (?:it|that|them|this)(?: (?:down|on))?|(?:i|we) (?:don'?t|do not|didn'?t|did not) (?:actually |really |even )*(?:want|need|mean|ask)(?: to)?(?: add)? (?:it|that|them|this))(?:\s+(?:please|after all|though|then|(?:to|on) (?:the|my) list|any ?more|now))*$"
)
"""It takes an addition back."""
LEVEL_ALONE = pattern(r"^(?:high|low|medium|normal|urgent|important)(?:\s+prio(?:rity)?)?$")
BEHIND = pattern(r"[\s,]+(?:sorry|oops|whoops|actually|obviously|my bad)$")
"""What says nothing behind a correction."""
CLAUSE = pattern(r"\s*[,.;!…]+\s*|\s+[-–]\s+|\s+(?:and|so|but)\s+")
_MEANT = r"(?:the (?:(?:sur|first |last )?name|title|word|spelling) (?:is|was|should be)|(?:i|we) (?:actually |really )?(?:meant|mean|was talking about|was thinking of|said|wanted)(?: to say)?|that should(?: be|'ve been| have been| say)(?: for)?|it should (?:be|have been|say)|(?:that|those|these) (?:was|were)|should (?:be|have been|say)|it'?s supposed to be|it'?s|it was|rather|i'?m talking about|you wanted)"
CORRECT = pattern(
    rf"^(?:{SORRY}[\s,.!:-]+)*(?:not (?:that|this)(?: one)?[\s,.;-]+)?{_MEANT}\s+(.+?)(?:,? (?:not|instead of) (.+?))?$"
)
I_MEANT = pattern(
    rf"^(?:{SORRY}[\s,.!:-]+)*(.+?),? (?:is what )?i (?:actually )?mean(?:t|)(?:[\s,.;]+(?:leave|keep) .+ (?:where|as|how) (?:it|they) (?:was|were|is|are))?$"
)
CORRECT_SHORT = pattern(
    r"^(?:(?:no(?! (?:longer|need|more|one)\b)|nope|nah|oops|whoops|(?:my )?apologies|pardon(?: me)?|sorry|wait|oh|i mean|hang on|typo|(?:that'?s |that was )?(?:the )?wrong(?: one| task)?|hm+(?! not sure| maybe| i\b))[\s,.!:-]+)+(?:not (?:that|this)(?: one)?[\s,.;:-]+)?(.+?)$"
)
ACTUALLY = pattern(r"^(?:actually|rather|hmm+|better)[\s,.!:-]+(.+?)$|^(.+?),? (?:actually|rather|instead)$")
NOT_BUT = pattern(
    rf"^(?:{SORRY}[\s,.!:-]+)*not (?:the )?(.+?)(?:\s*[,;.–-]+\s*(?:but\s+)?|\s+but\s+)(?:(?:i meant|it'?s|rather)\s+)?(.+)$"
)
NOT_THE = pattern(
    rf"^(?:{SORRY}[\s,.!:-]+)+not (?:the )?(.+?)\s+(?:the|it was(?: the)?|i (?:meant|mean)(?: the)?)\s+(.+?)(?:\s+i (?:did|paid|meant|mean|said|\w+ed))?$"
)
"""`no not the gas bill the water bill`"""
BUT_NOT = pattern(rf"^(?:{SORRY}[\s,.!:-]+)*(.+?),\s*not (.+)$")
CALL_THAT = pattern(
    rf"^(?:{SORRY}[\s,.!:-]+)*(?:call|name|rename|change) (?:it|that|this)(?:\s+(?:to|into|as))*[\s:]+(.+?)(?:\s+(?:instead|please|rather))?$"
)
MAKE_IT = pattern(
    rf"^(?:{SORRY}[\s,.!:-]+)*(?:make|set|let'?s make|have) (?:it|that|this|that one|this one)(?:\s+(?:to|be|as|into|at|for|say|due))*[\s:]+(.+?)(?:\s+(?:instead|please|rather))?$"
)
IT_IS = pattern(r"^(?:it|that|this)(?:'s| is| should be| must be| has to be)\s+(.+?)$")
PICKED_STATE = pattern(
    r"^(?:mark (?:it|that) (?:as )?)?(done|finished|complete|completed|complete it|finish it|tick it|tick it off|cross it off|mark it|delete|delete it|remove|remove it|open|reopen|reopen it|rename|rename it|add|add it)$"
)
THE_ONE = pattern(
    r"^(?:(?:i mean|i meant|it'?s|that would be|yes,?|the one (?:about|with|called|for)|ok,?|okay,?)\s+)+"
)
I_TAKE_BACK = pattern(
    r"^(?:i|let me|can (?:you|i)|could you|please)\s+(?:take (?:that|it) back|undo (?:that|it|this)|revert (?:that|it))$"
)
AGAIN = pattern(
    r"^so (?:is|are|was|has|have|did) (?:the |my )?(.+)$|^(?:and|also|plus|oh and)\s+(?:also\s+)?(.+?)(?:\s+(?:too|as well|also))?$|^(.+?)\s+(?:too|as well)$|^(.+?)\s+also$|^ditto(?: for| with)?\s+(.+)$|^(?:the\s+)?same (?:for|with|goes for|thing for|thing with|to)\s+(.+)$"
)
DUE_SAID = pattern(r"^(?:due|at|around|about|by)\b")
ONLY = pattern(
    r"^(?:(?:not all(?: of (?:it|them))?|not everything|no|actually|yes|sorry|wait|ok|okay)[\s,.!]+)*(?:only|just)\s+(.+)$"
)
ALL_BUT = pattern(
    r"^(?:(?:no|actually|yes|sorry|wait|ok|okay|yeah|sure)[\s,.!]+)*(?:but\s+)?(?:(?:all|everything|all of them|them all|both)\s+)?(?:but(?: not)?|not|except(?: for)?|keep|leave|without|apart from)\s+(.+)$"
)
"""An answer that leaves something out: `yes, but not the milk`."""
NOT_SO = pattern(
    r"^(?:(?:no|nope|nah|lol|haha|just kidding|kidding|actually|wait|sorry|oops|whoops|oh|hm+|my (?:bad|mistake)|hang on|that'?s (?:not true|wrong))[\s,.!-]+)*(?:(?:it|that|this|they)(?:(?:'s| is| was| are)? (?:still )?not|\s?isn'?t|\s?wasn'?t|\s?aren'?t)(?:\s+(?:really |actually |all )?(?:done|finished|completed?))?|not (?:yet|really|done|finished|quite)(?: (?:done|finished))?|(?:i|we)(?:'m| am|'re| are) not(?: (?:done|finished))?|(?:no )?(?:i|we) (?:did|do|have) ?n'?o?t|not (?:sent|paid|bought|done|finished|read|called)(?: at all)?(?: then)?|(?:(?:i|we)\s+)?(?:(?:actually|really|do)\s+)?still (?:have to|need to|must|got to|gotta) \w+ (?:it|that|them|this)|(?:i|we) (?:didn'?t|haven'?t|did not|have not)(?:\s+(?:do|done|finish|finished|complete)(?: (?:it|that|them))?)?|(?:please )?(?:re-?open|un-?tick|un-?check))(?:\s+(?:yet|though|after all|at all))?$"
)
_BREAK = r"\s*[,.;:–…-]+\s*"
_FILLERS = r"(?:(?:oh|ah|oops|whoops|hm+|er+m?|um+|actually)[\s,]+)*"
_MEANT_BEHIND = r"(?:(?:it was|i mean|i meant|make (?:that|it)|that'?s)\s+)?(?!not\b|don'?t\b|do not\b|yet\b|(?:pending|open|active|undone|incomplete|done|to ?do)\b)"
LEFT_OUT = pattern(
    r"^(?:(?:no|actually|wait|oh|sorry|hm+)[\s,]+)*(?:not|without|leave out|skip|forget|drop|minus|don'?t add)\s+(?:the\s+)?(.+?)(?:\s+(?:after all|actually|please))?$"
)
"""`no, actually not the pears`"""
REPAIR = pattern(
    rf"^(?P<both>.+?)(?:{_BREAK}){_FILLERS}(?:(?:no|wait|sorry|actually|oh)[\s,]+)+(?P<out>(?:not|skip|leave out|forget)\s+(?:the\s+)?[\w' -]+)$|^(?P<left>.+?)(?:{_BREAK}|\s+){_FILLERS}(?:no,? wait|wait,? no|no,? sorry|sorry,? no|(?:(?:no|sorry|wait|or),? )+(?:i mean|i meant|rather|make (?:that|it))|i mean|i meant(?! to)|scratch that|strike that)[\s,:]+{_MEANT_BEHIND}(?P<right>.+)$"
    rf"|^(?P<first>.+?){_BREAK}{_FILLERS}(?:(?:wait|sorry|no|rather|correction|oops)(?=\s*[,:–-])|make (?:that|it))[\s,:–-]+{_MEANT_BEHIND}(?P<second>.+)$"
)
"""A message that puts itself right: `add milk, no wait, oat milk`."""
CANCEL = pattern(
    r"^(?:(?:no|oh|oops|wait|sorry|actually)[\s,]+)*(?:cancel|forget|nix|drop|discard) (?:that|it|this)(?: again)?$"
)
"""It takes back what was just done, where nothing was asked."""
NOT_OTHER = pattern(
    r"^(?:(?:no|actually|sorry|wait|yes)[\s,.!]+)*not\s+(?:the\s+)?.+?[,;]?\s+(?:but\s+)?(?:the other(?: one)?)$"
)
OPTION = pattern(
    r"^(?:i (?:think|guess|believe|suppose)\s+|option|choice|answer|number|hm+|um+|maybe|probably)\s+|[\s,]+(?:i (?:think|guess|believe|suppose)|probably|maybe)$"
)
