"""A run's messages: seen by the same run before they are stored, and only by their owner."""

import uuid

import pytest
from asgiref.sync import sync_to_async

from execution.engine.values import Message
from execution.runtime.messages import MessageIdInvalid, RunMessages
from execution.wire.redaction import Secrets
from flows.models import Flow
from monitor import models, recorder
from monitor.records import RunRecords
from monitor.timestamps import record_clock


@pytest.fixture
def flow(alice, shared_connection):
    return Flow.objects.create(user=alice, name="f", version_stamp=uuid.uuid4(), updated_at=record_clock.now())


@pytest.fixture
def messages(flow):
    return RunMessages(flow_id=flow.pk, user_id=flow.user_id, run_id=uuid.uuid4(), session_id="s")


async def store(messages, flow):
    records = RunRecords(flow_id=flow.pk)
    messages.add_to(records, Secrets())
    await recorder.record(records)


async def texts(messages, **wanted):
    return [message.get_text() for message in await messages.recent(session_id="s", **wanted)]


async def say(messages, *spoken, sender="User"):
    return [await messages.add(Message(text=text, sender=sender, session_id="s")) for text in spoken]


async def test_what_waits_is_read_behind_what_is_stored(messages, flow):
    await say(messages, "one", "two")
    await store(messages, flow)
    later = RunMessages(flow_id=flow.pk, user_id=flow.user_id, run_id=uuid.uuid4(), session_id="s")
    await say(later, "three")
    assert await texts(later) == ["one", "two", "three"]
    assert await texts(later, limit=2) == ["two", "three"]
    assert await texts(later, limit=2, newest_first=True) == ["three", "two"]


async def test_messages_are_chosen_by_sender(messages, flow):
    await say(messages, "question")
    await say(messages, "answer", sender="Machine")
    assert await texts(messages, sender="Machine") == ["answer"]


async def test_a_message_gets_its_id(messages):
    (added,) = await say(messages, "x")
    assert uuid.UUID(added.data["id"])


async def test_a_message_of_the_same_id_is_replaced_where_it_stands(messages, flow):
    first, _ = await say(messages, "one", "two")
    await messages.update(Message(text="changed", session_id="s", id=first.data["id"]))
    assert await texts(messages) == ["changed", "two"]


async def test_a_stored_message_can_be_changed_and_taken_back(messages, flow):
    kept, gone = await say(messages, "kept", "gone")
    await store(messages, flow)
    later = RunMessages(flow_id=flow.pk, user_id=flow.user_id, run_id=uuid.uuid4(), session_id="s")
    await later.update(Message(text="changed", sender="User", session_id="s", id=kept.data["id"]))
    await later.remove(gone.data["id"])
    assert await texts(later) == ["changed"]
    await store(later, flow)
    assert [text async for text in models.Message.objects.values_list("text", flat=True)] == ["changed"]


async def test_a_session_of_the_same_name_stays_its_owners(messages, flow, bob):
    await say(messages, "alice's")
    await store(messages, flow)
    bobs_flow = await sync_to_async(Flow.objects.create)(
        user=bob, name="b", version_stamp=uuid.uuid4(), updated_at=record_clock.now()
    )
    bobs = RunMessages(flow_id=bobs_flow.pk, user_id=bob.pk, run_id=uuid.uuid4(), session_id="s")
    assert await texts(bobs) == []


async def test_an_id_that_no_store_could_keep_is_refused(messages):
    for attempt in (messages.add, messages.update):
        with pytest.raises(MessageIdInvalid):
            await attempt(Message(text="x", id="nonsense"))
    await messages.remove("nonsense")
    assert await texts(messages) == []


@pytest.mark.parametrize("odd", [{"duration": -1}, {"duration": 10**30}, {"duration": "x"}, {"error": "maybe"}])
async def test_odd_values_of_a_field_do_not_spoil_the_run(messages, flow, odd):
    await messages.add(Message(text="kept", sender="User", session_id="s", **odd))
    await store(messages, flow)
    assert [text async for text in models.Message.objects.values_list("text", flat=True)] == ["kept"]


async def test_a_taken_id_changes_the_flows_own_message_and_nobody_elses(messages, flow, bob):
    (own,) = await say(messages, "own")
    await store(messages, flow)
    bobs_flow = await sync_to_async(Flow.objects.create)(
        user=bob, name="b", version_stamp=uuid.uuid4(), updated_at=record_clock.now()
    )
    for whose, user in ((bobs_flow, bob), (flow, None)):
        later = RunMessages(flow_id=whose.pk, user_id=user and user.pk, run_id=uuid.uuid4(), session_id="s")
        await later.add(Message(text="changed", sender="User", session_id="s", id=own.data["id"]))
        await store(later, whose)
        stored = [text async for text in models.Message.objects.values_list("text", flat=True)]
        assert stored == (["own"] if user else ["changed"])
