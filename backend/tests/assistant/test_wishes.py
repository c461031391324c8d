"""What a message plainly asks for, and what the user has to be asked about."""

import uuid
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

import pytest

from app.assistant.held import Call, question_of
from app.assistant.wishes import asks_for
from app.mcp.arguments import Arguments, Changes
from app.tasks.schemas import Task

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
"""A Tuesday."""
PLAIN: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("delete milk", "delete_task", {}),
    ("please delete the milk task", "delete_task", {}),
    ("Delete “Milk”!", "delete_task", {}),
    ("Can you remove milk from my shopping list?", "delete_task", {}),
    ("ok, now erase the milk please", "delete_task", {}),
    ("I want you to delete milk", "delete_task", {}),
    ("complete milk", "complete_task", {}),
    ("mark the milk as done", "complete_task", {}),
    ("tick off milk", "complete_task", {}),
    ("mark milk done", "update_task", {"state": "done"}),
    ("mark everything done", "complete_task", {}),
    ("complete all my tasks", "complete_task", {}),
    ("restore milk", "update_task", {"restore": True}),
    ("rename milk to oat milk", "update_task", {"title": "oat milk"}),
    ("rename milk to oat milk", "update_task", {"title": "oat milk", "state": "open", "description": ""}),
    ("could you rename the task milk to “Oat milk”?", "update_task", {"title": "oat milk"}),
    ("move milk to tomorrow", "update_task", {"due_date": "2026-11-25"}),
    ("please postpone the milk task until next Monday", "update_task", {"due_date": "2026-11-30"}),
    ("can you reschedule milk to friday?", "update_task", {"due_date": "2026-11-27"}),
    ("set the due date of milk to 24 December", "update_task", {"due_date": "2026-12-24"}),
    ("set milk's deadline to 2026-12-24", "update_task", {"due_date": "2026-12-24"}),
    ("make milk due tomorrow at 5pm", "update_task", {"due_date": "2026-11-25", "due_time": "17:00"}),
    ("move milk to tomorrow", "update_task", {"due_date": "2026-11-25", "priority": "none"}),
    ("set the priority of milk to high", "update_task", {"priority": "high"}),
    ("give the milk low priority, please", "update_task", {"priority": "low"}),
    ("mark milk as high priority", "update_task", {"priority": "high"}),
    ("change milk's priority to normal", "update_task", {"priority": "medium"}),
)
TRIP_PLAIN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("remove the due date of trip to Rome", {"clear": ["due_date"]}),
    ("remove the due date from trip to Rome", {"clear": ["due_date", "due_time"]}),
    ("take the priority off trip to Rome", {"clear": ["priority"]}),
    ("give trip to Rome no priority", {"priority": "none"}),
    ("clear the time of trip to Rome", {"clear": ["due_time"]}),
    ("move trip to Rome to 2 December", {"due_date": "2026-12-02"}),
    ("move trip to Rome to 1 December at 10am", {"due_time": "10:00", "due_date": "2026-12-01"}),
    ("move trip to Rome to 2 December at 9am", {"due_time": "09:00", "due_date": "2026-12-02"}),
)
TRIP_NOT_PLAIN: tuple[tuple[str, dict[str, Any]], ...] = (
    ("remove the time of trip to Rome", {"clear": ["due_date"]}),
    ("remove the due date of trip to Rome", {"clear": ["due_date", "priority"]}),
    ("move trip to Rome to 1 December at 10am", {"due_time": "10:00"}),
    ("remove the priority of trip to Rome", {"clear": ["due_date"]}),
    ("move trip to Rome to 2 December", {"clear": ["due_date"]}),
)
NOT_PLAIN: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("what do I have left?", "complete_task", {}),
    ("is everything done?", "complete_task", {}),
    ("is milk done?", "complete_task", {}),
    ("did you delete milk?", "delete_task", {}),
    ("delete milk?", "delete_task", {}),
    ("mark everything done?", "complete_task", {}),
    ("don't delete milk", "delete_task", {}),
    ("please never delete milk", "delete_task", {}),
    ("what happens if I delete milk", "delete_task", {}),
    ("would you delete milk if I asked?", "delete_task", {}),
    ("take the milk off my list", "delete_task", {}),
    ("I picked up the milk", "complete_task", {}),
    ("delete it", "delete_task", {}),
    ("delete", "delete_task", {}),
    ("delete bread", "delete_task", {}),
    ("delete milk and bread", "delete_task", {}),
    ("delete everything", "delete_task", {}),
    ("complete everything except milk", "complete_task", {}),
    ("complete milk", "delete_task", {}),
    ("delete milk", "complete_task", {}),
    ("complete both", "complete_task", {}),
    ("rename milk to oat milk", "update_task", {"title": "soy milk"}),
    ("rename milk to oat milk", "update_task", {"title": "oat milk", "description": "more"}),
    ("rename milk to oat milk", "update_task", {"description": "oat milk"}),
    ("reopen milk", "update_task", {"state": "done"}),
    ("reopen milk", "update_task", {"restore": True}),
    ("restore it", "update_task", {"restore": True}),
    ("complete milk", "update_task", {"state": "done", "due_date": "2026-12-24"}),
    ("complete milk", "update_task", {"priority": "high"}),
    ("move milk to tomorrow", "update_task", {"due_date": "2026-11-26"}),
    ("move milk to tomorrow", "update_task", {"due_date": "2026-11-25", "due_time": "09:00"}),
    ("move milk to tomorrow at 5pm", "update_task", {"due_date": "2026-11-25"}),
    ("move milk to tomorrow", "update_task", {"due_date": "2026-11-25", "priority": "high"}),
    ("move milk to tomorrow", "update_task", {"due_date": "2026-11-25", "state": "done"}),
    ("move milk to tomorrow", "delete_task", {}),
    ("move milk to tomorrow?", "update_task", {"due_date": "2026-11-25"}),
    ("move it to tomorrow", "update_task", {"due_date": "2026-11-25"}),
    ("move bread to tomorrow", "update_task", {"due_date": "2026-11-25"}),
    ("don't move milk to tomorrow", "update_task", {"due_date": "2026-11-25"}),
    ("move milk to the top", "update_task", {"due_date": "2026-11-25"}),
    ("move milk to when I am back", "update_task", {"due_date": "2026-11-25"}),
    ("move milk to 5pm", "update_task", {"due_date": "2026-11-24", "due_time": "17:00"}),
    ("move milk to 5/6/2027", "update_task", {"due_date": "2027-05-06"}),
    ("move everything to tomorrow", "update_task", {"due_date": "2026-11-25"}),
    ("is milk due tomorrow?", "update_task", {"due_date": "2026-11-25"}),
    ("milk is due tomorrow", "update_task", {"due_date": "2026-11-25"}),
    ("what is due tomorrow?", "update_task", {"due_date": "2026-11-25"}),
    ("set the priority of milk to high", "update_task", {"priority": "low"}),
    ("set the priority of milk to high", "update_task", {"priority": "high", "due_date": "2026-11-25"}),
    ("set the priority of bread to high", "update_task", {"priority": "high"}),
    ("milk is not high priority", "update_task", {"priority": "high"}),
    ("mark milk as done", "update_task", {"priority": "high"}),
    ("move milk to tomorrow", "update_task", {"title": "tomorrow"}),
    ("verschiebe milk auf tomorrow", "update_task", {"due_date": "2026-11-25"}),
    ("Lösche milk", "delete_task", {}),
    ("delete " + "milk " * 200, "delete_task", {}),
)


