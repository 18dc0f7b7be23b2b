"""Traces: what a run did, as a list with filters and as a tree; what models were asked in all."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from flows.models import Flow
from monitor import recorder
from monitor.models import ModelUse, Trace, TraceGroup
from monitor.records import RunRecords
from monitor.timestamps import record_clock
from tests.monitor.rows import span, trace

TRACES = "/api/v1/monitor/traces"


@pytest.fixture
def run(flow: Flow) -> Trace:
    """A run that asked a model."""
    call = span("ChatOpenAI", type="llm", modelName="gpt", tokenUsage={"promptTokens": 3})
    spans = [
        span("Chat Input", inputs={"input_value": "hi"}, outputs={"message": {"text": "hi"}}),
        span("OpenAI", outputs={"text_output": {"text": "Hello"}}, children=[call]),
    ]
    made = trace(flow, session_id="s1", spans=spans, input_index=0, output_index=1, total_tokens=5)
    recorder.store([RunRecords(flow_id=flow.pk, traces=[made])])
    return made


def test_a_trace_of_the_list_tells_what_went_in_and_what_came_out(client_of, run):
    listed = client_of("alice").get(TRACES).json()
    assert listed["total"] == listed["pages"] == 1
    summary = listed["traces"][0]
    assert summary["input"] == {"input_value": "hi"}
    assert summary["output"] == {"text_output": {"text": "Hello"}}
    assert (summary["status"], summary["totalTokens"], summary["sessionId"]) == ("ok", 5, "s1")


def test_one_trace_is_a_tree(client_of, run):
    told = client_of("alice").get(f"{TRACES}/{run.pk}").json()
    assert [root["name"] for root in told["spans"]] == ["Chat Input", "OpenAI"]
    call = told["spans"][1]["children"][0]
    assert (call["name"], call["type"], call["modelName"]) == ("ChatOpenAI", "llm", "gpt")
    assert told["endTime"] == (run.timestamp + timedelta(milliseconds=10)).replace(tzinfo=None).isoformat()


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"session_id": "s1"}, 1),
        ({"session_id": "other"}, 0),
        ({"status": "ok"}, 1),
        ({"status": "error"}, 0),
        ({"query": "ECHO"}, 1),
        ({"query": "nothing"}, 0),
        ({"start_time": "2090-01-01T00:00:00"}, 0),
        ({"end_time": "2001-01-01T00:00:00Z"}, 0),
        ({"start_time": "2001-01-01T00:00:00Z", "end_time": "2090-01-01T00:00:00"}, 1),
    ],
)
def test_the_list_is_filtered(client_of, run, query, count):
    assert client_of("alice").get(TRACES, query).json()["total"] == count


def test_pages_are_counted_from_one_and_the_newest_comes_first(client_of, flow):
    moments = [datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2, 3)]
    Trace.objects.bulk_create([trace(flow, timestamp=moment) for moment in moments])
    pages = [client_of("alice").get(TRACES, {"size": 2, "page": page}).json() for page in (0, 1, 2, 3)]
    assert [[one["startTime"][:10] for one in page["traces"]] for page in pages] == [
        ["2026-01-03", "2026-01-02"],
        ["2026-01-03", "2026-01-02"],
        ["2026-01-01"],
        [],
    ]
    assert {page["pages"] for page in pages} == {2}


def test_a_list_of_many_takes_few_queries(client_of, flow, django_assert_num_queries):
    client = client_of("alice")
    Trace.objects.bulk_create([trace(flow) for _ in range(60)])
    with django_assert_num_queries(4):  # who asks, ids and rows of the page, how many there are
        assert len(client.get(TRACES).json()["traces"]) == 50


def test_a_trace_is_deleted_once(client_of, run):
    assert client_of("alice").delete(f"{TRACES}/{run.pk}").status_code == 204
    assert client_of("alice").delete(f"{TRACES}/{run.pk}").json() == {"detail": "Trace not found"}


def test_all_traces_of_a_flow_are_deleted_at_once(client_of, run, flow, make_flow, alice):
    other = trace(make_flow(alice, "other"))
    other.save()
    assert client_of("alice").delete(f"{TRACES}?flow_id={flow.pk}").status_code == 204
    assert list(Trace.objects.all()) == [other]


def test_another_user_sees_and_deletes_nothing(client_of, run, flow):
    bob = client_of("bob")
    assert bob.get(TRACES, {"flow_id": str(flow.pk)}).json()["total"] == 0
    assert bob.delete(f"{TRACES}?flow_id={flow.pk}").status_code == 204
    assert Trace.objects.filter(pk=run.pk).exists()


USAGE = "/api/v1/monitor/usage"


def store_uses(flow: Flow, *uses: tuple[str, int]) -> None:
    ModelUse.objects.bulk_create(
        ModelUse(
            flow=flow, timestamp=record_clock.now(), model_name=model, calls=1, input_tokens=tokens, output_tokens=1
        )
        for model, tokens in uses
    )


def test_usage_is_summed_by_flow_and_model(client_of, flow):
    store_uses(flow, ("gpt", 1), ("gpt", 2), ("claude", 5))
    usage = client_of("alice").get(USAGE).json()
    assert usage.pop("items") == [
        {
            "flow_id": str(flow.pk),
            "flow_name": "echo",
            "models": [
                {"model_name": "claude", "calls": 1, "input_tokens": 5, "output_tokens": 1},
                {"model_name": "gpt", "calls": 2, "input_tokens": 3, "output_tokens": 2},
            ],
        }
    ]
    assert usage == {"total": 1, "page": 1, "size": 50, "pages": 1}


def test_usage_comes_in_pages_of_flows_by_their_names(client_of, flow, make_flow, alice):
    other = make_flow(alice, "a first one")
    make_flow(alice, "one that asks nothing")
    store_uses(flow, ("gpt", 1))
    store_uses(other, ("gpt", 1))
    pages = [client_of("alice").get(USAGE, {"page": page, "size": 1}).json() for page in (1, 2, 3)]
    names = [[item["flow_name"] for item in page["items"]] for page in pages]
    assert names == [["a first one"], ["echo"], []]
    assert {page["total"] for page in pages} == {2}


@pytest.mark.parametrize("query", [{"since": "2090-01-01T00:00:00Z"}, {"flow_id": str(uuid.uuid4())}])
def test_usage_is_narrowed_by_time_and_flow(client_of, flow, query):
    store_uses(flow, ("gpt", 1))
    alice = client_of("alice")
    assert alice.get(USAGE, {"since": "2001-01-01T00:00:00Z", "flow_id": str(flow.pk)}).json()["total"] == 1
    assert alice.get(USAGE, query).json()["items"] == []


def test_usage_of_others_is_not_told(client_of, flow):
    store_uses(flow, ("gpt", 1))
    assert client_of("bob").get(USAGE).json()["items"] == []
    assert client_of("bob").get(USAGE, {"flow_id": str(flow.pk)}).json()["items"] == []


@pytest.mark.parametrize("query", [{"page": 0}, {"size": 0}, {"size": 101}, {"since": "x"}])
def test_a_question_for_usage_that_makes_no_sense_is_refused(client_of, db, query):
    assert client_of("alice").get(USAGE, query).status_code == 422


@pytest.mark.skipif(connection.vendor != "sqlite", reason="other databases plan by the size of their tables")
@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({}, "trace_user"),
        ({"status": "ok"}, "trace_user"),
        ({"group__in": TraceGroup.objects.holding("s")}, "trace_user"),
        ({"session_id": "s"}, "trace_session"),
    ],
)
def test_pages_are_counted_off_in_an_index(alice, filters, index):
    traces = Trace.objects.visible_to(alice).newest_first().filter(**filters)
    plan = traces.values("pk").explain()
    assert f"USING COVERING INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan
