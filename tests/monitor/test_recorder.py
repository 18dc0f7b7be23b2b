"""The recorder: everything of a run in one transaction, runs that wait in one commit."""

import asyncio
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from flows.models import Flow
from monitor import recorder, retention
from monitor.caps import capped, without_secrets
from monitor.models import Message, Trace, Transaction, VertexBuild
from monitor.records import RunRecords
from monitor.timestamps import record_clock
from tests.monitor.rows import build, message, trace, transaction


def records_of(flow, number=0):
    return RunRecords(
        flow_id=flow.pk,
        messages=[message(flow, f"in {number}"), message(flow, f"out {number}")],
        vertex_builds=[build(flow)],
        transactions=[transaction(flow)],
    )


async def test_a_run_is_stored_when_record_returns(flow, shared_connection):
    await recorder.record(records_of(flow))
    assert await Message.objects.acount() == 2
    assert await VertexBuild.objects.acount() == 1
    assert await Transaction.objects.acount() == 1


async def test_runs_that_wait_share_a_commit(flow, shared_connection, monkeypatch):
    sizes = []
    store = recorder.store
    monkeypatch.setattr(recorder, "store", lambda batch: (sizes.append(len(batch)), store(batch)))
    await asyncio.gather(*(recorder.record(records_of(flow, number)) for number in range(30)))
    assert sum(sizes) == 30
    assert len(sizes) <= 3
    assert await Message.objects.acount() == 60


async def test_one_bad_run_does_not_take_the_others_along(flow, shared_connection):
    bad = RunRecords(flow_id=flow.pk, messages=[message(flow, None)])
    good = [records_of(flow, number) for number in range(3)]
    ended = await asyncio.gather(*(recorder.record(one) for one in [good[0], bad, *good[1:]]), return_exceptions=True)
    assert [isinstance(one, DatabaseError) for one in ended] == [False, True, False, False]
    assert await Message.objects.acount() == 6


async def test_a_caller_who_gives_up_does_not_take_the_rows_back(flow, shared_connection):
    writing = asyncio.create_task(recorder.record(records_of(flow)))
    await asyncio.sleep(0)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    await recorder.record(RunRecords(flow_id=flow.pk, transactions=[transaction(flow)]))
    assert await Message.objects.acount() == 2


async def test_a_run_that_cannot_be_stored_keeps_nobody_waiting(flow, shared_connection):
    spoilt = records_of(flow)
    spoilt.messages[0].files = [object()]
    writings = [recorder.record(spoilt), recorder.record(records_of(flow))]
    first, second = await asyncio.wait_for(asyncio.gather(*writings, return_exceptions=True), 5)
    assert isinstance(first, TypeError)
    assert second is None
    assert await Message.objects.acount() == 2


async def test_a_flow_that_is_deleted_while_it_runs_takes_its_records_with_it(flow, shared_connection):
    records = records_of(flow)
    await flow.adelete()
    await recorder.record(records)
    assert not await Message.objects.aexists()


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_no_character_keeps_a_run_from_being_stored(flow, text):
    rows = RunRecords(
        flow_id=flow.pk,
        messages=[message(flow, text, session_id=text, sender=text, files=[text])],
        vertex_builds=[build(flow, text)],
        transactions=[transaction(flow, text, error=text)],
    )
    recorder.store([rows])
    stored = Message.objects.of_session(text).get()
    assert stored.text == stored.sender == stored.session_id == "a\ufffdb"
    assert stored.files == [text]


def test_a_name_that_is_too_long_is_cut(flow):
    recorder.store([RunRecords(flow_id=flow.pk, messages=[message(flow, "hi", session_id="s" * 5000)])])
    assert len(Message.objects.of_session("s" * 5000).get().session_id) == 512


def test_messages_of_earlier_runs_are_changed_and_removed(flow):
    kept, gone = Message.objects.bulk_create([message(flow, "kept"), message(flow, "gone")])
    kept.text = "changed"
    recorder.store([RunRecords(flow_id=flow.pk, changed_messages=[kept], removed_message_ids=[gone.pk])])
    assert list(Message.objects.values_list("text", flat=True)) == ["changed"]


def test_a_run_takes_few_queries(flow, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):  # three inserts, the session, begin and end
        recorder.store([records_of(flow)])


