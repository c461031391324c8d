"""The wishes of one line of a message, each with regard to those before it. Pure functions only."""

from dataclasses import replace
from datetime import datetime

from app.assistant.offline import dates
from app.assistant.offline.commands import command, small_talk
from app.assistant.offline.followups import again, correction, taking_back
from app.assistant.offline.gapping import gapped
from app.assistant.offline.matching import words_of
from app.assistant.offline.phrases import adding, around, cutting, excepting, following, moods, vocabulary
from app.assistant.offline.reading.of_it import detail
from app.assistant.offline.splitting import pieces_of
from app.assistant.offline.targets import is_set, priority_of, target
from app.assistant.offline.titles import new_tasks, task_of
from app.assistant.offline.wish import CHANGES, NewTask, Talk, Target, Wish

MOST_ANSWER = 300
"""Characters: what is longer is no answer and no correction."""


def of_line(line: str, now: datetime, talk: Talk) -> list[Wish]:
    """The wishes of a line, in their order."""
    if talk.changed and (match := following.RETRACT.match(line)):
        # `scratch that, finish the bread`; a mere reason behind it says nothing.
        rest = line[match.end() :].lstrip(" ,.;:!–-")
        return [Wish("undo", said=line), *(wish for wish in of_line(rest, now, talk) if wish.kind != "unknown")]
    if len(line) <= MOST_ANSWER and (whole := _of_those(line, now) or _except_first(line, now)):
        return [whole]
    if len(line) <= MOST_ANSWER and (repaired := _repaired(line, now, talk)):
        return repaired
    if len(line) <= MOST_ANSWER and (whole := _named_then_added(line, now)):
        return [whole]
    pieces = pieces_of(line, now)
    if ahead := _said_ahead(pieces, now, talk):
        return ahead
    wishes: list[Wish] = []
    before = ""
    for place, piece in enumerate(pieces):
        if len(pieces) > 1 and around.IDLE.match(piece.strip(" .!:")):
            continue
        if wishes and wishes[-1].kind in CHANGES and around.TO_BE.match(piece):
            continue
        if several := gapped(piece, now):
            wishes = joined(wishes, [replace(wish, said=piece) for wish in several], now)
            continue
        if wishes and wishes[-1].kind in ("add", *CHANGES) and (more := detail(piece, now)):
            wishes = [*wishes, replace(more, said=piece)]
            continue
        wish = one_more(piece, now) if wishes and wishes[-1].kind == "add" else None
        wish = _again(piece, wishes, now, talk) if wish else _of_piece(piece, now, talk)
        if wish is None:
            if (place < len(pieces) - 1 and around.CHATTER.match(piece)) or (wishes and around.WHY.match(piece)):
                before = "" if wishes else piece
                continue
            wish = _again(piece, wishes, now, talk) or _mention(piece, now)
        if before and not wishes and wish.kind in CHANGES and wish.target.pointer in ("it", "them", "some"):
            # `well, the form is on there twice. Delete one of them`
            wish = _of_mentioned(wish, before, now)
        wishes = joined(wishes, [replace(wish, said=piece)], now)
    if len(line) <= MOST_ANSWER and moods.CONDITION_FIRST.match(line):
        return [Wish("keep", target=wish.target, said=wish.said) if wish.kind in CHANGES else wish for wish in wishes]
    return wishes


def _of_those(line: str, now: datetime) -> Wish | None:
    """`everything that's overdue, make it due today`: tasks by what they have in common, and then a command."""
    match = cutting.ABOUT_IT_BEHIND.match(line)
    if match is None or vocabulary.QUOTED.search(line) or moods.CONDITIONAL.match(match[1]):
        return None
    meant, wish = target(cutting.AS_FOR.sub("", match[1]), now), command(match[2], now)
    if wish is None or wish.kind not in CHANGES or wish.target.pointer not in ("it", "them"):
        return None
    is_pointed = meant.pointer == "other" or (meant.positions and not meant.words)
    is_of_many = is_set(meant) and not meant.pointer
    return replace(wish, target=meant, said=line) if is_of_many or is_pointed else None


def _except_first(line: str, now: datetime) -> Wish | None:
    """`other than the yoga, move it all to friday`: what is left out is said first."""
    wish = command(line, now) if excepting.FIRST.match(line) else None
    return replace(wish, said=line) if wish and wish.target.but else None


