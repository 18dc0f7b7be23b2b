"""The steps of an ingestion, whoever takes them."""

import pytest

from files.knowledge import selectors
from files.knowledge.errors import DimensionsDiffer, IngestionEnded, IngestionUnderWay, NoIngestion
from files.knowledge.models import Chunk, IncomingText, KnowledgeBase
from files.knowledge.services import ingestion
from tests.files.knowledge.conftest import SETTINGS, chunk

Ingestion = KnowledgeBase.Ingestion


def test_texts_wait_in_their_order(begun):
    assert [text.file_name for text in selectors.incoming_texts(begun)] == ["a.txt", "b.md"]


def test_two_at_a_time_are_refused(rivers, begun):
    with pytest.raises(IngestionUnderWay):
        ingestion.begin(knowledge_base=rivers, texts=[("c.txt", "x")], settings=SETTINGS)


def test_one_that_died_makes_place_for_the_next(rivers, begun):
    ingestion.store(job_id=begun, chunks=[chunk("left behind")])
    KnowledgeBase.objects.update(seen_at=None)
    rivers.refresh_from_db()
    job_id = ingestion.begin(knowledge_base=rivers, texts=[("c.txt", "x")], settings=SETTINGS)
    assert not Chunk.objects.exists()
    assert [text.job_id for text in IncomingText.objects.all()] == [job_id]


def test_a_second_attempt_begins_anew(begun):
    ingestion.store(job_id=begun, chunks=[chunk("once")])
    ingestion.begin_attempt(job_id=begun)
    assert not Chunk.objects.exists()
    assert len(selectors.incoming_texts(begun)) == 2


def test_a_success_keeps_the_chunks_and_forgets_the_texts(filled):
    assert filled.ingestion == Ingestion.SUCCEEDED
    assert not IncomingText.objects.exists()


def test_a_failure_leaves_nothing_but_its_reason(rivers, begun):
    ingestion.store(job_id=begun, chunks=[chunk("half")])
    ingestion.finish(job_id=begun, failure="The key was refused.")
    rivers.refresh_from_db()
    assert (rivers.ingestion, rivers.failure) == (Ingestion.FAILED, "The key was refused.")
    assert not Chunk.objects.exists()
    assert not IncomingText.objects.exists()


def test_after_a_cancel_nothing_more_is_stored(rivers, begun):
    rivers.refresh_from_db()
    assert ingestion.cancel(knowledge_base=rivers) == begun
    assert not ingestion.store(job_id=begun, chunks=[chunk("too late")])
    ingestion.finish(job_id=begun)
    rivers.refresh_from_db()
    assert rivers.ingestion == Ingestion.CANCELLED


def test_a_cancel_keeps_what_earlier_ones_stored(filled):
    job_id = ingestion.begin(knowledge_base=filled, texts=[("c.txt", "x")], settings=SETTINGS)
    ingestion.store(job_id=job_id, chunks=[chunk("new")])
    filled.refresh_from_db()
    ingestion.cancel(knowledge_base=filled)
    assert Chunk.objects.count() == 2


def test_what_has_not_begun_or_has_ended_cannot_be_cancelled(rivers, filled):
    with pytest.raises(IngestionEnded, match="completed"):
        ingestion.cancel(knowledge_base=filled)
    filled.job_id = None
    with pytest.raises(NoIngestion):
        ingestion.cancel(knowledge_base=filled)


def test_a_removed_base_takes_nothing_more(rivers, begun):
    rivers.delete()
    assert not ingestion.store(job_id=begun, chunks=[chunk("too late")])


def test_vectors_of_another_model_are_refused(begun):
    ingestion.store(job_id=begun, chunks=[chunk("two", 1.0, 0.0)])
    with pytest.raises(DimensionsDiffer):
        ingestion.store(job_id=begun, chunks=[chunk("three", 1.0, 0.0, 0.0)])


def test_the_nearest_chunks_come_first(filled):
    found = selectors.nearest_chunks(filled.pk, [0.1, 1.0], 5)
    assert [row.content for row in found] == ["apples and pears", "the river crosses"]
    assert found[0].distance == pytest.approx(0.1, abs=1e-6)
    assert found[0].vector == [0.0, 1.0]


def test_no_more_are_returned_than_asked_for(filled):
    assert len(selectors.nearest_chunks(filled.pk, [0.1, 1.0], 1)) == 1
    assert [row.content for row in selectors.first_chunks(filled.pk, 1)] == ["the river crosses"]
