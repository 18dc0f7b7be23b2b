"""Jobs survive what happens to processes: one is killed, Redis goes away and comes back empty."""

import asyncio
import json
import time

import httpx
import pytest

from tests.processes.cluster import LEASE_SECONDS, echo_data, model_data
from tests.services import postgresql_is_needed, redis_server_is_needed

pytestmark = [
    pytest.mark.live,
    pytest.mark.xdist_group("cluster"),
    postgresql_is_needed,
    redis_server_is_needed,
]


async def started(client, flow_id, text="hello"):
    answer = await client.post(f"/api/v1/build/{flow_id}/flow", json={"inputs": {"input_value": text}})
    assert answer.status_code == 200, answer.text
    return answer.json()["job_id"]


async def events_of(client, job_id, *, after=None):
    """Follow the job to its end and return its events."""
    query = {"after": after} if after is not None else {}
    answer = await client.get(f"/api/v1/build/{job_id}/events", params=query)
    return [json.loads(line) for line in answer.text.split("\n\n") if line]


def names(events):
    return [event["event"] for event in events]


async def lines_until(stream, event):
    """Read the stream up to that event; return the events so far."""
    events = []
    async for line in stream:
        if line:
            events.append(json.loads(line))
            if events[-1]["event"] == event:
                return events
    raise AssertionError(f"The stream ended after {names(events)}.")


async def test_a_build_of_one_process_is_followed_through_another(cluster):
    flow_id = cluster.store_flow(echo_data(), "followed")
    async with cluster.client(0) as one, cluster.client(1) as other:
        for number in range(20):
            job_id = await started(one, flow_id, f"text {number}")
            events = await events_of(other, job_id)
            assert names(events)[0] == "vertices_sorted"
            assert names(events)[-1] == "end"
            assert names(events).count("end_vertex") == 2


async def test_a_cancel_through_another_process_stops_the_work(cluster, provider):
    provider.silent = True
    flow_id = cluster.store_flow(model_data(provider.base_url), "cancelled")
    async with cluster.client(0) as one, cluster.client(1) as other:
        job_id = await started(one, flow_id)
        async with other.stream("GET", f"/api/v1/build/{job_id}/events", params={"after": 0}) as answer:
            lines = answer.aiter_lines()
            await lines_until(lines, "end_vertex")
            await provider.asked.wait()
            asked_at = time.monotonic()
            assert (await other.post(f"/api/v1/build/{job_id}/cancel")).json()["success"]
            await lines_until(lines, "end")
            assert time.monotonic() - asked_at < 2

            while not provider.closed_early:  # the worker has left the model
                assert time.monotonic() - asked_at < 2
                await asyncio.sleep(0.02)


async def test_a_stream_goes_on_at_another_process_when_its_own_is_killed(cluster, provider, tmp_path_factory):
    provider.pause = asyncio.Event()
    flow_id = cluster.store_flow(model_data(provider.base_url), "resumed")
    async with cluster.client(0) as one, cluster.client(1) as other:
        job_id = await started(one, flow_id)
        async with one.stream("GET", f"/api/v1/build/{job_id}/events", params={"after": 0}) as answer:
            lines = answer.aiter_lines()
            seen = await lines_until(lines, "token")
            cluster.kill_web(0)
            with pytest.raises(httpx.HTTPError):
                await lines_until(lines, "end")
        provider.pause.set()
        rest = await events_of(other, job_id, after=len(seen))
        assert names(rest)[-1] == "end"
        everything = await events_of(other, job_id, after=0)
        assert [*seen, *rest] == everything
        tokens = [event["data"]["chunk"] for event in everything if event["event"] == "token"]
        assert "".join(tokens) == "Good day."


async def test_a_build_whose_worker_is_killed_ends_with_an_error(cluster, provider):
    provider.pause = asyncio.Event()
    flow_id = cluster.store_flow(model_data(provider.base_url), "lost")
    async with cluster.client(1) as client:
        job_id = await started(client, flow_id)
        async with client.stream("GET", f"/api/v1/build/{job_id}/events", params={"after": 0}) as answer:
            lines = answer.aiter_lines()
            await lines_until(lines, "token")
            killed_at = time.monotonic()
            for _ in list(cluster.workers):
                cluster.kill_worker()
            await lines_until(lines, "end")
            assert time.monotonic() - killed_at < 4 * LEASE_SECONDS + 5
        cluster.start_worker()
        cluster.start_worker()
        again = await started(client, flow_id)
        provider.pause.set()
        assert "".join(
            event["data"]["chunk"] for event in await events_of(client, again) if event["event"] == "token"
        ) == ("Good day.")


async def test_redis_goes_away_and_comes_back_empty(cluster, provider):
    provider.pause = asyncio.Event()
    flow_id = cluster.store_flow(model_data(provider.base_url), "redis")
    async with cluster.client(1) as client:
        job_id = await started(client, flow_id)
        async with client.stream("GET", f"/api/v1/build/{job_id}/events", params={"after": 0}) as answer:
            lines = answer.aiter_lines()
            seen = await lines_until(lines, "token")
            cluster.redis.stop()
            await asyncio.sleep(1)
            cluster.redis.start()
            provider.pause.set()
            rest = await lines_until(lines, "end")
        tokens = [event["data"]["chunk"] for event in [*seen, *rest] if event["event"] == "token"]
        assert "".join(tokens) == "Good day."
        assert names(await events_of(client, job_id, after=0)) == names([*seen, *rest])
        assert names(await events_of(client, await started(client, flow_id)))[-1] == "end"
