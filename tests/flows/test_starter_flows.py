"""Loading the server's own example flows."""

import json

import pytest

from flows.models import Flow
from flows.services import load_starter_flows
from flows.services.starters import FOLDER


@pytest.fixture
def folder(tmp_path, db):
    for name in ("one", "two"):
        text = json.dumps({"name": name, "endpoint_name": name, "tags": ["x"], "data": {"nodes": [], "edges": []}})
        (tmp_path / f"{name}.json").write_text(text)
    return tmp_path


def test_starters_belong_to_nobody(folder):
    assert load_starter_flows(folder).stored == 2
    assert {(flow.name, flow.user, flow.project.name) for flow in Flow.objects.all()} == {
        ("one", None, "Starter Projects"),
        ("two", None, "Starter Projects"),
    }


def test_a_second_load_changes_nothing(folder):
    load_starter_flows(folder)
    before = list(Flow.objects.order_by("pk").values())
    assert load_starter_flows(folder).unchanged == 2
    assert list(Flow.objects.order_by("pk").values()) == before


def test_a_changed_file_updates_its_flow_under_the_same_id(folder):
    load_starter_flows(folder)
    before = Flow.objects.get(name="one")
    text = {"name": "new name", "data": {"nodes": [], "edges": [], "viewport": None}}
    (folder / "one.json").write_text(json.dumps(text))
    assert load_starter_flows(folder).stored == 1
    after = Flow.objects.get(pk=before.pk)
    assert after.name == "new name"
    assert after.version_stamp != before.version_stamp


def test_a_removed_file_takes_its_flow_along_and_no_users(folder, alice, flow_of):
    load_starter_flows(folder)
    flow_of(alice, "one")
    (folder / "one.json").unlink()
    assert load_starter_flows(folder).removed == 1
    assert set(Flow.objects.values_list("name", "user__username")) == {("two", None), ("one", "alice")}


def test_the_operator_may_want_none(folder, settings, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "CREATE_STARTER_PROJECTS", False)
    load_starter_flows(folder)
    assert not Flow.objects.exists()


def test_our_own_starters_load(db):
    files = list(FOLDER.glob("*.json"))
    assert load_starter_flows().stored == len(files)
    names = [name for name in Flow.objects.starters().values_list("endpoint_name", flat=True) if name]
    assert len(set(names)) == len(names)
