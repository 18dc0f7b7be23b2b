"""`POST /run/{id or endpoint name}`: who may run what, what the body means, what comes back and what stays behind."""

import json
import uuid

import pytest
from asgiref.sync import sync_to_async
from django.test.utils import CaptureQueriesContext

from execution.runtime import limits
from monitor.models import Message, Transaction, VertexBuild
from tests.execution.runs.conftest import echo_data, variable_data

URL = "/api/v1/run/"


async def post(client, path, body=None, **extra):
    return await client.post(
        f"{URL}{path}", data={} if body is None else body, content_type="application/json", **extra
    )


def text_of(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()["outputs"][0]["outputs"][0]["results"]["message"]["text"]


async def test_a_flow_answers_by_its_id(alices_calls, echo):
    answer = await post(alices_calls, echo.pk, {"input_value": "hello"})
    assert text_of(answer) == "hello"
    assert answer.json()["session_id"] == str(echo.pk)
    assert answer.json()["outputs"][0]["inputs"] == {"input_value": "hello"}


async def test_a_flow_answers_by_its_endpoint_name(alices_calls, echo):
    assert text_of(await post(alices_calls, "echo-here", {"input_value": "hello"})) == "hello"


async def test_a_run_leaves_messages_builds_and_transactions(alices_calls, echo):
    await post(alices_calls, echo.pk, {"input_value": "hello", "session_id": "s"})
    stored = [row async for row in Message.objects.order_by("timestamp").values_list("sender", "text", "session_id")]
    assert stored == [("User", "hello", "s"), ("Machine", "hello", "s")]
    assert await VertexBuild.objects.acount() == 2
    assert await Transaction.objects.filter(status="success").acount() == 2


async def test_a_run_takes_one_read_and_one_write(alices_calls, echo, own_connection):
    await post(alices_calls, echo.pk, {"input_value": "compiles the plan"})
    queries = CaptureQueriesContext(own_connection)
    await sync_to_async(queries.__enter__)()
    await post(alices_calls, echo.pk, {"input_value": "hello"})
    await sync_to_async(queries.__exit__)(None, None, None)
    words = [query["sql"].split()[0] for query in queries.captured_queries]
    # Messages, their session, builds, transactions, what the trace is found by, the trace.
    assert words == ["SELECT", "SAVEPOINT", *["INSERT"] * 6, "RELEASE"]


@pytest.mark.parametrize(
    ("body", "inputs"),
    [
        ({}, {}),
        ({"input_value": None}, {}),
        ({"input_value": ""}, {"input_value": ""}),
        ({"input_value": "x", "colour": 1}, {"input_value": "x"}),
        ({"input_request": {"input_value": "wrapped"}}, {"input_value": "wrapped"}),
        ({"input_value": 5}, {}),
        ({"input_value": "x", "input_type": "smell"}, {}),
        ({"input_value": "x", "tweaks": "zzz"}, {}),
    ],
)
async def test_what_the_body_means(alices_calls, echo, body, inputs):
    answer = await post(alices_calls, echo.pk, body)
    assert answer.status_code == 200
    assert answer.json()["outputs"][0]["inputs"] == inputs


async def test_no_body_at_all_runs_with_the_defaults(alices_calls, echo):
    assert (await post(alices_calls, echo.pk, "")).status_code == 200


@pytest.mark.parametrize(
    ("content", "location"),
    [
        ("nope", ["body", 0]),
        ("[1, 2]", ["body", "input_request"]),
        ("null", ["body", "input_request"]),
        ('{"input_request": {"input_value": 5}}', ["body", "input_request", "input_value"]),
    ],
)
async def test_what_is_no_request_is_refused(alices_calls, echo, content, location):
    answer = await post(alices_calls, echo.pk, content)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == location


async def test_a_bad_stream_flag_is_refused(alices_calls, echo):
    answer = await post(alices_calls, f"{echo.pk}?stream=maybe")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["query", "stream"]


async def test_tweaks_change_this_run_only(alices_calls, echo):
    tweaks = {"ChatInput-aaaaa": {"input_value": "tweaked", "code": "raise SystemExit"}}
    assert text_of(await post(alices_calls, echo.pk, {"tweaks": tweaks})) == "tweaked"
    assert text_of(await post(alices_calls, echo.pk, {"input_value": "plain"})) == "plain"


async def test_an_input_that_comes_twice_is_refused(alices_calls, echo):
    tweaks = {"ChatInput-aaaaa": {"input_value": "y"}}
    answer = await post(alices_calls, echo.pk, {"input_value": "x", "tweaks": tweaks})
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("If you pass an input_value to the chat input")


async def test_all_vertices_answer_on_debug(alices_calls, echo):
    answer = await post(alices_calls, echo.pk, {"input_value": "x", "output_type": "debug"})
    assert len(answer.json()["outputs"][0]["outputs"]) == 2


async def test_an_unknown_output_component_answers_nothing(alices_calls, echo):
    answer = await post(alices_calls, echo.pk, {"input_value": "x", "output_component": "Nope-z"})
    assert answer.json()["outputs"][0]["outputs"] == []


async def test_an_unknown_flow_is_not_found(alices_calls):
    for name in (str(uuid.uuid4()), "no-such-flow"):
        answer = await post(alices_calls, name)
        assert answer.status_code == 404
        assert answer.json() == {"detail": f"Flow identifier {name} not found"}


async def test_a_stranger_does_not_run_it(caller_of, echo):
    bobs_calls = await sync_to_async(caller_of)("bob")
    assert (await post(bobs_calls, echo.pk)).status_code == 403
    assert (await post(bobs_calls, f"{echo.pk}?user_id={echo.user_id}")).status_code == 403
    assert (await post(bobs_calls, "echo-here")).status_code == 404
    assert await Message.objects.acount() == 0


@pytest.mark.parametrize("headers", [{}, {"x-api-key": "sk-wrong"}])
async def test_nobody_runs_it_without_a_good_key(async_client, echo, headers):
    answer = await post(async_client, echo.pk, headers=headers)
    assert answer.status_code == 403


async def test_a_token_is_not_enough(async_client_of, echo):
    alice = await async_client_of("alice")
    answer = await post(alice, echo.pk)
    assert answer.status_code == 403
    assert answer.json() == {"detail": "An API key must be passed as query or header"}


async def test_a_key_in_the_query_will_do(alices_calls, async_client, echo):
    key = alices_calls.own_headers["x-api-key"]
    assert (await post(async_client, f"{echo.pk}?x-api-key={key}", {"input_value": "x"})).status_code == 200


async def test_a_flow_without_data_says_so(alices_calls, store_flow, alice):
    flow = await sync_to_async(store_flow)(alice, None)
    answer = await post(alices_calls, flow.pk)
    assert answer.status_code == 400
    assert answer.json() == {"detail": f"Flow {flow.pk} has no data"}


async def test_an_empty_flow_answers_nothing(alices_calls, store_flow, alice):
    flow = await sync_to_async(store_flow)(alice, {"nodes": [], "edges": []})
    answer = await post(alices_calls, flow.pk, {"input_value": "x"})
    assert answer.json()["outputs"] == [{"inputs": {"input_value": "x"}, "outputs": []}]


async def test_a_flow_that_cannot_run_names_every_problem(alices_calls, store_flow, alice):
    data = echo_data()
    for node in data["nodes"]:
        node["data"]["type"] = "Nobody"
        node["data"]["node"]["template"]["code"]["value"] = ""  # with code of its own it would be a custom component
    flow = await sync_to_async(store_flow)(alice, data)
    answer = await post(alices_calls, flow.pk)
    assert answer.status_code == 400
    problems = json.loads(answer.json()["detail"])["problems"]
    assert {problem["component_id"] for problem in problems} == {"ChatInput-aaaaa", "ChatOutput-zzzzz"}


async def test_a_changed_flow_runs_changed(alices_calls, echo, store_flow, alice):
    assert text_of(await post(alices_calls, echo.pk, {"input_value": "x"})) == "x"
    echo.data["nodes"][1]["data"]["node"]["template"]["data_template"]["value"] = "{text}"
    echo.data["nodes"][0]["data"]["node"]["template"]["input_value"]["value"] = "stored"
    echo.version_stamp = uuid.uuid4()
    await sync_to_async(echo.save)()
    assert text_of(await post(alices_calls, echo.pk)) == "stored"


async def test_variables_come_from_headers_then_the_user(alices_calls, store_flow, client_of, alice):
    flow = await sync_to_async(store_flow)(alice, variable_data("MY_VAR"))
    answer = await post(alices_calls, flow.pk)
    assert answer.status_code == 400
    assert "MY_VAR variable not found." in answer.json()["detail"]
    saved = {"name": "MY_VAR", "value": "saved", "type": "Generic", "default_fields": []}
    alice_signed_in = await sync_to_async(client_of)("alice")
    await sync_to_async(alice_signed_in.post)("/api/v1/variables/", saved, format="json")
    assert text_of(await post(alices_calls, flow.pk)) == "saved"
    header = {"X-LANGFLOW-GLOBAL-VAR-MY%5FVAR": "given"}
    assert text_of(await post(alices_calls, flow.pk, headers=header)) == "given"


async def test_a_user_has_only_so_many_runs_under_way(alices_calls, echo, settings, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "RUNS_PER_USER", 1)
    with limits.run_slot(echo.user_id):
        answer = await post(alices_calls, echo.pk)
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "1"
    assert (await post(alices_calls, echo.pk)).status_code == 200


async def test_it_takes_posts_only(alices_calls, echo):
    assert (await alices_calls.get(f"{URL}{echo.pk}")).status_code == 404
    assert (await alices_calls.put(f"{URL}{echo.pk}")).status_code == 405


@pytest.mark.django_db
async def test_the_tasks_of_old_releases_are_gone_for_everybody(async_client):
    answer = await async_client.get("/api/v1/task/4f1")
    assert answer.status_code == 400
    assert "/task endpoint is deprecated" in answer.json()["detail"]
