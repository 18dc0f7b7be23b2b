"""`GET /webhook-events/{flow}`: runs as they happen, for the flow's owner."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers

from execution.runtime.event_log import event_log
from execution.webhooks import watching
from tests.execution.webhooks.conftest import EVENTS_URL, call, ended

RUN = ["vertices_sorted", "build_start", "end_vertex", "add_message", "end_vertex", "end"]


@pytest.fixture(autouse=True)
def _a_layer_of_its_own(settings):
    """Whoever watches in one test is no watcher in the next."""
    channel_layers.backends.clear()


class Reader:
    """Reads the events of an answer one by one."""

    def __init__(self, chunks):
        self._chunks = chunks

    async def next(self):
        async with asyncio.timeout(10):
            block = (await anext(self._chunks)).decode()
        if block.startswith(":"):
            return {"comment": block}
        lines = dict(line.split(": ", 1) for line in block.strip().split("\n"))
        return {**lines, "data": json.loads(lines["data"])}

    async def until_end(self):
        events = []
        while not events or events[-1]["event"] != "end":
            events.append(await self.next())
        return events


@asynccontextmanager
async def watched(client, flow, **headers):
    answer = await client.get(f"{EVENTS_URL}/{getattr(flow, 'pk', flow)}", headers=headers)
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "text/event-stream"
    chunks = aiter(answer.streaming_content)
    reader = Reader(chunks)
    connected = await reader.next()
    assert connected["event"] == "connected"
    try:
        yield reader
    finally:
        await chunks.aclose()


async def begun(reader):
    """Let the reader begin to listen: what follows `connected` is only read when somebody asks for it."""
    return asyncio.create_task(reader.until_end())


async def test_it_begins_with_the_flow(alices_calls, hook):
    answer = await alices_calls.get(f"{EVENTS_URL}/hook-here")
    chunks = aiter(answer.streaming_content)
    connected = await Reader(chunks).next()
    assert connected == {"event": "connected", "data": {"flow_id": str(hook.pk), "flow_name": hook.name}}
    await chunks.aclose()


async def test_a_run_is_told_as_a_build_is(alices_calls, hook):
    async with watched(alices_calls, hook) as reader:
        events = await begun(reader)
        answer = await call(alices_calls, hook)
        events = await events
    assert [event["event"] for event in events] == RUN
    run_id = answer.headers["X-Job-Id"]
    assert {event["data"]["run_id"] for event in events} == {run_id}
    assert [event["id"] for event in events] == [f"{run_id}:{number}" for number in range(1, len(RUN) + 1)]
    webhook = events[0]["data"]["ids"][0]
    assert events[1]["data"]["id"] == webhook
    assert events[2]["data"]["build_data"]["id"] == webhook
    assert events[-1]["data"] == {"run_id": run_id, "success": True}


async def test_every_watcher_sees_every_run(alices_calls, hook):
    async with watched(alices_calls, hook) as one, watched(alices_calls, "hook-here") as other:
        readings = [await begun(reader) for reader in (one, other)]
        await ended(await call(alices_calls, hook))
        first = await asyncio.gather(*readings)
        second = [await begun(reader) for reader in (one, other)]
        await ended(await call(alices_calls, hook))
        second = await asyncio.gather(*second)
    assert [[event["event"] for event in events] for events in first + second] == [RUN] * 4


async def test_a_failure_says_why(alices_calls, store_flow, alice):
    flow = await sync_to_async(store_flow)(alice, {"nodes": [], "edges": [{"source": "a", "target": "b"}]})
    async with watched(alices_calls, flow) as reader:
        reading = await begun(reader)
        job = await ended(await call(alices_calls, flow))
        events = await reading
    assert events[-1]["data"] == {"run_id": str(job.pk), "success": False, "error": job.error}
    assert [event["event"] for event in events] == ["error", "end"]


async def test_who_comes_back_gets_the_rest(alices_calls, hook):
    job = await ended(await call(alices_calls, hook))
    async with watched(alices_calls, hook, **{"Last-Event-ID": f"{job.pk}:4"}) as reader:
        assert [event["event"] for event in await reader.until_end()] == RUN[4:]


@pytest.mark.parametrize("last", ["x", "1:2", "00000000-0000-4000-8000-000000000000:1", "9" * 500])
async def test_a_last_event_that_never_was_is_no_failure(alices_calls, hook, last):
    async with watched(alices_calls, hook, **{"Last-Event-ID": last}) as reader:
        reading = await begun(reader)
        await asyncio.sleep(0.05)
        await ended(await call(alices_calls, hook))
        assert [event["event"] for event in await reading] == RUN


async def test_events_of_another_flow_are_not_resumed(alices_calls, hook, store_flow, alice, monkeypatch):
    monkeypatch.setattr(watching, "HEARTBEAT_SECONDS", 0.05)
    other = await sync_to_async(store_flow)(alice, hook.data)
    job = await ended(await call(alices_calls, other))
    async with watched(alices_calls, hook, **{"Last-Event-ID": f"{job.pk}:1"}) as reader:
        assert "comment" in await reader.next()


async def test_a_run_whose_events_are_gone_has_ended(alices_calls, hook, monkeypatch):
    job = await ended(await call(alices_calls, hook))
    monkeypatch.setattr(event_log(), "_jobs", {})
    async with watched(alices_calls, hook, **{"Last-Event-ID": f"{job.pk}:1"}) as reader:
        events = await reader.until_end()
    assert [event["event"] for event in events] == ["end"]


async def test_events_that_fell_out_are_told(alices_calls, hook, monkeypatch):
    monkeypatch.setattr(event_log(), "_most_events", 2)
    job = await ended(await call(alices_calls, hook))
    async with watched(alices_calls, hook, **{"Last-Event-ID": f"{job.pk}:1"}) as reader:
        events = await reader.until_end()
    assert [event["event"] for event in events] == ["gap", *RUN[-2:]]
    assert events[0]["data"] == {"missed": len(RUN) - 3, "run_id": str(job.pk)}


async def test_a_quiet_stream_has_a_heartbeat(alices_calls, hook, monkeypatch):
    monkeypatch.setattr(watching, "HEARTBEAT_SECONDS", 0.01)
    async with watched(alices_calls, hook) as reader:
        assert "comment" in await reader.next()


async def test_a_layer_that_is_away_does_not_keep_the_flow_from_running(alices_calls, hook, monkeypatch, caplog):
    async def is_away(*_):
        raise ConnectionRefusedError("no Redis")

    monkeypatch.setattr("channels.layers.InMemoryChannelLayer.group_send", is_away)
    assert (await ended(await call(alices_calls, hook))).state == "succeeded"
    assert "no Redis" in caplog.text


async def test_others_do_not_watch(caller_of, stranger, hook):
    bobs = await sync_to_async(caller_of)("bob")
    assert (await bobs.get(f"{EVENTS_URL}/hook-here")).status_code == 404
    for nobody in (bobs, stranger):
        answer = await nobody.get(f"{EVENTS_URL}/{hook.pk}")
        assert (answer.status_code, answer.json()) == (
            403,
            {"detail": "Missing or invalid credentials (cookie or API key)."},
        )


async def test_an_unknown_flow_is_not_found(alices_calls):
    assert (await alices_calls.get(f"{EVENTS_URL}/nope")).status_code == 404
