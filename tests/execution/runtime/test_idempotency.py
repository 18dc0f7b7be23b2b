"""`Idempotency-Key`: a request that comes again does nothing again and gets the same answer."""

import asyncio
import json
from datetime import timedelta
from functools import partial

import pytest
from asgiref.sync import sync_to_async
from django.http import HttpResponse, StreamingHttpResponse
from django.test import AsyncRequestFactory
from django.utils import timezone

from execution.models import IdempotentRequest
from execution.runtime.idempotency import answered_once, answers, forget_expired
from execution.runtime.idempotency.errors import KeyUnusable, KeyUsedOtherwise, RequestUnderWay
from langflow_site.common.errors import NotFound, Unacceptable

requests = AsyncRequestFactory()


class Work:
    """Answers with the number of times that it was done."""

    def __init__(self, make=None):
        self.times = 0
        self.begun = asyncio.Event()
        self._make = make or (lambda times: HttpResponse(f"answer {times}", content_type="text/plain"))

    async def __call__(self):
        self.times += 1
        self.begun.set()
        answer = self._make(self.times)
        return await answer if asyncio.iscoroutine(answer) else answer


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def send(alice, shared_connection):
    """Send a request of Alice's under a key."""

    async def send(work, *, key="k", path="/api/v1/run/x", body=b"{}", user=alice, **options):
        headers = {} if key is None else {"Idempotency-Key": key}
        request = requests.post(path, body, content_type="application/json", headers=headers)
        return await answered_once(request, user.pk, work, **options)

    return send


async def body_of(answer):
    return b"".join([chunk async for chunk in answer.streaming_content])


async def row():
    return await IdempotentRequest.objects.aget()


async def change(**columns):
    assert await IdempotentRequest.objects.aupdate(**columns)


async def test_the_second_gets_the_answer_of_the_first(send):
    work = Work(
        lambda times: HttpResponse(f"no {times}", status=202, content_type="text/plain", headers={"X-Job-Id": "j"})
    )
    first = await send(work)
    assert "Idempotency-Replayed" not in first.headers
    again = await send(work)
    assert work.times == 1
    assert (again.status_code, again.content, again.headers["Content-Type"]) == (202, b"no 1", "text/plain")
    assert (again.headers["X-Job-Id"], again.headers["Idempotency-Replayed"]) == ("j", "true")


async def test_without_a_key_the_database_is_not_asked(send, work, monkeypatch):
    monkeypatch.setattr(answers, "in_database", None)
    for _ in range(2):
        await send(work, key=None)
    assert work.times == 2


async def test_keys_belong_to_their_user_and_scope(send, work, bob):
    await send(work)
    await send(work, user=bob)
    await send(work, scope="webhook x")
    assert work.times == 3


@pytest.mark.parametrize(
    "other", [{"body": b"{ }"}, {"path": "/api/v1/run/y"}, {"path": "/api/v1/run/x?stream=true"}], ids=str
)
async def test_another_request_under_the_key_is_refused(send, work, other):
    await send(work)
    with pytest.raises(KeyUsedOtherwise):
        await send(work, **other)
    assert work.times == 1


async def test_a_slash_and_where_the_credential_stands_make_no_other_request(send, work):
    await send(work, path="/api/v1/run/x?a=1&b=2")
    await send(work, path="/api/v1/run/x/?b=2&x-api-key=sk-secret&a=1")
    assert work.times == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "a b", "\xfc"])
async def test_a_key_that_is_none_is_refused(send, work, key):
    with pytest.raises(KeyUnusable):
        await send(work, key=key)
    assert work.times == 0


async def test_while_the_first_is_answered_the_second_is_told_to_wait(send):
    go_on = asyncio.Event()

    async def waits():
        await go_on.wait()
        return HttpResponse("done")

    work = Work(lambda _: waits())
    first = asyncio.create_task(send(work))
    await work.begun.wait()
    with pytest.raises(RequestUnderWay):
        await send(work)
    go_on.set()
    assert (await first).content == b"done"
    assert (await send(work)).content == b"done"
    assert work.times == 1


async def test_a_refusal_is_an_answer_too(send):
    def refuses(times):
        raise Unacceptable(reason=f"no {times}")

    work = Work(refuses)
    for _ in range(2):
        answer = await send(work)
        assert (answer.status_code, json.loads(answer.content)) == (400, {"detail": "no 1"})
    assert work.times == 1


async def test_a_family_words_its_refusals_itself(send):
    def refuses(_):
        raise NotFound(what="It")

    worded = partial(_worded, 404)
    assert (await send(Work(refuses), refusal=worded)).content == b"It not found!"


def _worded(status, error):
    return HttpResponse(f"{error}!", status=status)


@pytest.mark.parametrize("status", [500, 502, 503, 408, 429])
async def test_an_answer_that_asks_for_another_try_releases_the_key(send, status):
    work = Work(lambda times: HttpResponse(f"{times}", status=status if times == 1 else 200))
    assert (await send(work)).status_code == status
    assert not await IdempotentRequest.objects.aexists()
    assert (await send(work)).content == b"2"


async def test_a_failure_that_nobody_foresaw_releases_the_key(send, work):
    def breaks(_):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await send(Work(breaks))
    assert (await send(work)).content == b"answer 1"


async def test_a_cancelled_request_releases_the_key(send, work):
    begun = asyncio.Event()

    async def waits():
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(send(Work(lambda _: waits())))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await send(work)).content == b"answer 1"


