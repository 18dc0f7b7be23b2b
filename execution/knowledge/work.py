"""An ingestion as the work of a job: cut the waiting texts, make vectors batch by batch, store the chunks."""

import uuid
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from execution.components.embedding_models.of_user import embeddings_of
from execution.components.language_models.asking import asked_of
from execution.components.language_models.errors import ModelError
from execution.components.language_models.failures import provider_errors
from execution.engine.errors import EngineError
from execution.engine.values.errors import ExtraNotInstalled
from execution.knowledge.cutting import Cut
from execution.models import Job
from execution.runtime.editing import editing_context
from execution.runtime.jobs import Attempt, JobEnd
from execution.wire.builds import line
from execution.wire.frames import ascii_frame
from files.knowledge import selectors
from files.knowledge.services import ingestion
from files.knowledge.services.ingestion import NewChunk
from langflow_site.common.database import in_database
from langflow_site.common.errors import ServerError

BATCH = 64
"""How many chunks get their vectors in one request and are stored in one transaction."""

END = ascii_frame(line("end", {}))


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestionWork:
    """One ingestion. The texts wait in the database under the job's id."""

    user_id: str
    embedding_provider: str
    embedding_model: str
    source: str
    """What the texts come from, in the sender's words; empty names each file."""
    size: int
    overlap: int
    separator: str

    def as_request(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_request(cls, request: Mapping[str, Any]) -> Self:
        return cls(**request)

    async def run(self, attempt: Attempt) -> JobEnd:
        try:
            count = await self._ingest(attempt)
        except (ModelError, EngineError, ServerError, ExtraNotInstalled) as error:
            return await self._failed(attempt, str(error))
        await in_database(ingestion.finish, job_id=attempt.job_id)
        return JobEnd(state=Job.State.SUCCEEDED, last_line=END, result={"chunks_created": count})

    async def _ingest(self, attempt: Attempt) -> int:
        """Return how many chunks were stored, which are fewer if somebody ended the ingestion meanwhile."""
        await in_database(ingestion.begin_attempt, job_id=attempt.job_id)
        context = editing_context(uuid.UUID(self.user_id))
        model = await embeddings_of(context, provider=self.embedding_provider, model=self.embedding_model)
        count = 0
        async for batch in self._batches(attempt):
            with provider_errors(asked_of(model)):
                vectors = await model.aembed_documents([piece.content for piece in batch])
            chunks = [piece.with_vector(vector) for piece, vector in zip(batch, vectors, strict=True)]
            if not await in_database(ingestion.store, job_id=attempt.job_id, chunks=chunks):
                break
            count += len(chunks)
        return count

    async def _batches(self, attempt: Attempt) -> "AsyncIterator[list[Piece]]":
        """Yield the pieces of each file, a batch at a time, and tell how far it is."""
        for text in await in_database(selectors.incoming_texts, attempt.job_id):
            pieces = await in_database(self._pieces_of, text.file_name, text.text)
            for start in range(0, len(pieces), BATCH):
                progress = {"file_name": text.file_name, "chunk": start, "chunks": len(pieces)}
                attempt.tell(ascii_frame(line("progress", progress)))
                yield pieces[start : start + BATCH]

    def _pieces_of(self, file_name: str, text: str) -> "list[Piece]":
        """Cut a text. Called on a thread: long texts take long."""
        cut = Cut(size=self.size, overlap=self.overlap, separator=self.separator)
        chunks = cut.chunks_of(text) if text.strip() else []
        return list(_numbered(chunks, source=self.source or file_name, file_name=file_name))

    async def _failed(self, attempt: Attempt, reason: str) -> JobEnd:
        await in_database(ingestion.finish, job_id=attempt.job_id, failure=reason)
        attempt.tell(ascii_frame(line("error", {"error": reason})))
        return JobEnd(state=Job.State.FAILED, error=reason, last_line=END)

    @classmethod
    def broken_off(cls, job_id: uuid.UUID, state: Job.State, reason: str | None) -> JobEnd:
        return JobEnd(state=state, error=reason, last_line=END)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A chunk without its vector."""

    content: str
    source: str
    file_name: str
    number: int
    number_of_chunks: int

    def with_vector(self, vector: list[float]) -> NewChunk:
        """Return the chunk that can be stored."""
        return NewChunk(vector=vector, **asdict(self))


def _numbered(chunks: list[str], *, source: str, file_name: str) -> Iterator[Piece]:
    for number, content in enumerate(chunks):
        yield Piece(content=content, source=source, file_name=file_name, number=number, number_of_chunks=len(chunks))
