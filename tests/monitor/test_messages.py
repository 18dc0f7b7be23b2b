"""`/monitor/messages`: read, change, delete; only one's own."""

import json
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from monitor import sessions
from monitor.models import Message
from tests.monitor.rows import message

URL = "/api/v1/monitor/messages"


@pytest.fixture
def stored(flow):
    rows = Message.objects.bulk_create([message(flow, "hello"), message(flow, "answer", sender="Machine")])
    sessions.note(rows)
    return rows


def texts(answer):
    assert answer.status_code == 200, answer.content
    return [row["text"] for row in answer.json()]


def test_the_owner_reads_them_in_the_order_of_writing(client_of, flow, stored):
    assert texts(client_of("alice").get(URL, {"flow_id": str(flow.pk)})) == ["hello", "answer"]


def test_messages_of_the_same_moment_keep_one_order(client_of, flow):
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    Message.objects.bulk_create([message(flow, str(number), timestamp=moment) for number in range(20)])
    first = texts(client_of("alice").get(URL))
    assert texts(client_of("alice").get(URL)) == first


def test_a_message_has_the_recorded_shape(client_of, flow, stored):
    row = client_of("alice").get(URL, {"flow_id": str(flow.pk)}).json()[0]
    assert row["id"] == str(stored[0].pk)
    assert row["flow_id"] == str(flow.pk)
    assert row["files"] == "[]"
    assert row["timestamp"].endswith(" UTC")
    assert row["duration"] is None
    assert set(row) == {
        *("id", "flow_id", "timestamp", "sender", "sender_name", "session_id", "context_id", "text", "files", "edit"),
        *("duration", "properties", "category", "content_blocks"),
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"sender": "Machine"}, ["answer"]),
        ({"sender_name": "User"}, ["hello"]),
        ({"session_id": "s"}, ["hello", "answer"]),
        ({"session_id": "other"}, []),
        ({"order_by": "sender"}, ["answer", "hello"]),
    ],
)
def test_they_can_be_filtered_and_ordered(client_of, stored, query, expected):
    assert texts(client_of("alice").get(URL, query)) == expected


@pytest.mark.parametrize("session", ["сессия 😀", "a b  c", "a+b&c=d"])
def test_session_names_may_be_encoded_twice(client_of, flow, session):
    Message.objects.bulk_create([message(flow, "x", session_id=session)])
    alice = client_of("alice")
    assert texts(alice.get(URL, {"session_id": session})) == ["x"]
    assert texts(alice.get(URL, {"session_id": quote(session)})) == ["x"]


def test_an_unknown_order_is_refused(client_of, stored):
    answer = client_of("alice").get(URL, {"order_by": "nope"})
    assert answer.status_code == 400
    assert "nope" in answer.json()["detail"]


def test_a_bad_flow_id_is_named(client_of):
    answer = client_of("alice").get(URL, {"flow_id": "zz"})
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", "flow_id"]


@pytest.mark.parametrize("stranger", ["bob", "admin"])
def test_a_stranger_sees_none(client_of, flow, stored, stranger):
    assert texts(client_of(stranger).get(URL, {"flow_id": str(flow.pk)})) == []
    assert client_of(stranger).get(f"{URL}/sessions").json() == []


def test_nobody_reads_without_a_credential(anonymous):
    assert anonymous.get(URL).status_code == 403


def test_sessions_are_listed_once(client_of, flow, stored):
    assert client_of("alice").get(f"{URL}/sessions", {"flow_id": str(flow.pk)}).json() == ["s"]


def test_a_new_text_marks_the_message_as_edited(client_of, stored):
    answer = client_of("alice").put(f"{URL}/{stored[0].pk}", {"text": "better"}, format="json")
    assert answer.status_code == 200, answer.content
    assert answer.json()["text"] == "better"
    assert answer.json()["edit"] is True
    assert answer.json()["files"] == []


