"""`/build/{flow_id}/flow`: what is built, what is told about it, what remains."""

import json
import uuid

import pytest

from execution.catalogue.drawing import Drawing
from execution.models import Job
from monitor.models import Message, Transaction, VertexBuild
from tests.clients import HeaderClient
from tests.execution.builds.conftest import (
    URL,
    build,
    built,
    built_ids,
    echo_data,
    in_test_thread,
    lone_answer_data,
    names,
    store_flow,
)

ECHO = ["vertices_sorted", "build_start", "add_message", "end_vertex", "add_message", "end_vertex", "end"]


async def test_an_echo_tells_everything_in_order(alices, echo):
    lines = await built(alices, echo, {"inputs": {"input_value": "hello", "session": "s"}})
    assert names(lines) == ECHO
    assert lines[0]["data"] == {"ids": ["ChatInput-aaaaa"], "to_run": ["ChatInput-aaaaa", "ChatOutput-zzzzz"]}
    assert lines[1]["data"] == {}
    assert [lines[2]["data"][key] for key in ("sender", "text", "session_id", "flow_id")] == [
        "User",
        "hello",
        "s",
        str(echo.pk),
    ]
    question = lines[3]["data"]["build_data"]
    assert question["next_vertices_ids"] == question["top_level_vertices"] == ["ChatOutput-zzzzz"]
    assert question["valid"] is True
    assert question["data"]["outputs"] == {"message": {"message": "hello", "type": "text"}}
    assert lines[6]["data"]["build_duration"] >= 0


async def test_the_session_is_the_flow_unless_one_is_named(alices, echo):
    lines = await built(alices, echo)
    assert lines[2]["data"]["session_id"] == str(echo.pk)


async def test_a_session_fixed_on_the_chat_input_stays_on_its_message(alices, alice):
    data = echo_data()
    data["nodes"][0]["data"]["node"]["template"]["session_id"]["value"] = "fixed"
    flow = await in_test_thread(store_flow)(alice, data)
    lines = await built(alices, flow, {"inputs": {"input_value": "x", "session": "named"}})
    sessions = [line["data"]["session_id"] for line in lines if line["event"] == "add_message"]
    assert sessions[0] == "fixed"


async def test_what_was_built_is_stored_when_the_end_is_told(alices, echo):
    await built(alices, echo, {"inputs": {"input_value": "hello"}})
    assert await VertexBuild.objects.filter(flow=echo).acount() == 2
    assert [text async for text in Message.objects.order_by("timestamp").values_list("text", flat=True)] == [
        "hello",
        "hello",
    ]
    job = await Job.objects.aget()
    assert (job.kind, job.state, job.flow_id) == ("build", "succeeded", echo.pk)


async def test_builds_are_not_kept_where_the_caller_does_not_want_it(alices, echo):
    assert names(await built(alices, echo, log_builds="false")) == ECHO
    assert not await VertexBuild.objects.aexists()
    assert await Transaction.objects.filter(flow=echo).acount() == 2


@pytest.mark.parametrize("kind", ["any", "text", "chat", None])
async def test_what_is_said_is_for_the_chat_alone(alices, alice, kind):
    drawing = Drawing()
    text = drawing.add("TextInput", "aaaaa", at=(0, 0), input_value="as saved")
    answer = drawing.add("ChatOutput", "zzzzz", at=(1, 0))
    drawing.connect(text, "text", answer, "input_value")
    flow = await in_test_thread(store_flow)(alice, drawing.data)
    await built(alices, flow, {"inputs": {"input_value": "said", "type": kind}})
    assert (await Message.objects.aget()).text == "as saved"


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"stop_component_id": "ChatInput-aaaaa"}, ["ChatInput-aaaaa"]),
        ({"start_component_id": "ChatOutput-zzzzz"}, ["ChatInput-aaaaa", "ChatOutput-zzzzz"]),
        ({"stop_component_id": "Nope-1"}, []),
        ({"start_component_id": "Nope-1"}, []),
    ],
)
async def test_a_part_is_built(alices, echo, query, ids):
    lines = await built(alices, echo, **query)
    assert built_ids(lines) == ids
    assert names(lines)[-1] == "end"


async def test_the_graph_in_the_body_is_built_and_not_saved(alices, echo):
    lines = await built(alices, echo, {"data": {"nodes": [], "edges": []}})
    assert names(lines) == ["vertices_sorted", "build_start", "end"]
    assert lines[0]["data"] == {"ids": [], "to_run": []}
    await echo.arefresh_from_db()
    assert len(echo.data["nodes"]) == 2


