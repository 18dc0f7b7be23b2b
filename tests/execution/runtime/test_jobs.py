"""Jobs: every one of them ends, once, and tells so."""

import asyncio
import threading
import uuid
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from execution.models import Job
from execution.runtime import jobs
from execution.runtime.jobs import JobEnd, JobFacts
from flows.models import Flow


class SomeWork:
    """Tells a line, then does what the test wants."""

    def __init__(self, then=None):
        self.then = then

    async def run(self, tell):
        tell(b"begun")
        if self.then:
            await self.then()
        tell(b"done")
        return JobEnd(state=Job.State.SUCCEEDED, last_line=b"end")

    def broken_off(self, reason):
        return JobEnd(state=Job.State.FAILED if reason else Job.State.CANCELLED, error=reason, last_line=b"broken off")


@pytest.fixture
def facts(alice, shared_connection):
    flow = Flow.objects.create(user=alice, name="f", data={"nodes": [], "edges": []})
    return JobFacts(kind=Job.Kind.BUILD, user_id=alice.pk, flow_id=flow.pk, session_id="s")


async def lines_of(job_id):
    return [entry.line async for entry in jobs.follow(job_id)]


async def row_of(job_id):
    return await Job.objects.aget(pk=job_id)


async def test_a_job_has_a_row_from_its_start_and_says_how_it_ended(facts):
    go_on = asyncio.Event()
    job_id = await jobs.start(facts, SomeWork(go_on.wait))
    row = await row_of(job_id)
    assert (row.state, row.flow_id, row.user_id, row.session_id) == ("running", facts.flow_id, facts.user_id, "s")
    go_on.set()
    assert await lines_of(job_id) == [b"begun", b"done", b"end"]
    row = await row_of(job_id)
    assert (row.state, row.error, row.has_ended) == ("succeeded", None, True)
    assert row.ended_at is not None


async def test_work_that_breaks_ends_the_job_and_keeps_the_reason_in_the_log(facts, caplog):
    async def breaks():
        raise ValueError("secret path /etc")

    job_id = await jobs.start(facts, SomeWork(breaks))
    assert await lines_of(job_id) == [b"begun", b"broken off"]
    row = await row_of(job_id)
    assert row.state == "failed"
    assert "/etc" not in row.error
    assert "secret path" in caplog.text


async def test_a_cancelled_job_ends_at_once_and_stays_cancelled(facts):
    job_id = await jobs.start(facts, SomeWork(asyncio.Event().wait))
    await asyncio.sleep(0)
    await jobs.cancel(job_id, b"cancelled")
    await jobs.cancel(job_id, b"again")
    lines = await lines_of(job_id)
    assert lines[-1] in {b"cancelled", b"broken off"}
    assert (await row_of(job_id)).state == "cancelled"


async def test_a_thread_that_cannot_be_ended_does_not_hold_up_the_cancel(facts):
    release = threading.Event()
    job_id = await jobs.start(facts, SomeWork(lambda: asyncio.to_thread(release.wait, 10)))
    await asyncio.sleep(0.01)
    async with asyncio.timeout(2):
        await jobs.cancel(job_id, b"cancelled")
    release.set()
    assert b"done" not in await lines_of(job_id)


async def test_work_that_holds_on_to_its_task_is_left_to_itself(facts, monkeypatch):
    monkeypatch.setattr("execution.runtime.jobs.service.CLEAN_UP_SECONDS", 0.01)
    release = asyncio.Event()

    async def stubborn():
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue

    job_id = await jobs.start(facts, SomeWork(stubborn))
    await asyncio.sleep(0)
    await jobs.cancel(job_id, b"cancelled")
    release.set()
    await asyncio.sleep(0.01)
    assert await lines_of(job_id) == [b"begun", b"cancelled"]
    assert (await row_of(job_id)).state == "cancelled"


async def test_cancelling_what_has_ended_changes_nothing(facts):
    job_id = await jobs.start(facts, SomeWork())
    assert (await lines_of(job_id))[-1] == b"end"
    await jobs.cancel(job_id, b"cancelled")
    assert (await row_of(job_id)).state == "succeeded"
    await jobs.cancel(uuid.uuid4(), b"cancelled")


async def test_old_jobs_go_when_new_ones_come(facts):
    old = await jobs.start(facts, SomeWork())
    await lines_of(old)
    long_ago = timezone.now() - timedelta(days=8)
    await sync_to_async(Job.objects.filter(pk=old).update)(ended_at=long_ago)
    await lines_of(await jobs.start(facts, SomeWork()))
    assert not await Job.objects.filter(pk=old).aexists()
