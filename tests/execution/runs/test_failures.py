"""Runs that fail: the status tells whose fault it is, the history tells what happened, nothing shows a traceback."""

import json

import pytest
from asgiref.sync import sync_to_async

from monitor.models import Message, Trace, Transaction, VertexBuild
from tests.execution.runs.conftest import echo_data, model_data
from tests.execution.runs.test_run import post


async def run_model(calls, store_flow, owner, base_url, **fields):
    flow = await sync_to_async(store_flow)(owner, model_data(base_url, **fields))
    return await post(calls, flow.pk, {"input_value": "hello"})


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, 502), (403, 502), (404, 400), (408, 504), (429, 429), (500, 502), (503, 502), (504, 504)],
)
async def test_a_provider_that_refuses_or_fails(alices_calls, store_flow, alice, provider, status, expected):
    provider.status = status
    provider.headers = {"Retry-After": "7"}
    answer = await run_model(alices_calls, store_flow, alice, provider.base_url)
    assert answer.status_code == expected, answer.content
    facts = json.loads(answer.json()["detail"])
    assert facts["component_id"] == "OpenAIModel-model"
    assert facts["component_type"] == "OpenAIModel"
    assert facts["traceback"] is None
    assert facts["run_id"]
    assert facts["error_code"]


async def test_a_provider_that_is_busy_says_when_to_come_back(alices_calls, store_flow, alice, provider):
    provider.status = 429
    provider.headers = {"Retry-After": "7"}
    answer = await run_model(alices_calls, store_flow, alice, provider.base_url)
    assert answer.headers["Retry-After"] == "7"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
@pytest.mark.parametrize("location", [{}, {"Location": "http://127.0.0.1:1/v1"}, {"Location": "/v1/chat/completions"}])
async def test_a_provider_that_sends_us_elsewhere(alices_calls, store_flow, alice, provider, status, location):
    provider.status, provider.headers = status, location
    answer = await run_model(alices_calls, store_flow, alice, provider.base_url)
    assert answer.status_code == 400, answer.content
    assert json.loads(answer.json()["detail"])["error_code"] == "provider_moved"


@pytest.mark.parametrize("address", ["not a url", "file:///etc/passwd", "http://", "//host", "ftp://x/v1", "http://[x"])
async def test_a_base_url_that_is_none(alices_calls, store_flow, alice, address):
    answer = await run_model(alices_calls, store_flow, alice, address)
    assert answer.status_code == 400, answer.content
    facts = json.loads(answer.json()["detail"])
    assert facts["error_code"] == "provider_address_invalid"
    assert address in facts["message"]


async def test_a_provider_that_is_down(alices_calls, store_flow, alice, dead_port):
    answer = await run_model(alices_calls, store_flow, alice, f"http://127.0.0.1:{dead_port}/v1")
    assert answer.status_code == 502


async def test_a_provider_that_never_answers(alices_calls, store_flow, alice, provider):
    provider.silent = True
    answer = await run_model(alices_calls, store_flow, alice, provider.base_url, timeout=1)
    assert answer.status_code == 504


async def test_a_run_has_its_time(alices_calls, store_flow, alice, provider, settings, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "RUN_SECONDS", 0.2)
    provider.silent = True
    answer = await run_model(alices_calls, store_flow, alice, provider.base_url)
    assert answer.status_code == 504
    assert json.loads(answer.json()["detail"])["error_code"] == "run_too_long"


async def test_the_history_tells_what_failed(alices_calls, store_flow, alice, provider):
    provider.status = 500
    await run_model(alices_calls, store_flow, alice, provider.base_url)
    question, failure = [row async for row in Message.objects.order_by("timestamp")]
    assert (question.text, failure.category, failure.sender) == ("hello", "error", "OpenAI")
    assert "500" in failure.text
    assert failure.session_id == question.session_id
    builds = {row.vertex_id: row.valid async for row in VertexBuild.objects.all()}
    assert builds == {"ChatInput-aaaaa": True, "OpenAIModel-model": False}
    failed = await Transaction.objects.aget(status="error")
    assert failed.vertex_id == "OpenAIModel-model"
    assert failed.inputs["model_name"] == "m"
    assert "sk-test" not in str(failed.inputs)
    assert "Traceback" not in (failed.error or "")


@pytest.mark.parametrize("status", [200, 500])
async def test_secrets_do_not_stand_in_the_history(alices_calls, store_flow, alice, provider, status):
    provider.status = status
    await run_model(alices_calls, store_flow, alice, provider.base_url)
    rows = [str(row) async for row in Transaction.objects.values_list("inputs", "outputs", "error")]
    rows += [str(row) async for row in VertexBuild.objects.values_list("data", "params", "artifacts")]
    rows += [str(row) async for row in Trace.objects.values_list("spans")]
    rows += [str(row) async for row in Message.objects.values_list("text", "content_blocks", "properties")]
    assert rows
    assert not any("sk-test" in row for row in rows)


async def test_the_server_goes_on(alices_calls, store_flow, alice, provider):
    provider.status = 500
    await run_model(alices_calls, store_flow, alice, provider.base_url)
    flow = await sync_to_async(store_flow)(alice, echo_data())
    assert (await post(alices_calls, flow.pk, {"input_value": "still here"})).status_code == 200
