"""What searches find traces by: one row for all traces of the same flow, session and name."""

from datetime import timedelta

import pytest
from django.contrib.admin import site
from django.core.management import call_command
from django.test import TestCase

from flows.services.editing import hand_over
from monitor import recorder, retention
from monitor.models import Trace, TraceGroup
from monitor.records import RunRecords
from monitor.timestamps import record_clock
from tests.monitor.rows import trace

TRACES = "/api/v1/monitor/traces"


def stored(flow, *sessions, **facts):
    rows = [trace(flow, session_id=session, **facts) for session in sessions]
    recorder.store([RunRecords(flow_id=flow.pk, traces=rows)])
    return rows


@pytest.fixture
def found(client_of):
    """Return the sessions of the traces that a search finds, newest first."""

    def sessions(text, who="alice"):
        listed = client_of(who).get(TRACES, {"query": text}).json()
        assert listed["total"] == len(listed["traces"])
        return [one["sessionId"] for one in listed["traces"]]

    return sessions


def test_traces_of_a_session_are_one_group(flow, found):
    stored(flow, "Chat 1", "Chat 1", "Chat 2")
    stored(flow, "Chat 1")
    assert TraceGroup.objects.count() == 2
    assert found("chat 1") == ["Chat 1"] * 3
    assert found("CHAT") == ["Chat 1", "Chat 2", "Chat 1", "Chat 1"]


@pytest.mark.parametrize("text", ["\u00e4RGER", "100%", "_", "echo - ", "\\"])
def test_letters_and_marks_are_found_as_they_are(flow, found, text):
    session = "\u00c4rger 100% _\\"
    stored(flow, session)
    assert found(text) == [session]
    assert found("1%0") == found("..") == []


def test_a_flow_is_found_by_its_id(flow, make_flow, alice, found):
    stored(flow, "one")
    stored(make_flow(alice, "other"), "two")
    assert found(str(flow.pk).upper()) == ["one"]


def test_a_renamed_flow_starts_a_group(flow, found):
    stored(flow, "before")
    flow.name = "Renamed"
    stored(flow, "after")
    assert found("renamed") == ["after"]


def test_nobody_finds_what_is_another_users(flow, found):
    stored(flow, "Chat 1")
    assert found("chat", who="bob") == []


def test_groups_follow_the_owner_of_the_flow_and_go_with_it(bob, flow, found):
    stored(flow, "Chat 1")
    hand_over(flow=flow, to=bob)
    assert (found("chat"), found("chat", who="bob")) == ([], ["Chat 1"])
    flow.delete()
    assert not TraceGroup.objects.exists()


def test_a_group_goes_with_its_last_trace(client_of, flow):
    first, second, _ = stored(flow, "a", "a", "b")
    client_of("alice").delete(f"{TRACES}/{first.pk}")
    assert TraceGroup.objects.count() == 2
    client_of("alice").delete(f"{TRACES}/{second.pk}")
    assert TraceGroup.objects.count() == 1
    client_of("alice").delete(f"{TRACES}?flow_id={flow.pk}")
    assert not TraceGroup.objects.exists()


def test_a_stranger_takes_no_group_away(client_of, flow):
    stored(flow, "a")
    client_of("bob").delete(f"{TRACES}?flow_id={flow.pk}")
    assert TraceGroup.objects.exists()


def test_what_an_operator_deletes_takes_its_group_along(flow, rf):
    first, _ = stored(flow, "a", "b")
    admin = site.get_model_admin(Trace)
    admin.delete_model(rf.post("/"), first)
    assert TraceGroup.objects.count() == 1
    admin.delete_queryset(rf.post("/"), Trace.objects.all())
    assert not TraceGroup.objects.exists()


def test_what_is_too_old_takes_its_group_along(flow, settings, monkeypatch):
    stored(flow, "old", timestamp=record_clock.now() - timedelta(days=8))
    stored(flow, "new")
    monkeypatch.setattr(settings.LANGFLOW, "RECORDS_KEPT_DAYS", 7)
    call_command("prune_records")
    assert TraceGroup.objects.get().searched.startswith("new")


def test_what_is_too_much_takes_its_group_along(flow, settings, monkeypatch):
    stored(flow, "first")
    stored(flow, "second")
    monkeypatch.setattr(settings.LANGFLOW, "MAX_TRACES_TO_KEEP", 1)
    with TestCase.captureOnCommitCallbacks(execute=True):
        retention.prune_traces(flow.pk)
    assert TraceGroup.objects.get().searched.startswith("second")


def test_a_trace_without_a_group_is_listed_and_deleted(client_of, flow, found):
    trace(flow, session_id="bare").save()
    assert found("bare") == []
    assert client_of("alice").get(TRACES).json()["total"] == 1
    client_of("alice").delete(f"{TRACES}?flow_id={flow.pk}")
    assert not Trace.objects.exists()
