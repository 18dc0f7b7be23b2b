"""Begin and end ingestions, and show what one would make."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from pydantic import Json, TypeAdapter

from execution.components.splitting import checked_sizes
from execution.knowledge.cutting import Cut, preview_of
from execution.knowledge.errors import ChunksImpossible
from execution.knowledge.reading import text_of
from execution.knowledge.serializers import IngestForm, PreviewForm
from execution.knowledge.work import IngestionWork
from execution.models import Job
from execution.runtime import jobs
from execution.runtime.jobs import JobFacts
from files.knowledge.models import KnowledgeBase
from files.knowledge.serializers import ColumnConfig
from files.knowledge.services import ingestion
from langflow_site.common.database import in_database
from langflow_site.common.errors import ServerError
from langflow_site.common.requests import validated

ATTEMPTS = 3
UNNAMED = "unknown"
_COLUMNS: TypeAdapter[list[ColumnConfig]] = TypeAdapter(Json[list[ColumnConfig]])


def preview(form: PreviewForm) -> list[dict[str, Any]]:
    """Return how each of the files would be cut."""
    _check_sizes(form.chunk_size, form.chunk_overlap)
    cut = Cut(size=form.chunk_size, overlap=form.chunk_overlap, separator=form.separator)
    return [preview_of(name, text, cut, most=form.max_chunks) for name, text in _texts_of(form.files)]


async def ingest(base: KnowledgeBase, form: IngestForm) -> uuid.UUID:
    """Take the files into the knowledge base by a job, and return its id."""
    _check_sizes(form.chunk_size, form.chunk_overlap)
    job_id = await in_database(_put_down, base, form)
    work = IngestionWork(
        user_id=str(base.user_id),
        embedding_provider=base.embedding_provider,
        embedding_model=base.embedding_model,
        source=form.source_name,
        size=form.chunk_size,
        overlap=form.chunk_overlap,
        separator=form.separator,
    )
    facts = JobFacts(id=job_id, kind=Job.Kind.INGESTION, user_id=base.user_id, flow_id=None, most_attempts=ATTEMPTS)
    try:
        return await jobs.start(facts, work)
    except ServerError as error:
        await in_database(ingestion.finish, job_id=job_id, failure=str(error))
        raise


async def cancel(base: KnowledgeBase) -> uuid.UUID:
    """End the ingestion that is under way, take back what it stored, and return its job."""
    job_id = await in_database(ingestion.cancel, knowledge_base=base)
    await jobs.cancel(job_id)
    return job_id


def _put_down(base: KnowledgeBase, form: IngestForm) -> uuid.UUID:
    columns = {
        "chunk_size": form.chunk_size,
        "chunk_overlap": form.chunk_overlap,
        "separator": form.separator or None,
        **({"column_config": _columns_of(form.column_config)} if form.column_config else {}),
    }
    return ingestion.begin(knowledge_base=base, texts=_texts_of(form.files), settings=columns)


def _columns_of(text: str) -> list[dict[str, Any]]:
    """Read the columns, which come as JSON in a text."""
    columns = validated(_COLUMNS, text, within=("body", "column_config"))
    return [column.model_dump() for column in columns]


def _texts_of(files: "Sequence[UploadedFile[bytes]]") -> list[tuple[str, str]]:
    """Return names and texts of the files; raise FileUnreadable for the first that cannot be read."""
    return [(file.name or UNNAMED, text_of(file.name or UNNAMED, file.read())) for file in files]


def _check_sizes(size: int, overlap: int) -> None:
    try:
        checked_sizes(size, overlap)
    except ValueError as error:
        raise ChunksImpossible(reason=str(error)) from None
