"""Adds tasks, and changes those that are there: at once where the wish is clear, after a question where it is not."""

from dataclasses import replace

from app.assistant.offline import wording as say
from app.assistant.offline.change import Change
from app.assistant.offline.choice import Choice
from app.assistant.offline.choosing import choose
from app.assistant.offline.desk import Reading, Working
from app.assistant.offline.doubts import is_doubtful, is_plain, may_be_about
from app.assistant.offline.matching import folded, words_of
from app.assistant.offline.orders import has_orders, parted
from app.assistant.offline.phrases import adding, altering
from app.assistant.offline.planning import new_task, plan
from app.assistant.offline.task import Task
from app.assistant.offline.titles import on_day
from app.assistant.offline.turn import Turn
from app.assistant.offline.unclear import unknown
from app.assistant.offline.undoing import take_back
from app.assistant.offline.wish import NewTask, Wish

ASK_BEFORE = 2
"""From so many tasks on, deleting asks first."""
ASK_BEFORE_DONE = 6
"""From so many tasks on, that were not named one by one, finishing asks first."""
SURE_ENOUGH = ("complete", "reopen")
"""What is done to a task whose name was only misspelt: it is easily taken back."""


def add(turn: Turn, wish: Wish) -> Working:
    """Add new tasks; of those that were only told of, what is not there."""
    if not wish.tasks:
        turn.ask("title", "What shall I add?", wish)
        return ""
    if has_orders(wish):
        wish, orders = parted(wish, (yield from turn.desk.tasks()), turn.memory, turn.now)
        if orders:
            said = [(yield from add(turn, wish))]
            for order in orders:
                said += [(yield from change(turn, order))]
            return " ".join(line for line in said if line)
    open_tasks: list[Task] = [] if is_plain(wish) else (yield from turn.desk.open_tasks())
    if is_doubtful(wish) or may_be_about(wish, open_tasks):
        return (yield from offer(turn, wish))
    new = _as_asked(turn, wish)
    there = ""
    if not wish.certain:
        # `I still need milk` tells, and adds only what is not there.
        titles = {" ".join(words_of(task.title)) for task in open_tasks}
        new = tuple(task for task in new if " ".join(words_of(task.title)) not in titles)
        if adding.STILL.search(wish.said) and (done := (yield from _done_ones(turn, new))):
            return (yield from upon(turn, Choice(done), Wish("reopen")))
        known = [task.title for task in wish.tasks if task not in new]
        there = _is_there(known) if known else ""
        _offer_date(turn, wish, open_tasks)
    if not new:
        return there
    added = yield from turn.desk.make([Change("add", tasks=[new_task(task) for task in new])])
    return f"{added} {there}".strip()


def _as_asked(turn: Turn, wish: Wish) -> tuple[NewTask, ...]:
    """The new tasks; with the date that was said before their title was: `add something for tomorrow`."""
    common = turn.open[0].wish.when if turn.open and turn.open[0].ask == "title" else None
    return tuple(on_day(task, common) for task in wish.tasks) if common else wish.tasks


def _is_there(titles: list[str]) -> str:
    return f"{say.named(titles)} {'is' if len(titles) == 1 else 'are'} on your list already."


def _done_ones(turn: Turn, new: tuple[NewTask, ...]) -> Reading:
    """The done tasks of these titles, where all of them are: `I still need to pay the bill` opens it again."""
    tasks = yield from turn.desk.tasks()
    found = [task for one in new for task in tasks if task.completed and folded(task.title) == folded(one.title)]
    return found if len(found) == len(new) else []


def _offer_date(turn: Turn, wish: Wish, open_tasks: list[Task]) -> None:
    """Ask whether a task that is there is to be due when it was said: `pay the rent tomorrow`."""
    for new in wish.tasks:
        same = [task for task in open_tasks if folded(task.title) == folded(new.title)]
        due = Wish("due", when=new.when)
        if new.when and len(same) == 1 and (changes := plan(due, same, turn.now)):
            turn.ask_sure(changes, same, due)


def offer(turn: Turn, wish: Wish) -> Working:
    """Ask whether to add what is not there."""
    open_tasks = yield from turn.desk.open_tasks()
    titles = {folded(task.title) for task in open_tasks}
    new = tuple(task for task in wish.tasks if folded(task.title) not in titles)
    if not new:
        _offer_date(turn, wish, open_tasks)
        return _is_there([task.title for task in wish.tasks])
    turn.ask_sure([Change("add", tasks=[new_task(task) for task in new])], [], replace(wish, kind="add", tasks=new))
    return ""


def keep(turn: Turn, wish: Wish) -> Working:
    """Leave tasks as they are, and say so: what only sounds like a change."""
    tasks = yield from turn.desk.tasks()
    choice = choose(wish.target, tasks, turn.memory, "find")
    if choice.doubt == "" and not choice.missing and not wish.target.is_empty:
        turn.memory.talked = [task.id for task in choice.tasks]
        stays = "stays as it is" if len(choice.tasks) == 1 else "stay as they are"
        return f"All right, {say.named([task.title for task in choice.tasks])} {stays}."
    if wish.loose:
        return (yield from unknown(turn, Wish("unknown", said=wish.said)))
    if not turn.is_one:
        return ""
    return "I changed nothing. What is to be done, say plainly: **delete** milk, or **finish** milk."


