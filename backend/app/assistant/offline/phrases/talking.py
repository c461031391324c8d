"""Agreement, refusal, greetings, thanks, and what a message that is not understood may be about."""

from app.assistant.offline.phrases.vocabulary import pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

# Nothing but agreement: what follows a yes may be about something else, and a yes may delete.
_AGREED = r"(?:y|yes|yep|yup|yeah|ye|yea|ya|yah|yes+|aye|sure(?: thing)?|go on then|please do|too right|ok|okay|do (?:it|that|so)|go (?:ahead|for it|on)|confirm(?:ed)?|(?:please|yes) do|of course|absolutely|definitely|correct|right|that'?s (?:right|fine|correct|ok|it)|fine|i'?m sure|i am(?: sure)?|sounds good|why not)"
YES = pattern(
    rf"^{_AGREED}(?:[\s,!.]+(?:{_AGREED}|please|thanks|thank you|then|now|ma'am|sir|boss|mate|love|dear|hon|o|lol|haha|all(?: \w+)?(?: of (?:it|them))?|(?:the |those )?(?:done|finished|completed) (?:ones|tasks)|them(?: all)?|it(?: all)?|both|(?:delete|remove|clear|erase|finish|complete|take out)(?: (?:it|them|all|everything|those|that|both)(?: all| both)?)?))*$"
)
NO = pattern(
    r"^(?:n|no(?:,? thanks|,? thank you)?|nope|nah|never ?mind|stop|cancel(?: (?:that|it))?|don'?t|do not|leave (?:it|them|that)(?: (?:alone|be|as (?:it|they) (?:is|are)))?|not now|wait|hold on|forget (?:it|that|about it)|no way|keep (?:it|them|that)|neither|none(?: of (?:them|those))?|rather not|i(?:'ve| have)? changed my mind)\b"
    r"(?:[\s,!.]+(?:no|nope|thanks|thank you|please|leave (?:it|them|that)|keep (?:it|them|that)|don'?t(?: do (?:it|that))?(?: delete (?:it|them|anything))?|do not(?: do (?:it|that))?|do (?:it|that)|not now|never ?mind|stop|wait|cancel(?: (?:it|that))?|forget it|sorry|for now|i changed my mind|that'?s (?:ok|fine|wrong)))*[\s.!]*$"
)
CANCEL_IT = pattern(r"^(?:please )?cancel (?:it|that)(?: please)?[\s.!]*$")
GREET = pattern(
    r"^(?:hi(?:ya)?|hello|hey(?:a)?|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|morning|evening|afternoon|how are you|how'?s it going|what'?s up)\b.{0,30}$"
)
THANKS = pattern(
    r"^(?:(?:ok |okay |that'?s |many |brilliant,? |perfect,? |great,? )?(?:thanks|thank you|thx|ta|cheers|great|perfect|nice|cool|awesome|brilliant|lovely|wonderful|much appreciated|appreciate it|bye|goodbye|see you|good job|well done))\b.{0,40}$"
)
HELP = pattern(
    r"\bhelp\b|^what (?:can|do) you (?:actually |really |even )*do|^what are you (?:good )?for|^how (?:do|does|can|should) (?:i|this|you|it)\b|^who are you|^what are you|^what (?:commands|can i (?:say|ask|do|type))\b|^instructions$"
)
OUTSIDE = pattern(
    r"^(?:who|why|how|what|where|when|which|is|are|do|does|did|can|could|will|would|should|tell me|sing|write me|translate|explain|calculate)\b"
)
HINTS = (
    (pattern(r"\bnote\b"), "To note something, say **add a note to** milk**:** two litres."),
    (pattern(r"\b(?:delete|remove|erase|get rid)\b"), "To delete, say **delete** and what the task is called."),
    (
        pattern(r"\b(?:done|finish(?:ed)?|complete[d]?|tick|check)\b"),
        "To finish a task, say **finish** and what it is called.",
    ),
    (pattern(r"\b(?:rename|change|edit|update)\b"), "To rename, say **rename** milk **to** oat milk."),
    (
        pattern(r"\b(?:postpone|move|later|reschedule|due|date)\b"),
        "To set a date, say **postpone** the dentist **to** Friday.",
    ),
    (pattern(r"\b(?:list|show|tasks|todos)\b"), "To see your list, say **what's left?**"),
    (pattern(r"\b(?:add|remind|remember|new)\b"), "To add something, say **add** and what is to be done."),
)
ARROW = pattern(r"\s*(?:->|=>|→|:|-|–)\s*$")