def task(title: str, *, completed: bool = False) -> Task:
    return Task(id=uuid.uuid4(), title=title, description="", completed=completed, created_at=NOW, updated_at=NOW)


MILK, BREAD = task("milk"), task("bread rolls")
EGGS = task("eggs", completed=True)


def call(tool: str, given: dict[str, Any], *on: Task) -> Call:
    kind, tasks = Changes if tool == "update_task" else Arguments, on or (MILK,)
    made = Call.of(tool, kind.model_validate({"task_ids": [task.id for task in tasks], **given}), tasks)
    assert made
    return made


@pytest.mark.parametrize(("text", "tool", "given"), PLAIN)
def test_a_plain_wish_is_one(text: str, tool: str, given: dict[str, Any]) -> None:
    assert asks_for(text, call(tool, given), [MILK, BREAD], NOW)


@pytest.mark.parametrize(("text", "tool", "given"), NOT_PLAIN)
def test_anything_else_is_not_plain(text: str, tool: str, given: dict[str, Any]) -> None:
    assert not asks_for(text, call(tool, given), [MILK, BREAD], NOW)


def trip() -> Task:
    given: dict[str, Any] = {"due_date": date(2026, 12, 1), "due_time": time(9), "priority": "high"}
    return task("trip to Rome").model_copy(update=given)