def change(turn: Turn, wish: Wish) -> Working:
    """Change the tasks that a wish means."""
    tasks = yield from turn.desk.tasks()
    choice = choose(wish.target, tasks, turn.memory, wish.kind)
    if wish.target.positions:
        turn.memory.counted = [task.id for task in tasks if not task.completed or wish.kind == "reopen"]
    if wish.loose and wish.tasks and (choice.doubt or choice.missing):
        return (yield from add(turn, Wish("add", tasks=wish.tasks)))
    if wish.loose and (choice.doubt == "none" or choice.words == "guess" or choice.missing):
        return (yield from unknown(turn, Wish("unknown", said=wish.said)))
    if (wish.kind == "delete" and _asks_for_this(wish, choice)) or _is_vague(wish, choice):
        wish = replace(wish, certain=False)
    return (yield from upon(turn, choice, wish))


def _is_vague(wish: Wish, choice: Choice) -> bool:
    """Whether the verb may be meant of the thing itself, and its name is only part of a title: `clear the door`."""
    if wish.kind not in ("delete", "complete") or not wish.target.words or not altering.VAGUE.match(wish.said):
        return False
    named = [words_of(words) for words in (*wish.target.words, wish.target.said)]
    return not all(words_of(task.title) in named for task in choice.tasks)


def _asks_for_this(wish: Wish, choice: Choice) -> bool:
    """Whether the command's own verb is part of the title: `cancel the gym`, where a task is to cancel the gym."""
    verb = words_of(wish.said)[:1]
    is_command = bool(altering.DELETE.match(wish.said)) and words_of(wish.target.said)[:1] != verb
    return is_command and any(words_of(task.title)[:1] == verb for task in choice.tasks)


def upon(turn: Turn, choice: Choice, wish: Wish, *, instead: bool = False) -> Working:
    """Do a wish with the tasks that were chosen for it, or ask. `instead`: the last change is taken back first."""
    if choice.doubt == "none":
        if wish.kind == "due" and wish.tasks:
            return (yield from add(turn, Wish("add", tasks=wish.tasks)))
        return none_found(turn, choice)
    missing = [f"I find no task like “{say.plain(words)}”." for words in choice.missing]
    if _asks_more(turn, choice, wish, instead=instead):
        return " ".join(missing)
    changes = plan(wish, choice.tasks, turn.now)
    if not changes:
        return " ".join([_so_already(wish, choice.tasks), *missing])
    if _needs_a_yes(choice, wish):
        turn.ask_sure(changes, choice.tasks, wish, instead=instead)
        return " ".join(missing)
    taken_back = (yield from take_back(turn)) if instead else ""
    done = yield from turn.desk.make(changes)
    return " ".join(line for line in [taken_back, done, *missing] if line)


def _asks_more(turn: Turn, choice: Choice, wish: Wish, *, instead: bool) -> bool:
    """Ask for what a change lacks: which task, its new name, its date."""
    if choice.doubt == "which" or (wish.kind == "rename" and len(choice.tasks) > 1):
        turn.ask_which(choice.tasks, wish, instead=instead)
    elif wish.kind == "rename" and not wish.title:
        turn.ask("name", f"What shall {say.quoted(choice.tasks[0].title)} be called?", wish, choice.tasks)
    elif wish.kind == "due" and wish.when is None and not wish.clear:
        titles = say.named([task.title for task in choice.tasks])
        turn.ask("when", f"When shall {titles} be due?", wish, choice.tasks)
    else:
        return False
    return True


def _needs_a_yes(choice: Choice, wish: Wish) -> bool:
    deletes_many = wish.kind == "delete" and (len(choice.tasks) >= ASK_BEFORE or bool(wish.target.everything))
    is_of_all = bool(wish.target.everything) or wish.target.pointer == "rest"
    completes_many = wish.kind == "complete" and is_of_all and len(choice.tasks) >= ASK_BEFORE_DONE
    is_guess = choice.doubt == "sure" and not (wish.kind in SURE_ENOUGH and choice.words == "likely")
    return deletes_many or completes_many or is_guess or not wish.certain


def none_found(turn: Turn, choice: Choice) -> str:
    """Why no task is meant, with those that are there."""
    if not choice.tasks:
        return choice.words
    turn.memory.shown = [task.id for task in choice.tasks]
    return f"{choice.words}:\n{say.numbered(choice.tasks, turn.now, say.MOST_NAMED)}"


def _so_already(wish: Wish, tasks: list[Task]) -> str:
    titles = say.named([task.title for task in tasks])
    are = "is" if len(tasks) == 1 else "are"
    have = "has" if len(tasks) == 1 else "have"
    level = wish.priority if wish.priority != "none" else "no"
    state = {
        "complete": f"{are} done already",
        "reopen": f"{are} still to do",
        "due": f"{have} no date" if wish.clear else f"{are} due then already",
        "priority": f"{have} {level} priority",
    }.get(wish.kind)
    return f"{titles} {state}." if state else f"{titles} {are} so already."
