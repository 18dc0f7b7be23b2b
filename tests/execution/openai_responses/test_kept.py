"""`GET` and `DELETE /responses/{id}` of responses whose callers waited for them."""

import pytest

from execution.models import Job
from monitor.models import Message
from tests.execution.openai_responses.conftest import URL, asked, events_of, json_of, streamed, text_of, types_of
from tests.execution.runs.conftest import in_test_thread


async def test_a_response_can_be_read_again(alices_calls, echo):
    response = await asked(alices_calls, echo)
    assert json_of(await alices_calls.get(f"{URL}/{response['id']}")) == response


async def test_a_streamed_response_can_be_read_again(alices_calls, echo):
    response = (await streamed(alices_calls, echo))[-1]["response"]
    assert json_of(await alices_calls.get(f"{URL}/{response['id']}")) == response


async def test_its_end_can_be_read_as_a_stream(alices_calls, echo):
    response = await asked(alices_calls, echo)
    events = await events_of(await alices_calls.get(f"{URL}/{response['id']}?stream=true"))
    assert types_of(events) == ["completed"]
    assert events[0]["response"] == response


async def test_of_a_conversation_the_latest_response_is_read(alices_calls, echo):
    first = await asked(alices_calls, echo, "one")
    await asked(alices_calls, echo, "two", previous_response_id=first["id"])
    assert text_of(json_of(await alices_calls.get(f"{URL}/{first['id']}"))) == "two"


@pytest.mark.parametrize("stream", [False, True])
async def test_what_shall_not_be_stored_is_not(alices_calls, echo, stream):
    if stream:
        response = (await streamed(alices_calls, echo, store=False))[-1]["response"]
    else:
        response = await asked(alices_calls, echo, store=False)
    assert response["store"] is False
    assert (await alices_calls.get(f"{URL}/{response['id']}")).status_code == 404
    assert not await Job.objects.aexists()


async def test_it_is_stored_with_the_runs_records(alices_calls, echo):
    response = await asked(alices_calls, echo)
    job = await Job.objects.aget(session_id=response["id"])
    assert job.kind == Job.Kind.KEPT_RESPONSE
    assert job.has_ended
    assert job.flow_id == echo.pk
    assert await Message.objects.of_session(response["id"]).acount() == 2


async def test_a_deleted_response_is_gone_and_its_messages_stay(alices_calls, echo):
    first = await asked(alices_calls, echo, "one")
    await asked(alices_calls, echo, "two", previous_response_id=first["id"])
    path = f"{URL}/{first['id']}"
    assert json_of(await alices_calls.delete(path)) == {"id": first["id"], "object": "response", "deleted": True}
    assert (await alices_calls.get(path)).status_code == 404
    assert (await alices_calls.delete(path)).status_code == 404
    assert await Message.objects.of_session(first["id"]).acount() == 4


async def test_it_cannot_be_cancelled(alices_calls, echo):
    response = await asked(alices_calls, echo)
    answer = await alices_calls.post(f"{URL}/{response['id']}/cancel")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "not_in_background"


@pytest.mark.parametrize("path", ["{id}", "{id}?stream=true"])
async def test_a_response_of_somebody_else_does_not_exist(alices_calls, caller_of, bob, echo, path):
    response = await asked(alices_calls, echo)
    bobs = await in_test_thread(caller_of, "bob")
    answer = await bobs.get(f"{URL}/{path.format(id=response['id'])}")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "response_not_found"


async def test_a_bad_place_to_go_on_from_is_refused(alices_calls, echo):
    response = await asked(alices_calls, echo)
    answer = await alices_calls.get(f"{URL}/{response['id']}?stream=true&starting_after=x")
    assert answer.status_code == 422
    assert answer.json()["error"]["param"] == "starting_after"
