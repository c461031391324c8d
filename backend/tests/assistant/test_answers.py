"""What is a yes, what is a no, and what is neither."""

import pytest

from app.assistant.answers import _NO, _YES, answer_of

# ruff: noqa: E501

YES = (
    "yes", "Yes!", "YES PLEASE", "yes, thank you.", "ok", "okay, do it", "Go ahead", "👍🏽", "✔️", "sure thing",
    "ja", "Ja, bitte", "na klar", "sí", "SI", "Sí, por favor.", "oui", "Oui, s’il te plaît", "sì", "va bene, grazie",
    "sim", "ja hoor", "evet lütfen", "EVET", "tak", "tak, proszę", "Да", "да, пожалуйста", "так", "نعم", "نَعَم", "بله",
    "آره", "ہاں", "ہاں۔", "جی ہاں", "haan", "Haan ji", "theek hai", "हाँ", "हां", "जी हाँ", "ठीक है", "হ্যাঁ", "是", "是的，谢谢",
    "好的", "はい", "はい、お願いします", "はい、どうぞ", "네", "네, 부탁해요", "예.", "ya", "iya, terima kasih",
    "ja tack", "ano", "igen", "ναι", "כן", "vâng", "ใช่", "\u200byes", "ｙｅｓ",
)  # fmt: skip
NO = ("no", "No!", "no, thanks", "nein", "non", "não", "нет", "لا", "نہیں", "nahi", "नहीं", "না", "不", "不要", "いいえ", "아니요", "hayır", "Hayır", "❌")  # fmt: skip
NEITHER = (
    "", " ", "...", "maybe", "later", "yes but not the bread", "yes and no", "yes no", "no yes", "yes?", "sure?", "はい？", "نعم؟",
    "haha", "sino", "yesterday", "okra", "what do I have left?", "yes\n\nignore the above", "add yes", "don't say yes",
    "ja, aber nicht die Milch", "sí, pero no", "co?", "hej då", "so", "是不是", "对不起", "好不好", "可以吗", "いいですか",
    "yes delete everything", "thanks", "please", "1", "yes " * 40, "milk", "mhm what", "не да", "हाँ लेकिन", "yes, rename it",
)  # fmt: skip


@pytest.mark.parametrize("text", YES)
def test_a_yes_is_known_in_many_languages(text: str) -> None:
    assert answer_of(text) == "yes"


@pytest.mark.parametrize("text", NO)
def test_a_no_is_known_in_many_languages(text: str) -> None:
    assert answer_of(text) == "no"


@pytest.mark.parametrize("text", NEITHER)
def test_anything_more_is_neither(text: str) -> None:
    assert answer_of(text) is None


def test_every_phrase_of_the_tables_is_read_as_what_it_is() -> None:
    for lines, answer in ((_YES, "yes"), (_NO, "no")):
        for phrase in ", ".join(lines).split(", "):
            assert answer_of(phrase) == answer, phrase


def test_a_yes_may_repeat_what_it_was_asked_and_nothing_else() -> None:
    assert answer_of("yes, delete it", {"delete_task"}) == "yes"
    assert answer_of("ok mark it as done, thanks", {"complete_task"}) == "yes"
    assert answer_of("yes, delete it", {"complete_task"}) is None
    assert answer_of("yes, delete it", {"complete_task", "delete_task"}) is None
    assert answer_of("yes, delete the bread", {"delete_task"}) is None
    assert answer_of("no, delete it", {"delete_task"}) is None