def _named_then_added(line: str, now: datetime) -> Wish | None:
    """`staff meeting at ten tomorrow, pop that in`: what is to be added, and then that it is."""
    match = adding.THEN_ADDED.match(line)
    said = around.POLITE.sub("", match[1] or match[2]) if match else ""
    if not said or adding.ADD.match(said) or around.ASKING.fullmatch(f"{said} "):
        return None
    named = adding.NEEDED.sub("", said)
    wish = command(named, now)
    if wish and wish.kind in ("add", "offer") and wish.tasks:
        return Wish("add", tasks=wish.tasks, said=line)
    if (
        wish
        and wish.kind != "due"
        and (wish.kind in (*CHANGES, "keep") or (wish.kind in ("list", "find") and not adding.NOUN.match(named)))
    ):
        return None
    tasks = new_tasks(adding.COPULA.sub("", named), now)
    return Wish("add", tasks=tasks, said=line) if tasks else None


def _said_ahead(pieces: list[str], now: datetime, talk: Talk) -> list[Wish]:
    """`very important! remind me to send it`: what is said of a new task before it."""
    first = detail(pieces[0], now) if len(pieces) > 1 else None
    if first is None or first.kind == "note":
        return []
    wishes = of_line(" ".join(pieces[1:]), now, talk)
    return [wishes[0], replace(first, said=pieces[0]), *wishes[1:]] if wishes and wishes[0].kind == "add" else []


def _of_piece(piece: str, now: datetime, talk: Talk) -> Wish | None:
    if wish := command(piece, now) or small_talk(piece):
        return wish
    match = cutting.ABOUT_IT_BEHIND.match(piece)
    if match and not moods.CONDITIONAL.match(match[1]) and (wish := command(match[2], now)) and wish.target.pointer:
        # `changed my mind about the figs, delete them`
        return _of_mentioned(wish, match[1], now)
    return (taking_back(piece, talk) or correction(piece, now, talk)) if talk.changed else None


def _of_mentioned(wish: Wish, said: str, now: datetime) -> Wish:
    """A wish about `it` or `them`, which were named, or counted, right before."""
    counted = target(cutting.NAMED_BY.sub("", said), now)
    if counted.positions and not counted.words and cutting.PLACE.search(said):
        return replace(wish, target=counted)
    return replace(wish, target=replace(wish.target, mention=said))


def _repaired(line: str, now: datetime, talk: Talk) -> list[Wish]:
    """What was put right in the same breath: `add milk, no wait, oat milk`. Empty where nothing was."""
    match = following.REPAIR.match(line) if not vocabulary.QUOTED.search(line) else None
    if match is None:
        return []
    left = match["both"] or match["left"] or match["first"]
    right = match["out"] or match["right"] or match["second"]
    wishes = of_line(left, now, talk)
    if not wishes:
        return []
    last, anew = wishes[-1], command(right, now)
    if last.kind == "unknown" or (match["out"] and last.kind != "add"):
        return []
    when = dates.read(right, now)
    if last.kind == "add" and (match := following.LEFT_OUT.match(right)):
        return [*wishes[:-1], replace(last, tasks=_without(last.tasks, match[1]))]
    if anew and not when and anew.kind in (*CHANGES, "list", "find") and not anew.loose:
        last = anew
    elif last.kind == "add" and last.tasks:
        put_right = replace(last.tasks[-1], when=when) if when else task_of(_without_add(anew, right), now)
        last = replace(last, tasks=(*last.tasks[:-1], put_right))
    elif last.kind == "due" and when:
        last = replace(last, when=when)
    elif last.kind == "priority" and following.LEVEL_ALONE.match(right):
        last = replace(last, priority=priority_of(right))
    elif last.kind == "rename":
        last = replace(last, title=right)
    else:
        several = len(last.target.words) > 1
        found = replace(target(right, now), verb=last.target.verb)
        last = replace(last, target=found, certain=last.certain and not several)
    return [*wishes[:-1], last] if last.kind in (*CHANGES, "add", "list", "find") else []


def _without(tasks: tuple[NewTask, ...], words: str) -> tuple[NewTask, ...]:
    """New tasks without what was left out of them in the same breath: `no, not the pears`."""
    kept = tuple(task for task in tasks if words_of(task.title) != words_of(words))
    return kept if len(kept) < len(tasks) else tuple(replace(task, title=_less(task.title, words)) for task in tasks)


