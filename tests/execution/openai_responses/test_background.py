"""`background=true`: a response that goes on by itself is polled, followed, resumed, cancelled and deleted."""

import asyncio
import uuid

import pytest

from execution.models import Job
from execution.openai_responses.work import ResponseWork
from execution.runtime import jobs
from monitor.models import Message
from tests.execution.openai_responses.conftest import URL, asked, events_of, json_of, streamed, text_of, types_of
from tests.execution.runs.conftest import in_test_thread, model_data


@pytest.fixture
async def model_flow(store_flow, alice, provider):
    return await in_test_thread(store_flow, alice, model_data(provider.base_url))


@pytest.fixture
def held(provider):
    """The model does not go on after its first piece until the event is set."""
    provider.pause = asyncio.Event()
    return provider.pause


async def polled(client, response_id):
    """Poll until the response has ended."""
    for _ in range(500):
        response = json_of(await client.get(f"{URL}/{response_id}"))
        if response["status"] not in {"queued", "in_progress"}:
            return response
        await asyncio.sleep(0.01)
    raise AssertionError("the response did not end")


async def test_a_response_is_made_while_nobody_waits(alices_calls, echo):
    begun = await asked(alices_calls, echo, background=True, metadata={"a": "b"})
    assert begun["status"] in {"queued", "in_progress"}
    assert begun["background"] is True
    assert begun["output"] == []
    response = await polled(alices_calls, begun["id"])
    assert response["status"] == "completed"
    assert text_of(response) == "hello"
    unchanged = ("id", "created_at", "model", "metadata", "conversation", "background")
    assert [response[name] for name in unchanged] == [begun[name] for name in unchanged]


async def test_its_row_says_how_it_ended(alices_calls, echo):
    response = await polled(alices_calls, (await asked(alices_calls, echo, background=True))["id"])
    job = await Job.objects.aget(pk=response["id"])
    assert job.state == Job.State.SUCCEEDED
    assert job.result == response
    assert job.session_id == response["conversation"]["id"]
    assert await Message.objects.of_session(job.session_id).acount() == 2


async def test_a_failure_is_polled(alices_calls, model_flow, provider):
    provider.status = 500
    response = await polled(alices_calls, (await asked(alices_calls, model_flow, background=True))["id"])
    assert response["status"] == "failed"
    assert response["error"]["cause"] == "provider_failed"
    assert (await Job.objects.aget(pk=response["id"])).error_code == "provider_failed"


async def test_it_can_be_followed_at_once(alices_calls, model_flow):
    events = await streamed(alices_calls, model_flow, background=True)
    assert [event["sequence_number"] for event in events] == list(range(len(events)))
    assert [event["delta"] for event in events if "delta" in event] == ["Good ", "day."]
    assert types_of(events)[0] == "created"
    assert types_of(events)[-1] == "completed"
    assert text_of(events[-1]["response"]) == "Good day."


async def test_a_reader_may_go_away_and_come_back(alices_calls, model_flow, held):
    answer = await alices_calls.post(
        URL,
        {"model": str(model_flow.pk), "input": "hello", "background": True, "stream": True},
        content_type="application/json",
    )
    frames = answer.streaming_content
    seen = ""
    while "Good " not in seen:
        seen += (await anext(frames)).decode()
    await frames.aclose()
    job = await Job.objects.aget()
    assert job.state == Job.State.RUNNING
    held.set()
    number = seen.count("\n\n") - 1
    rest = await events_of(await alices_calls.get(f"{URL}/{job.pk}?stream=true&starting_after={number}"))
    assert rest[0]["sequence_number"] == number + 1
    assert rest[0]["delta"] == "day."
    assert types_of(rest)[-1] == "completed"


async def test_all_events_can_be_read_again_after_the_end(alices_calls, model_flow):
    events = await streamed(alices_calls, model_flow, background=True)
    path = f"{URL}/{events[-1]['response']['id']}?stream=true"
    assert await events_of(await alices_calls.get(path)) == events
    assert await events_of(await alices_calls.get(f"{path}&starting_after=5")) == events[6:]


async def test_a_cancel_ends_it(alices_calls, model_flow, provider):
    provider.silent = True
    begun = await asked(alices_calls, model_flow, background=True)
    cancelled = json_of(await alices_calls.post(f"{URL}/{begun['id']}/cancel"))
    assert cancelled == {**begun, "status": "cancelled"}
    assert json_of(await alices_calls.get(f"{URL}/{begun['id']}")) == cancelled
    events = await events_of(await alices_calls.get(f"{URL}/{begun['id']}?stream=true"))
    assert types_of(events)[-1] == "incomplete"
    assert events[-1]["response"] == cancelled


async def test_a_cancel_can_be_repeated_and_changes_no_end(alices_calls, echo):
    response = await polled(alices_calls, (await asked(alices_calls, echo, background=True))["id"])
    for _ in range(2):
        assert json_of(await alices_calls.post(f"{URL}/{response['id']}/cancel")) == response


async def test_a_delete_ends_it_and_forgets_it(alices_calls, model_flow, provider):
    provider.silent = True
    begun = await asked(alices_calls, model_flow, background=True)
    assert json_of(await alices_calls.delete(f"{URL}/{begun['id']}"))["deleted"] is True
    assert (await alices_calls.get(f"{URL}/{begun['id']}")).status_code == 404
    assert not await Job.objects.aexists()


@pytest.mark.parametrize("state", [Job.State.FAILED, Job.State.TIMED_OUT])
async def test_a_job_that_was_broken_off_is_a_response_that_failed(alices_calls, alice, echo, state):
    begun = await asked(alices_calls, echo, background=True)
    await polled(alices_calls, begun["id"])
    end = ResponseWork.broken_off(uuid.UUID(begun["id"]), state, "The worker died.")
    await Job.objects.filter(pk=begun["id"]).aupdate(**end.as_row(), result={**begun, "status": "queued"})
    response = json_of(await alices_calls.get(f"{URL}/{begun['id']}"))
    assert response["status"] == "failed"
    assert response["error"]["message"] == "The worker died."
    assert response["error"]["code"] == "server_error"


async def test_another_process_can_do_the_work(alices_calls, model_flow, monkeypatch):
    made = []

    async def remembers(facts, work):
        made.append((facts, work))
        return await begins(facts, work)

    begins = jobs.start
    monkeypatch.setattr(jobs, "start", remembers)
    await streamed(alices_calls, model_flow, background=True)
    [(facts, work)] = made
    assert facts.most_attempts > 1
    again = ResponseWork.of_request(work.as_request())
    assert again.as_request() == work.as_request()


@pytest.mark.parametrize(
    ("method", "suffix"), [("get", ""), ("get", "?stream=true"), ("post", "/cancel"), ("delete", "")]
)
async def test_a_response_of_somebody_else_does_not_exist(alices_calls, caller_of, bob, echo, method, suffix):
    begun = await asked(alices_calls, echo, background=True)
    bobs = await in_test_thread(caller_of, "bob")
    for response_id in (begun["id"], str(uuid.uuid4()), "nothing"):
        answer = await getattr(bobs, method)(f"{URL}/{response_id}{suffix}")
        assert answer.status_code == 404
    assert await Job.objects.filter(pk=begun["id"]).aexists()


async def test_a_job_of_another_kind_is_no_response(alices_calls, alice, echo):
    job = await Job.objects.acreate(kind=Job.Kind.BUILD, user=alice, flow=echo, session_id="s")
    assert (await alices_calls.get(f"{URL}/{job.pk}")).status_code == 404
    assert (await alices_calls.get(f"{URL}/s")).status_code == 404
