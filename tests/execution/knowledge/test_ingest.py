"""Files go into a knowledge base by a job."""

import pytest
from asgiref.sync import sync_to_async

from execution.models import Job
from files.knowledge.models import Chunk, IncomingText, KnowledgeBase
from tests.execution.knowledge.conftest import URL, ended, text_file

INGEST = f"{URL}/rivers/ingest"


async def chunks() -> list[Chunk]:
    return await sync_to_async(lambda: list(Chunk.objects.order_by("pk")))()


async def test_files_are_cut_and_stored_with_their_vectors(alices, rivers, openai):
    files = [text_file("rivers.txt"), text_file("fruit.md", "apples\npears\nplums")]
    form = {"files": files, "source_name": "notes", "chunk_size": "12", "chunk_overlap": "0", "separator": "\\n"}
    answer = await alices.post(INGEST, form)
    assert answer.status_code == 200
    base, job = await ended()
    assert answer.json() == {"id": str(job.pk), "href": f"/task/{job.pk}"}
    assert (job.kind, job.state, job.result) == ("ingestion", "succeeded", {"chunks_created": 5})
    stored = await chunks()
    assert [chunk.content for chunk in stored] == ["the river", "crosses an", "old bridge", "apples\npears", "plums"]
    assert stored[3].facts | {"ingested_at": "", "job_id": ""} == {
        "source": "notes",
        "file_name": "fruit.md",
        "chunk_index": 0,
        "total_chunks": 2,
        "ingested_at": "",
        "job_id": "",
    }
    assert (base.ingestion, base.chunk_size, base.separator, base.source_types) == (
        "succeeded",
        12,
        "\\n",
        ["md", "txt"],
    )
    assert base.dimensions == len(stored[0].vector)
    assert openai.keys == ["sk-test", "sk-test"]


async def test_without_a_source_each_file_is_its_own(alices, rivers, openai):
    await alices.post(INGEST, {"files": [text_file()]})
    await ended()
    assert [chunk.source for chunk in await chunks()] == ["a.txt"]


async def test_progress_is_told_as_events(alices, rivers, openai):
    job_id = (await alices.post(INGEST, {"files": [text_file()]})).json()["id"]
    await ended()
    answer = await alices.get(f"/api/v1/build/{job_id}/events", {"event_delivery": "polling"})
    assert b'"progress"' in answer.content
    assert b'"end"' in answer.content


async def test_a_provider_that_must_not_be_reached_fails_the_ingestion(alices, rivers, openai, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://169.254.169.254/v1")
    await alices.post(INGEST, {"files": [text_file()]})
    base, job = await ended()
    assert (base.ingestion, job.state) == ("failed", "failed")
    assert base.failure
    assert not await chunks()
    assert not await sync_to_async(IncomingText.objects.exists)()
    shown = (await alices.get(f"{URL}/rivers")).json()
    assert (shown["status"], shown["failure_reason"]) == ("failed", base.failure)


async def test_a_missing_key_is_told(alices, rivers, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    await alices.post(INGEST, {"files": [text_file()]})
    base, _ = await ended()
    assert "API key is required" in base.failure


async def test_empty_files_leave_no_chunks(alices, rivers, openai):
    await alices.post(INGEST, {"files": [text_file(content="  \n")]})
    base, _ = await ended()
    assert base.ingestion == "succeeded"
    assert not await chunks()


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ({}, ["body", "files"]),
        ({"files": [text_file()], "chunk_size": "x"}, ["body", "chunk_size"]),
        ({"files": [text_file()], "chunk_size": "0"}, ["body", "chunk_size"]),
        ({"files": [text_file()], "column_config": "x"}, ["body", "column_config"]),
    ],
)
async def test_a_form_that_is_none_is_refused(alices, rivers, form, place):
    answer = await alices.post(INGEST, form)
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == place
    assert not await sync_to_async(Job.objects.exists)()


async def test_an_overlap_larger_than_a_chunk_is_refused(alices, rivers):
    answer = await alices.post(INGEST, {"files": [text_file()], "chunk_size": "10", "chunk_overlap": "20"})
    assert answer.status_code == 400
    assert "overlap" in answer.json()["detail"]


async def test_a_file_that_cannot_be_read_is_refused_by_name(alices, rivers):
    answer = await alices.post(INGEST, {"files": [text_file(), text_file("bad.pdf", "no PDF")]})
    assert answer.status_code == 400
    assert "'bad.pdf' cannot be read" in answer.json()["detail"]
    assert (await sync_to_async(KnowledgeBase.objects.get)()).ingestion == "none"


async def test_columns_are_kept(alices, rivers, openai):
    await alices.post(INGEST, {"files": [text_file()], "column_config": '[{"column_name": "text"}]'})
    base, _ = await ended()
    assert base.column_config == [{"column_name": "text", "vectorize": False, "identifier": False}]


@pytest.mark.parametrize("route", ["ingest", "cancel"])
async def test_what_is_another_users_does_not_exist(bobs, rivers, route):
    answer = await bobs.post(f"{URL}/rivers/{route}", {"files": [text_file()]})
    assert answer.status_code == 404
    assert answer.json() == {"detail": "Knowledge base 'rivers' not found"}