def test_old_builds_and_transactions_go_without_a_count_in_every_run(flow, settings, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "MAX_VERTEX_BUILDS_PER_VERTEX", 20)
    monkeypatch.setattr(settings.LANGFLOW, "MAX_TRANSACTIONS_TO_KEEP", 20)
    for number in range(100):
        recorder.store([records_of(flow, number)])
    assert 20 <= VertexBuild.objects.count() <= 30
    assert 20 <= Transaction.objects.count() <= 30
    assert Message.objects.count() == 200


def test_prune_records_leaves_exactly_what_the_settings_keep(flow, settings, monkeypatch, capsys):
    VertexBuild.objects.bulk_create([build(flow, f"V-{number % 2}") for number in range(20)])
    Transaction.objects.bulk_create([transaction(flow) for _ in range(20)])
    monkeypatch.setattr(settings.LANGFLOW, "MAX_VERTEX_BUILDS_PER_VERTEX", 3)
    monkeypatch.setattr(settings.LANGFLOW, "MAX_TRANSACTIONS_TO_KEEP", 5)
    call_command("prune_records")
    assert VertexBuild.objects.count() == 6
    assert Transaction.objects.count() == 5
    assert "29 rows" in capsys.readouterr().out


def test_prune_records_forgets_what_is_too_old(flow, settings, monkeypatch):
    old = record_clock.now() - timedelta(days=8)
    VertexBuild.objects.bulk_create([build(flow, timestamp=old), build(flow)])
    Transaction.objects.bulk_create([transaction(flow, timestamp=old), transaction(flow)])
    Trace.objects.bulk_create([trace(flow, timestamp=old), trace(flow)])
    monkeypatch.setattr(settings.LANGFLOW, "RECORDS_KEPT_DAYS", 7)
    call_command("prune_records")
    assert [kind.objects.count() for kind in (VertexBuild, Transaction, Trace)] == [1, 1, 1]


async def test_traces_beyond_the_limit_go_while_runs_are_stored(flow, shared_connection, settings, monkeypatch):
    monkeypatch.setattr(settings.LANGFLOW, "MAX_TRACES_TO_KEEP", 20)
    for _ in range(40):
        await recorder.record(RunRecords(flow_id=flow.pk, traces=[trace(flow)]))
    assert await Trace.objects.acount() <= 30


def test_pruning_keeps_the_newest(flow, settings, monkeypatch):
    rows = VertexBuild.objects.bulk_create([build(flow) for _ in range(5)])
    monkeypatch.setattr(settings.LANGFLOW, "MAX_VERTEX_BUILDS_PER_VERTEX", 2)
    retention.prune_vertex(flow.pk, "ChatInput-a")
    assert set(VertexBuild.objects.values_list("pk", flat=True)) == {row.pk for row in rows[-2:]}


def test_long_texts_and_lists_are_cut():
    value = {"text": "x" * 30, "rows": list(range(30))}
    assert capped(value, text_length=10, items=2) == {
        "text": "x" * 10 + "...",
        "rows": [0, 1, "... [truncated 28 items]"],
    }


@pytest.mark.parametrize("name", ["api_key", "openai_api_key", "password", "access_token", "Authorization"])
def test_secrets_are_masked(name):
    assert without_secrets({name: "sk-1", "inside": {name: "sk-1"}}) == {name: "***", "inside": {name: "***"}}


def test_numbers_are_no_secrets():
    assert without_secrets({"max_tokens": 5, "token": ""}) == {"max_tokens": 5, "token": ""}


async def test_nothing_to_store_costs_nothing():
    await recorder.record(RunRecords(flow_id=uuid.uuid4()))


@pytest.fixture(autouse=True)
def _counters_start_at_zero(monkeypatch):
    monkeypatch.setattr(retention, "_new_rows", type(retention._new_rows)())


async def test_a_run_changes_messages_of_its_own_flow_only(flow, shared_connection):
    own, foreign = message(flow, "own"), message(flow, "foreign")
    foreign.flow = await Flow.objects.acreate(user=flow.user, project=flow.project, name="another")
    await Message.objects.abulk_create([own, foreign])
    own.text = foreign.text = "changed"
    await recorder.record(RunRecords(flow_id=flow.pk, changed_messages=[own, foreign]))
    assert {row.pk: row.text async for row in Message.objects.all()} == {own.pk: "changed", foreign.pk: "foreign"}
