"""What sounds like a wish and is none: what is forbidden, wondered about, told of somebody, or not finished."""

from app.assistant.offline.phrases.vocabulary import pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

_CHANGE = r"(?:delet|remov|eras|clear|wip(?:e|ing)|scrap|ditch|get(?:ting)? rid|throw|mark|tick|check|cross|strik|complet|finish|clos(?:e|ing)|renam|chang|edit|mov(?:e|ing)|postpon|reschedul|add|touch|drop|tak(?:e|ing)\b.*\b(?:off|out|away)|cancel|empty|reopen|undo|put\b)\w*"
_FILLER = r"(?:(?:no|but|and|hey|ok|okay|well|wait|so|hm+|um|please|actually|oh|sorry|then|just|now)[\s,.!]+)*"
_POSSIBLE = r"(?:you (?:can|could|don'?t mind|would|want|please)|possible|it'?s (?:ok|okay|not too much)|i may)"
NEGATED = pattern(
    rf"^{_FILLER}(?:"
    rf"(?:do not|don'?t|never|not|stop|avoid)\s+(?:you dare |ever |just |please |you |go and |yet )*{_CHANGE}"
    rf"|(?:you|we) (?:shouldn'?t|should not|should never|mustn'?t|must not|must never|can'?t|cannot|don'?t (?:have|need) to|do not (?:have|need) to|needn'?t)\s+(?:just |ever )?{_CHANGE}"
    rf"|(?:i|we)\s?(?:don'?t|do not|didn'?t|did not|never|wouldn'?t|would never|'?d never|won'?t|will not|will never|'ll never|haven'?t) (?:(?:want|wanted|mean|meant|say|said|ask|asked|tell|told|wish|like|plan|intend)(?: you| for you)?(?: to)?\s+)?[\"“'‘]?(?:delet|remov|eras|clear|wip|renam)\w*"
    rf"|(?:there(?:'s| is) |i see |i have )?no (?:need|reason) to {_CHANGE}|let'?s not {_CHANGE}|{_CHANGE}\s+(?:nothing|none|neither)\b"
    r").*$"
)
KEEP = pattern(
    r"^(?:(?:please|just|but|and|no|only|you can|let'?s|i want to|i'd like to)[\s,]+)*(?:keep|leave|don'?t touch)\s+(.+?)(?:\s+(?:on (?:the|my) list|there|as (?:it|they) (?:is|are)|alone|open|in|for now|please|untouched|be))*$|^(.+?)\s+(?:stays?|should stay|can stay|must stay|needs to stay)(?:\s+(?:on (?:the|my) list|there|open|put))*$"
)
WONDERED = pattern(
    rf"^{_FILLER}(?:"
    r"what (?:if|would happen|happens|will happen)\b"
    rf"|if (?!{_POSSIBLE})(?:i|we|you|he|she|they|it|the|my|someone|anyone)\b"
    r"|(?:should|shall) (?:i|we|it|the|my)\b"
    r"|(?:would|will|could|can|may|might) (?:it|there|this|that)\b"
    r"|is it (?:ok|okay|possible|safe|fine|wise|worth|a good|a bad|too|alright|better)\b"
    r"|(?:do|would|did) you (?:think|recommend|suggest|believe|reckon)\b"
    r"|how (?:do|can|would|could|should|does|did|to)\b"
    r"|(?:maybe|perhaps|possibly) (?:i|we)\b"
    r"|i (?:might|may|could|wonder|guess i|suppose i)\b|i(?:'d| would) (?:rather|hate|be|have)\b"
    r"|(?:i(?:'?m| am| was|'ve been| have been)|been) (?:just |only |still )*(?:thinking|wondering|considering|about to|tempted|not sure|unsure|going to|gonna|planning|hoping|dreading|supposed to)\b"
    r"|(?:suppose|imagine|assuming|let'?s say|let'?s assume)\b"
    r"|(?:once|when|whenever|as soon as|after|until|unless|in case) (?:i|i'?ve|i'?m|we|we'?ve|you|he|she|they|it)\b|(?:once|as soon as|unless|in case) (?:the|my|that|this)\b"
    r"|(?:i )?wish\b|not sure\b|i(?:'m| am) not (?:sure|certain)\b|no idea\b|i don'?t (?:know|think|remember|believe)\b|i can'?t remember\b|i (?:thought|hoped|assumed|figured)\b"
    r").*$"
)
"""No order: somebody thinks aloud, or asks what would be."""
CONDITION = pattern(
    r"\s(?:if|unless|once|as soon as|whenever|when|in case|only if) (?:i|i'?m|i'?ve|we|you|it|it'?s|the|that|they|he|she|there|and when|everything|nothing)\b.*$"
)
"""Behind an order: it holds only then."""
TOLD = pattern(
    rf"^(?!(?:i|we|you|it|add|remind|delete|remove|put|note|please|can|could|would)\b)(?:(?:my|our|his|her|their|the|a|an|that|this|some|your)\s+)?[\w'’]+(?:\s+[\w'’]+)?\s+(?:(?:has |have |just |also |always |once |still |keeps? )*(?:said|says?|saying|told|tells?|asked|asks?|wants?|wanted|wrote|suggested|suggests|thinks?|claims?|insists|reckons|recommends|yelled|warned|texted)\b.*\b{_CHANGE}|(?:has |have |just |already |also )*(?:deleted|removed|erased|cleared|wiped)\s+(?:(?:all|the|his|her|their|everything|some|my|a)\b).*)"
    rf"|^what (?:does|do|did|is|would|do you mean by)\s+[\"“'‘].*$|\b(?:said|says|told me|wrote|means?|typed?|the (?:command|word|phrase|button|option|message))\s*[:,]?\s+[\"“'‘]{_CHANGE}.*$"
)
"""Somebody else's words or deeds."""
_PART = r"(?:almost|nearly|half ?way|half|partly|partially|not quite|mostly|a bit|a third|a quarter|part|some|most|the (?:first|second) (?:half|part)|(?:[1-9]\d?) ?(?:%|percent))"
UNFINISHED = pattern(
    rf"^{_FILLER}(?:"
    r"(?:(?:i|we)(?:'?m|'?re| am| are| was| were)?\s+)?(?:still |currently |just |already |also |right now )*(?:working on|in the middle of|busy with|about to|trying to|starting|halfway|part[- ]way|not done|nowhere near|close to|getting there|on it)\b"
    r"|(?:i|we)(?:'ll| will| shall|'m going to| am going to|'m gonna| am about to)\s+(?!need\b|have to\b)"
    r"|(?:i|we)?\s*(?:have |'ve |had |just |also |already )*(?:started|began|begun|tried|forgot|forgotten|meant|wanted|hoped|planned|failed|couldn'?t|can'?t|cannot|didn'?t manage|never got|should(?:'ve| have)|could have|would have|was going|were going|was supposed|need to start|keep forgetting)\b(?!.*\b(?:but|and|then) (?:i|it)\b)"
    rf"|(?:(?:i|we)(?:'ve|'m|'re| have| am| are)?\s+)?(?:(?:is|are|was|only|just|now)\s+)*(?:(?:did|done|finished|completed|through|got through|wrote|read|cleaned|washed|\w+ed)\s+)?{_PART}(?:\s+(?:of|the|all|done|finished|through|with|complete)\b|\s+\w+ed\b).*"
    rf"|.+\b(?:is|are|'s|was)\s+(?:only |just |still |now )*{_PART}\s+(?:done|finished|complete|ready|through|\w+ed)\b"
    r").*$"
)
"""What is not done yet, or only in part."""
CONDITIONAL = pattern(
    r"^(?:and |but |so )*(?:if|when|whenever|once|unless|as soon as|in case|should|shall|until|suppose)\b"
)
"""What begins so says nothing that is."""
CONDITION_FIRST = pattern(
    rf"^{_FILLER}(?:if (?!{_POSSIBLE})|when(?:ever)? |once |as soon as |after (?:i|we|you|he|she|they)\b|unless |until |in case )[^.?!;]*$"
)
"""An order of the same sentence holds only then."""
UNSURE_BEFORE = pattern(
    r"^(?:i (?:think|believe|guess|suppose|reckon|assume)(?: that)?|i'?m pretty sure(?: that)?|maybe|perhaps|probably|possibly|it (?:seems|looks like)(?: that)?|apparently)[\s,]+"
)
UNSURE_BEHIND = pattern(
    r"[\s,]+(?:i (?:think|believe|guess|suppose|reckon)|maybe|perhaps|probably|or (?:so|something)|right|no|isn'?t it|if i remember (?:right|correctly))$"
)
"""What makes a statement a guess: it is asked about."""
