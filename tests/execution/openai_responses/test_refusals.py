"""What `/responses` refuses, and in which form."""

import pytest
from django.conf import settings

from execution.catalogue.drawing import Drawing
from tests.clients import HeaderClient
from tests.execution.openai_responses.conftest import URL, ask, json_of
from tests.execution.runs.conftest import in_test_thread


async def refused(answer, status):
    assert answer.status_code == status, answer.content
    return answer.json()


@pytest.mark.parametrize("model", ["00000000-0000-4000-8000-000000000000", "gpt-4o", ""])
@pytest.mark.parametrize("stream", [False, True])
async def test_an_unknown_flow_is_an_error_object_with_200(alices_calls, model, stream):
    body = json_of(await ask(alices_calls, model, stream=stream))
    assert body == {
        "error": {
            "message": f"Flow with id '{model}' not found",
            "type": "invalid_request_error",
            "param": None,
            "code": "flow_not_found",
        }
    }


async def test_a_flow_of_somebody_else_does_not_exist(caller_of, bob, echo):
    bobs = await in_test_thread(caller_of, "bob")
    for model in (str(echo.pk), "echo-here"):
        assert json_of(await ask(bobs, model))["error"]["code"] == "flow_not_found"


@pytest.mark.parametrize("tools", [[], [{"type": "function", "name": "f"}]])
async def test_tools_of_callers_are_refused(alices_calls, echo, tools):
    error = json_of(await ask(alices_calls, echo, tools=tools))["error"]
    assert error["code"] == "tools_not_supported"
    assert error["type"] == "invalid_request_error"


async def test_what_is_not_stored_cannot_be_made_in_the_background(alices_calls, echo):
    error = json_of(await ask(alices_calls, echo, background=True, store=False))["error"]
    assert error["code"] == "background_not_stored"


@pytest.mark.parametrize(("only", "missing"), [("ChatOutput", "Chat Input"), ("ChatInput", "Chat Output")])
@pytest.mark.parametrize("fields", [{}, {"stream": True}, {"background": True}])
async def test_a_flow_without_a_chat_is_refused(alices_calls, store_flow, alice, only, missing, fields):
    drawing = Drawing()
    drawing.add(only, "aaaaa", at=(0, 0))
    flow = await in_test_thread(store_flow, alice, drawing.data)
    error = json_of(await ask(alices_calls, flow, **fields))["error"]
    assert error["code"] == "flow_does_not_chat"
    assert error["type"] == "processing_error"
    assert missing in error["message"]


async def test_a_graph_that_cannot_run_is_told_as_a_problem_of_the_flow(alices_calls, store_flow, alice):
    drawing = Drawing()
    question = drawing.add("ChatInput", "aaaaa", at=(0, 0))
    answer = drawing.add("ChatOutput", "zzzzz", at=(1, 0))
    drawing.connect(question, "message", answer, "input_value")
    data = drawing.data
    data["edges"][0]["source"] = "nowhere"
    data["edges"][0]["data"]["sourceHandle"]["id"] = "nowhere"
    flow = await in_test_thread(store_flow, alice, data)
    error = json_of(await ask(alices_calls, flow))["error"]
    assert error["type"] == "processing_error"
    assert error["cause"]


@pytest.mark.parametrize(
    ("body", "param", "kind"),
    [
        ({"input": "x"}, "model", "missing"),
        ({"model": "m"}, "input", "missing"),
        ({"model": "m", "input": [{"role": "user", "content": "x"}]}, "input", "string_type"),
        ({"model": "m", "input": "x", "stream": "maybe"}, "stream", "bool_parsing"),
        ({"model": "m", "input": "x", "include": "x"}, "include", "list_type"),
        ([], None, "model_attributes_type"),
    ],
)
async def test_a_bad_body_is_told_in_both_forms(alices_calls, body, param, kind):
    told = await refused(await alices_calls.post(URL, body, content_type="application/json"), 422)
    assert told["detail"][0]["type"] == kind
    assert told["error"]["type"] == "invalid_request_error"
    assert told["error"]["param"] == param
    assert told["error"]["message"].endswith(told["detail"][0]["msg"])


async def test_no_body_is_refused(alices_calls):
    told = await refused(await alices_calls.post(URL, b"", content_type="application/json"), 422)
    assert told["error"]["message"] == "Field required"


@pytest.mark.parametrize("headers", [{}, {"x-api-key": "sk-bad"}])
async def test_a_stranger_is_refused_before_the_body_is_read(shared_connection, headers):
    answer = await HeaderClient(headers).post(URL, {"input": 1}, content_type="application/json")
    told = await refused(answer, 403)
    assert told["error"]["message"] == told["detail"]


async def test_a_sign_in_is_no_api_key(async_client_of, echo):
    assert (await ask(await async_client_of("alice"), echo)).status_code == 403


async def test_a_response_cannot_be_listed(alices_calls):
    assert (await alices_calls.get(URL)).status_code == 404


async def test_too_many_runs_are_an_error_that_clients_try_again(alices_calls, echo, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "RUNS_PER_USER", 0)
    answer = await ask(alices_calls, echo)
    told = await refused(answer, 429)
    assert told["error"]["type"] == "rate_limit_error"
    assert answer.headers["Retry-After"]
