"""`POST /responses`: a flow answers while the caller waits."""

import pytest

from execution.models import Job
from execution.openai_responses.services import Keeping
from monitor.models import Message
from tests.execution.openai_responses.conftest import URL, asked, json_of, streamed, text_of
from tests.execution.runs.conftest import echo_data, in_test_thread, model_data


async def test_a_flow_answers_in_openais_form(alices_calls, echo):
    response = await asked(alices_calls, echo, metadata={"why": "test"})
    assert response["object"] == "response"
    assert response["status"] == "completed"
    assert response["model"] == str(echo.pk)
    assert response["error"] is None
    assert response["metadata"] == {"why": "test"}
    assert response["output"] == [
        {
            "type": "message",
            "id": f"msg_{response['id']}",
            "status": "completed",
            "role": "assistant",
            "content": [{"type": "output_text", "text": "hello", "annotations": []}],
        }
    ]


async def test_a_flow_answers_to_its_endpoint_name(alices_calls, echo):
    response = await asked(alices_calls, "echo-here")
    assert response["model"] == "echo-here"
    assert text_of(response) == "hello"


async def test_the_slash_makes_no_difference(alices_calls, echo):
    body = {"model": "echo-here", "input": "hello"}
    assert text_of(json_of(await alices_calls.post(f"{URL}/", body, content_type="application/json"))) == "hello"


async def test_nothing_said_is_answered_with_nothing(alices_calls, echo):
    response = await asked(alices_calls, echo, "")
    assert [item["content"][0]["text"] for item in response["output"]] == [""]


async def test_what_was_said_is_stored_under_the_responses_id(alices_calls, echo):
    response = await asked(alices_calls, echo)
    said = [row async for row in Message.objects.of_session(response["id"]).values_list("text", flat=True)]
    assert said == ["hello", "hello"]
    assert response["conversation"] == {"id": response["id"]}


async def test_the_tokens_that_a_model_charged_for_are_told(alices_calls, store_flow, alice, provider):
    flow = await in_test_thread(store_flow, alice, model_data(provider.base_url))
    usage = (await asked(alices_calls, flow))["usage"]
    assert {name: usage[name] for name in ("input_tokens", "output_tokens", "total_tokens")} == {
        "input_tokens": 1,
        "output_tokens": 2,
        "total_tokens": 3,
    }
    assert usage["input_tokens_details"]["cached_tokens"] == 0


async def test_an_answer_that_is_not_stored_in_the_chat_is_told_all_the_same(alices_calls, store_flow, alice):
    data = echo_data()
    data["nodes"][1]["data"]["node"]["template"]["should_store_message"]["value"] = False
    flow = await in_test_thread(store_flow, alice, data)
    assert text_of(await asked(alices_calls, flow)) == "hello"


async def test_a_variable_may_come_in_a_header(alices_calls, store_flow, alice, provider):
    flow = await in_test_thread(store_flow, alice, model_data(provider.base_url))
    headers = {"X-LANGFLOW-GLOBAL-VAR-FOO": "bar"}
    body = {"model": str(flow.pk), "input": "hello"}
    answer = await alices_calls.post(URL, body, content_type="application/json", headers=headers)
    assert text_of(json_of(answer)) == "Good day."


async def test_a_failing_component_is_a_response_that_failed(alices_calls, store_flow, alice, provider):
    provider.status = 429
    flow = await in_test_thread(store_flow, alice, model_data(provider.base_url))
    response = await asked(alices_calls, flow)
    assert response["status"] == "failed"
    assert response["output"] == []
    error = response["error"]
    assert error["code"] == "rate_limit_exceeded"
    assert error["type"] == "processing_error"
    assert error["component_id"] == "OpenAIModel-model"
    assert error["cause"] == "provider_rate_limited"
    assert "Traceback" not in error["message"]
    assert (await Job.objects.aget(session_id=response["id"])).state == Job.State.FAILED


@pytest.mark.parametrize("provider_status", [400, 500])
async def test_the_code_of_a_failure_is_one_that_openais_clients_know(
    alices_calls, store_flow, alice, provider, provider_status
):
    provider.status = provider_status
    flow = await in_test_thread(store_flow, alice, model_data(provider.base_url))
    error = (await asked(alices_calls, flow))["error"]
    assert error["code"] == {400: "invalid_prompt", 500: "server_error"}[provider_status]


@pytest.mark.django_db(transaction=True)  # SQLite misses the flow at the commit
async def test_a_flow_that_is_deleted_while_it_runs_still_answers(alices_calls, store_flow, alice, provider):
    async def deletes(*args):
        await in_test_thread(flow.delete)
        await answers(*args)

    flow = await in_test_thread(store_flow, alice, model_data(provider.base_url))
    answers, provider._answer = provider._answer, deletes
    assert text_of(await asked(alices_calls, flow)) == "Good day."
    assert not await Job.objects.aexists()


@pytest.mark.parametrize("stream", [False, True])
async def test_so_it_does_where_the_database_misses_the_flow_before_the_commit(alices_calls, echo, monkeypatch, stream):
    def misses(keeping, finished):
        keeping.telling.ended(finished)
        return False

    monkeypatch.setattr(Keeping, "settle", misses)
    if stream:
        response = (await streamed(alices_calls, echo))[-1]["response"]
    else:
        response = await asked(alices_calls, echo)
    assert text_of(response) == "hello"
