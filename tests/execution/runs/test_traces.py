"""What a run leaves behind as its trace: who asks models, and what that took."""

from typing import Any

import pytest

from monitor.models import ModelUse, Trace
from monitor.timestamps import as_transaction_time
from tests.execution.runs.conftest import echo_data, in_test_thread, model_data, variable_data
from tests.execution.runs.test_run import post


async def spans() -> list[dict[str, Any]]:
    return (await Trace.objects.aget()).spans


async def test_a_run_leaves_a_span_for_each_vertex(alices_calls, echo):
    await post(alices_calls, echo.pk, {"input_value": "hello", "session_id": "s"})
    trace = await Trace.objects.aget()
    assert (trace.name, trace.status, trace.session_id) == (f"{echo.name} - {echo.pk}", "ok", "s")
    chat_input, chat_output = trace.spans
    assert [chat_input["name"], chat_output["name"]] == ["Chat Input", "Chat Output"]
    assert chat_input["inputs"]["input_value"] == "hello"
    assert chat_output["outputs"]["message"]["data"]["text"] == "hello"
    assert (trace.input_index, trace.output_index) == (0, 1)
    times = [as_transaction_time(trace.timestamp), *(chat_input[name] for name in ("startTime", "endTime"))]
    assert times == sorted(times)
    assert chat_input["endTime"] <= chat_output["startTime"]


@pytest.mark.parametrize("path", ["", "?stream=true"])
async def test_a_question_to_a_model_is_a_span_below_its_vertex(alices_calls, store_flow, alice, provider, path):
    flow = await in_test_thread(store_flow, alice, model_data(provider.base_url))
    answer = await post(alices_calls, f"{flow.pk}{path}", {"input_value": "hello"})
    assert answer.status_code == 200
    if path:
        async for _ in answer.streaming_content:
            pass
    vertex = (await spans())[1]
    (call,) = vertex["children"]
    assert (vertex["name"], vertex["type"]) == ("OpenAI", "llm")
    assert (call["type"], call["modelName"], call["status"]) == ("llm", "m", "ok")
    assert call["inputs"] == {"messages": [{"role": "human", "content": "hello"}]}
    assert call["outputs"] == {"text": "Good day."}
    use = await ModelUse.objects.aget()
    assert (use.model_name, use.calls) == ("m", 1)
    assert (await Trace.objects.aget()).total_tokens == use.input_tokens + use.output_tokens


async def test_what_fails_is_told_where_it_failed(alices_calls, store_flow, alice, provider):
    provider.status = 500
    flow = await in_test_thread(store_flow, alice, model_data(provider.base_url))
    await post(alices_calls, flow.pk, {"input_value": "hello"})
    assert (await Trace.objects.aget()).status == "error"
    vertex = (await spans())[1]
    assert [vertex["status"], vertex["children"][0]["status"]] == ["error", "error"]
    assert "500" in vertex["error"]
    assert not vertex["error"].startswith("Error building")
    assert vertex["inputs"]["model_name"] == "m"
    assert vertex["outputs"] == {"error": vertex["error"]}


async def test_the_output_of_a_failed_run_is_its_error(client_of, alices_calls, store_flow, alice, provider):
    provider.status = 500
    flow = await in_test_thread(store_flow, alice, model_data(provider.base_url))
    await post(alices_calls, flow.pk, {"input_value": "hello"})
    listed = await in_test_thread(lambda: client_of("alice").get("/api/v1/monitor/traces").json())
    (trace,) = listed["traces"]
    assert (trace["status"], list(trace["output"])) == ("error", ["error"])
    assert "500" in trace["output"]["error"]


async def test_a_vertex_that_failed_before_it_had_its_values_tells_none(alices_calls, store_flow, alice):
    flow = await in_test_thread(store_flow, alice, variable_data("NOT_THERE"))
    await post(alices_calls, flow.pk)
    assert [span["inputs"] for span in await spans() if span["status"] == "error"] in ([], [{}])


async def test_secrets_are_masked_in_spans(client_of, alices_calls, store_flow, alice):
    secret = {"name": "TOKEN", "value": "very-secret-token", "type": "Credential", "default_fields": []}
    await in_test_thread(lambda: client_of("alice").post("/api/v1/variables/", secret, format="json"))
    flow = await in_test_thread(store_flow, alice, variable_data("TOKEN"))
    await post(alices_calls, flow.pk)
    stored = await spans()
    assert len(stored) == 2
    assert "very-secret-token" not in str(stored)


async def test_no_trace_is_kept_where_the_operator_wants_none(alices_calls, echo, settings, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "NATIVE_TRACING", False)
    await post(alices_calls, echo.pk, {"input_value": "hello"})
    assert not await Trace.objects.aexists()


async def test_values_without_a_json_form_are_not_spelt_out(alices_calls, store_flow, alice, provider):
    data = model_data(provider.base_url)
    data["edges"] = []
    flow = await in_test_thread(store_flow, alice, {**echo_data(), "nodes": [data["nodes"][1]]} | {"edges": []})
    await post(alices_calls, flow.pk)
    model = (await spans())[0]["outputs"]["model_output"]
    assert model["model_name"] == "m"
    assert "sk-test" not in str(model)