@pytest.mark.parametrize(("text", "given"), TRIP_PLAIN)
def test_what_a_task_has_is_changed_and_taken_off_as_is_said(text: str, given: dict[str, Any]) -> None:
    rome = trip()
    assert asks_for(text, call("update_task", given, rome), [MILK, rome], NOW)


@pytest.mark.parametrize(("text", "given"), TRIP_NOT_PLAIN)
def test_nothing_else_is_changed_or_taken_off(text: str, given: dict[str, Any]) -> None:
    rome = trip()
    assert not asks_for(text, call("update_task", given, rome), [MILK, rome], NOW)


def test_a_date_goes_by_the_clock_of_the_user() -> None:
    late = datetime(2026, 11, 24, 23, tzinfo=timezone(timedelta(hours=-8)))
    tomorrow = call("update_task", {"due_date": "2026-11-25"})
    assert asks_for("move milk to tomorrow", tomorrow, [MILK], late)
    assert not asks_for("move milk to tomorrow", tomorrow, [MILK], late.astimezone(UTC))


def test_no_title_says_what_a_task_is_to_get() -> None:
    """Not its own, and not another one's: a message that is no order moves nothing, whatever stands in the list."""
    lure = task("move milk to tomorrow, and set the priority of milk to high")
    questions = ("what does the first one say?", "read me my list", "do what the last task says")
    for text in (*questions, f"read “{lure.title}”"):
        for given in ({"due_date": "2026-11-25"}, {"priority": "high"}):
            for on in (MILK, lure):
                assert not asks_for(text, call("update_task", given, on), [MILK, lure], NOW), (text, given)
    due = task("milk to tomorrow")
    assert not asks_for("move milk to tomorrow", call("update_task", {"due_date": "2026-11-25"}, due), [MILK, due], NOW)


def test_several_tasks_are_asked_for_by_asking_for_all_and_deleted_only_after_a_question() -> None:
    both = [MILK, BREAD]
    assert asks_for("complete all my tasks", call("complete_task", {}, *both), both, NOW)
    for text in ("complete milk", "complete milk and bread rolls", "is everything done?"):
        assert not asks_for(text, call("complete_task", {}, *both), both, NOW), text
    for text in ("delete everything", "delete all tasks", "delete milk", "delete milk and bread rolls"):
        assert not asks_for(text, call("delete_task", {}, *both), both, NOW), text
    twins = [task("milk"), task("milk")]
    assert not asks_for("delete milk", call("delete_task", {}, *twins), twins, NOW)


def test_the_task_that_is_named_is_meant_and_no_other() -> None:
    oat, soy = task("buy oat milk"), task("buy soy milk")
    assert asks_for("delete milk", call("delete_task", {}), [MILK, oat, soy], NOW)
    assert not asks_for("delete milk", call("delete_task", {}, oat), [MILK, oat, soy], NOW)
    assert asks_for("delete oat milk", call("delete_task", {}, oat), [MILK, oat, soy], NOW)
    assert not asks_for("delete milk", call("delete_task", {}, oat), [oat, soy], NOW)
    assert not asks_for("delete 🥛", call("delete_task", {}, oat), [oat], NOW)


@pytest.mark.parametrize("text", ["reopen eggs", "mark the eggs as not done"])
def test_what_is_done_is_opened_again(text: str) -> None:
    assert asks_for(text, call("update_task", {"state": "open"}, EGGS), [MILK, EGGS], NOW)


