"""What stands around a wish: politeness, openers, and what is said besides."""

from app.assistant.offline.phrases.vocabulary import pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

POLITE = pattern(
    r"^(?:(?:(?:yesterday|today|earlier(?: today)?|just now|last night|this morning|over the weekend)(?=,? (?:i|we)(?:'ve)? (?:have )?\w+(?:ed|t|id|d|e|ok)\b)|dear \w+(?=,)|(?:my )?(?:dear|love|hon)(?=[,!. ])|there(?=,)|wait(?= what)|three things(?=:)|two things(?=:)|hey|hi|hello|yo|hiya|wait(?=,)|hang on(?=,)|hold on(?=,)|hm+|first(?:ly)?(?= (?!one|two|three|thing|task|item|is|and|of|few|couple))|first of all,?|that'?s(?= (?:the|my|all) .*\b(?:done|finished|\w+ed)[.!]*$)|ok|okay|k|ugh+|so|well|now|please|pls|plz|kindly|lovely|splendid|bruh|bro|dude|omg|lol|argh|uh|only(?= (?:delete|remove|complete|finish|mark|clear|show|tick|cross|reopen)\b)|and|then|also|oh|um+|erm?|right|yeah|yep|yup|yay|(?:i )?changed my mind(?=[,.])|never ?mind(?=[,.!])|it turns out(?: that)?|turns out(?: that)?|be a dear and|(?:quick )?update(?=:)|(?:good|great) news(?=[,:!])|fyi|heads up|second(?:ly)?(?=,)|third(?:ly)?(?=,)|next(?=,)|last(?=,)|if (?:you (?:can|could|don'?t mind|would)|possible)(?=,)|actually|just|yes|great|sorry|all done(?=[,.!])|alright|hmm+|um+|yay|hooray|woohoo|phew|cool|(?:one|another)(?: more)? thing(?=[,:])|good (?:morning|afternoon|evening)|thanks|finally|next,|lastly|first(?:ly)?,|by the way|btw|oops|whoops|you can|you could|you may)\b[\s,!.:-]*)+"
)
ASKING = pattern(
    r"^(?:(?:can|could|would|will) (?:you|u|ya) (?:please |pls |plz |just |kindly |maybe |perhaps |possibly |quickly |also |to |be so (?:kind|good)(?: as)? (?:to |and )|be a dear and )*(?:mind )?|would you (?:please |kindly )+|would you mind |would you be so (?:kind|good) (?:as )?to |(?:i would|i'?d) (?:love|appreciate) it if you (?:could |would )?|it would be (?:great|nice|good|lovely) if you (?:could |would )?|do me a favou?r and |maybe you (?:can|could) |i want (?:that )?you (?:to )?(?=add|delete|remove|mark|rename|change|move|put)|(?:can|could) we (?:please )?(?=add|put|delete|remove|mark|move|rename)|you should (?=remind|add|put)|i (?:wanna|want(?: to)?|wish to|like to|would like) (?=(?:add|put|delete|remove|mark|rename)\b)|let me (?=add|delete|remove)|(?:it would|it'?d) be (?:great|nice|good|lovely|cool) if you (?:could |can |would )?|to (?=add|remove|delete|put)|i(?:'d| would) like (?:you )?to (?=start|add|see|look|delete|remove|mark|rename|change|list|show|complete|finish|postpone|move|undo)|i want (?:you )?to (?=add|see|delete|remove|mark|rename|change|list|show|complete|finish)|i need (?:you )?to (?=add|see|delete|remove|mark|rename|change|list|show)|is it possible (?:for you )?to (?:also )?(?=add|put|note)|let'?s )"
)
GERUND = pattern(
    r"^(add|delet|remov|mark|renam|mov|complet|finish|clear|show|postpon|list|tick|cross|tak|chang|put|writ|eras|check)(t?)ing\b"
)
"""`would you mind deleting milk?`"""
TAIL = pattern(
    r"(?:[\s,]+(?:right now|now|then|please|pls|plz|(?:many )?(?:thanks|thank you)(?: (?:so|very) much| a (?:lot|million|bunch)| in advance)?|thx|ta|ty|for me|kindly|tell(?: me)?|(?:my )?(?:dear|love|hon|darling|friend)|innit|hey|yeah|if you (?:can|could|don'?t mind|would|please)|when you (?:can|get a (?:chance|minute|moment))|silly me|lmao|so (?:that )?(?:i|we) (?:don'?t|won'?t|can|remember)\b[\w ']*|(?:will|would|could|can) (?:you|ya|u)|(?:would|could|will|can)(?:ja|ya)|haha\w*|lol|btw|by the way|hehe\w*|mate|buddy|ok|okay|cheers))*[\s.!?]*$"
)
COMMAND = pattern(
    r"\b(?:add|delete|remove|complete|finish|rename|change|mark|list|show|remind|take|clear|tick|put|throw|chuck|pop|stick|jot|note|move|push|need)\b"
)
CHATTER = pattern(
    r"^(?:i'?m back|just|good|great|nice|well|phew|whew|ok|okay|sure|cool|sorry|oh|yay|i (?:just )?(?:got|came|went|am|was|think|guess|know|hope|had)|it'?s|that'?s|what a|long day|here'?s|this is|my|today (?:is|was))\b"
)
IDLE = pattern(
    r"^(?:(?:and|so|ok|okay|well|please|i think|i guess|now)[\s,]+)*(?:(?:fix|correct) (?:the |my |a )?(?:spelling|typos?|mistakes?)|(?:that|this|it)(?:'?s| is| was| will be|'ll be) (?:about |basically )?(?:all|it|everything|the lot)(?: (?:for(?: (?:now|today|the moment))?|from me|i (?:need|have|want|think)|then|really|thanks))*|do (?:the needful|your (?:thing|magic|best|job)|what you (?:can|must|have to))|you know (?:the drill|what to do|how it is)|(?:there|here) (?:you|we) (?:go|are)|job done|(?:the )?usual stuff|nothing else|et ?cetera|etc)(?: (?:please|thanks|thank you|for me))*$"
)
"""A piece that wants nothing: `that's all`, `do the needful`."""
TO_BE = pattern(r"^(?:i|we) (?:have|need|want|got) to be\b")
WHY = pattern(
    r"^(?:there (?:are|is|was|were)|there's|i'?ll|i'm|i am|i've|i was|i can'?t|i don'?t|we're|we are|we've|she|he|they|they're|because|my|our|god|thank|who am i|what a)\b(?!.*\b(?:add|delete|remove|mark|tick|move|done|finished|put)\b)"
)
"""Behind a wish, it says why, or nothing that is wanted."""
OPENING = pattern(
    r"(?:(?:hey|hi|hello|ok|okay|so|well|now|please|thanks|thank you|great|sorry|oh|no|yes|actually|good morning|alright|oops|and|then|also|but|hm+|um+|yay|wow|huh)[\s,!.]*)+"
)
OPENERS = pattern(
    r"^(?:(?:no|nope|nah|oops|whoops|sorry|wait|oh|ah|hm+|ok|okay|please|actually|hang on|hold on|ugh|argh+|damn|dang|crap|gosh|omg|yikes|bruh|bro|dude|man|lol|uh+|um+|hey|never ?mind|my bad|my mistake)[\s,.!:-]+)+"
)
I_WANT = pattern(r"^i want to (?:finish|complete)\b")
AFTER_THANKS = pattern(r"^[^,.!]*[,.!]+\s*(.+)$")
MENTION = pattern(
    r"^(?:(?:i|we)\s+)?(?:can'?t|cannot|can not|couldn'?t|won'?t|didn'?t|don'?t|not|have no time|had no time|am too busy|forgot|no time)\s+(?:to\s+|for\s+|about\s+)?(?:(?:make it to|do|make|get to|finish|go to|manage|have time for)\s+)?(.+?)(?:\s+(?:today|tonight|now|this week|yet|anymore|any more))?$"
)
"""What a message is about, which the rest of it points at: `I can't do yoga today, move it to Friday`."""
