"""Changes as calls of the tools, what takes them back, and what is kept of a question."""

from dataclasses import asdict

from app.assistant.offline.calls import Call, calls_of, outcome_of
from app.assistant.offline.change import Change, inverse
from app.assistant.offline.memory import Memory
from app.assistant.offline.task import Task
from app.assistant.offline.turn import open_questions
from tests.assistant.list_in_memory import Talker


def test_one_call_takes_as_many_as_a_tool_takes() -> None:
    assert [len(call.arguments["task_ids"]) for call in calls_of(Change("complete", [str(n) for n in range(300)]))] == [
        200,
        100,
    ]
    added = calls_of(Change("add", tasks=[{"title": str(n), "due_date": None} for n in range(150)]))
    assert [len(call.arguments["tasks"]) for call in added] == [100, 50]
    assert added[0].arguments["tasks"][0] == {"title": "0"}


def test_what_is_taken_away_is_named_to_the_tool() -> None:
    assert calls_of(Change("update", ["1"], {"due_date": None, "due_time": None})) == [
        Call("update_task", {"task_id": "1", "clear": ["due_date", "due_time"]})
    ]
    assert calls_of(Change("restore", ["1", "2"])) == [Call("update_task", {"task_ids": ["1", "2"], "restore": True})]


def test_what_was_alike_before_is_taken_back_in_one_change() -> None:
    before = [Task("1", "a", False), Task("2", "b", False, priority="low"), Task("3", "c", False)]
    back = inverse(Change("update", ["1", "2", "3"], {"priority": "high"}), before, ["1", "2", "3"])
    assert sorted((change.ids, change.values["priority"]) for change in back) == [(["1", "3"], "none"), (["2"], "low")]


def test_what_failed_is_told_and_not_taken_back() -> None:
    outcome = outcome_of([{"error": "The database cannot be reached just now."}, {"tasks": [], "missing": ["7"]}])
    assert (outcome.tasks, outcome.errors, outcome.missing) == ([], ["The database cannot be reached just now."], 1)
    assert inverse(Change("delete", ["7"]), [], []) == []


def test_a_question_is_kept_as_json_and_answered_in_another_process() -> None:
    talker = Talker("dentist", "milk")
    talker.say("postpone the dentist")
    talker.memory = Memory.recalled(asdict(talker.memory))
    assert "20 November" in talker.say("friday")


def test_a_question_in_another_form_is_none() -> None:
    assert open_questions(Memory(questions=[{"ask": "which way", "words": "?"}])) == []
    assert open_questions(Memory(questions=[{"kind": "complete"}])) == []


def test_all_of_a_long_list_is_meant() -> None:
    talker = Talker(*(f"thing {number}" for number in range(450)))
    talker.say("complete everything")
    assert len(talker.titles(completed=True)) == 450
    assert [call.tool for call in talker.calls] == ["list_tasks"] * 3 + ["complete_task"] * 3


def test_a_task_that_went_meanwhile_is_told() -> None:
    talker = Talker("milk", "eggs", "tea")
    talker.say("delete milk and eggs")
    talker.list.tasks.pop(0)
    assert talker.say("yes") == "Deleted “eggs”. 1 task could not be found any more."