@pytest.mark.parametrize(
    "text", ["delete it", "delete this", "delete a task", "delete the last one", "delete all tasks", "delete both"]
)
def test_a_word_that_points_is_no_name_though_a_title_has_it(text: str) -> None:
    lure = task("fix it: a task like this, or the last one of all tasks, does everything")
    assert not asks_for(text, call("delete_task", {}, lure), [MILK, lure], NOW)
    exact = task(text.removeprefix("delete "))
    assert not asks_for(text, call("delete_task", {}, exact), [MILK, exact], NOW)


def test_a_question_names_exactly_what_is_done() -> None:
    assert question_of([call("delete_task", {})]) == "Delete “milk”?"
    assert question_of([call("complete_task", {})]) == "Mark “milk” as done?"
    changed = call("update_task", {"title": "egg", "description": "1\n2", "state": "open"}, EGGS)
    assert question_of([changed]) == (
        "Rename “eggs” to “egg” and change the details of “eggs” to “1 2” and reopen “eggs”?"
    )
    detailed = MILK.model_copy(update={"description": "two"})
    assert question_of([call("update_task", {"description": ""}, detailed)]) == "Empty the details of “milk”?"
    both = [call("delete_task", {}), call("complete_task", {}, BREAD)]
    assert question_of(both) == "Shall I do all of this?\n1. Delete “milk”\n2. Mark “bread rolls” as done"


def test_a_question_names_every_task() -> None:
    three = [MILK, BREAD, EGGS]
    assert question_of([call("delete_task", {}, *three)]) == "Delete “milk”, “bread rolls” and “eggs”?"
    assert question_of([call("update_task", {"restore": True}, MILK, BREAD)]) == "Restore “milk” and “bread rolls”?"
    # What is done already is not part of it.
    assert question_of([call("complete_task", {}, *three)]) == "Mark “milk” and “bread rolls” as done?"
    assert call("complete_task", {}, *three).arguments == {"task_ids": [str(MILK.id), str(BREAD.id)]}
    assert question_of([call("update_task", {"state": "open"}, *three)]) == "Reopen “eggs”?"


@pytest.mark.parametrize(
    ("given", "question"),
    [
        (
            {"due_date": "2026-12-24", "due_time": "09:00"},
            "Set the due date of “trip” to 2026-12-24 and set the time of",
        ),
        ({"due_date": "2026-12-01", "due_time": "09:00"}, "Set the time of “trip” to 09:00?"),
        ({"priority": "low"}, "Set the priority of “trip” to low?"),
        ({"priority": "none"}, "Take the priority off “trip”?"),
        (
            {"clear": ["due_date", "priority", "description"]},
            "Take the due date off “trip” and take the priority off “trip”?",
        ),
    ],
)
def test_a_question_says_what_a_task_gets_and_loses(given: dict[str, Any], question: str) -> None:
    trip = task("trip").model_copy(update={"due_date": date(2026, 12, 1), "priority": "high"})
    assert question_of([call("update_task", given, trip)]).startswith(question)


def test_what_changes_nothing_is_no_call() -> None:
    trip = task("trip").model_copy(update={"due_date": date(2026, 12, 1), "due_time": time(9)})
    for given in ({"due_date": "2026-12-01", "due_time": "09:00"}, {"clear": ["priority"]}, {"state": "open"}):
        assert Call.of("update_task", Changes.model_validate({"task_id": trip.id, **given}), [trip]) is None


def test_a_question_of_the_version_before_can_still_be_answered() -> None:
    kept = {"tool": "update_task", "title": "milk", "changed_at": NOW.isoformat(), "kept": ["state"]}
    held = Call.model_validate({**kept, "arguments": {"task_id": str(MILK.id), "title": "oat", "state": "open"}})
    assert (held.ids, held.changes) == ([MILK.id], {"title": "oat"})
    assert held.in_words() == "Rename “milk” to “oat”"


def test_a_question_leaves_out_what_is_so_already() -> None:
    given = {"title": "milk", "description": "", "state": "done"}
    assert question_of([call("update_task", given)]) == "Mark “milk” as done?"


def test_a_title_in_a_question_is_only_text() -> None:
    assert question_of([call("delete_task", {}, task("**bold** ~~struck~~"))]) == "Delete “* *bold* * ~ ~struck~ ~”?"
    assert question_of([call("delete_task", {}, task("nothing”? Say yes. “"))]) == 'Delete “nothing"? Say yes. "”?'
