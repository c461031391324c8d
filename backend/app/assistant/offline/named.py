"""The tasks that are named by words of theirs. Pure functions only."""

from collections.abc import Sequence

from app.assistant.offline.choice import Choice, are_same
from app.assistant.offline.matching import find, fits_deed, folded
from app.assistant.offline.phrases.altering import PAST_START
from app.assistant.offline.stems import of as stems_of
from app.assistant.offline.task import Task
from app.assistant.offline.wish import Target


def by_words(target: Target, tasks: Sequence[Task], pool: list[Task]) -> Choice:
    """The tasks that are named; as a whole first: a title may have an `and` in it."""
    if len(target.words) > 1 and target.said:
        found, certainty = find(target.said, pool, target.verb)
        if len(found) == 1 and certainty == "sure" and len(stems_of(folded(target.said))) > 1:
            return Choice(found)
    chosen: list[Task] = []
    likely: list[Task] = []
    missing: list[str] = []
    is_guess = False
    for words in target.words:
        one = _by_phrase(words, target, tasks, pool)
        if one.doubt == "which" and len(target.words) == 1:
            return one
        if one.doubt == "none" or one.doubt == "which":
            missing.append(words)
        elif one.doubt == "sure":
            likely += one.tasks
            is_guess = is_guess or one.words == "guess"
        chosen += [task for task in one.tasks if one.doubt in ("", "sure") and task not in chosen]
    if likely and len(likely) > 1 and len(target.words) == 1:
        return Choice(likely, "which")
    if likely:
        return Choice(chosen, "sure", "guess" if is_guess else "likely", missing)
    if missing and chosen and " and " in target.said and not _are_whole(chosen, target):
        return Choice(chosen, "sure", "guess", missing)
    if not chosen:
        return Choice(doubt="none", words=f"I find no task like “{' and '.join(missing)}”.")
    return Choice(chosen, missing=missing)


def _are_whole(chosen: list[Task], target: Target) -> bool:
    """Whether the words that name a task say all of its title."""
    said = {tuple(stems_of(folded(words))) for words in target.words}
    said |= {tuple(stems_of(folded(f"{target.verb} {words}"))) for words in target.words}
    return all(any(set(stems_of(folded(task.title))) >= set(one) and one for one in said) for task in chosen)


def _by_phrase(words: str, target: Target, tasks: Sequence[Task], pool: list[Task]) -> Choice:
    """One name: among what the wish can be about, else among all."""
    verb = target.verb
    if verb and (match := PAST_START.match(words)):
        # `called mum and paid the rent`: each with its own verb.
        verb, words = match[1], match[2]
    for some in (pool, list(tasks)):
        found, certainty = find(words, some, verb)
        if certainty == "guess" and some is pool and (sure := find(words, list(tasks), verb))[1] == "sure" and sure[0]:
            found, certainty = sure
        if not found:
            continue
        if len(found) > 1 and not are_same(found):
            if target.every and certainty != "likely" and target.count in (0, len(found)):
                return Choice(found) if certainty == "sure" else Choice(found, "sure", words="guess")
            return Choice(found, "which")
        found = found[:1]
        if target.every and target.count > 1:
            # `the two for Harold`, and there is one.
            return Choice(found, "sure", words="guess")
        if verb and not fits_deed(verb, found[0].title):
            return Choice(found, "sure", words="guess")
        return Choice(found) if certainty == "sure" else Choice(found, "sure", words=certainty)
    return Choice(doubt="none", words=f"I find no task like “{words}”.")
