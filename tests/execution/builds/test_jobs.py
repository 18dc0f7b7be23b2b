"""`/build/{job_id}/events` and `/cancel`: following, polling, coming back, going away, ending."""

import asyncio
import json
import threading
import uuid

import pytest
from asgiref.sync import sync_to_async

from execution.builds import services
from execution.components.input_output.chat_output import ChatOutput
from execution.models import Job
from execution.runtime.event_log import event_log
from tests.clients import HeaderClient
from tests.execution.builds.conftest import URL, build, echo_data, lines_of, names, polled, started

ECHO = ["vertices_sorted", "build_start", "add_message", "end_vertex", "add_message", "end_vertex", "end"]
CANCELLED = {"success": True, "message": "Flow build cancelled successfully"}


@pytest.fixture
def blocked(monkeypatch):
    """The Chat Output blocks in a thread until the event is set."""
    release = threading.Event()
    entered = threading.Event()

    async def blocks(self):
        entered.set()
        await asyncio.to_thread(release.wait, 10)

    monkeypatch.setattr(ChatOutput, "message_response", blocks)
    release.entered = entered
    yield release
    release.set()


async def entered(blocked):
    await asyncio.to_thread(blocked.entered.wait, 5)


async def state_of(job_id):
    return await Job.objects.values_list("state", flat=True).aget(pk=job_id)


async def test_a_job_is_polled_until_its_end(alices, echo):
    assert names(await polled(alices, await started(alices, echo))) == ECHO


async def test_a_poll_after_the_end_says_that_it_is_over(alices, echo):
    job_id = await started(alices, echo)
    await polled(alices, job_id)
    after = await lines_of(await alices.get(f"{URL}/{job_id}/events?event_delivery=polling"))
    assert after == [{"event": "end", "data": {}}]


async def test_a_job_is_followed(alices, echo):
    job_id = await started(alices, echo, event_delivery="streaming")
    assert names(await lines_of(await alices.get(f"{URL}/{job_id}/events"))) == ECHO


async def test_who_comes_late_or_twice_gets_everything(alices, echo):
    job_id = await started(alices, echo)
    for _ in range(2):
        assert names(await lines_of(await alices.get(f"{URL}/{job_id}/events"))) == ECHO


async def test_who_comes_back_gets_the_rest(alices, echo):
    job_id = await started(alices, echo)
    assert names(await lines_of(await alices.get(f"{URL}/{job_id}/events?after=5"))) == ECHO[5:]
    again = await alices.get(f"{URL}/{job_id}/events", headers={"Last-Event-ID": "6"})
    assert names(await lines_of(again)) == ["end"]
    assert (await alices.get(f"{URL}/{job_id}/events?after=-1")).status_code == 422


async def test_a_job_that_the_log_has_forgotten_is_over(alices, echo, monkeypatch):
    job_id = await started(alices, echo)
    await polled(alices, job_id)
    monkeypatch.setattr(event_log(), "_jobs", {})
    assert names(await lines_of(await alices.get(f"{URL}/{job_id}/events"))) == ["end"]


async def test_cancelling_ends_a_blocked_job_at_once(alices, echo, blocked):
    job_id = await started(alices, echo)
    await entered(blocked)
    async with asyncio.timeout(2):
        answer = await alices.post(f"{URL}/{job_id}/cancel")
    assert (answer.status_code, answer.json()) == (200, CANCELLED)
    assert await state_of(job_id) == "cancelled"
    lines = await lines_of(await alices.get(f"{URL}/{job_id}/events?event_delivery=polling"))
    assert names(lines) == ["vertices_sorted", "build_start", "add_message", "end_vertex", "end"]
    assert lines[-1] == {"event": "end", "data": {}}


async def test_cancelling_again_or_after_the_end_is_fine(alices, echo):
    job_id = await started(alices, echo)
    await polled(alices, job_id)
    for _ in range(2):
        answer = await alices.post(f"{URL}/{job_id}/cancel")
        assert (answer.status_code, answer.json()) == (200, CANCELLED)
    assert await state_of(job_id) == "succeeded"


async def test_a_reader_that_goes_away_ends_the_build(alices, echo, blocked):
    job_id = await started(alices, echo)
    frames = services.frames_of(uuid.UUID(job_id))
    await anext(frames)
    await entered(blocked)
    await frames.aclose()
    assert await state_of(job_id) == "cancelled"


async def test_a_reader_that_may_come_back_ends_nothing(alices, echo, blocked):
    job_id = await started(alices, echo)
    frames = services.frames_of(uuid.UUID(job_id), after=0)
    await anext(frames)
    await frames.aclose()
    assert await state_of(job_id) == "running"
    blocked.set()
    assert names(await polled(alices, job_id))[-1] == "end"


async def test_a_caller_that_leaves_a_direct_build_ends_it(alices, echo, blocked):
    answer = await build(alices, echo, event_delivery="direct")
    reading = asyncio.create_task(lines_of(answer))
    await entered(blocked)
    reading.cancel()
    await asyncio.wait([reading])
    assert [state async for state in Job.objects.values_list("state", flat=True)] == ["cancelled"]


@pytest.mark.parametrize("job_id", ["zz", "00000000-0000-4000-8000-000000000000"])
async def test_an_unknown_job_is_not_found(alices, job_id):
    expected = {"detail": f"Job not found: Job queue not found for job_id: {job_id}"}
    for answer in (await alices.get(f"{URL}/{job_id}/events"), await alices.post(f"{URL}/{job_id}/cancel")):
        assert (answer.status_code, answer.json()) == (404, expected)


async def test_jobs_of_others_do_not_exist(alices, bobs, echo, blocked):
    job_id = await started(alices, echo)
    assert (await bobs.get(f"{URL}/{job_id}/events")).status_code == 404
    assert (await bobs.post(f"{URL}/{job_id}/cancel")).status_code == 404
    assert await state_of(job_id) == "running"
    blocked.set()
    await polled(alices, job_id)


async def test_a_stranger_is_refused(alices, echo):
    job_id = await started(alices, echo)
    stranger = HeaderClient({})
    assert (await stranger.get(f"{URL}/{job_id}/events")).status_code == 403
    assert (await stranger.post(f"{URL}/{job_id}/cancel")).status_code == 403
    await polled(alices, job_id)


async def test_a_flow_takes_its_jobs_along(alices, echo):
    job_id = await started(alices, echo)
    await polled(alices, job_id)
    await sync_to_async(echo.delete)()
    assert (await alices.get(f"{URL}/{job_id}/events")).status_code == 404


@pytest.mark.parametrize("last", ["9" * 5000, "9" * 18, "-1", "x", "\u00b2"])
async def test_a_last_event_that_never_was_is_no_failure(alices, echo, last):
    job_id = await started(alices, echo)
    await polled(alices, job_id)
    alices.own_headers = {**alices.own_headers, "Last-Event-ID": last}
    lines = await lines_of(await alices.get(f"{URL}/{job_id}/events"))
    assert lines[-1]["event"] == "end"


@pytest.mark.parametrize("depth", [900, 100_000])
async def test_a_graph_that_is_nested_without_end_is_no_failure(alices, echo, depth):
    text = json.dumps({"data": echo_data(), "inputs": None})
    text = text.replace('"input_value": {', f'"odd": {{"value": {"[" * depth + "]" * depth}}}, "input_value": {{', 1)
    for path in ("flow", "vertices", "vertices/ChatInput-aaaaa"):
        answer = await alices.post(f"{URL}/{echo.pk}/{path}", text, content_type="application/json")
        assert answer.status_code in {200, 422}
