"""An ingestion can be ended while it is under way."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from execution.knowledge import work
from files.knowledge.models import Chunk
from tests.execution.knowledge.conftest import URL, ended, text_file

CANCEL = f"{URL}/rivers/cancel"


class SlowModel:
    """Never gets anything done."""

    model = "slow"

    def __init__(self):
        self.was_asked = asyncio.Event()

    async def aembed_documents(self, texts):
        self.was_asked.set()
        await asyncio.Event().wait()


@pytest.fixture
def slow(monkeypatch):
    model = SlowModel()

    async def embeddings_of(*arguments, **named):
        return model

    monkeypatch.setattr(work, "embeddings_of", embeddings_of)
    return model


async def test_a_cancelled_ingestion_leaves_nothing(alices, rivers, slow):
    job_id = (await alices.post(f"{URL}/rivers/ingest", {"files": [text_file()]})).json()["id"]
    await asyncio.wait_for(slow.was_asked.wait(), 10)
    answer = await alices.post(CANCEL)
    assert answer.status_code == 200
    assert job_id in answer.json()["message"]
    base, job = await ended()
    assert (base.ingestion, job.state) == ("cancelled", "cancelled")
    assert not await sync_to_async(Chunk.objects.exists)()
    again = await alices.post(CANCEL)
    assert again.status_code == 400
    assert again.json() == {"detail": "Cannot cancel job with status 'cancelled'"}


async def test_while_one_is_under_way_another_is_refused(alices, rivers, slow):
    await alices.post(f"{URL}/rivers/ingest", {"files": [text_file()]})
    answer = await alices.post(f"{URL}/rivers/ingest", {"files": [text_file()]})
    assert answer.status_code == 409
    await alices.post(CANCEL)


async def test_without_an_ingestion_there_is_nothing_to_cancel(alices, rivers):
    answer = await alices.post(CANCEL)
    assert answer.status_code == 404
    assert answer.json() == {"detail": "No ingestion job found for the knowledge base rivers"}
