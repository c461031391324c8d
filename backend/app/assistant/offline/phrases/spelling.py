"""How people spell, talk and fill their sentences, and what they mean by it."""

from app.assistant.offline.phrases.vocabulary import pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

SLIPS = {
    "lsit": "list", "wht": "what", "waht": "what", "whta": "what", "hve": "have", "ahve": "have", "teh": "the",
    "hte": "the", "adn": "and", "nad": "and", "taht": "that", "doen": "done", "dnoe": "done", "doone": "done",
    "tsak": "task", "taks": "task", "taksk": "tasks", "finshed": "finished", "finsihed": "finished",
    "compelte": "complete", "delte": "delete", "deleet": "delete", "remvoe": "remove", "reomve": "remove",
    "remidn": "remind", "shoping": "shopping", "todya": "today", "tommorow": "tomorrow", "tmr": "tomorrow",
    "finaly": "finally", "alredy": "already", "allready": "already", "pleas": "please", "plese": "please",
    "plz": "please", "pls": "please", "becuase": "because", "wich": "which", "whcih": "which", "abt": "about",
    "marke": "mark", "mrak": "mark", "chnage": "change", "cahnge": "change", "thign": "thing",
    "al of": "all of", "al done": "all done", "al the": "all the", "undon": "undo",
}  # fmt: skip
"""Slips of the finger in words that are too short, or too near to others, to be told by their letters."""
SHORT = {
    "ive": "I've", "im": "I'm", "dont": "don't", "didnt": "didn't", "isnt": "isn't", "wasnt": "wasn't",
    "havent": "haven't", "cant": "can't", "wont": "won't", "thats": "that's", "whats": "what's", "arent": "aren't",
    "doesnt": "doesn't", "shouldnt": "shouldn't", "hasnt": "hasn't", "couldnt": "couldn't", "wouldnt": "wouldn't",
    "werent": "weren't", "hadnt": "hadn't", "mustnt": "mustn't", "theyre": "they're", "youre": "you're",
    "weve": "we've", "whens": "when's", "wheres": "where's", "theres": "there's", "itll": "it'll",
    "thatll": "that'll", "yh": "yes", "nvm": "never mind", "jk": "just kidding", "nxt": "next", "tues": "tuesday", "thurs": "thursday", "weds": "wednesday", "todays": "today's", "tomorrows": "tomorrow's", "gimme": "give me", "lemme": "let me",
    "wanna": "want to", "dunno": "don't know", "til": "till", "'til": "till", "tho": "though", "altho": "although",
    "coz": "because", "cuz": "because", "'cause": "because", "bcoz": "because", "u": "you",
    "ya": "you", "ur": "your", "2moro": "tomorrow", "2morrow": "tomorrow", "tomoz": "tomorrow", "tmrow": "tomorrow",
    "tmw": "tomorrow", "2mrw": "tomorrow", "tmrw": "tomorrow", "tmoro": "tomorrow", "2day": "today",
    "2nite": "tonight", "tonite": "tonight", "2night": "tonight", "arvo": "afternoon", "wknd": "weekend",
    "wkend": "weekend", "everythings": "everything's", "evrything": "everything", "wassup": "what's up",
}  # fmt: skip
"""What is written short: without its apostrophe, or as in a text message."""
KNOWN = (
    "everything", "except", "finished", "finish", "complete", "completed", "delete", "deleted", "remove", "removed",
    "rename", "reschedule", "postpone", "priority", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday",
    "saturday", "sunday", "weekend", "tonight", "reminder", "actually", "instead", "already", "important", "urgent",
    "overdue", "reopen", "change", "cancel", "please", "another", "yesterday", "list",
)  # fmt: skip
"""Words that say what is wanted: one that is very near to them, is meant to be one of them."""
OTHERS = frozenset({
    "competed", "compete", "competes", "remote", "excerpt", "sundry", "sundae", "remainder", "deleter", "charge",
    "chance", "chancel", "pleased", "cancels", "finisher", "fisher", "expect", "removal", "remover", "reopened",
    "urgency", "weekends", "recheck", "range", "charger", "changer", "changed", "moved", "finis", "finnish", "finite",
})  # fmt: skip
"""Words of their own that are as near."""
FORMS = tuple(
    (pattern(found), put)
    for found, put in (
        # Fillers, where commas or dots part them from the rest.
        (r",\s*(?:(?:like|you know|let me (?:think|see)|let'?s see|what else|what was it|what was i saying|hm+|er+m?|um+|oh (?:yes|yeah|right)|yeah|right|basically|literally|honestly|i guess so)\s*[,.…]+\s*)+", ", "),
        (r"(?<=\band )(?:(?:like|you know|let me (?:think|see)|what else|hm+|er+m?|um+|oh (?:yes|yeah))\s*[,.…]+\s*)+", ""),
        (r"\band,\s+(?=\w)", "and "),
        (r"\bwhile (?:i\'?m|we\'?re|you\'?re) at it,?\s*", ""),
        (r"(?:^|(?<=\s))(?:oh (?:yes|yeah))\s+(?=(?:and|add|order|also)\b)", ""),
        (r"\b(?:something|smth|sth|(?:a|another|one) (?:new )?(?:task|reminder|item|todo))(?: (?:for me|please|to (?:my|the) list))*\s*[?.,;:!]+\s*(?:it'?s|it is|it should be) (?:called|named) ", "a task called "),
        # What narrows what was just said: `all done... well, all but the bins`.
        (r"\s*(?:\.{2,}|…|[,;.!]|\s-)\s*(?:(?:well|or rather|okay|ok|i mean|actually|hm+|no)[\s,.]+)+(?:everything|all(?: of (?:it|them))?)[\s,]+(?=(?:except|besides|apart from|aside from|other than|excluding|bar|but)\b)", " "),
        # As it is said where English was learned elsewhere, or grew otherwise.
        (r"\bplease to (?=\w)", "please "),
        (r"\b(?:i am|i'm) (?:needing|requiring) (?=to\b)", "I need "),
        (r"\b(?:i am|i'm) (?:wanting) (?=to\b)", "I want "),
        (r"\b(i|we) have (?:already )?finish\b", r"\1 have finished"),
        (r"\b(i|we) have (?:already )?complete\b", r"\1 have completed"),
        (r"\b(i|we) (?:have )?(?:finish|finished) to (?=\w)", r"\1 finished "),
        (r"\bi (did|have done|finished|made) already\b", r"I already \1"),
        (r"\b(is|are) (?:already )?(?:finish|complete)(?=$|[\s.,!]+(?:now|already|please|and)\b|[.,!])", r"\1 finished"),
        (r"\bdid (?:do|finish|complete)\b(?= \w)(?! (?:it|that|them|this)\b)", "did"),
        (r"\b(add|put|write|note) also\b", r"also \1"),
        (r"\b(today|tomorrow|now|priority) only(?=\s*(?:$|[.,!?]))", r"\1"),
        (r"\s+o(?=\s*[,.!]|$)", ""),
        (r"\b(?:do one thing|one thing)\s*,\s*(?=\w)", ""),
        (r"\b(?:in|to|into|on|onto) list\b(?!\s+of)", "on my list"),
        (r"\bcos(?= (?:i|i'm|i've|we|it|it's|the|they|my|he|she|of|that|there)\b)", "because"),
        (r"\bkindly\b", "please"),
        (r"\bfrom list\b", "from my list"),
        (r"\bwhat all (is|are)\b", r"what \1"),
        (r"^moving (?=.+ (?:to|till|until) )", "move "),
        (r"\bw (?=(?:a|the|my|high|low) )", "with "),
        (r"^n (?=\w)", "and "),
        (r"\bits (?=(?:done|finished|complete|sorted|now|already|not|really|very|super|so|urgent|important|due|at|on|for|over|a|an|just|been|called|supposed|\w+day|\d)\b)", "it\'s "),
        (r"\b(?:prepone|bring forward|pull forward|bring up)\b(?= .*\b(?:to|by)\b)", "move"),
        # In a text message.
        (r"(?<=[\w,.!]) n (?=\w{2})", " and "),
        (r"(?<=\w) & (?=(?:move|shift|push|mark|set|make|add|delete|remove|tick|then|also|put|rename)\b)", " and "),
        (r"\b(done|finished|through) w/?(?= )", r"\1 with"),
        (r"(?:^|(?<=[,.!] )|(?<=no )|(?<=oh )|(?<=wait )|(?<=sorry ))(?:hang on|hold on|hold up|wait up)(?: a (?:sec|second|minute|moment))?(?=[,.! ])(?! to\b| the\b)", "wait"),
        (r"(?:\s+(?:x{1,4}|xo(?:xo)*|:-?[)D(]|;-?\)|❤️?|🙂|😀|😅|😂|🎉|🙏|👍|😊|🙄|😩|😭|🎂|☕))+(?=$|\s*[.!])", ""),
    )
)  # fmt: skip
"""What is said so, and how the rules read it."""
