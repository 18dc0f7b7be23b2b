"""What every event log promises; run for each kind of it."""

import asyncio

import pytest

from execution.runtime.event_log.memory import MemoryEventLog

LOGS = [pytest.param(MemoryEventLog, id="memory")]


@pytest.fixture(params=LOGS)
def make_log(request):
    return request.param


async def everything(log, job="j", **options):
    return [(entry.number, entry.line, entry.is_last) async for entry in log.follow(job, **options)]


def told(log, *lines, job="j"):
    log.open(job)
    for line in lines:
        log.append(job, line)


async def test_events_are_numbered_in_order_and_the_last_one_ends_the_reading(make_log):
    log = make_log()
    told(log, b"a", b"b")
    log.close("j", b"end")
    assert await everything(log) == [(1, b"a", False), (2, b"b", False), (3, b"end", True)]


async def test_a_reader_comes_back_after_the_event_it_had(make_log):
    log = make_log()
    told(log, b"a", b"b")
    log.close("j", b"end")
    assert [line for _, line, _ in await everything(log, after=1)] == [b"b", b"end"]
    assert await everything(log, after=3) == []
    assert await everything(log, after=99) == []


async def test_several_readers_get_everything_while_it_happens(make_log):
    log = make_log()
    log.open("j")
    readers = [asyncio.create_task(everything(log)) for _ in range(3)]
    for number in range(20):
        log.append("j", b"%d" % number)
        await asyncio.sleep(0)
    log.close("j", b"end")
    for reader in readers:
        assert [number for number, _, _ in await reader] == list(range(1, 22))


async def test_nothing_comes_after_the_last_event(make_log):
    log = make_log()
    told(log)
    log.close("j", b"end")
    log.append("j", b"late")
    log.close("j", b"other end")
    assert await everything(log) == [(1, b"end", True)]


async def test_polls_get_each_event_once(make_log):
    log = make_log()
    told(log, b"a", b"b")
    assert [entry.line for entry in await log.take("j")] == [b"a", b"b"]
    assert await log.take("j") == []
    log.close("j", b"end")
    assert [entry.line for entry in await log.take("j")] == [b"end"]


async def test_a_poll_waits_for_news_but_not_for_ever(make_log):
    log = make_log()
    log.open("j")
    assert await log.take("j", wait=0.01) == []
    waiting = asyncio.create_task(log.take("j", wait=5))
    await asyncio.sleep(0)
    log.append("j", b"a")
    assert [entry.line for entry in await waiting] == [b"a"]


async def test_what_is_too_much_falls_out_at_the_front(make_log):
    log = make_log(most_events=3)
    told(log, b"a", b"b", b"c", b"d")
    log.close("j", b"end")
    assert [number for number, _, _ in await everything(log)] == [3, 4, 5]
    log = make_log(most_bytes=10)
    told(log, b"12345678", b"12345678")
    log.close("j", b"end")
    assert [number for number, _, _ in await everything(log)] == [3]


async def test_an_unknown_job_has_told_nothing(make_log):
    log = make_log()
    log.append("nobody", b"a")
    log.close("nobody", b"end")
    assert await everything(log, job="nobody") == []
    assert await log.take("nobody", wait=5) == []


async def test_ended_jobs_are_forgotten_by_number_and_by_time(make_log):
    log = make_log(most_ended=1, kept_seconds=0.02)
    for job in ("first", "second"):
        told(log, job=job)
        log.close(job, b"end")
    assert await everything(log, job="first") == []
    assert await everything(log, job="second") == [(1, b"end", True)]
    await asyncio.sleep(0.05)
    assert await everything(log, job="second") == []
