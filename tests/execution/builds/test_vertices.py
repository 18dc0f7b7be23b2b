"""The older routes that build one vertex at a time."""

import json
import uuid

import pytest

from monitor.models import Message
from tests.clients import HeaderClient
from tests.execution.builds.conftest import URL, in_test_thread, lone_answer_data, store_flow


async def post(client, path, body=None):
    return await client.post(f"{URL}/{path}", "" if body is None else body, content_type="application/json")


async def test_the_order_names_what_a_build_would_run(alices, echo):
    answer = await post(alices, f"{echo.pk}/vertices")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["ids"], body["vertices_to_run"]) == (["ChatInput-aaaaa"], ["ChatInput-aaaaa", "ChatOutput-zzzzz"])
    assert uuid.UUID(body["run_id"])
    assert not await Message.objects.aexists()


async def test_the_order_is_cut_and_may_be_of_another_graph(alices, echo):
    cut = (await post(alices, f"{echo.pk}/vertices?stop_component_id=ChatInput-aaaaa")).json()
    assert cut["vertices_to_run"] == ["ChatInput-aaaaa"]
    other = (await post(alices, f"{echo.pk}/vertices", {"nodes": [], "edges": []})).json()
    assert (other["ids"], other["vertices_to_run"]) == ([], [])
    assert (await post(alices, f"{echo.pk}/vertices", {"nodes": 1, "edges": []})).status_code == 422


async def test_one_vertex_is_built(alices, echo):
    body = {"inputs": {"input_value": "hello"}}
    answer = (await post(alices, f"{echo.pk}/vertices/ChatInput-aaaaa", body)).json()
    assert (answer["id"], answer["valid"], answer["next_vertices_ids"]) == (
        "ChatInput-aaaaa",
        True,
        ["ChatOutput-zzzzz"],
    )
    assert answer["data"]["results"]["message"]["text"] == "hello"


async def test_a_vertex_that_fails_says_so(alices, alice):
    flow = await in_test_thread(store_flow)(alice, lone_answer_data())
    answer = (await post(alices, f"{flow.pk}/vertices/ChatOutput-zzzzz", {})).json()
    assert (answer["valid"], answer["next_vertices_ids"]) == (False, [])
    assert answer["params"].startswith("Error building Component Chat Output")


async def test_an_unknown_vertex_is_not_found(alices, echo):
    answer = await post(alices, f"{echo.pk}/vertices/Nope-1", {})
    assert (answer.status_code, answer.json()) == (404, {"detail": "Vertex Nope-1 not found"})


@pytest.mark.parametrize(
    ("vertex_id", "events"), [("ChatInput-aaaaa", ["message", "close"]), ("Nope-1", ["error", "close"])]
)
async def test_a_vertex_is_built_as_a_stream(alices, echo, vertex_id, events):
    answer = await alices.get(f"{URL}/{echo.pk}/{vertex_id}/stream")
    assert answer.headers["Content-Type"] == "text/event-stream"
    frames = b"".join([chunk async for chunk in answer.streaming_content]).decode().split("\n\n")[:-1]
    told = [frame.split("\n") for frame in frames]
    assert [lines[0].removeprefix("event: ") for lines in told] == events
    assert json.loads(told[-1][1].removeprefix("data: ")) == {"message": "Stream closed"}


@pytest.mark.parametrize("path", ["vertices", "vertices/ChatInput-aaaaa"])
async def test_strangers_and_others_are_refused(bobs, echo, path):
    assert (await post(HeaderClient({}), f"{echo.pk}/{path}", {})).status_code == 403
    assert (await post(bobs, f"{echo.pk}/{path}", {})).status_code == 404
    assert (await bobs.get(f"{URL}/{echo.pk}/ChatInput-aaaaa/stream")).status_code == 404
