import asyncio
import time

import pytest
from asgiref.sync import sync_to_async
from django.core.files.uploadedfile import SimpleUploadedFile

from execution.models import Job
from files.knowledge.models import KnowledgeBase
from files.knowledge.services.knowledge_bases import create_knowledge_base
from tests.execution.components.fake_providers import provider  # noqa: F401  # a fixture

URL = "/api/v1/knowledge_bases"
PATIENCE = 10.0


@pytest.fixture
def openai(provider, monkeypatch):  # noqa: F811  # the fixture
    """A provider of embeddings that Alice's key opens."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("OPENAI_BASE_URL", provider.url)
    return provider


@pytest.fixture
def rivers(alice, shared_connection):
    """An empty knowledge base of Alice's."""
    return create_knowledge_base(
        user=alice, name="rivers", embedding_provider="OpenAI", embedding_model="small", column_config=None
    )


@pytest.fixture
async def alices(async_client_of):
    return await async_client_of("alice")


@pytest.fixture
async def bobs(async_client_of):
    return await async_client_of("bob")


def text_file(name="a.txt", content="the river crosses an old bridge"):
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content, "text/plain")


async def ended() -> tuple[KnowledgeBase, Job]:
    """Wait for the end of the one ingestion; return its knowledge base and its job."""
    deadline = time.monotonic() + PATIENCE
    while True:
        job = await sync_to_async(Job.objects.get)()
        if job.has_ended:
            return await sync_to_async(KnowledgeBase.objects.get)(), job
        assert time.monotonic() < deadline, job
        await asyncio.sleep(0.02)
