"""Whoever follows a job sees that it lives and how it ends; who leaves may end it."""

import asyncio

import pytest

from execution.models import Job
from execution.runtime import jobs
from execution.runtime.event_log import event_log
from execution.runtime.jobs import EndLost, Entry, Silence, desk, following
from tests.execution.runtime.some_work import SomeWork, waits_for_ever, work_that


async def state_of(job_id):
    return await Job.objects.values_list("state", flat=True).aget(pk=job_id)


async def test_events_come_up_to_the_last_one(facts):
    job_id = await jobs.start(facts, SomeWork())
    told = [told async for told in jobs.follow(job_id)]
    assert told == [Entry(1, b"begun"), Entry(2, b"done"), Entry(3, b"end", is_last=True)]
    assert [told async for told in jobs.follow(job_id, after=2)] == told[2:]


async def test_a_reader_learns_that_the_end_is_lost(facts, monkeypatch):
    job_id = await jobs.start(facts, SomeWork())
    assert [told async for told in jobs.follow(job_id)][-1].is_last
    monkeypatch.setattr(event_log(), "_jobs", {})
    assert [told async for told in jobs.follow(job_id)] == [EndLost()]


async def test_silence_is_told_once_in_a_while(facts, monkeypatch):
    monkeypatch.setattr(event_log(), "_quiet_seconds", 0.02)
    monkeypatch.setattr(following, "HEARTBEAT_SECONDS", 0.1)
    go_on = asyncio.Event()
    job_id = await jobs.start(facts, work_that(lambda _: go_on.wait()))
    events = jobs.follow(job_id)
    assert await anext(events) == Entry(1, b"begun")
    loop = asyncio.get_running_loop()
    for _ in range(2):
        began = loop.time()
        assert await anext(events) == Silence()
        assert loop.time() - began > 0.09
    go_on.set()
    assert [told async for told in events] == [Entry(2, b"done"), Entry(3, b"end", is_last=True)]


@pytest.mark.parametrize(("ends_with_reader", "state"), [(True, "cancelled"), (False, "running")])
async def test_a_reader_who_leaves_ends_the_job_only_where_that_is_agreed(facts, ends_with_reader, state):
    job_id = await jobs.start(facts, work_that(waits_for_ever))
    events = jobs.follow(job_id, ends_with_reader=ends_with_reader)
    await anext(events)
    await events.aclose()
    assert await state_of(job_id) == state


async def test_a_reader_who_is_cancelled_while_waiting_ends_the_job(facts):
    job_id = await jobs.start(facts, work_that(waits_for_ever))

    async def read():
        async for _ in jobs.follow(job_id, ends_with_reader=True):
            pass

    reading = asyncio.create_task(read())
    await asyncio.sleep(0.05)
    reading.cancel()
    await asyncio.wait([reading])
    assert await state_of(job_id) == "cancelled"


async def test_a_process_that_ends_loses_readers_but_no_jobs(facts, monkeypatch):
    job_id = await jobs.start(facts, work_that(waits_for_ever))
    events = jobs.follow(job_id, ends_with_reader=True)
    await anext(events)
    monkeypatch.setattr(desk.desk(), "is_closing", True)
    await events.aclose()
    assert await state_of(job_id) == "running"


@pytest.mark.parametrize(
    ("text", "number"), [("7", 7), ("0", 0), ("", None), (None, None), ("-1", None), ("\u00b2", None), ("9" * 19, None)]
)
def test_readers_name_the_event_they_had(text, number):
    assert jobs.event_number(text) == number