def test_the_same_text_does_not(client_of, stored):
    answer = client_of("alice").put(f"{URL}/{stored[0].pk}", {"text": "hello"}, format="json")
    assert answer.json()["edit"] is False


def test_properties_are_merged(client_of, stored):
    body = {"properties": {"positive_feedback": True}}
    answer = client_of("alice").put(f"{URL}/{stored[0].pk}", body, format="json")
    assert answer.json()["properties"] == {"state": "complete", "positive_feedback": True}


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [("zz", {"text": "x"}, 422), ("00000000-0000-4000-8000-000000000000", {"text": "x"}, 404)],
)
def test_only_known_messages_can_be_changed(client_of, db, name, body, status):
    assert client_of("alice").put(f"{URL}/{name}", body, format="json").status_code == status


def test_a_wrong_type_is_refused(client_of, stored):
    answer = client_of("alice").put(f"{URL}/{stored[0].pk}", {"text": 5}, format="json")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "text"]


def test_a_stranger_changes_nothing(client_of, stored):
    bob = client_of("bob")
    assert bob.put(f"{URL}/{stored[0].pk}", {"text": "stolen"}, format="json").status_code == 404
    assert bob.patch(f"{URL}/session/s?new_session_id=x").status_code == 404
    assert bob.delete(URL, [str(stored[0].pk)], format="json").status_code == 204
    assert bob.delete(f"{URL}/session/s").status_code == 204
    assert list(Message.objects.filter(session_id="s").values_list("text", flat=True).order_by("timestamp")) == [
        "hello",
        "answer",
    ]


def test_a_session_gets_another_name(client_of, stored):
    answer = client_of("alice").patch(f"{URL}/session/s?new_session_id=new")
    assert [row["session_id"] for row in answer.json()] == ["new", "new"]


def test_a_session_needs_its_new_name(client_of, stored):
    answer = client_of("alice").patch(f"{URL}/session/s")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", "new_session_id"]


def test_an_unknown_session_is_not_found(client_of, db):
    answer = client_of("alice").patch(f"{URL}/session/nope?new_session_id=new")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "No messages found with the given session ID"}


def test_messages_are_deleted_by_id_and_by_session(client_of, stored):
    alice = client_of("alice")
    assert alice.delete(URL, [str(stored[0].pk)], format="json").status_code == 204
    assert Message.objects.count() == 1
    assert alice.delete(f"{URL}/session/s").status_code == 204
    assert Message.objects.count() == 0


def test_a_bad_id_to_delete_is_named(client_of, db):
    answer = client_of("alice").delete(URL, ["zz"], format="json")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", 0]


def test_documents_come_back_as_they_were_stored(client_of, flow):
    documents = {"files": ["u/a.png"], "properties": {"long": 2**70, "half": "\ud800"}, "content_blocks": [{"x": 1.50}]}
    row = message(flow, "hello")
    for name, document in documents.items():
        setattr(row, name, document)
    row.save()
    (told,) = client_of("alice").get(URL).json()
    assert {**told, "files": json.loads(told["files"])} == {**told, **documents}


def test_the_list_costs_two_queries(client_of, flow, django_assert_num_queries):
    client = client_of("alice")
    Message.objects.bulk_create([message(flow, str(number)) for number in range(100)])
    with django_assert_num_queries(2):  # who asks; the rows
        assert len(client.get(URL, {"flow_id": str(flow.pk), "order_by": "sender"}).json()) == 100


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("openai", {"id": "openai", "display_name": "openai", "source": "openai"}),
        (None, {"id": None, "display_name": None, "source": None}),
        ({"id": "a"}, {"id": "a", "display_name": None, "source": None}),
    ],
)
def test_a_source_may_be_a_name_alone(client_of, flow, stored, source, expected):
    path = f"{URL}/{stored[0].pk}"
    changed = client_of("alice").put(path, {"properties": {"source": source}}, format="json")
    assert changed.status_code == 200
    assert changed.json()["properties"]["source"] == expected
