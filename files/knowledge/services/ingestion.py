"""The steps of an ingestion. Each says whether it may go on: somebody may have cancelled it or removed the base."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from files.knowledge.errors import DimensionsDiffer, IngestionEnded, IngestionUnderWay, NoIngestion
from files.knowledge.models import STALLED_AFTER, Chunk, IncomingText, KnowledgeBase
from files.knowledge.vectors import Vector

Ingestion = KnowledgeBase.Ingestion


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChunk:
    """A piece of a file's text, ready to be stored."""

    content: str
    vector: Vector
    source: str
    file_name: str
    number: int
    number_of_chunks: int


@transaction.atomic
def begin(*, knowledge_base: KnowledgeBase, texts: Sequence[tuple[str, str]], settings: Mapping[str, Any]) -> uuid.UUID:
    """Put the files' names and texts down for a job and return its id; raise IngestionUnderWay if one is running.

    `settings` are the columns that say how the texts are cut.
    """
    job_id = uuid.uuid4()
    now = timezone.now()
    started = KnowledgeBase.objects.idle(not_seen_since=now - STALLED_AFTER).filter(pk=knowledge_base.pk)
    endings = {PurePath(name).suffix.lstrip(".").lower() for name, _ in texts}
    kinds = sorted({*knowledge_base.source_types, *endings} - {""})
    columns = {**settings, "source_types": kinds, "failure": None, "seen_at": now, "updated_at": now}
    if not started.update(job_id=job_id, ingestion=Ingestion.RUNNING, **columns):
        raise IngestionUnderWay(name=knowledge_base.name)
    if knowledge_base.job_id is not None and knowledge_base.has_stalled:
        _take_back(knowledge_base.job_id)
    IncomingText.objects.bulk_create(
        IncomingText(knowledge_base=knowledge_base, job_id=job_id, file_name=name, text=text) for name, text in texts
    )
    return job_id


def begin_attempt(*, job_id: uuid.UUID) -> None:
    """Take back what an earlier attempt stored: its process died, and this one begins from the first text."""
    Chunk.objects.made_by(job_id).delete()


@transaction.atomic
def store(*, job_id: uuid.UUID, chunks: Sequence[NewChunk]) -> bool:
    """Store chunks; say no where the ingestion has ended meanwhile."""
    now = timezone.now()
    running = KnowledgeBase.objects.taking_in(job_id)
    if not running.update(seen_at=now):
        return False
    knowledge_base = running.get()
    _check_dimensions(knowledge_base, len(chunks[0].vector))
    Chunk.objects.bulk_create(_row(knowledge_base, job_id, chunk, now) for chunk in chunks)
    return True


def finish(*, job_id: uuid.UUID, failure: str | None = None) -> None:
    """End the ingestion, if it has not ended. One that failed leaves no chunks."""
    state = Ingestion.SUCCEEDED if failure is None else Ingestion.FAILED
    _end(job_id, state, failure)


def cancel(*, knowledge_base: KnowledgeBase) -> uuid.UUID:
    """End the ingestion that is under way and return its job; raise NoIngestion or IngestionEnded."""
    if knowledge_base.job_id is None:
        raise NoIngestion(name=knowledge_base.name)
    if not _end(knowledge_base.job_id, Ingestion.CANCELLED, None):
        ended = knowledge_base.ingestion
        raise IngestionEnded(status="completed" if ended == KnowledgeBase.Ingestion.SUCCEEDED else ended)
    return knowledge_base.job_id


@transaction.atomic
def _end(job_id: uuid.UUID, state: Ingestion, failure: str | None) -> bool:
    ended = bool(KnowledgeBase.objects.taking_in(job_id).update(ingestion=state, failure=failure))
    if ended and state == Ingestion.SUCCEEDED:
        IncomingText.objects.filter(job_id=job_id).delete()
    elif ended:
        _take_back(job_id)
    return ended


def _take_back(job_id: uuid.UUID) -> None:
    """Remove what an ingestion left that nobody ended."""
    Chunk.objects.made_by(job_id).delete()
    IncomingText.objects.filter(job_id=job_id).delete()


def _check_dimensions(knowledge_base: KnowledgeBase, given: int) -> None:
    if knowledge_base.dimensions is None:
        KnowledgeBase.objects.filter(pk=knowledge_base.pk).update(dimensions=given)
    elif knowledge_base.dimensions != given:
        raise DimensionsDiffer(name=knowledge_base.name, stored=knowledge_base.dimensions, given=given)


def _row(knowledge_base: KnowledgeBase, job_id: uuid.UUID, chunk: NewChunk, now: Any) -> Chunk:
    return Chunk(
        knowledge_base=knowledge_base,
        job_id=job_id,
        content=chunk.content,
        words=len(chunk.content.split()),
        characters=len(chunk.content),
        vector=chunk.vector,
        source=chunk.source,
        file_name=chunk.file_name,
        number=chunk.number,
        number_of_chunks=chunk.number_of_chunks,
        ingested_at=now,
    )
