"""Background jobs while workers die one after the other: nothing is lost, nothing is done twice, nothing stays open."""

import asyncio
import os
import time
from collections import Counter

import psycopg
import pytest

from tests.processes.cluster import echo_data, running_cluster
from tests.services import postgresql_is_needed, redis_server_is_needed

pytestmark = [
    pytest.mark.live,
    pytest.mark.xdist_group("cluster"),
    postgresql_is_needed,
    redis_server_is_needed,
]

JOBS = int(os.environ.get("TEST_MANY_JOBS", "100"))
AT_ONCE = 20
SECONDS_BETWEEN_DEATHS = 3.0
MOST_SECONDS = 300.0
LIMITS = {"LANGFLOW_JOB_ATTEMPTS": "50", "LANGFLOW_WORKER_CONCURRENCY": "8"}


async def kill_one_after_the_other(cluster):
    """Let the oldest worker die and another one begin, for as long as this goes on."""
    while True:
        await asyncio.sleep(SECONDS_BETWEEN_DEATHS)
        cluster.start_worker()
        cluster.kill_worker()


async def start_all(cluster, flow_id):
    """Start the jobs at both serving processes and return their ids."""
    room = asyncio.Semaphore(AT_ONCE)
    async with cluster.client(0) as one, cluster.client(1) as other:

        async def start(number):
            body = {
                "flow_id": flow_id,
                "background": True,
                "inputs": {"ChatInput-aaaaa": {"input_value": f"text {number}", "session_id": f"session {number}"}},
            }
            async with room:
                answer = await (one, other)[number % 2].post("/api/v2/workflows", json=body)
            assert answer.status_code == 200, answer.text
            return answer.json()["job_id"]

        return await asyncio.gather(*(start(number) for number in range(JOBS)))


def states_of(cluster):
    with psycopg.connect(cluster.settings["LANGFLOW_DATABASE_URL"]) as database:
        rows = database.execute("SELECT state, count(*) FROM execution_job WHERE kind = 'workflow' GROUP BY state")
        return dict(rows.fetchall())


def messages_of(cluster):
    query = "SELECT session_id, sender, text FROM monitor_message WHERE session_id LIKE 'session %'"
    with psycopg.connect(cluster.settings["LANGFLOW_DATABASE_URL"]) as database:
        return database.execute(query).fetchall()


async def test_jobs_outlive_their_workers(tmp_path):
    with running_cluster(tmp_path, **LIMITS) as cluster:
        flow_id = cluster.store_flow(echo_data(), "many")
        killing = asyncio.create_task(kill_one_after_the_other(cluster))
        try:
            job_ids = await start_all(cluster, flow_id)
            deadline = time.monotonic() + MOST_SECONDS
            while set(states_of(cluster)) != {"succeeded"}:
                assert time.monotonic() < deadline, states_of(cluster)
                await asyncio.sleep(0.5)
        finally:
            killing.cancel()
        assert states_of(cluster) == {"succeeded": JOBS}
        assert len(set(job_ids)) == JOBS
        said = Counter(messages_of(cluster))
        expected = {(f"session {n}", sender, f"text {n}") for n in range(JOBS) for sender in ("User", "Machine")}
        assert set(said) == expected
        assert set(said.values()) == {1}
