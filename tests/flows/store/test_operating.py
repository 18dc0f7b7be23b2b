"""The store in the operator's hands: admin and command."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from flows.store.models import Like, SharedItem, Tag


@pytest.fixture
def signed_in(admin):
    client = Client()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("path", ["tag/?q=riv", "shareditem/?q=summaries&is_private__exact=0", "like/?q=alice"])
def test_lists_open(signed_in, alice, item_of, tags, path):
    Like.objects.create(user=alice, item=item_of(alice, tags=["Rivers"]))
    assert signed_in.get(f"/admin/store/{path}").context["cl"].result_count == 1


def test_an_item_shows_what_is_shared(signed_in, alice, item_of):
    page = signed_in.get(f"/admin/store/shareditem/{item_of(alice).pk}/change/").content.decode()
    assert "ChatInput-2" in page


def test_items_come_by_the_api_only(signed_in):
    assert signed_in.get("/admin/store/shareditem/add/").status_code == 403


def test_chosen_items_are_made_private(signed_in, alice, item_of):
    chosen, other = item_of(alice, "chosen"), item_of(alice, "other")
    form = {"action": "make_private", "_selected_action": [str(chosen.pk)]}
    signed_in.post("/admin/store/shareditem/", form)
    assert SharedItem.objects.get(is_private=False) == other


def test_tags_are_listed_made_and_removed(db, alice, item_of, tags, capsys):
    item = item_of(alice, tags=["Rivers"])
    call_command("store_tags", add=["Rivers", "Seas"], remove=["Winds", "Nothing"])
    told = capsys.readouterr().out
    assert "1 tags are new." in told
    assert "1 tags were removed." in told
    assert str(tags[0].pk) in told
    call_command("store_tags", "--remove", "Rivers")
    assert not item.tags.exists()
    assert Tag.objects.filter(name="Seas").exists()


@pytest.mark.parametrize("name", ["a,b", "", "x" * 101])
def test_a_name_that_no_tag_can_have_is_refused(db, name):
    with pytest.raises(CommandError):
        call_command("store_tags", add=[name])


def test_a_new_store_has_tags_to_choose_from(db):
    Tag.objects.all().delete()
    migration = importlib.import_module("flows.store.migrations.0002_first_tags")
    migration.add_first_tags(apps, SimpleNamespace(connection=connection))
    assert Tag.objects.filter(name="Agents").exists()