async def test_a_failing_component_tells_why_and_the_build_ends(alices, alice):
    flow = await in_test_thread(store_flow)(alice, lone_answer_data())
    lines = await built(alices, flow)
    assert names(lines) == ["vertices_sorted", "build_start", "error", "end_vertex", "end"]
    error, end = lines[2]["data"], lines[3]["data"]["build_data"]
    assert (error["category"], error["sender_name"], error["properties"]["source"]["id"]) == (
        "error",
        "Chat Output",
        "ChatOutput-zzzzz",
    )
    assert error["content_blocks"][0]["contents"][0]["traceback"] is None
    assert end["valid"] is False
    assert end["data"]["outputs"]["message"]["type"] == "error"
    assert end["data"]["outputs"]["message"]["message"]["errorMessage"].startswith("Error building Component Chat")
    assert (await Message.objects.aget()).category == "error"
    job = await Job.objects.aget()
    assert (job.state, job.error) == ("failed", end["params"])


async def test_a_missing_variable_fails_its_component(alices, alice):
    data = echo_data()
    field = data["nodes"][0]["data"]["node"]["template"]["input_value"]
    field.update(value="NO_SUCH_VARIABLE", load_from_db=True)
    flow = await in_test_thread(store_flow)(alice, data)
    lines = await built(alices, flow)
    assert "NO_SUCH_VARIABLE variable not found." in lines[-2]["data"]["build_data"]["params"]
    assert names(lines) == ["vertices_sorted", "build_start", "end_vertex", "end"]


async def test_a_graph_that_cannot_be_made_is_an_error_and_an_end(alices, echo):
    data = echo_data()
    data["edges"][0]["source"] = "Nobody-1"
    lines = await built(alices, echo, {"data": data})
    assert names(lines) == ["error", "end"]
    assert lines[0]["data"]["category"] == "error"
    assert (await Job.objects.aget()).state == "failed"


async def test_characters_beyond_ascii_are_escaped(alices, echo):
    answer = await build(alices, echo, {"inputs": {"input_value": "Grüße 😀"}}, event_delivery="direct")
    chunks = [chunk async for chunk in answer.streaming_content]
    assert all(chunk.isascii() and chunk.endswith(b"}\n\n") for chunk in chunks)
    assert json.loads(chunks[2])["data"]["text"] == "Grüße 😀"


@pytest.mark.parametrize(
    ("body", "where", "kind"),
    [
        ({"data": {"nodes": []}}, ["body", "data", "edges"], "missing"),
        ({"data": "x"}, ["body", "data"], "model_attributes_type"),
        ({"inputs": "x"}, ["body", "inputs"], "model_attributes_type"),
        ({"inputs": {"extra": 1}}, ["body", "inputs", "extra"], "extra_forbidden"),
        ({"inputs": {"type": "smoke"}}, ["body", "inputs", "type"], "literal_error"),
        ({"files": "x"}, ["body", "files"], "list_type"),
        ([1], ["body", "inputs"], "missing"),
    ],
)
async def test_a_wrong_body_is_refused(alices, echo, body, where, kind):
    answer = await build(alices, echo, body)
    assert answer.status_code == 422
    assert (answer.json()["detail"][0]["loc"], answer.json()["detail"][0]["type"]) == (where, kind)
    assert not await Job.objects.aexists()


async def test_an_unknown_delivery_is_refused(alices, echo):
    answer = await build(alices, echo, event_delivery="pigeon")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["msg"] == "Input should be 'streaming', 'direct' or 'polling'"


async def test_a_flow_is_found_by_its_id_only(alices, echo):
    nowhere = uuid.uuid4()
    answer = await alices.post(f"{URL}/{nowhere}/flow", {}, content_type="application/json")
    assert (answer.status_code, answer.json()) == (404, {"detail": f"Flow with id {nowhere} not found"})
    assert (await alices.post(f"{URL}/zz/flow", {}, content_type="application/json")).status_code == 422


async def test_flows_of_others_do_not_exist(bobs, echo):
    assert (await build(bobs, echo)).status_code == 404


async def test_a_stranger_builds_nothing(echo):
    assert (await build(HeaderClient({}), echo)).status_code == 403


async def test_a_build_counts_as_a_run_of_its_user(alices, echo, settings, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "RUNS_PER_USER", 0)
    lines = await built(alices, echo)
    assert names(lines) == ["error", "end"]
    assert lines[0]["data"]["code"] == "too_many_runs"


async def test_an_api_key_builds_too(alices, echo):
    answer = await alices.post("/api/v1/api_key/", {"name": "test"}, content_type="application/json")
    keyed = HeaderClient({"x-api-key": answer.json()["api_key"]})
    assert names(await built(keyed, echo)) == ECHO


async def test_there_is_nothing_to_read_where_a_build_starts(alices, echo):
    assert (await alices.get(f"{URL}/{echo.pk}/flow")).status_code == 404
    assert (await alices.put(f"{URL}/{echo.pk}/flow")).status_code == 405
