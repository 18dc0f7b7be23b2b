"""Jobs: every one of them ends, once, and tells so."""

import asyncio
import threading
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from accounts.encryption import decrypt
from execution.models import Job
from execution.runtime import jobs
from execution.runtime.jobs.errors import TooManyJobs
from execution.runtime.jobs.kinds import closed_request
from flows.models import Flow
from tests.execution.runtime.some_work import SomeWork, waits_for_ever, work_that


@pytest.fixture
def lasting(facts):
    """The same for a job that another process may begin again."""
    return replace(facts, kind=Job.Kind.WEBHOOK, most_attempts=3)


def another(facts):
    return replace(facts, id=uuid.uuid4())


async def lines_of(job_id):
    return [told.line async for told in jobs.follow(job_id) if isinstance(told, jobs.Entry)]


async def row_of(job_id):
    return await Job.objects.aget(pk=job_id)


async def change(job_id, **columns):
    await Job.objects.filter(pk=job_id).aupdate(**columns)


async def test_a_job_has_a_row_from_its_start_and_says_how_it_ended(facts):
    go_on = asyncio.Event()
    job_id = await jobs.start(facts, work_that(lambda _: go_on.wait()))
    row = await row_of(job_id)
    assert (row.state, row.flow_id, row.user_id, row.session_id) == ("running", facts.flow_id, facts.user_id, "s")
    assert row.lease_ends_at > timezone.now()
    go_on.set()
    assert await lines_of(job_id) == [b"begun", b"done", b"end"]
    row = await row_of(job_id)
    assert (row.state, row.error, row.has_ended, row.attempts) == ("succeeded", None, True, 1)
    assert row.result["deed"].startswith("deed")
    assert row.ended_at is not None


async def test_work_that_breaks_ends_the_job_and_keeps_the_reason_in_the_log(facts, caplog):
    async def breaks(attempt):
        raise ValueError("secret path /etc")

    job_id = await jobs.start(facts, work_that(breaks))
    assert await lines_of(job_id) == [b"begun", b"broken off: failed"]
    row = await row_of(job_id)
    assert row.state == "failed"
    assert "/etc" not in row.error
    assert "secret path" in caplog.text


async def test_work_that_takes_too_long_is_stopped(facts):
    job_id = await jobs.start(replace(facts, timeout=0.01), work_that(waits_for_ever))
    assert await lines_of(job_id) == [b"begun", b"broken off: timed_out"]
    row = await row_of(job_id)
    assert (row.state, row.error) == ("timed_out", "The job took longer than 0.01 seconds.")


async def test_a_cancelled_job_ends_at_once_and_stays_cancelled(facts):
    job_id = await jobs.start(facts, work_that(waits_for_ever))
    await asyncio.sleep(0)
    assert await jobs.cancel(job_id)
    assert not await jobs.cancel(job_id)
    assert await lines_of(job_id) == [b"begun", b"broken off: cancelled"]
    assert (await row_of(job_id)).state == "cancelled"


async def test_a_thread_that_cannot_be_ended_does_not_hold_up_the_cancel(facts):
    release = threading.Event()
    job_id = await jobs.start(facts, work_that(lambda _: asyncio.to_thread(release.wait, 10)))
    await asyncio.sleep(0.01)
    async with asyncio.timeout(2):
        await jobs.cancel(job_id)
    release.set()
    assert b"done" not in await lines_of(job_id)


async def test_work_that_holds_on_to_its_task_is_left_to_itself(facts, monkeypatch):
    monkeypatch.setattr("execution.runtime.jobs.service.CLEAN_UP_SECONDS", 0.01)
    release = asyncio.Event()

    async def stubborn(attempt):
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue

    job_id = await jobs.start(facts, work_that(stubborn))
    await asyncio.sleep(0)
    await jobs.cancel(job_id)
    release.set()
    await asyncio.sleep(0.01)
    assert await lines_of(job_id) == [b"begun", b"broken off: cancelled"]
    assert (await row_of(job_id)).state == "cancelled"


async def test_cancelling_what_has_ended_changes_nothing(facts):
    job_id = await jobs.start(facts, SomeWork())
    assert (await lines_of(job_id))[-1] == b"end"
    assert not await jobs.cancel(job_id)
    assert (await row_of(job_id)).state == "succeeded"
    assert not await jobs.cancel(uuid.uuid4())


