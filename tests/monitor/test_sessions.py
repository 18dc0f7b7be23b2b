"""The list of sessions names those that have messages, whatever happened to the messages."""

import pytest
from django.contrib.admin import site
from django.db import connection

from flows.models import Flow
from flows.services.editing import hand_over
from monitor import recorder, sessions
from monitor.models import ChatSession, Message
from monitor.records import RunRecords
from tests.monitor.rows import message

URL = "/api/v1/monitor/messages"


@pytest.fixture
def recorded(flow):
    """Two messages of the session `a`, one of `b`."""
    rows = [message(flow, "1", session_id="a"), message(flow, "2", session_id="a"), message(flow, "3", session_id="b")]
    recorder.store([RunRecords(flow_id=flow.pk, messages=rows)])
    return rows


@pytest.fixture
def listed(client_of):
    def names(who="alice", **query):
        answer = client_of(who).get(f"{URL}/sessions", query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return names


def test_what_a_run_said_is_listed_once_by_name(flow, recorded, listed):
    recorder.store([RunRecords(flow_id=flow.pk, messages=[message(flow, "4", session_id="a")])])
    assert listed() == listed(flow_id=str(flow.pk)) == ["a", "b"]
    assert listed("bob") == listed("bob", flow_id=str(flow.pk)) == []


def test_the_same_name_in_two_flows_is_listed_once(alice, flow, recorded, listed):
    other = Flow.objects.create(name="other", user=alice)
    recorder.store([RunRecords(flow_id=other.pk, messages=[message(other, "4", session_id="b")])])
    assert listed() == ["a", "b"]
    assert listed(flow_id=str(other.pk)) == ["b"]


def test_a_name_is_listed_as_it_is_stored(flow, listed):
    recorder.store([RunRecords(flow_id=flow.pk, messages=[message(flow, "1", session_id="x" * 600 + "\0")])])
    assert listed() == [Message.objects.get().session_id]


def test_a_session_goes_with_its_last_message(client_of, recorded, listed):
    client = client_of("alice")
    client.delete(URL, [str(recorded[0].pk), str(recorded[2].pk)], format="json")
    assert listed() == ["a"]
    client.delete(f"{URL}/session/a")
    assert listed() == []
    assert not ChatSession.objects.exists()


def test_a_renamed_session_is_listed_under_its_new_name(client_of, recorded, listed):
    client_of("alice").patch(f"{URL}/session/a?new_session_id=c")
    assert listed() == ["b", "c"]
    client_of("alice").patch(f"{URL}/session/c?new_session_id=b")
    assert listed() == ["b"]


def test_a_message_that_moves_takes_its_session_along(client_of, recorded, listed):
    client_of("alice").put(f"{URL}/{recorded[0].pk}", {"session_id": "c"}, format="json")
    assert listed() == ["a", "b", "c"]
    client_of("alice").put(f"{URL}/{recorded[1].pk}", {"session_id": "c"}, format="json")
    assert listed() == ["b", "c"]


def test_nobody_changes_the_sessions_of_others(client_of, recorded, listed):
    bob = client_of("bob")
    bob.delete(f"{URL}/session/a")
    bob.delete(URL, [str(row.pk) for row in recorded], format="json")
    bob.put(f"{URL}/{recorded[0].pk}", {"session_id": "c"}, format="json")
    assert listed() == ["a", "b"]


def test_what_an_operator_deletes_is_no_session_any_more(recorded, listed, rf):
    admin = site.get_model_admin(Message)
    admin.delete_model(rf.post("/"), recorded[2])
    assert listed() == ["a"]
    admin.delete_queryset(rf.post("/"), Message.objects.all())
    assert listed() == []


def test_what_a_run_takes_back_is_no_session_any_more(flow, recorded, listed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        recorder.store([RunRecords(flow_id=flow.pk, removed_message_ids=[recorded[2].pk])])
    assert listed() == ["a"]


def test_sessions_go_with_their_flow_and_follow_its_owner(bob, flow, recorded, listed):
    hand_over(flow=flow, to=bob)
    assert listed() == []
    assert listed("bob") == ["a", "b"]
    flow.delete()
    assert not ChatSession.objects.exists()


def test_visitors_sessions_are_nobodys(flow, listed):
    row = message(flow, "hello")
    row.flow = None
    sessions.note(Message.objects.bulk_create([row]))
    assert not ChatSession.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases plan by the size of their tables")
def test_lists_are_read_from_an_index(alice, flow):
    every, one = ChatSession.objects.visible_to(alice), ChatSession.objects.of_own_flow(alice, flow.pk)
    names = [sessions.order_by("session_id").values("session_id").distinct().explain() for sessions in (every, one)]
    assert "COVERING INDEX chat_session_user (user_id=?)" in names[0]
    assert "(flow_id=?)" in names[1]
