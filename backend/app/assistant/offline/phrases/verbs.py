"""Verbs: what begins a thing to do, and how it is said that it was done."""

from app.assistant.offline.phrases.vocabulary import pattern

# One pattern a line reads better than one broken over many.
# ruff: noqa: E501

IRREGULAR = {
    "ate": "eat", "beaten": "beat", "been": "go", "began": "begin", "bent": "bend", "bit": "bite", "blew": "blow",
    "bought": "buy", "bound": "bind", "broke": "break", "brought": "bring", "built": "build", "came": "come",
    "caught": "catch", "children": "child", "chose": "choose", "dealt": "deal", "did": "do", "done": "do",
    "drank": "drink", "drawn": "draw", "drew": "draw", "driven": "drive", "drove": "drive", "dug": "dig",
    "eaten": "eat", "fed": "feed", "fell": "fall", "felt": "feel", "finshed": "finish", "fixd": "fix", "flew": "fly",
    "forgave": "forgive", "fought": "fight", "found": "find", "froze": "freeze", "gave": "give", "given": "give",
    "gone": "go", "got": "get", "gotten": "get", "grew": "grow", "grown": "grow", "heard": "hear", "held": "hold",
    "hid": "hide", "hung": "hang", "kept": "keep", "knew": "know", "knives": "knife", "known": "know", "laid": "lay",
    "led": "lead", "left": "leave", "lent": "lend", "lit": "light", "lost": "lose", "made": "make", "men": "man",
    "met": "meet", "mown": "mow", "mum": "mom", "mums": "mom", "paid": "pay", "payed": "pay", "people": "person",
    "proven": "prove", "ran": "run", "rang": "ring", "rebooked": "rebook", "redid": "redo", "redone": "redo",
    "rewritten": "rewrite", "rewrote": "rewrite", "ridden": "ride", "risen": "rise", "rode": "ride", "sang": "sing",
    "sank": "sink", "saw": "see", "seen": "see", "sent": "send", "sewn": "sew", "shaken": "shake",
    "shelves": "shelf", "shook": "shake", "shot": "shoot", "shown": "show", "slept": "sleep", "sold": "sell",
    "spent": "spend", "spoke": "speak", "spoken": "speak", "spun": "spin", "stole": "steal", "stolen": "steal",
    "stood": "stand", "stuck": "stick", "sung": "sing", "swam": "swim", "swept": "sweep", "swore": "swear",
    "swum": "swim", "taken": "take", "taught": "teach", "thought": "think", "threw": "throw", "thrown": "throw",
    "told": "tell", "took": "take", "tore": "tear", "understood": "understand", "undid": "undo", "went": "go",
    "withdrawn": "withdraw", "withdrew": "withdraw", "woke": "wake", "women": "woman", "won": "win", "wore": "wear",
    "wound": "wind", "written": "write", "wrote": "write",
}  # fmt: skip
"""Words whose stem their ending does not give away, and what they are forms of."""
_NO_VERBS = frozenset({"women", "men", "children", "people", "mum", "mums", "knives", "shelves"})
CHORES = (
    "buy|call|ring|phone|email|e-mail|text|message|pay|book|clean|wash|fix|repair|order|pick up|return|send|post|mail|renew|cancel|schedule|write|visit|water|feed|walk|mow|hoover|vacuum"
    "|paint|cook|bake|pack|print|get|collect|drop off|take|organi[sz]e|plan|prepare|prep|study|read|practi[sc]e|replace|charge|iron|fold|sweep|dust|submit|file|sign|check in|back up|tidy"
    "|meet|make|go to|go for|start|apply|look into|talk to|speak to|ask|bring|grab|hang|install|download|research|review|revise|draft|learn|register|rent|sell|donate|hire|invite|set up|shop for"
    "|refill|restock|trim|unpack|take out|contact|respond|reply|find|finali[sz]e|wrap|build|assemble|vote|withdraw|deposit|transfer|reserve|apologi[sz]e|backup|defrost|empty the|do the|rake|sew|try"
)
_PLAIN = (
    "adjust|analyse|analyze|assess|attach|bathe|bleach|borrow|calibrate|celebrate|collate|compile|compost|configure|"
    "confirm|convert|declutter|decorate|deliver|disinfect|distribute|dye|enrol|enroll|estimate|evaluate|extend|"
    "fetch|fertilise|fertilize|gather|grease|groom|inflate|inspect|insulate|investigate|laminate|lubricate|marinate|"
    "migrate|mop|negotiate|notify|onboard|peel|photocopy|photograph|plaster|polish|preheat|proofread|prune|purchase|"
    "rebook|recharge|recycle|redeem|refill|refund|refuel|reinstall|repot|resubmit|retrieve|rewrite|sanitise|"
    "sanitize|scan|scrape|scrub|sharpen|shred|solve|subscribe|tidy|transcribe|translate|unblock|unclog|uninstall|"
    "unload|unplug|unsubscribe|update|upgrade|upload|varnish|verify|weigh|wipe|rehearse|descale|knit|hem|attend|"
    "watch"
)
"""More of them, of which none is also a thing: a message may begin with one."""
_MORE = (
    "alter|announce|argue|arrange|assign|bind|block|boil|break|brew|brush|bump|burn|carry|carve|catch|check|chop|"
    "clip|coach|code|comb|compare|compose|connect|copy|cover|create|cycle|deadhead|debug|decide|defend|define|"
    "delegate|demo|design|dice|dive|donate|drain|draw|dress|drill|drive|dry|edit|encrypt|enter|examine|exchange|"
    "explore|export|fill|film|filter|fit|flatten|flip|floss|format|forward|frame|freeze|frost|fry|glue|go|grade|"
    "grill|grind|grow|hand|harvest|heat|hike|hold|host|import|index|inform|insure|introduce|jog|juice|jump|keep|"
    "kiss|label|laser|launch|lay|lead|leave|lend|level|lift|light|link|load|lock|mash|mask|massage|measure|mend|mix|"
    "moisturise|mount|nail|nominate|nurse|oil|outline|overhaul|park|pass|patch|pave|pen|phone|pickle|pin|plane|"
    "plumb|pot|pour|present|press|price|process|produce|program|propose|protect|publish|pump|puree|push|quote|rack|"
    "raise|rank|reach|rebuild|reconcile|record|redo|reduce|refactor|refer|refurbish|refuse|regrout|reheat|release|"
    "remind|remodel|repay|report|request|rescan|reseal|research|reset|restart|restring|retile|return|rewire|ride|"
    "rinse|roast|rotate|rub|sand|save|score|seal|search|season|secure|seed|select|separate|serve|service|settle|"
    "shave|shine|shop|shorten|shut|sing|sit|sketch|ski|slice|smoke|soak|sow|spend|split|spray|spread|stack|stain|"
    "steam|steer|stir|stock|store|straighten|strain|stretch|string|strip|style|support|survey|suspend|sweep|swim|"
    "switch|synchronise|tag|tape|taste|teach|tear|tend|throw|tie|tile|touch|tow|trace|track|trade|train|transplant|"
    "travel|treat|truss|tune|turn|type|unfollow|unroll|untangle|unwrap|use|vacuum|walk|wax|wean|weed|weld|wire|work|"
    "worm|wrap"
)
"""More verbs that are also things, or commands."""
_TELLS = r"(?:is|are|was|were|has|have|had|isn'?t|aren'?t|wasn'?t|hasn'?t|went|goes|will|won'?t|would|can|can'?t|could|should|got|not|looks?|seems?|smells?|tastes?|costs?|needs|paid|too|done|finished)"
CHORE = pattern(
    rf"^(?:put(?= (?:out|away|up|together)\b| .* (?:out|away|up|together)$)\s+\S.*$)|^(?!clean (?:up|out) (?:my|the) (?:list|tasks))(?:{CHORES}|{_PLAIN})\s+(?!it$|that$|this$|me\b|{_TELLS}\b)\S.*$"
)
"""A thing to do, as people write it on paper; not `rent is high`."""
ERRAND = pattern(
    r"^(?:buy|call|pay|get|email|clean|wash|fix|send|renew|collect|bring|write|visit|meet|pick up|feed|mow|return|ask|tell|see|find|grab|make|repair|prepare|learn|read|bake|invite|go to|talk to)\s+(?=\S)"
)
"""A verb before what it is done to, where it is surely one: the thing may change, and the verb stay."""
DEED = pattern(
    rf"^(?:{CHORES}|{_PLAIN}|finish|complete|cancel|check|clear|move|change|update|drop|delete|remove|listen|run|swim|give|help|tell|put|cut|burn|rename)\b"
)
"""A verb that is no thing as well: what a title that begins so asks for, is clear."""
VERB = pattern(
    rf"^(?:{CHORES}|{_PLAIN}|{_MORE}|finish|complete|undo|check|clear|move|change|update|close|drop|delete|remove|mark|finalise|attend|watch|listen|train|run|swim|exercise|meditate|wake|sleep|eat|drink|give|help|tell|thank|wish|use|turn|switch|put|push|pull|cut|peel|burn|stop|rename|sort|work|see|do|go|be|play|rehearse|prune|plant|dig|hem|knit|unclog|descale|ship|scan|sync|test|deploy|merge|write)\b"
)
"""A word with which a thing to do begins, be it a command's too."""
PAST = r"(?:did|done|finished|completed|got through|got|bought|paid|called|sent|booked|made|cleaned|washed|emailed|rang|returned|picked up|ordered|posted|renewed|watered|fixed|wrote|written|taken|took|been to|mowed|vacuumed|hoovered|ironed|walked|fed|cooked|baked|packed|printed|submitted|filed|signed|scheduled|repaired|painted|texted|mailed|delivered|dropped off|collected|handed in|turned in|turned off|read|planned|prepared|cancelled|canceled|registered|visited|met|phoned|replied to|answered|swept|dusted|folded|charged|replaced|installed|updated|uploaded|downloaded|reviewed|studied|practi[sc]ed|tidied(?: up)?|organi[sz]ed|gave|brought|threw out|put away|took out|set up|hung|sold|donated|planted|raked|shovel+ed|bathed|wrapped|assembled|built|sorted(?: out)?|dealt with|handled|talked to|spoke to|spoken to|spoke with|went to|gone to|emptied|unpacked|crossed off|ticked off|checked off)"
_IRREGULAR_PAST = "|".join(sorted(IRREGULAR.keys() - _NO_VERBS, key=len, reverse=True))
_NO_DEED = r"(?!(?:need|want|lik|lov|hat|tri|hop|decid|ask|chang|renam|mov|notic|us|liv|miss|plann|skipp|start|fail|seem|indeed|suppos|forgott|believ|wonder|promis|agre|refus|delay|postpon|expect|notic|wish|prefer|consider|mention|happen)(?:ed|en)\b|(?:thought|felt|knew|known|came|fell|left|saw|seen|heard|held|understood|lost|been|kept|need|feed|seed|speed|weed|bed|red|shed|hundred|based|used|indeed|embed|breed)\b)"
PAST_WORD = (
    rf"(?:{_NO_DEED}(?:(?:{_IRREGULAR_PAST})|\w{{2,}}ed))(?:\s+(?:up|out|off|away|in|down|over|back|through)(?=\s|$))?"
)
"""Any word that says that something was done."""
