"""What every event log promises; run for each kind of it."""

import asyncio
import uuid

import pytest

from execution.runtime.event_log import Entry, Gap
from execution.runtime.event_log.memory import MemoryEventLog
from execution.runtime.event_log.redis import RedisEventLog
from tests.services import REDIS_URL, redis_is_needed

SIZE = {"most_events": 1000, "most_bytes": 1_000_000}


@pytest.fixture(params=["memory", pytest.param("redis", marks=redis_is_needed)])
async def make_log(request):
    """Give what makes a log in which no other test writes."""
    made = []

    def make(**options):
        options = {**SIZE, **options}
        log = (
            MemoryEventLog(**options)
            if request.param == "memory"
            else RedisEventLog(REDIS_URL, prefix=f"test:{uuid.uuid4().hex}:", **options)
        )
        made.append(log)
        return log

    yield make
    for log in made:
        await log.disconnect()


async def everything(log, job="j", **options):
    return [
        (told.number, told.line, told.is_last) async for told in log.follow(job, **options) if isinstance(told, Entry)
    ]


async def told(log, *lines, job="j"):
    await log.open(job)
    for line in lines:
        log.append(job, line)
    await log.flush()


async def test_events_are_numbered_in_order_and_the_last_one_ends_the_reading(make_log):
    log = make_log()
    await told(log, b"a", b"b")
    log.close("j", b"end")
    assert await everything(log) == [(1, b"a", False), (2, b"b", False), (3, b"end", True)]


async def test_a_reader_comes_back_after_the_event_it_had(make_log):
    log = make_log()
    await told(log, b"a", b"b")
    log.close("j", b"end")
    assert [line for _, line, _ in await everything(log, after=1)] == [b"b", b"end"]
    assert await everything(log, after=3) == []
    assert await everything(log, after=99) == []


async def test_several_readers_get_everything_while_it_happens(make_log):
    log = make_log()
    await log.open("j")
    readers = [asyncio.create_task(everything(log)) for _ in range(3)]
    for number in range(20):
        log.append("j", b"%d" % number)
        await asyncio.sleep(0)
    log.close("j", b"end")
    for reader in readers:
        assert [number for number, _, _ in await reader] == list(range(1, 22))


async def test_nothing_comes_after_the_last_event(make_log):
    log = make_log()
    await told(log)
    log.close("j", b"end")
    log.append("j", b"late")
    log.close("j", b"other end")
    assert await everything(log) == [(1, b"end", True)]


async def test_polls_get_each_event_once(make_log):
    log = make_log()
    await told(log, b"a", b"b")
    assert [entry.line for entry in await log.take("j")] == [b"a", b"b"]
    assert await log.take("j") == []
    log.close("j", b"end")
    await log.flush()
    assert [entry.line for entry in await log.take("j")] == [b"end"]


async def test_a_poll_waits_for_news_but_not_for_ever(make_log):
    log = make_log()
    await log.open("j")
    assert await log.take("j", wait=0.01) == []
    waiting = asyncio.create_task(log.take("j", wait=5))
    await asyncio.sleep(0)
    log.append("j", b"a")
    assert [entry.line for entry in await waiting] == [b"a"]


async def test_what_is_too_much_falls_out_at_the_front(make_log):
    log = make_log(most_events=3)
    await told(log, b"a", b"b", b"c", b"d")
    log.close("j", b"end")
    assert [number for number, _, _ in await everything(log)] == [3, 4, 5]
    log = make_log(most_bytes=10)
    await told(log, b"12345678", b"12345678")
    log.close("j", b"end")
    assert [number for number, _, _ in await everything(log)] == [3]


async def test_a_reader_is_told_what_fell_out(make_log):
    log = make_log(most_events=3)
    await told(log, b"a", b"b", b"c", b"d")
    log.close("j", b"end")
    left = [Entry(3, b"c"), Entry(4, b"d"), Entry(5, b"end", is_last=True)]
    assert [told async for told in log.follow("j")] == [Gap(after=0, missed=2), *left]
    assert [told async for told in log.follow("j", after=1)] == [Gap(after=1, missed=1), *left]
    assert [told async for told in log.follow("j", after=2)] == left


