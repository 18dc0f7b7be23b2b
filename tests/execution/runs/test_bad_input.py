"""Whatever callers send: the answer says what is wrong, the history is right, and the next run works."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async

from monitor.models import Message, Transaction, VertexBuild
from tests.execution.runs.conftest import echo_data, model_data
from tests.execution.runs.test_run import post, text_of
from tests.execution.runs.test_streams import lines_of

ODD_TEXTS = ["a\0b", "a\ud800b", "a\r\nSet-Cookie: b", "<script>", "😀" * 3000, "../../etc/passwd", "%00", " "]


@pytest.mark.parametrize(
    "content",
    [
        "{",
        '{"input_value": "x"',
        b'{"input_value": "\xff"}',
        "[" * 100_000,
        '{"input_value": ' + "9" * 5000 + "}",
        '{"tweaks": ' + '{"a":' * 5000 + "1" + "}" * 5001,
    ],
    ids=["open", "unfinished", "no UTF-8", "brackets", "digits", "depth"],
)
async def test_what_is_no_json_is_refused_and_leaves_nothing(alices_calls, echo, content):
    answer = await post(alices_calls, echo.pk, content)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == "json_invalid"
    assert not await Message.objects.aexists()


@pytest.mark.parametrize("text", ODD_TEXTS)
async def test_odd_texts_and_session_names_run_and_are_found_again(alices_calls, echo, text):
    answer = await post(alices_calls, echo.pk, {"input_value": text, "session_id": text})
    assert answer.status_code == 200
    assert answer.json()["session_id"] == text
    assert text_of(answer) == text
    stored = [message async for message in Message.objects.of_session(text)]
    assert len(stored) == 2
    assert await VertexBuild.objects.acount() == await Transaction.objects.acount() == 2


@pytest.mark.parametrize("text", ODD_TEXTS)
async def test_odd_texts_in_tweaks_do_not_keep_a_run_from_being_stored(alices_calls, echo, text):
    tweaks = {"ChatInput-aaaaa": {"sender": text, "sender_name": text, "files": [text], "context_id": text}}
    answer = await post(alices_calls, echo.pk, {"input_value": "x", "tweaks": tweaks})
    assert answer.status_code == 200
    assert await Message.objects.acount() == 2


async def test_a_huge_text_comes_back_whole(alices_calls, echo):
    answer = await post(alices_calls, echo.pk, {"input_value": "x" * 10_000_000})
    assert len(text_of(answer)) == 10_000_000
    build = await VertexBuild.objects.afirst()
    assert len(json.dumps(build.data)) < 100_000


@pytest.mark.parametrize("name", ["%00", "%ED%A0%80", "x" * 5000, "a b", "%F0%9F%98%80", "..%2f..%2fetc"])
async def test_odd_names_of_flows_are_not_found(alices_calls, name):
    assert (await post(alices_calls, name, {})).status_code in {404, 405}


async def test_a_tweak_of_the_wrong_type_names_field_and_component(alices_calls, echo):
    answer = await post(alices_calls, echo.pk, {"tweaks": {"ChatInput-aaaaa": {"sender_name": ["a", {"b": 1}]}}})
    assert answer.status_code == 400
    facts = json.loads(answer.json()["detail"])
    assert "Sender Name" in facts["message"]
    assert facts["component_id"] == "ChatInput-aaaaa"


@pytest.mark.parametrize("status", [401, 429, 500])
async def test_a_stream_tells_what_failed_and_ends(alices_calls, store_flow, alice, provider, status):
    provider.status = status
    flow = await sync_to_async(store_flow)(alice, model_data(provider.base_url))
    lines = await lines_of(await post(alices_calls, f"{flow.pk}?stream=true", {"input_value": "hello"}))
    assert [line["event"] for line in lines] == ["add_message", "error", "error"]
    assert lines[2]["data"]["component_id"] == "OpenAIModel-model"
    assert lines[2]["data"]["code"].startswith("provider_")
    assert "Traceback" not in json.dumps(lines)
    told, failure = [row async for row in Message.objects.order_by("timestamp")]
    assert (told.text, failure.category) == ("hello", "error")
    assert str(failure.pk) == lines[1]["data"]["id"]
    assert await Transaction.objects.filter(status="error").acount() == 1


@pytest.mark.parametrize("value", ["soon", "1\u00e9", "9" * 20, "-1", "0.5; x"])
async def test_what_a_provider_says_is_no_header_of_ours_unless_it_is_a_time(
    alices_calls, store_flow, alice, provider, value
):
    provider.status = 429
    provider.headers = {"Retry-After": value}
    flow = await sync_to_async(store_flow)(alice, model_data(provider.base_url))
    answer = await post(alices_calls, flow.pk, {"input_value": "hello"})
    assert answer.headers["Retry-After"] == "1"


@pytest.mark.django_db(transaction=True)  # SQLite misses the flow at the commit
async def test_a_flow_that_is_deleted_while_it_runs_still_answers(alices_calls, store_flow, alice, provider):
    flow = await sync_to_async(store_flow)(alice, model_data(provider.base_url))
    async with paused_run(alices_calls, flow, provider) as rest:
        await sync_to_async(flow.delete)()
    assert final_text(rest) == "Good day."
    assert not await Message.objects.aexists()


async def test_a_flow_that_is_changed_while_it_runs_ends_as_it_began(alices_calls, store_flow, alice, provider):
    flow = await sync_to_async(store_flow)(alice, model_data(provider.base_url))
    async with paused_run(alices_calls, flow, provider) as rest:
        flow.redraw(echo_data())
        await flow.asave()
    assert final_text(rest) == "Good day."
    assert await Message.objects.acount() == 2
    assert text_of(await post(alices_calls, flow.pk, {"input_value": "echoed"})) == "echoed"


@asynccontextmanager
async def paused_run(calls, flow, provider):
    """Start a streamed run; while it waits for its model the block runs. Give the list that gets the run's lines."""
    provider.pause = asyncio.Event()
    lines: list[bytes] = []
    answer = await post(calls, f"{flow.pk}?stream=true", {"input_value": "hello"})
    async for chunk in answer.streaming_content:
        lines.append(chunk)
        if b"Good " in chunk and not provider.pause.is_set():
            yield lines
            provider.pause.set()


def final_text(lines):
    end = json.loads(lines[-1])
    assert end["event"] == "end"
    return end["data"]["result"]["outputs"][0]["outputs"][0]["results"]["message"]["text"]


async def test_a_flow_with_too_many_components_is_refused(alices_calls, echo, settings, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "GRAPH_MAX_VERTICES", 1)
    answer = await post(alices_calls, echo.pk, {})
    assert answer.status_code == 400
    assert "1 at most" in json.loads(answer.json()["detail"])["message"]
