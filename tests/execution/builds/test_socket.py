"""`/api/v1/ws/build/{job_id}`: a build's events over a websocket."""

import asyncio
import json
import uuid

import pytest
from channels.testing import WebsocketCommunicator

from execution.components.input_output.chat_output import ChatOutput
from execution.models import Job
from langflow_site.asgi import application
from tests.execution.builds.conftest import polled, started

ECHO = ["vertices_sorted", "build_start", "add_message", "end_vertex", "add_message", "end_vertex", "end"]


@pytest.fixture
def endless(monkeypatch):
    """The Chat Output never gives anything."""

    async def waits(self):
        await asyncio.Event().wait()

    monkeypatch.setattr(ChatOutput, "message_response", waits)


def socket(job_id, client=None, *, query="", host="testserver"):
    authorization = client.own_headers.get("Authorization", "") if client else ""
    headers = [(b"host", host.encode()), *([(b"authorization", authorization.encode())] if authorization else [])]
    return WebsocketCommunicator(application, f"/api/v1/ws/build/{job_id}{query}", headers=headers)


async def opened(*args, **options):
    communicator = socket(*args, **options)
    is_open, _ = await communicator.connect()
    assert is_open
    return communicator


async def frames_of(communicator):
    """Return the frames up to the end, after which the server closes the socket."""
    frames = []
    while not frames or frames[-1]["event"] != "end":
        frames.append(json.loads(await communicator.receive_from(timeout=5)))
    assert (await communicator.receive_output(5)) == {"type": "websocket.close", "code": 1000}
    return frames


async def state_of(job_id):
    return await Job.objects.values_list("state", flat=True).aget(pk=job_id)


async def test_the_events_come_as_numbered_frames(alices, echo):
    communicator = await opened(await started(alices, echo), alices)
    frames = await frames_of(communicator)
    assert [frame["event"] for frame in frames] == ECHO
    assert [frame["number"] for frame in frames] == [1, 2, 3, 4, 5, 6, 7]


async def test_it_begins_after_the_event_that_the_client_had(alices, echo):
    job_id = await started(alices, echo)
    await polled(alices, job_id)
    frames = await frames_of(await opened(job_id, alices, query="?after=5"))
    assert [frame["number"] for frame in frames] == [6, 7]


async def test_a_client_gets_events_again(alices, echo, endless):
    job_id = await started(alices, echo)
    communicator = await opened(job_id, alices, query="?after=3")
    await communicator.receive_from(timeout=5)
    await communicator.send_to(json.dumps({"type": "resume", "after": 2}))
    assert json.loads(await communicator.receive_from(timeout=5))["number"] == 3
    await communicator.send_to(json.dumps({"type": "cancel"}))
    assert (await frames_of(communicator))[-1]["event"] == "end"


async def test_a_client_cancels_the_build(alices, echo, endless):
    job_id = await started(alices, echo)
    communicator = await opened(job_id, alices)
    await communicator.send_to('{"type": "cancel"}')
    await frames_of(communicator)
    assert await state_of(job_id) == "cancelled"


async def test_a_client_that_goes_away_ends_nothing(alices, echo, endless):
    job_id = await started(alices, echo)
    communicator = await opened(job_id, alices)
    await communicator.receive_from(timeout=5)
    await communicator.disconnect()
    assert await state_of(job_id) == "running"
    await alices.post(f"/api/v1/build/{job_id}/cancel")


@pytest.mark.parametrize("said", ["no JSON", '{"type": "dance"}', '{"type": "resume", "after": -1}', "[]"])
async def test_what_is_not_understood_is_answered(alices, echo, endless, said):
    job_id = await started(alices, echo)
    communicator = await opened(job_id, alices, query="?after=99")
    await communicator.send_to(said)
    frame = json.loads(await communicator.receive_from(timeout=5))
    assert frame["event"] == "error"
    assert "cancel" in frame["data"]["error"]
    await communicator.disconnect()
    await alices.post(f"/api/v1/build/{job_id}/cancel")


async def test_strangers_and_others_are_refused(alices, bobs, echo):
    job_id = await started(alices, echo)
    await polled(alices, job_id)
    for refused in (
        socket(job_id),
        socket(job_id, bobs),
        socket(uuid.uuid4(), alices),
        socket("zz", alices),
        socket(job_id, alices, host="evil.example"),
    ):
        is_open, code = await refused.connect()
        assert not is_open, code


async def test_a_cookie_of_another_site_opens_nothing(alices, echo):
    job_id = await started(alices, echo)
    token = alices.own_headers["Authorization"].removeprefix("Bearer ")
    headers = [(b"host", b"testserver"), (b"cookie", f"access_token_lf={token}".encode())]
    own = WebsocketCommunicator(
        application, f"/api/v1/ws/build/{job_id}", headers=[*headers, (b"origin", b"http://testserver")]
    )
    assert (await own.connect())[0]
    await own.disconnect()
    foreign = WebsocketCommunicator(
        application, f"/api/v1/ws/build/{job_id}", headers=[*headers, (b"origin", b"http://evil.example")]
    )
    assert not (await foreign.connect())[0]


async def test_an_unknown_route_is_refused(alices):
    communicator = WebsocketCommunicator(application, "/api/v1/ws/nothing", headers=[(b"host", b"testserver")])
    assert not (await communicator.connect())[0]
