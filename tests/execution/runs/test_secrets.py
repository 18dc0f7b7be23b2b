"""Values of secret variables never leave the server, whichever way a flow tries to tell them."""

import pytest
from asgiref.sync import sync_to_async

from accounts.encryption import encrypt
from accounts.models import Variable
from monitor.models import Message, Transaction, VertexBuild
from tests.execution.builds.conftest import URL, lines_of
from tests.execution.runs.conftest import echo_data, model_data, variable_data
from tests.execution.runs.test_run import post
from tests.execution.runs.test_streams import lines_of as stream_of

SECRET = 'sk-"quoted"/secret-of-alice'


@pytest.fixture
def secret(alice):
    return Variable.objects.create(user=alice, name="SECRET", type="Credential", encrypted_value=encrypt(SECRET))


@pytest.fixture
def telling(store_flow, alice, secret):
    return store_flow(alice, variable_data("SECRET"))


async def stored() -> str:
    rows = []
    for model in (Message, VertexBuild, Transaction):
        rows += [row async for row in model.objects.values_list()]
    assert rows
    return str(rows)


def holds(text: str) -> bool:
    return "secret-of-alice" in text


@pytest.mark.parametrize("output_type", ["chat", "debug"])
async def test_not_in_the_answer_and_not_in_the_history(alices_calls, telling, output_type):
    answer = await post(alices_calls, telling.pk, {"output_type": output_type})
    assert answer.status_code == 200
    assert answer.json()["outputs"][0]["outputs"][-1]["results"]["message"]["text"] == "***"
    assert not holds(answer.content.decode())
    assert not holds(await stored())


async def test_not_in_a_stream(alices_calls, telling):
    lines = await stream_of(await post(alices_calls, f"{telling.pk}?stream=true", {}))
    assert not holds(str(lines))
    assert lines[0]["data"]["text"] == "***"


async def test_not_in_the_pieces_of_a_model(alices_calls, store_flow, alice, secret, provider):
    provider.pieces = tuple(f"Your key is {SECRET}.")
    flow = await sync_to_async(store_flow)(alice, model_data(provider.base_url, api_key="SECRET"))
    body = {"tweaks": {"OpenAIModel-model": {"api_key": {"value": "SECRET", "load_from_db": True}}}}
    lines = await stream_of(await post(alices_calls, f"{flow.pk}?stream=true", body))
    assert "".join(line["data"]["chunk"] for line in lines if line["event"] == "token") == "Your key is ***."
    assert not holds(str(lines))
    assert not holds(await stored())


async def test_not_in_an_error_that_echoes_it(alices_calls, store_flow, alice, secret):
    data = model_data(f"http://127.0.0.1:1/{SECRET}")
    data["nodes"][1]["data"]["node"]["template"]["openai_api_base"].update(value="SECRET", load_from_db=True)
    flow = await sync_to_async(store_flow)(alice, data)
    answer = await post(alices_calls, flow.pk, {"input_value": "x"})
    assert answer.status_code >= 400
    assert not holds(answer.content.decode())
    assert not holds(await stored())


async def test_not_by_a_tweak_that_names_the_variable(alices_calls, store_flow, alice, secret):
    flow = await sync_to_async(store_flow)(alice, echo_data())
    tweaks = {"ChatInput-aaaaa": {"input_value": {"value": "SECRET", "load_from_db": True}}}
    answer = await post(alices_calls, flow.pk, {"tweaks": tweaks, "output_type": "debug"})
    assert answer.status_code == 200
    assert "***" in answer.content.decode()
    assert not holds(answer.content.decode())
    assert not holds(await stored())


async def test_not_in_the_events_of_a_build(async_client_of, telling):
    client = await async_client_of("alice")
    answer = await client.post(f"{URL}/{telling.pk}/flow?event_delivery=direct", {}, content_type="application/json")
    lines = await lines_of(answer)
    assert "***" in str(lines)
    assert not holds(str(lines))
    assert not holds(await stored())


async def test_not_where_one_vertex_is_built(async_client_of, telling):
    client = await async_client_of("alice")
    answer = await client.post(f"{URL}/{telling.pk}/vertices/TextInput-aaaaa", {}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert not holds(answer.content.decode())


async def test_generic_variables_are_no_secrets(alices_calls, alice, telling, secret):
    await Variable.objects.filter(pk=secret.pk).aupdate(type="Generic")
    answer = await post(alices_calls, telling.pk, {})
    assert answer.json()["outputs"][0]["outputs"][0]["results"]["message"]["text"] == SECRET


async def test_a_value_that_the_caller_brought_is_theirs_to_read(alices_calls, telling):
    alices_calls.own_headers = {**alices_calls.own_headers, "X-LANGFLOW-GLOBAL-VAR-SECRET": "brought along"}
    answer = await post(alices_calls, telling.pk, {})
    assert answer.json()["outputs"][0]["outputs"][0]["results"]["message"]["text"] == "brought along"
