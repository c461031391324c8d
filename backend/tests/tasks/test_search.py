"""Search: any case, any accents, title and description."""

import pytest

from tests.conftest import Person
from tests.tasks.test_due import add, titles


@pytest.mark.parametrize(
    ("title", "search"),
    [
        ("Réunion à l'école", "REUNION"),
        ("reunion", "Réunion"),
        ("ÜBERWEISUNG", "über"),
        ("Ångström", "angstrom"),
        ("zürich", "Zu\u0308rich"),
        ("Купить МОЛОКО", "молоко"),
        ("Αγορά γάλα", "ΓΑΛΑ"),
        ("כּתב", "כתב"),
        ("کِتاب", "کتاب"),
        ("牛乳を買う", "牛乳"),
        ("ﬁle taxes", "file"),
        ("100% _sure_ it's\\fine", "% _SURE_ it's\\f"),
    ],
)
async def test_a_part_of_a_title_is_found(ada: Person, title: str, search: str) -> None:
    await add(ada, title)
    await add(ada, "something else")
    assert await titles(ada, search=search) == [title]


async def test_a_part_of_a_description_is_found_and_nothing_of_another_user(ada: Person, bob: Person) -> None:
    await add(ada, "call", description="Café Müller\n2nd floor")
    await add(bob, "cafe muller")
    assert await titles(ada, search="  cafe   muller ") == ["call"]
    assert await titles(ada, search="call cafe") == []
    assert await titles(ada, search="") == ["call"]
    await add(ada, "café", due_date="2026-12-24")
    assert await titles(ada, search="cafe", due="any") == ["café"]
    assert (await ada.client.get("/api/tasks", params={"search": "x" * 201})).status_code == 422


async def test_what_was_changed_is_found_by_its_new_words(ada: Person) -> None:
    task = await add(ada, "milk")
    await ada.client.patch(f"/api/tasks/{task['id']}", json={"title": "Brötchen"})
    assert await titles(ada, search="milk") == []
    assert await titles(ada, search="brotchen") == ["Brötchen"]
