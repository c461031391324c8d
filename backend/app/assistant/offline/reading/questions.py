"""What the user asks about the list, or about one task."""

from dataclasses import replace
from datetime import datetime

from app.assistant.offline.phrases import asking, naming, talking
from app.assistant.offline.targets import days_in, left_out, priority_in, status_in, target
from app.assistant.offline.wish import Days, Target, Wish

_SAYS_NOTHING = ("do", "have", "get", "know", "finish", "say", "ask", "see", "tasks", "task", "ones", "things", "left")


def listing(said: str, now: datetime) -> Wish | None:
    """A question for the list, or a part of it."""
    if match := asking.CONTAIN.match(said):
        return Wish("find", form="those", target=Target(words=(match[1] or match[2],)))
    if match := asking.ABOUT_ANY.match(said):
        return Wish("find", target=target(_here(match[1]), now), form="note" if said.lower().startswith("what") else "")
    if asking.SOONEST.match(said):
        return Wish("list", days=Days(words="with a date", only=False))
    if (match := asking.ALL_EXCEPT.match(said)) and (wish := listing(match[1], now)) and wish.kind == "list":
        return replace(wish, target=Target(but=left_out(match[2], now)))
    lowered = said.lower()
    rest, days = days_in(lowered, now)
    rest, priority = priority_in(rest)
    if days is None and priority is None and (match := asking.HAVE_FOR.match(said)):
        return Wish("find", form="those", target=Target(words=(match[1] or match[2],)))
    is_list = bool(
        asking.LIST.search(said)
        or asking.COUNT.match(said)
        or ((days or priority) and asking.ASKS_DAY.fullmatch(rest) and (not rest or asking.ASKING_WORD.search(rest)))
    )
    if not is_list or talking.HELP.search(said):
        return None
    status = status_in(said)
    if status == "all" and not naming.ANY_ALL.search(said) and not naming.BOTH.search(said):
        status = "open"
    if asking.IS_ALL_DONE.match(said):
        status = "open"
    if days:
        days = replace(days, only=not asking.DO_DAY.search(lowered))
    form = "count" if asking.COUNT.match(said) else ""
    return Wish("list", status=status, days=days, priority=priority, form=form)  # type: ignore[arg-type]


def of_one(said: str, now: datetime) -> Wish | None:
    """A question about one task, or about those of one kind."""
    if (plain := asking.OR_NOT.sub("", said)) != said and plain:
        return of_one(plain, now)
    if asking.CONTAIN.match(said) or asking.SOONEST.match(said):
        return None
    if asking.TODAY.match(said):
        return Wish("find", form="today")
    if asking.LAST_DONE.match(said):
        return Wish("find", form="last")
    if (match := asking.WHICH_IS.match(said)) and (found := target(match[1], now)).positions:
        return Wish("find", form="note", target=found)
    if match := asking.TO_DO_WITH.match(said):
        words = tuple(group for group in match.groups() if group and group.lower() not in _SAYS_NOTHING)
        return Wish("find", form="those", target=Target(words=words)) if words else Wish("list")
    if match := asking.ABOUT_ANY.match(said):
        return Wish("find", target=target(_here(match[1]), now), form="note" if said.lower().startswith("what") else "")
    for pattern in (asking.WHEN_IS, asking.DUE_DATE_OF):
        if (match := pattern.match(said)) and not asking.LIST.search(said):
            return Wish("find", form="when", target=target(match[1], now))
    if match := asking.NOTE_OF.match(said):
        return Wish("find", form="note", target=target(next(filter(None, match.groups())), now))
    for pattern in (asking.ON_LIST, asking.IS_THERE, asking.DO_I_HAVE):
        if match := pattern.match(said):
            return Wish("find", target=target(match[1] or match[match.lastindex or 1], now))
    if match := asking.IS_IT.match(said):
        return asked(Wish("find", target=target(match[1], now)))
    if match := asking.HAVE_I_DONE.match(said):
        return Wish("find", target=replace(target(match[2], now), verb=match[1]))
    if match := asking.IS_DEED_DONE.match(said):
        return Wish("find", target=replace(target(match[1], now), verb=match[2]))
    if match := asking.ABOUT_TASK.match(said):
        return Wish("find", form="note", target=target(match[1] or match[2], now))
    return None


def _here(words: str) -> str:
    """Without `on there` behind it."""
    return naming.ON_LIST.sub("", words)


def asked(wish: Wish) -> Wish:
    """Whether it is so: of all tasks, what is left."""
    return Wish("list") if wish.target.everything else Wish("find", target=wish.target)
