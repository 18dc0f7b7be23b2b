"""`POST /agentic/assist`: questions about flows, and components that are checked."""

import pytest
from django.conf import settings

from flows.models import Flow
from monitor.models import Message
from tests.execution.assistant.conftest import AGENTIC, BROKEN, COMPONENT, KEY, answered, ask, fenced, in_test_thread

NO_PROVIDER = "No model provider is configured. Please configure at least one model provider in Settings."


async def test_a_question_is_answered(alices, answering):
    answer = await answered(alices, session_id="talk")
    assert answer == {
        "result": "Good day.",
        "type": "message",
        "component": "Chat Output",
        "component_id": "ChatOutput-said",
        "success": True,
        "session_id": "talk",
    }


async def test_the_assistant_becomes_a_flow_of_its_users(alices, alice, answering):
    for _ in range(2):
        await answered(alices)
    flow = await in_test_thread(Flow.objects.owned_by(alice).get)
    assert flow.name == "Flow Assistant"
    assert await in_test_thread(Message.objects.filter(flow=flow).count) == 4


async def test_a_conversation_goes_on_in_its_session(alices, answering):
    first = await answered(alices, text="one")
    await answered(alices, text="two", session_id=first["session_id"])
    await answered(alices, text="three")
    said = [[message["content"] for message in body["messages"][1:]] for body in answering.bodies]
    assert said == [["one"], ["one", "Good day.", "two"], ["three"]]


async def test_a_good_component_is_told_with_its_code(alices, answering):
    answering.answers = [fenced(COMPONENT)]
    answer = await answered(alices)
    assert answer["result"] == fenced(COMPONENT)
    assert (answer["validated"], answer["class_name"], answer["validation_attempts"]) == (True, "Shout", 1)
    assert answer["component_code"] == COMPONENT


async def test_a_broken_component_is_corrected(alices, answering):
    answering.answers = [fenced(BROKEN), fenced(COMPONENT)]
    answer = await answered(alices, text="make it loud")
    assert (answer["validated"], answer["validation_attempts"]) == (True, 2)
    correction = answering.bodies[1]["messages"][-1]["content"]
    assert "'(' was never closed" in correction
    assert BROKEN in correction


async def test_a_component_is_corrected_as_often_as_the_caller_wants(alices, answering):
    answering.pieces = (fenced(BROKEN),)
    answer = await answered(alices, max_retries=1)
    assert len(answering.bodies) == 2
    assert (answer["success"], answer["validated"], answer["validation_attempts"]) == (True, False, 2)
    assert "'(' was never closed" in answer["validation_error"]
    assert answer["class_name"] == "Shout"


async def test_a_component_is_tried_where_custom_code_may_run(alices, answering):
    answering.pieces = (fenced(COMPONENT.replace("lfx.io", "lfx.nothing")),)
    answer = await answered(alices, max_retries=0)
    assert answer["validation_error"] == "ModuleNotFoundError: No module named 'lfx.nothing'"


async def test_a_component_is_only_read_where_no_custom_code_may_run(alices, answering, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "CUSTOM_CODE", "off")
    answering.pieces = (fenced(COMPONENT.replace("lfx.io", "lfx.nothing")),)
    assert (await answered(alices, max_retries=0))["validated"] is True


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [
        ({"model_name": "gpt-4o-mini"}, "gpt-4o-mini"),
        ({"model_name": "of-my-own", "provider": "OpenAI"}, "of-my-own"),
        ({"model_name": "of-my-own"}, "of-my-own"),
    ],
)
async def test_the_caller_chooses_the_model(alices, answering, chosen, asked):
    await answered(alices, **chosen)
    assert answering.bodies[0]["model"] == asked


async def test_nobody_is_asked_without_a_provider(alices):
    answer = await ask(alices)
    assert (answer.status_code, answer.json()) == (400, {"detail": NO_PROVIDER})


async def test_a_provider_without_a_key_is_not_asked(alices, answering):
    answer = await ask(alices, provider="Anthropic")
    detail = "Provider 'Anthropic' is not configured. Available providers: ['OpenAI']"
    assert (answer.status_code, answer.json()) == (400, {"detail": detail})


async def test_a_server_without_example_flows_has_no_assistant(alices, answering):
    await in_test_thread(Flow.objects.starters().delete)
    answer = await ask(alices)
    assert answer.status_code == 409
    assert "LANGFLOW_CREATE_STARTER_PROJECTS" in answer.json()["detail"]


async def test_a_copy_that_gives_no_answer_any_more_is_named(alices, alice, answering):
    await answered(alices)
    flow = await in_test_thread(Flow.objects.owned_by(alice).get)
    flow.redraw({"nodes": [node for node in flow.data["nodes"] if node["id"] == "ChatInput-asked"], "edges": []})
    await in_test_thread(flow.save)
    answer = await ask(alices)
    assert answer.status_code == 409
    assert "'Flow Assistant' has no Chat Output" in answer.json()["detail"]


@pytest.mark.parametrize(("status", "told"), [(401, 502), (429, 429), (500, 502)])
async def test_what_the_provider_says_against_it_is_told(alices, answering, status, told):
    answering.status = status
    answer = await ask(alices)
    assert answer.status_code == told
    assert KEY not in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "flow_id"),
        ({"flow_id": 7}, "flow_id"),
        ({"flow_id": "x", "max_retries": "often"}, "max_retries"),
        ({"flow_id": "x", "max_retries": -1}, "max_retries"),
        ({"flow_id": "x", "max_retries": 11}, "max_retries"),
        ({"flow_id": "x", "session_id": "\0"}, "session_id"),
    ],
)
@pytest.mark.parametrize("route", ["assist", "assist/stream", "execute/LangflowAssistant"])
async def test_a_body_that_is_wrong_is_refused_before_anything_else(alices, route, body, place):
    answer = await alices.post(f"{AGENTIC}/{route}", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", place]


@pytest.mark.parametrize("route", ["assist", "assist/stream", "execute/LangflowAssistant"])
def test_strangers_are_refused(anonymous, route):
    assert anonymous.post(f"{AGENTIC}/{route}", {"flow_id": "x"}, format="json").status_code == 403


async def test_a_request_that_comes_twice_asks_once(alices, answering):
    alices.own_headers["Idempotency-Key"] = "once"
    first, second = await ask(alices, session_id="s"), await ask(alices, session_id="s")
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.json() == first.json()
    assert len(answering.bodies) == 1