async def test_a_poll_is_told_what_fell_out(make_log):
    log = make_log(most_events=2)
    await told(log, b"a")
    assert await log.take("j") == [Entry(1, b"a")]
    for line in (b"b", b"c", b"d"):
        log.append("j", line)
    await log.flush()
    assert await log.take("j") == [Gap(after=1, missed=1), Entry(3, b"c"), Entry(4, b"d")]
    assert await log.take("j") == []


async def test_a_reader_who_falls_behind_while_it_happens_is_told(make_log):
    log = make_log(most_events=150)
    await told(log, b"0")
    reading = aiter(log.follow("j"))
    assert await anext(reading) == Entry(1, b"0")
    for number in range(1, 1000):
        log.append("j", b"%d" % number)
    log.close("j", b"end")
    await log.flush()
    assert await anext(reading) == Gap(after=1, missed=1001 - 150 - 1)
    assert [told.number async for told in reading] == list(range(852, 1002))


async def test_an_unknown_job_has_told_nothing(make_log):
    log = make_log()
    log.close("nobody", b"end")
    await log.flush()
    assert await everything(log, job="nobody") == []
    assert await log.take("nobody", wait=5) == []


async def test_who_waits_for_long_is_told_that_nothing_came(make_log):
    log = make_log(quiet_seconds=0.01)
    await log.open("j")
    reading = aiter(log.follow("j"))
    assert await anext(reading) is None
    log.append("j", b"a")
    await log.flush()
    assert (await anext(reading)).line == b"a"
    assert await anext(reading) is None
    await reading.aclose()


async def test_jobs_are_forgotten_some_time_after_their_end(make_log):
    log = make_log(kept_seconds=1)
    await told(log)
    log.close("j", b"end")
    await log.flush()
    assert await everything(log) == [(1, b"end", True)]
    await asyncio.sleep(1.1)
    assert await everything(log) == []


async def test_memory_holds_the_latest_ended_jobs_only():
    log = MemoryEventLog(most_ended=1, **SIZE)
    for job in ("first", "second"):
        await told(log, job=job)
        log.close(job, b"end")
    assert await everything(log, job="first") == []
    assert await everything(log, job="second") == [(1, b"end", True)]


@redis_is_needed
class TestSeveralProcesses:
    """Logs with one prefix are what several processes have of one log."""

    @pytest.fixture
    async def logs(self):
        prefix = f"test:{uuid.uuid4().hex}:"
        made = [RedisEventLog(REDIS_URL, prefix=prefix, **SIZE) for _ in range(2)]
        yield made
        for log in made:
            await log.disconnect()

    async def test_one_reads_what_the_other_tells_while_it_does(self, logs):
        telling, reading = logs
        await telling.open("j")
        read = asyncio.create_task(everything(reading))
        for number in range(50):
            telling.append("j", b"%d" % number)
            await asyncio.sleep(0)
        telling.close("j", b"end")
        assert [number for number, _, _ in await read] == list(range(1, 52))

    async def test_one_ends_what_the_other_tells(self, logs):
        telling, ending = logs
        await told(telling, b"a")
        ending.close("j", b"cancelled")
        await ending.flush()
        telling.append("j", b"late")
        telling.close("j", b"end")
        await telling.flush()
        assert await everything(telling) == [(1, b"a", False), (2, b"cancelled", True)]

    async def test_one_goes_on_where_the_other_broke_off(self, logs):
        first, second = logs
        await told(first, b"a", b"b")
        second.append("j", b"begun again")
        second.close("j", b"end")
        await second.flush()
        assert [number for number, _, _ in await everything(first)] == [1, 2, 3, 4]

    async def test_what_redis_forgot_is_told_again(self, logs):
        telling, reading = logs
        await told(telling, b"a", b"b")
        async for key in telling._link().client.scan_iter(f"{telling._prefix}*"):
            await telling._link().client.delete(key)
        telling.append("j", b"c")
        await telling.flush()
        telling.close("j", b"end")
        await telling.flush()
        assert [line for _, line, _ in await everything(reading)] == [b"a", b"b", b"c", b"end"]

    async def test_polls_of_both_share_what_came(self, logs):
        first, second = logs
        await told(first, b"a", b"b")
        assert [entry.line for entry in await first.take("j")] == [b"a", b"b"]
        assert await second.take("j") == []
