"""`Idempotency-Key` on the routes that run flows."""

import pytest
from asgiref.sync import sync_to_async

from monitor.models import Message
from tests.execution.runs.conftest import model_data
from tests.execution.runs.test_streams import lines_of

RUN = "/api/v1/run"
KEYED = {"Idempotency-Key": "order-1"}


async def send(client, path, body, **headers):
    return await client.post(path, body, content_type="application/json", headers={**KEYED, **headers})


@pytest.mark.parametrize("route", [RUN, f"{RUN}/advanced"])
async def test_a_run_that_is_asked_for_again_does_not_run_again(alices_calls, echo, route):
    body = {"input_value": "hello"} if route == RUN else {"inputs": [{"input_value": "hello", "type": "chat"}]}
    first, again = [await send(alices_calls, f"{route}/{echo.pk}", body) for _ in range(2)]
    assert first.status_code == 200
    assert (again.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert await Message.objects.acount() == 2


async def test_another_body_is_refused(alices_calls, echo):
    await send(alices_calls, f"{RUN}/{echo.pk}", {"input_value": "hello"})
    answer = await send(alices_calls, f"{RUN}/{echo.pk}", {"input_value": "other"})
    assert answer.status_code == 422
    assert await Message.objects.acount() == 2


async def test_a_stream_comes_again_as_it_was(alices_calls, echo):
    lines = await lines_of(await send(alices_calls, f"{RUN}/{echo.pk}?stream=true", {"input_value": "hello"}))
    again = await send(alices_calls, f"{RUN}/{echo.pk}?stream=true", {"input_value": "hello"})
    assert again.headers["Content-Type"] == "text/event-stream"
    assert len(again.content.decode().strip().split("\n\n")) == len(lines)
    assert await Message.objects.acount() == 2


async def test_a_provider_that_is_down_releases_the_key(alices_calls, store_flow, alice, dead_port):
    flow = await sync_to_async(store_flow)(alice, model_data(f"http://127.0.0.1:{dead_port}"))
    for _ in range(2):
        answer = await send(alices_calls, f"{RUN}/{flow.pk}", {"input_value": "hello"})
        assert answer.status_code == 502
        assert "Idempotency-Replayed" not in answer.headers


async def test_a_key_is_of_no_use_to_strangers(alices_calls, caller_of, echo):
    await send(alices_calls, f"{RUN}/{echo.pk}", {"input_value": "hello"})
    bobs = await sync_to_async(caller_of)("bob")
    assert (await send(bobs, f"{RUN}/{echo.pk}", {"input_value": "hello"})).status_code == 403


async def test_workflows_and_responses_have_it_too(alices_calls, echo):
    for path, body in (
        ("/api/v2/workflows", {"flow_id": str(echo.pk), "inputs": {"ChatInput-aaaaa.input_value": "hello"}}),
        ("/api/v1/responses", {"model": str(echo.pk), "input": "hello"}),
    ):
        key = {"Idempotency-Key": path}
        first, again = [await send(alices_calls, path, body, **key) for _ in range(2)]
        assert first.status_code == 200
        assert (again.content, again.headers["Idempotency-Replayed"]) == (first.content, "true")


async def test_responses_are_refused_in_openais_form(alices_calls, echo):
    for text in ("hello", "other"):
        answer = await send(alices_calls, "/api/v1/responses", {"model": str(echo.pk), "input": text})
    assert answer.status_code == 422
    assert "message" in answer.json()["error"]