async def test_a_job_that_another_process_cancels_is_stopped_here(facts, monkeypatch):
    monkeypatch.setattr("execution.runtime.jobs.desk.LOOK_SECONDS", 0.01)
    stopped = asyncio.Event()

    async def notices(attempt):
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    job_id = await jobs.start(facts, work_that(notices))
    await asyncio.sleep(0)
    await sync_to_async(Job.objects.end)(job_id, state=Job.State.CANCELLED)
    async with asyncio.timeout(2):
        await stopped.wait()
    assert (await row_of(job_id)).state == "cancelled"


async def test_a_job_that_just_ended_by_itself_is_not_taken_for_overtaken(facts, monkeypatch):
    """The look at the table may fall between the end of the row and the end of the task."""
    monkeypatch.setattr("execution.runtime.jobs.desk.LOOK_SECONDS", 0.005)

    async def ends_its_row_first(attempt):
        await sync_to_async(attempt.end)(SomeWork.broken_off(attempt.job_id, Job.State.SUCCEEDED, None))
        attempt.has_settled = True
        await asyncio.sleep(0.05)

    job_id = await jobs.start(facts, work_that(ends_its_row_first))
    assert await lines_of(job_id) == [b"begun", b"done", b"end"]


async def test_a_lease_is_prolonged_while_the_job_runs(facts, monkeypatch, settings):
    monkeypatch.setattr("execution.runtime.jobs.desk.LOOK_SECONDS", 0.01)
    monkeypatch.setattr(settings.LANGFLOW, "JOB_LEASE_SECONDS", 0.09)
    go_on = asyncio.Event()
    job_id = await jobs.start(facts, work_that(lambda _: go_on.wait()))
    first = (await row_of(job_id)).lease_ends_at
    await asyncio.sleep(0.15)
    assert (await row_of(job_id)).lease_ends_at > first
    go_on.set()
    assert (await lines_of(job_id))[-1] == b"end"


async def test_a_job_whose_worker_died_has_failed(facts):
    job_id = await jobs.start(facts, work_that(waits_for_ever))
    await change(job_id, worker="somebody:1:gone", lease_ends_at=timezone.now() - timedelta(seconds=1))
    assert await jobs.sweep() == 1
    assert (await lines_of(job_id))[-1] == b"broken off: failed"
    row = await row_of(job_id)
    assert (row.state, row.error_code) == ("failed", "worker_died")
    assert await jobs.sweep() == 0


async def test_a_job_that_may_be_begun_again_is(lasting):
    done_by = []

    async def dies_first(attempt):
        done_by.append(attempt.number)
        if attempt.number == 1:
            await asyncio.Event().wait()

    job_id = await jobs.start(lasting, work_that(dies_first))
    await asyncio.sleep(0)
    assert "deed" in decrypt((await row_of(job_id)).request)
    await change(job_id, worker="somebody:1:gone", lease_ends_at=timezone.now() - timedelta(seconds=1))
    await jobs.sweep()
    assert (await lines_of(job_id))[-1] == b"end"
    row = await row_of(job_id)
    assert (row.state, row.attempts, row.request) == ("succeeded", 2, "")
    assert done_by == [1, 2]


async def test_a_job_of_which_every_worker_dies_has_failed(lasting):
    job_id = await jobs.start(lasting, work_that(waits_for_ever))
    for _ in range(3):
        await asyncio.sleep(0)
        await change(job_id, worker="somebody:1:gone", lease_ends_at=timezone.now() - timedelta(seconds=1))
        await jobs.sweep()
    row = await row_of(job_id)
    assert (row.state, row.attempts) == ("failed", 3)


async def test_a_worker_that_was_only_slow_changes_nothing_any_more(lasting):
    """Its lease ran out, another one took the job, then it goes on."""
    go_on = asyncio.Event()

    async def is_slow_first(attempt):
        if attempt.number == 1:
            await go_on.wait()

    job_id = await jobs.start(lasting, work_that(is_slow_first))
    await asyncio.sleep(0)
    await change(job_id, lease_ends_at=timezone.now() - timedelta(seconds=1))
    await jobs.sweep()
    assert (await lines_of(job_id))[-1] == b"end"
    before = await row_of(job_id)
    go_on.set()
    await asyncio.sleep(0.05)
    after = await row_of(job_id)
    assert (after.attempts, after.ended_at) == (2, before.ended_at)


