"""Take something from the store, and say that it is good."""

import uuid

import pytest

from flows.store.models import Like, SharedItem
from tests.flows.store.conftest import COMPONENTS, DATA, LIKES, told

NOT_FOUND = (404, {"detail": "Component not found"})


def test_a_download_brings_the_document_and_is_counted(member, alice, item_of):
    item, bob = item_of(alice), member("bob")
    for _ in range(2):
        answer = bob.get(f"{COMPONENTS}{item.pk}")
    assert told(answer) == (
        200,
        {
            "id": str(item.pk),
            "name": "Summaries",
            "description": None,
            "data": DATA,
            "is_component": None,
            "metadata": {"total": 3, "OpenAIModel": {"count": 1}, "ChatInput": {"count": 2}},
        },
    )
    assert SharedItem.objects.get().downloads_count == 2


def test_a_download_does_not_make_an_item_newer(member, alice, item_of):
    item = item_of(alice)
    member("bob").get(f"{COMPONENTS}{item.pk}")
    assert SharedItem.objects.get().updated_at == item.updated_at


def test_private_items_exist_for_their_owner_only(member, admin, alice, item_of):
    path = f"{COMPONENTS}{item_of(alice, is_private=True).pk}"
    assert member("alice").get(path).status_code == 200
    assert told(member("bob").get(path)) == NOT_FOUND
    assert told(member("admin").get(path)) == NOT_FOUND


def test_a_second_like_takes_the_first_away(member, alice, item_of):
    path, bob = f"{LIKES}/{item_of(alice).pk}", member("bob")
    assert told(member("alice").post(path)) == (200, {"likes_count": 1, "liked_by_user": True})
    assert told(bob.post(path)) == (200, {"likes_count": 2, "liked_by_user": True})
    assert told(bob.post(path)) == (200, {"likes_count": 1, "liked_by_user": False})


@pytest.mark.parametrize("is_there", [True, False])
def test_what_one_may_not_see_cannot_be_liked(member, alice, item_of, is_there):
    item_id = item_of(alice, is_private=True).pk if is_there else uuid.uuid4()
    assert told(member("bob").post(f"{LIKES}/{item_id}")) == NOT_FOUND
    assert not Like.objects.exists()


def test_a_like_of_an_id_that_is_none_is_refused(member):
    assert member("alice").post(f"{LIKES}/zz").status_code == 422


def test_ones_likes_are_listed_the_latest_first(member, alice, bob, item_of):
    first, second, hidden = item_of(alice, "first"), item_of(alice, "second"), item_of(alice, "hidden")
    for user, item in [(bob, first), (alice, first), (bob, second), (bob, hidden)]:
        Like.objects.create(user=user, item=item)
    SharedItem.objects.filter(pk=hidden.pk).update(is_private=True)
    assert member("bob").get(LIKES).json() == [
        {"likes_count": 1, "liked_by_user": True, "id": str(second.pk), "name": "second"},
        {"likes_count": 2, "liked_by_user": True, "id": str(first.pk), "name": "first"},
    ]


def counted(item):
    return SharedItem.objects.get(pk=item.pk).likes_count


def test_likes_are_counted_whatever_takes_them_away(alice, bob, admin, item_of):
    first, second = item_of(alice, "first"), item_of(alice, "second")
    for user in (alice, bob, admin):
        Like.objects.create(user=user, item=first)
    Like.objects.create(user=bob, item=second)
    assert (counted(first), counted(second)) == (3, 1)
    bob.delete()
    assert (counted(first), counted(second)) == (2, 0)
    Like.objects.filter(user=alice).delete()
    assert counted(first) == 1
    first.delete()
    assert not Like.objects.exists()


def test_what_is_liked_most_comes_first(member, alice, bob, item_of):
    for name in ("c", "a", "b"):
        item_of(alice, name)
    Like.objects.create(user=bob, item=SharedItem.objects.get(name="b"))
    names = [item["name"] for item in member("bob").get(COMPONENTS).json()["results"]]
    assert names == ["b", "a", "c"]
