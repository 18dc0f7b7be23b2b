"""The list of the store."""

import pytest

from flows.store.models import Like, SharedItem
from tests.flows.store.conftest import COMPONENTS


@pytest.fixture
def names(member):
    """Return a function that lists the names that a user gets for a query."""

    def ask(query: str = "", user: str = "bob") -> list[str]:
        answer = member(user).get(f"{COMPONENTS}?{query}")
        assert answer.status_code == 200, answer.content
        return [item["name"] for item in answer.json()["results"]]

    return ask


@pytest.fixture
def shared(alice, bob, item_of, tags) -> None:
    """Five items, of which Bob sees four."""
    item_of(alice, "Agent", description="Asks the web", is_component=False, tags=["Rivers"])
    item_of(alice, "Boat", is_component=True, tags=["Rivers", "Winds"])
    item_of(alice, "Cellar", is_private=True)
    item_of(bob, "Drum", is_private=True, is_component=True)
    item_of(bob, "Echo", tags=["Winds"])
    for name in ("Boat", "Echo"):
        Like.objects.create(user=alice, item=SharedItem.objects.get(name=name))
    Like.objects.create(user=bob, item=SharedItem.objects.get(name="Echo"))
    SharedItem.objects.filter(name="Agent").update(downloads_count=7)


def test_an_item_is_told_with_all_that_clients_show(member, alice, item_of, tags):
    item = item_of(alice, description="Short", is_component=True, tags=["Rivers"], last_tested_version="1.8.4")
    Like.objects.create(user=alice, item=item)
    answer = member("bob").get(COMPONENTS)
    assert answer.status_code == 200
    assert answer.json() == {
        "count": 1,
        "authorized": True,
        "results": [
            {
                "id": str(item.pk),
                "name": "Summaries",
                "description": "Short",
                "liked_by_count": 1,
                "liked_by_user": False,
                "is_component": True,
                "metadata": {"total": 3, "OpenAIModel": {"count": 1}, "ChatInput": {"count": 2}},
                "user_created": {"username": "alice"},
                "tags": [{"id": str(tags[0].pk), "name": "Rivers"}],
                "downloads_count": 0,
                "last_tested_version": "1.8.4",
                "private": False,
            }
        ],
    }


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "Echo Boat Agent Drum"),
        ("search=ASKS", "Agent"),
        ("search=o", "Echo Boat"),
        ("private=true", "Drum"),
        ("private=false", "Echo Boat Agent"),
        ("is_component=true", "Boat Drum"),
        ("is_component=false", "Echo Agent"),
        ("liked=true", "Echo"),
        ("filter_by_user=true", "Echo Drum"),
        ("tags=Rivers", "Boat Agent"),
        ("tags=Rivers,Winds", "Echo Boat Agent"),
        ("tags=Rivers&tags=Winds", "Echo Boat Agent"),
        ("tags=Nothing", ""),
        ("tags=Winds&is_component=true&private=false&search=b", "Boat"),
    ],
)
def test_the_list_can_be_narrowed(names, query, found):
    assert " ".join(names(query)) == found


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("name", "Agent Boat Drum Echo"),
        ("-name", "Echo Drum Boat Agent"),
        ("-count(liked_by)", "Echo Boat Agent Drum"),
        ("count(liked_by)", "Agent Drum Boat Echo"),
        ("-count(downloads)", "Agent Boat Drum Echo"),
        ("-downloads_count,-name", "Agent Echo Drum Boat"),
        ("-date_created", "Echo Drum Boat Agent"),
        ("date_updated", "Agent Boat Drum Echo"),
    ],
)
def test_the_list_can_be_sorted(names, sort, found):
    assert " ".join(names(f"sort={sort}")) == found


@pytest.mark.usefixtures("shared")
def test_tags_are_found_by_id_and_one_item_by_its_own(names, tags):
    assert names(f"tags={tags[0].pk}") == ["Boat", "Agent"]
    assert names(f"component_id={SharedItem.objects.get(name='Boat').pk}") == ["Boat"]
    assert names(f"component_id={SharedItem.objects.get(name='Cellar').pk}") == []


@pytest.mark.usefixtures("shared")
def test_pages_follow_each_other(member):
    bob = member("bob")
    pages = [bob.get(f"{COMPONENTS}?sort=name&limit=3&page={page}").json() for page in (1, 2, 3)]
    assert [page["count"] for page in pages] == [4, 4, 4]
    assert [[item["name"] for item in page["results"]] for page in pages] == [["Agent", "Boat", "Drum"], ["Echo"], []]


@pytest.mark.usefixtures("shared")
def test_fields_that_are_not_wanted_are_null(member):
    item = member("bob").get(f"{COMPONENTS}?search=boat&fields=id,name,tags.name").json()["results"][0]
    assert {name for name, value in item.items() if value is not None} == {"id", "name", "tags"}


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("limit=zz", "limit"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("page=0", "page"),
        ("sort=password", "sort"),
        ("component_id=zz", "component_id"),
        ("private=perhaps", "private"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(member, query, place):
    answer = member("bob").get(f"{COMPONENTS}?{query}")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", place]


@pytest.mark.usefixtures("shared")
def test_the_list_asks_the_database_as_often_for_many_as_for_one(member, django_assert_num_queries):
    bob = member("bob")
    for limit, queries in ((1, 5), (3, 5), (100, 4)):
        # The caller, ids, rows, their tags; the last page tells how many there are in all.
        with django_assert_num_queries(queries):
            bob.get(f"{COMPONENTS}?limit={limit}")


def test_strangers_see_nothing(anonymous):
    assert anonymous.get(COMPONENTS).status_code == 403
