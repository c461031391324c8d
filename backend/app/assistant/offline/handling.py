"""Carries out wishes: finds their tasks, makes the changes or asks first, and says what was done."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from app.assistant.offline import wording as say
from app.assistant.offline.change import Change
from app.assistant.offline.choosing import Choice, choose, is_due
from app.assistant.offline.dates import When
from app.assistant.offline.desk import Desk, Working
from app.assistant.offline.guesses import guess
from app.assistant.offline.matching import folded
from app.assistant.offline.memory import Memory
from app.assistant.offline.planning import new_task, plan
from app.assistant.offline.questions import Question
from app.assistant.offline.targets import target
from app.assistant.offline.task import Task
from app.assistant.offline.wish import Kind, NewTask, Target, Wish

ASK_BEFORE = 2
"""From so many tasks on, deleting asks first."""
SURE_ENOUGH = ("complete", "reopen")
"""What is done to a task whose name was only misspelt: it is easily taken back."""


def open_questions(memory: Memory) -> list[Question]:
    """What was asked last, and what waits to be asked."""
    return [question for kept in memory.questions if (question := Question.recalled(kept))]


class Handler:
    """Handles the wishes of one message."""

    def __init__(self, desk: Desk, *, is_one: bool) -> None:
        self._desk = desk
        self._memory = desk.memory
        self._is_one = is_one
        self._open = open_questions(desk.memory)
        """What was asked before this message."""
        self._asked: list[Question] = []
        """What is asked after it."""

    def of(self, wishes: list[Wish]) -> Working:
        """What is said about all of them."""
        self._memory.questions = []
        said: list[str] = []
        for wish in wishes:
            said += [(yield from self._of(wish))]
        self._memory.questions = [question.kept() for question in self._asked]
        if self._asked:
            first = self._asked[0]
            said.append(first.words)
            self._memory.offered = first.ids
            if first.ask == "which":
                self._memory.shown = first.ids
        return "\n\n".join(line for line in said if line)

    def _of(self, wish: Wish) -> Working:
        match wish.kind:
            case "add":
                return (yield from self._add(wish))
            case "list":
                return (yield from self._list(wish))
            case "find":
                return (yield from self._find(wish))
            case "undo":
                return (yield from self._undo())
            case "correct":
                return (yield from self._correct(wish))
            case "again":
                return (yield from self._again(wish))
            case "pick":
                return (yield from self._pick(wish))
            case "yes":
                return (yield from self._yes())
            case "no":
                return self._no()
            case "greet":
                return "Hello! What is there to do? Say **help** to see what I understand."
            case "thanks":
                return "You're welcome."
            case "help":
                return say.HELP
            case "unknown":
                return (yield from self._unknown(wish))
        return (yield from self._change(wish))

    # What changes tasks.

    def _add(self, wish: Wish) -> Working:
        if not wish.tasks:
            self._ask(Question("title", "What shall I add?", wish))
            return ""
        new = wish.tasks
        there = ""
        if not wish.certain:
            # `I still need milk` tells, and adds only what is not there.
            open_tasks = yield from self._desk.open_tasks()
            titles = {folded(task.title) for task in open_tasks}
            new = tuple(task for task in new if folded(task.title) not in titles)
            known = [task.title for task in wish.tasks if task not in new]
            there = f"{say.named(known)} {'is' if len(known) == 1 else 'are'} on your list already." if known else ""
            self._offer_date(wish, open_tasks)
        if not new:
            return there
        added = yield from self._desk.make([Change("add", tasks=[new_task(task) for task in new])])
        return f"{added} {there}".strip()

    def _offer_date(self, wish: Wish, open_tasks: list[Task]) -> None:
        """Ask whether a task that is there is to be due when it was said: `pay the rent tomorrow`."""
        for new in wish.tasks:
            same = [task for task in open_tasks if folded(task.title) == folded(new.title)]
            due = Wish("due", when=new.when)
            if new.when and len(same) == 1 and (changes := plan(due, same, self._desk.now)):
                self._sure(changes, same, due)

    def _change(self, wish: Wish) -> Working:
        tasks = yield from self._desk.tasks()
        choice = choose(wish.target, tasks, self._memory, wish.kind)
        return (yield from self._upon(choice, wish))

    def _upon(self, choice: Choice, wish: Wish, *, instead: bool = False) -> Working:
        """Do a wish with the tasks that were chosen for it, or ask."""
        if choice.doubt == "none" and wish.kind == "due" and wish.tasks:
            return (yield from self._add(Wish("add", tasks=wish.tasks)))
        missing = [f"I find no task like “{say.plain(words)}”." for words in choice.missing]
        if choice.doubt == "none":
            return self._none(choice)
        if choice.doubt == "which" or (wish.kind == "rename" and len(choice.tasks) > 1):
            self._which(choice.tasks, wish, instead=instead)
            return " ".join(missing)
        if wish.kind == "rename" and not wish.title:
            named = f"What shall {say.quoted(choice.tasks[0].title)} be called?"
            self._ask(self._question("name", named, choice.tasks, wish))
            return ""
        if wish.kind == "due" and wish.when is None and not wish.clear:
            titles = say.named([task.title for task in choice.tasks])
            self._ask(self._question("when", f"When shall {titles} be due?", choice.tasks, wish))
            return " ".join(missing)
        changes = plan(wish, choice.tasks, self._desk.now)
        if not changes:
            return " ".join([_so_already(wish, choice.tasks), *missing])
        if (
            (wish.kind == "delete" and (len(choice.tasks) >= ASK_BEFORE or wish.target.everything))
            or (choice.doubt == "sure" and not (wish.kind in SURE_ENOUGH and choice.words == "likely"))
            or not wish.certain
        ):
            self._sure(changes, choice.tasks, wish, instead=instead)
            return " ".join(missing)
        taken_back = (yield from self._take_back()) if instead else ""
        done = yield from self._desk.make(changes)
        return " ".join(line for line in [taken_back, done, *missing] if line)

    def _none(self, choice: Choice) -> str:
        if not choice.tasks:
            return choice.words
        self._memory.shown = [task.id for task in choice.tasks]
        return f"{choice.words}:\n{say.numbered(choice.tasks, self._desk.now, say.MOST_NAMED)}"

    # What is asked.

    def _ask(self, question: Question) -> None:
        self._asked.append(question)

    def _question(self, ask: Any, words: str, tasks: list[Task], wish: Wish, **more: Any) -> Question:
        return Question(ask, words, wish, [task.id for task in tasks], **more)

    def _which(self, tasks: list[Task], wish: Wish, *, instead: bool = False) -> None:
        listed = say.numbered(tasks, self._desk.now, say.MOST_NAMED)
        ask = "Which one do you mean?" if wish.target.words else "Which one?"
        if len(tasks) == 1:
            self._sure(plan(wish, tasks, self._desk.now), tasks, wish, instead=instead)
            return
        self._ask(self._question("which", f"{ask}\n{listed}", tasks, wish, instead=instead))

    def _sure(self, changes: list[Change], tasks: list[Task], wish: Wish, *, instead: bool = False) -> None:
        if (wish.kind == "delete" and len(tasks) > 1) or (wish.kind == "delete" and wish.target.everything):
            listed = say.numbered(tasks, self._desk.now, say.MOST_NAMED)
            words = f"Delete {say.counted(len(tasks))}?\n{listed}\n\nSay **yes** to delete, or **no**."
        else:
            words = f"{say.asked(changes[0], tasks, self._desk.today)} Say **yes**, or **no**."
        self._ask(self._question("sure", words, tasks, wish, changes=changes, instead=instead))

    # Answers.

    def _yes(self) -> Working:
        if not self._open:
            return "Yes to what? I have asked nothing." if self._is_one else ""
        question = self._open.pop(0)
        if question.ask != "sure":
            self._open.insert(0, question)
            return self._ask_again()
        taken_back = (yield from self._take_back()) if question.instead else ""
        yield from self._desk.tasks()
        done = yield from self._desk.make(question.changes)
        self._asked += self._open
        return " ".join(line for line in [taken_back, done] if line)

    def _no(self) -> str:
        if self._open:
            question = self._open.pop(0)
            self._asked += self._open
            return "Nothing was deleted." if question.wish.kind == "delete" else "All right, nothing was changed."
        if self._memory.undo:
            return "All right. To take back the last change, say **undo**."
        return "All right."

    def _ask_again(self) -> str:
        self._asked += self._open
        return ""

    def _pick(self, wish: Wish) -> Working:
        question = self._open.pop(0)
        waiting, self._open = self._open, []
        self._asked += [question]
        tasks = yield from self._desk.tasks()
        among = [task for one in question.ids for task in tasks if task.id == one]
        waits = question.wish
        if question.ask == "name":
            self._asked = []
            said = yield from self._upon(Choice(among), replace(waits, title=wish.title))
        elif question.ask == "when":
            self._asked = []
            said = yield from self._upon(Choice(among), replace(waits, when=wish.when))
        elif question.ask == "what":
            self._asked = []
            kinds: dict[str, Kind] = {"delete": "delete", "remove": "delete", "open": "reopen", "reopen": "reopen"}
            kind = kinds.get(wish.title, "complete")
            if wish.title == "add":
                return (yield from self._add(question.wish))
            said = yield from self._upon(Choice(among), Wish(kind, target=Target(pointer="it")))
        else:
            said = yield from self._picked(wish, question, waits, among, tasks)
        self._asked += waiting
        return said

    def _picked(self, wish: Wish, question: Question, waits: Wish, among: list[Task], tasks: list[Task]) -> Working:
        """One of those that were offered; by its words also another one."""
        meant = wish.target
        offered = replace(self._memory, shown=question.ids)
        if meant.everything == "all" or meant.pointer == "them":
            choice = choose(meant, among, offered, "find") if meant.but else Choice(among)
        elif meant.pointer == "other" and len(among) == 2 and question.ask == "which":
            rest = [task for task in among if task.id not in self._memory.talked]
            choice = Choice(rest) if len(rest) == 1 else Choice(among, "which")
        else:
            choice = choose(meant, among, offered, "find")
            if choice.doubt == "none" and not meant.positions:
                choice = choose(meant, tasks, offered, waits.kind)
        self._asked = []
        if choice.doubt == "none" and not choice.tasks:
            return (yield from self._unknown(Wish("unknown", said=wish.said)))
        if question.wish.kind == "delete" and meant.everything == "all":
            waits = replace(waits, target=Target(everything="all"))
        return (
            yield from self._upon(
                choice,
                replace(waits, target=replace(meant, everything=""), certain=wish.certain),
                instead=question.instead,
            )
        )

    # What was not meant.

    def _undo(self) -> Working:
        if not self._memory.undo:
            return "There is nothing to take back."
        yield from self._desk.tasks()
        said = yield from self._take_back()
        return f"Taken back. {said}"

    def _take_back(self) -> Working:
        if not self._memory.undo:
            return ""
        yield from self._desk.tasks()
        changes = [Change.recalled(kept) for kept in self._memory.undo.pop()]
        return (yield from self._desk.make(changes, taking_back=True))

    def _correct(self, wish: Wish) -> Working:
        if self._open and self._open[0].ask in ("which", "sure") and self._open[0].ids and not wish.wrong:
            return (yield from self._pick(replace(wish, kind="pick")))
        if not self._memory.last:
            return (yield from self._unknown(wish))
        tasks = yield from self._desk.tasks()
        last = Change.recalled(self._memory.last)
        touched = [task for task in tasks if task.id in last.ids]
        if wish.wrong and len(touched) > 1:
            touched = choose(Target(words=(wish.wrong,)), touched, self._memory, "find").tasks or touched
        if last.do == "add" or "title" in last.values:
            if wish.target.pointer or not touched:
                return (yield from self._unknown(wish))
            title = _put_right(touched[0].title, wish)
            return (yield from self._upon(_one_of(touched), Wish("rename", title=title, certain=wish.certain)))
        return (yield from self._other(wish, last, tasks))

    def _again(self, wish: Wish) -> Working:
        """What was done last, with another task."""
        if not self._memory.last:
            return (yield from self._unknown(wish))
        last = Change.recalled(self._memory.last)
        if last.do == "add":
            return (yield from self._add(Wish("add", tasks=(NewTask(wish.target.said),))))
        tasks = yield from self._desk.tasks()
        meant = _as_before(last, wish.target)
        choice = choose(wish.target, tasks, self._memory, meant.kind)
        if meant.kind == "find" or choice.doubt == "none":
            return (yield from self._unknown(wish))
        return (yield from self._upon(choice, meant))

    def _other(self, wish: Wish, last: Change, tasks: list[Task]) -> Working:
        """The last change, on another task in place of the one that was not meant."""
        meant = replace(_as_before(last, wish.target), certain=wish.certain)
        others = [task for task in tasks if task.id not in last.ids]
        pool = others if wish.target.pointer == "other" or wish.target.words else tasks
        choice = choose(wish.target, pool or tasks, self._memory, meant.kind)
        if choice.doubt == "none":
            return self._none(choice) if choice.tasks else f"{choice.words} Nothing was changed."
        return (yield from self._upon(choice, meant, instead=True))

    # What is asked by the user.

    def _list(self, wish: Wish) -> Working:
        if wish.status == "open" or wish.days:
            tasks = yield from self._desk.open_tasks()
        else:
            tasks = yield from self._desk.tasks()
            tasks = tasks if wish.status == "all" else [task for task in tasks if task.completed]
        head = {"open": "Left to do:", "done": "Done:", "all": "Your tasks:"}[wish.status]
        none = {"open": "Nothing is left to do.", "done": "Nothing is done yet.", "all": "Your list is empty."}[
            wish.status
        ]
        count = {"open": "to do", "done": "done", "all": "on your list"}[wish.status]
        if wish.priority:
            tasks = [task for task in tasks if task.priority == wish.priority]
            none = f"Nothing has {wish.priority} priority."
        if wish.days:
            due = [task for task in tasks if task.day and is_due(task, Target(days=wish.days))]
            if not due and not wish.days.only and tasks:
                head = f"Nothing is due {wish.days.words}. {head}"
            else:
                is_overdue = wish.days.words == "overdue"
                tasks = sorted(due, key=lambda task: (str(task.day), str(task.clock or "")))
                head = "Overdue:" if is_overdue else f"Due {wish.days.words}:"
                none = "Nothing is overdue." if is_overdue else f"Nothing is due {wish.days.words}."
                count = "overdue" if is_overdue else f"due {wish.days.words}"
        self._memory.shown = [task.id for task in tasks]
        if len(tasks) == 1:
            self._memory.talked = self._memory.shown
        if not tasks:
            return none
        listed = say.numbered(tasks, self._desk.now)
        if wish.form == "count":
            return f"{say.counted(len(tasks))} {count}:\n{listed}"
        return f"{head}\n{listed}"

    def _find(self, wish: Wish) -> Working:
        tasks = yield from self._desk.tasks()
        if not tasks:
            return "No, your list is empty."
        choice = choose(wish.target, tasks, self._memory, "find")
        if choice.doubt == "none":
            name = say.plain(wish.target.said)
            return f"No, I find no task like “{name}”." if not choice.tasks else choice.words
        self._memory.talked = [task.id for task in choice.tasks]
        if choice.doubt == "which":
            self._memory.shown = self._memory.offered = self._memory.talked
        lead = {"": "Yes. ", "which": "", "sure": "Not by that name, but: "}[choice.doubt] if not wish.form else ""
        facts = [self._facts(task, wish.form) for task in choice.tasks]
        facts += [f"I find no task like “{say.plain(words)}”." for words in choice.missing]
        return lead + " ".join(facts)

    def _facts(self, task: Task, form: str) -> str:
        today = self._desk.today
        name = say.quoted(task.title)
        due = f"due {say.due(task.day, task.clock, today)}" if task.day else ""
        if form == "when":
            return f"{name} is {due}." if due else f"{name} has no date."
        state = "is done" if task.completed else "is still to do"
        facts = [f"{name} {state}"]
        if due and not task.completed:
            facts.append(f"overdue, {due}" if task.is_over(self._desk.now) else due)
        if task.priority != "none" and not task.completed:
            facts.append(f"{task.priority} priority")
        line = f"{', '.join(facts)}."
        if form == "note":
            return f"{line} Note: {say.plain(task.note)}" if task.note else line
        return line

    def _unknown(self, wish: Wish) -> Working:
        tasks = yield from self._desk.tasks()
        pointed = target(wish.said, self._desk.now)
        if self._is_one and tasks and (pointed.positions or pointed.pointer == "it") and not pointed.words:
            choice = choose(pointed, tasks, self._memory, "find")
            if not choice.doubt and len(choice.tasks) == 1:
                wish = replace(wish, said=choice.tasks[0].title)
        words, question = guess(wish.said, tasks, self._desk.now, is_one=self._is_one)
        if question:
            self._ask(question)
        return words


def _as_before(last: Change, target: Target) -> Wish:
    """What was done last, as a wish about other tasks."""
    kinds: dict[str, Kind] = {"complete": "complete", "delete": "delete", "reopen": "reopen", "update": "due"}
    meant = Wish(kinds.get(last.do, "find"), target=target)
    return _of_values(last.values, meant) if last.do == "update" else meant


def _one_of(touched: list[Task]) -> Choice:
    return Choice(touched) if len(touched) == 1 else Choice(touched, "which")


def _put_right(title: str, wish: Wish) -> str:
    """The title with the right words: in place of the wrong ones where it has those."""
    at = title.casefold().find(wish.wrong.casefold()) if wish.wrong else -1
    return title[:at] + wish.title + title[at + len(wish.wrong) :] if at >= 0 else wish.title


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


def _of_values(values: dict[str, Any], meant: Wish) -> Wish:
    """What an update gave, as a wish for another task."""
    if "priority" in values:
        return replace(meant, kind="priority", priority=values["priority"])
    if "description" in values:
        return replace(meant, kind="note", note=values["description"])
    day, clock = values.get("due_date"), values.get("due_time")
    if day is None:
        return replace(meant, kind="due", clear=True)
    when = When(date.fromisoformat(day), time.fromisoformat(clock) if clock else None)
    return replace(meant, kind="due", when=when)