async def test_an_answer_that_is_too_large_is_not_kept(send, monkeypatch):
    monkeypatch.setattr(answers, "MOST_BYTES", 3)
    work = Work()
    assert (await send(work)).content == b"answer 1"
    assert (await send(work)).content == b"answer 2"


class TestStreams:
    @staticmethod
    def stream(_):
        async def chunks():
            for piece in (b"a\n\n", b"b\n\n"):
                yield piece

        return StreamingHttpResponse(chunks(), content_type="text/event-stream")

    async def test_a_stream_is_replayed_whole(self, send):
        work = Work(self.stream)
        assert await body_of(await send(work)) == b"a\n\nb\n\n"
        again = await send(work)
        assert (again.content, again.headers["Content-Type"]) == (b"a\n\nb\n\n", "text/event-stream")
        assert work.times == 1

    async def test_it_is_under_way_until_its_end(self, send):
        work = Work(self.stream)
        chunks = aiter((await send(work)).streaming_content)
        await anext(chunks)
        with pytest.raises(RequestUnderWay):
            await send(work)

    async def test_one_that_its_reader_leaves_releases_the_key(self, send):
        begun = asyncio.Event()

        async def never_ends():
            yield b"a"
            begun.set()
            await asyncio.Event().wait()

        reading = asyncio.create_task(body_of(await send(Work(lambda _: StreamingHttpResponse(never_ends())))))
        await begun.wait()
        reading.cancel()
        await asyncio.wait([reading])
        assert not await IdempotentRequest.objects.aexists()

    async def test_one_that_breaks_releases_the_key(self, send):
        async def breaks():
            yield b"a"
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await body_of(await send(Work(lambda _: StreamingHttpResponse(breaks()))))
        assert not await IdempotentRequest.objects.aexists()

    async def test_one_that_is_too_long_is_sent_and_not_kept(self, send, monkeypatch):
        monkeypatch.setattr(answers, "MOST_BYTES", 5)
        assert await body_of(await send(Work(self.stream))) == b"a\n\nb\n\n"
        assert not await IdempotentRequest.objects.aexists()


class TestProcessesThatDie:
    @pytest.fixture
    async def left_behind(self, send, alice):
        """A request whose process died while it was answered."""
        await send(Work())
        await change(state="running", lease_ends_at=timezone.now() - timedelta(seconds=1), body=None, status=None)

    async def test_the_next_one_takes_the_request_over(self, send, left_behind):
        work = Work()
        assert (await send(work)).content == b"answer 1"
        assert (await send(work)).headers["Idempotency-Replayed"] == "true"
        assert work.times == 1

    async def test_another_request_does_not(self, send, work, left_behind):
        with pytest.raises(KeyUsedOtherwise):
            await send(work, body=b"other")

    async def test_one_that_was_only_slow_overwrites_nothing(self, send):
        go_on = asyncio.Event()

        async def is_slow(times):
            if times == 1:
                await go_on.wait()
            return HttpResponse(f"{times}")

        work = Work(is_slow)
        slow = asyncio.create_task(send(work))
        await work.begun.wait()
        await change(lease_ends_at=timezone.now() - timedelta(seconds=1))
        assert (await send(work)).content == b"2"
        go_on.set()
        assert (await slow).content == b"1"
        assert (await send(work)).content == b"2"

    async def test_a_lease_is_prolonged_while_the_request_is_answered(self, send, settings, monkeypatch):
        monkeypatch.setattr(settings.LANGFLOW, "JOB_LEASE_SECONDS", 0.15)

        async def takes_its_time():
            await asyncio.sleep(0.4)
            return HttpResponse("done")

        work = Work(lambda _: takes_its_time())
        first = asyncio.create_task(send(work))
        await asyncio.sleep(0.3)
        with pytest.raises(RequestUnderWay):
            await send(work)
        assert (await first).content == b"done"


class TestExpiry:
    async def test_a_key_is_free_again_after_a_day(self, send, work):
        await send(work)
        assert (await row()).expires_at - timezone.now() > timedelta(hours=23)
        await change(expires_at=timezone.now() - timedelta(seconds=1))
        assert (await send(work, body=b"another body")).content == b"answer 2"
        assert (await send(work, body=b"another body")).headers["Idempotency-Replayed"] == "true"

    async def test_what_is_old_is_forgotten(self, send, work):
        await send(work)
        assert await sync_to_async(forget_expired)() == 0
        await change(expires_at=timezone.now() - timedelta(seconds=1))
        assert await sync_to_async(forget_expired)() == 1
        assert not await IdempotentRequest.objects.aexists()

    async def test_what_is_being_answered_is_not(self, send, work):
        await send(work)
        in_a_minute = timezone.now() + timedelta(minutes=1)
        await change(state="running", expires_at=timezone.now() - timedelta(1), lease_ends_at=in_a_minute)
        assert await sync_to_async(forget_expired)() == 0


async def test_the_admin_shows_what_is_kept_without_the_answer(send, work, admin, client):
    await send(work)
    kept = await row()
    await sync_to_async(client.force_login)(admin)
    get = sync_to_async(client.get)
    page = await get(f"/admin/execution/idempotentrequest/{kept.pk}/change/")
    assert page.status_code == 200
    assert b"answer 1" not in page.content
    assert (await get("/admin/execution/idempotentrequest/?q=run")).status_code == 200