def _less(title: str, words: str) -> str:
    """`apples pears` without `pears`."""
    out = words_of(words)
    left = [word for word in title.split() if word.casefold() not in out]
    return " ".join(left) or title


def _without_add(anew: Wish | None, right: str) -> str:
    """`add coffee` and `coffee` say the same."""
    return anew.titles[0] if anew and anew.kind == "add" and len(anew.tasks) == 1 else right


def _again(piece: str, wishes: list[Wish], now: datetime, talk: Talk) -> Wish | None:
    """`and the bread too`: what was wished before it, of another task."""
    wish = again(piece, now)
    if wish is None or not wishes:
        return wish if talk.changed else None
    if wishes[-1].kind == "add":
        return Wish("add", tasks=(task_of(wish.target.said, now),))
    return replace(wishes[-1], target=wish.target) if wishes[-1].kind in AGAIN else None


AGAIN = ("complete", "reopen", "delete", "due", "priority", "note")


def _mention(piece: str, now: datetime) -> Wish:
    """What is not understood, with what it is about."""
    match = around.MENTION.match(piece.strip().rstrip("?!. "))
    return Wish("unknown", target=target(match[1], now)) if match else Wish("unknown", said=piece)


def joined(wishes: list[Wish], found: list[Wish], now: datetime) -> list[Wish]:
    """With new tasks that stand next to each other as one wish, and `it` as what was mentioned right before."""
    for wish in found:
        before = wishes[-1] if wishes else Wish("unknown")
        if before.kind == "unknown" and before.target.words and wish.target.pointer == "it":
            wishes = [*wishes[:-1], replace(wish, target=before.target)]
            continue
        if _only_mentions(before) and wish.kind in CHANGES and wish.target.pointer in ("it", "them", "some"):
            wishes = [*wishes[:-1], _of_mentioned(wish, before.said, now)]
            continue
        if before.kind == wish.kind == "priority" and wish.target.pointer == "it":
            # `the cellar is not so important any more, set it to low`
            wishes = [*wishes[:-1], replace(wish, target=before.target)]
            continue
        if kept := _with_kept(before, wish):
            wishes = [*wishes[:-1], kept]
            continue
        if wishes and wishes[-1].kind == wish.kind == "add":
            wishes = [*wishes[:-1], wishes[-1].joined(wish)]
        elif not (wishes and _says_again(wish, wishes[-1])):
            wishes = [*wishes, wish]
    return wishes


def _with_kept(before: Wish, wish: Wish) -> Wish | None:
    """`keep only the milk, delete the rest`, in either order: all but what is kept."""
    kept, change = (before, wish) if before.kind == "keep" else (wish, before)
    target = change.target
    is_of_all = target.pointer == "rest" or (is_set(target) and target.but is None)
    if kept.kind != "keep" or change.kind not in CHANGES or kept.target.is_empty or not is_of_all:
        return None
    if target.pointer == "rest" or target.everything == "all":
        return replace(change, target=Target(everything="all", but=kept.target, said=target.said))
    return replace(change, target=replace(target, but=kept.target))


def _only_mentions(before: Wish) -> bool:
    """Whether what was said before may only have named what `it` is."""
    is_vague = before.kind in ("unknown", "offer", "keep") or before.loose
    return is_vague and bool(before.said) and not moods.CONDITIONAL.match(before.said)


def _says_again(wish: Wish, before: Wish) -> bool:
    """`check off the bathroom, I cleaned it`: one wish, said twice."""
    same = wish.kind == before.kind and wish.kind not in ("unknown", "list", "find")
    return same and (wish.target == before.target or (wish.target.pointer == "it" and not wish.title and not wish.when))


def one_more(piece: str, now: datetime) -> Wish | None:
    """`and bin bags too`, after something was added: one more, though `bin` may be a command."""
    wish = again(piece, now)
    order = command(wish.target.said, now) if wish else None
    if order and order.kind in CHANGES and (order.target.pointer == "it" or cutting.STATEMENT.match(order.said)):
        # `and make it important`, `and the mint is bought`
        return None
    return wish if wish and not cutting.CLEAR_START.match(wish.target.said) and not piece.endswith("?") else None
