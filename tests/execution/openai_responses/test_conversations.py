"""`previous_response_id`: what is said next belongs to the same conversation."""

from monitor.models import Message
from tests.execution.openai_responses.conftest import URL, asked, json_of, streamed, text_of
from tests.execution.runs.conftest import in_test_thread


async def said_in(session_id):
    messages = Message.objects.of_session(session_id).order_by("timestamp")
    return [row async for row in messages.values_list("text", flat=True)]


async def test_a_conversation_goes_on(alices_calls, echo):
    first = await asked(alices_calls, echo, "one")
    second = await asked(alices_calls, echo, "two", previous_response_id=first["id"])
    assert second["previous_response_id"] == first["id"]
    assert second["id"] == first["id"]
    assert await said_in(first["id"]) == ["one", "one", "two", "two"]


async def test_without_it_each_response_begins_a_conversation(alices_calls, echo):
    ids = {(await asked(alices_calls, echo, previous_response_id=name))["id"] for name in (None, "", None)}
    assert len(ids) == 3


async def test_a_conversation_may_have_any_name(alices_calls, echo):
    response = await asked(alices_calls, echo, "one", previous_response_id="my own")
    assert response["id"] == "my own"
    assert await said_in("my own") == ["one", "one"]
    assert text_of(json_of(await alices_calls.get(f"{URL}/my%20own"))) == "one"


async def test_a_streamed_response_goes_on_too(alices_calls, echo):
    first = (await streamed(alices_calls, echo, "one"))[-1]["response"]
    second = (await streamed(alices_calls, echo, "two", previous_response_id=first["id"]))[-1]["response"]
    assert second["id"] == first["id"]
    assert await said_in(first["id"]) == ["one", "one", "two", "two"]


async def test_the_id_of_a_background_response_leads_to_its_conversation(alices_calls, echo):
    events = await streamed(alices_calls, echo, "one", background=True)
    first = events[-1]["response"]
    second = await asked(alices_calls, echo, "two", previous_response_id=first["id"])
    third = (await streamed(alices_calls, echo, "three", background=True, previous_response_id=second["id"]))[-1]
    assert first["conversation"] == second["conversation"] == third["response"]["conversation"]
    assert len({first["id"], second["id"], third["response"]["id"]}) == 3
    assert await said_in(second["id"]) == ["one", "one", "two", "two", "three", "three"]


async def test_the_id_of_somebody_elses_response_opens_nothing(alices_calls, caller_of, bob, store_flow, echo):
    private = (await streamed(alices_calls, echo, "mine", background=True))[-1]["response"]
    flow = await in_test_thread(store_flow, bob, echo.data)
    bobs = await in_test_thread(caller_of, "bob")
    response = await asked(bobs, flow, "hello", previous_response_id=private["id"])
    assert response["conversation"] == {"id": private["id"]}
    assert response["conversation"] != private["conversation"]