async def test_a_message_that_was_lost_is_sent_again(lasting):
    long_ago = timezone.now() - timedelta(minutes=1)
    facts = {"kind": "webhook", "user_id": lasting.user_id, "flow_id": lasting.flow_id}
    lost = await Job.objects.acreate(**facts, queued_at=long_ago, request=closed_request(SomeWork()))
    assert await jobs.sweep() == 1
    await asyncio.sleep(0.05)
    assert (await row_of(lost.pk)).state == "succeeded"


async def test_old_jobs_go(facts):
    old = await jobs.start(facts, SomeWork())
    await lines_of(old)
    await change(old, ended_at=timezone.now() - timedelta(days=8))
    await jobs.sweep()
    assert not await Job.objects.filter(pk=old).aexists()


class TestLimits:
    """What becomes of one job more than a user, or a flow, may have."""

    @pytest.fixture(autouse=True)
    def _one_job(self, monkeypatch, settings):
        monkeypatch.setattr(settings.LANGFLOW, "JOBS_PER_USER", 1)

    def policy(self, settings, monkeypatch, name):
        monkeypatch.setattr(settings.LANGFLOW, "JOB_LIMIT_POLICY", name)

    async def test_it_is_refused(self, facts, settings, monkeypatch):
        self.policy(settings, monkeypatch, "reject")
        first = await jobs.start(facts, work_that(waits_for_ever))
        with pytest.raises(TooManyJobs):
            await jobs.start(another(facts), SomeWork())
        await jobs.cancel(first)
        assert (await lines_of(await jobs.start(another(facts), SomeWork())))[-1] == b"end"

    async def test_it_waits_until_another_one_ends(self, facts, settings, monkeypatch):
        self.policy(settings, monkeypatch, "queue")
        go_on = asyncio.Event()
        first = await jobs.start(facts, work_that(lambda _: go_on.wait()))
        second = await jobs.start(another(facts), SomeWork())
        row = await row_of(second)
        assert (row.state, row.is_waiting) == ("queued", True)
        go_on.set()
        assert (await lines_of(second))[-1] == b"end"
        assert (await row_of(first)).state == "succeeded"

    async def test_the_oldest_makes_room(self, facts, settings, monkeypatch):
        self.policy(settings, monkeypatch, "cancel_older")
        first = await jobs.start(facts, work_that(waits_for_ever))
        second = await jobs.start(another(facts), SomeWork())
        assert (await lines_of(second))[-1] == b"end"
        assert (await row_of(first)).state == "cancelled"

    async def test_a_flow_has_a_limit_of_its_own(self, facts, settings, monkeypatch):
        self.policy(settings, monkeypatch, "reject")
        monkeypatch.setattr(settings.LANGFLOW, "JOBS_PER_USER", 0)
        monkeypatch.setattr(settings.LANGFLOW, "JOBS_PER_FLOW", 1)
        await jobs.start(facts, work_that(waits_for_ever))
        with pytest.raises(TooManyJobs):
            await jobs.start(another(facts), SomeWork())
        other = await Flow.objects.acreate(user_id=facts.user_id, name="other", data={})
        assert await jobs.start(replace(another(facts), flow_id=other.pk), SomeWork())


class TestClosing:
    """The process ends while jobs run."""

    async def test_a_job_that_others_can_do_is_given_back(self, lasting):
        job_id = await jobs.start(lasting, work_that(waits_for_ever))
        await asyncio.sleep(0)
        await jobs.close(within=0.01)
        row = await row_of(job_id)
        assert (row.state, row.worker, row.attempts) == ("queued", "", 0)
        assert await jobs.sweep() == 1

    async def test_one_that_nobody_can_do_again_ends(self, facts):
        job_id = await jobs.start(facts, work_that(waits_for_ever))
        await asyncio.sleep(0)
        await jobs.close(within=0.01)
        assert (await row_of(job_id)).state == "cancelled"
        assert (await lines_of(job_id))[-1] == b"broken off: cancelled"
