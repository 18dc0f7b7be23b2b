"""The commands that move flows in and out."""

import json

import pytest
from django.core.management import CommandError, call_command

from flows.models import Flow


def test_exported_flows_can_be_imported_for_another_user(tmp_path, alice, bob, flow_of, capsys):
    flow_of(alice, "one")
    flow_of(alice, "two")
    call_command("export_flows", tmp_path / "flows.zip", user="alice")
    call_command("import_flows", tmp_path / "flows.zip", user="bob")
    assert sorted(Flow.objects.owned_by(bob).values_list("name", flat=True)) == ["one", "two"]
    assert "2 flows stored for 'bob'." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("missing.json", "--user", "alice"), "No such file"),
        (("good.json", "--user", "nobody"), "There is no user 'nobody'."),
        (("good.json", "--user", "alice", "--project", "none"), "'alice' has no project 'none'."),
        (("bad.json", "--user", "alice"), "No flows found in the file"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(tmp_path, alice, arguments, text):
    (tmp_path / "good.json").write_text(json.dumps({"name": "a"}))
    (tmp_path / "bad.json").write_text("{}")
    with pytest.raises(CommandError, match=text):
        call_command("import_flows", tmp_path / arguments[0], *arguments[1:])


def test_there_must_be_something_to_export(tmp_path, alice):
    with pytest.raises(CommandError, match="There are no such flows"):
        call_command("export_flows", tmp_path / "flows.zip", user="alice")


def test_starters_load_by_command(db, capsys):
    call_command("load_starter_flows")
    assert "Starter flows:" in capsys.readouterr().out
