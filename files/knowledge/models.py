"""Rows of knowledge bases."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from files.knowledge.querysets import ChunkQuerySet, KnowledgeBaseQuerySet
from files.knowledge.vectors import BYTES_PER_NUMBER, VectorField
from langflow_site.common.indexes import CoveringIndex
from langflow_site.common.models import DocumentField, RecordCharField, RecordTextField, UUIDModel

STALLED_AFTER = timedelta(minutes=10)
"""An ingestion shows life with each batch of chunks; one that is silent for so long died with its process."""


class KnowledgeBase(UUIDModel):
    """Chunks of texts with their vectors, all made by one embedding model."""

    class Ingestion(models.TextChoices):
        NONE = "none"
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="knowledge_bases")
    name = models.CharField(max_length=255)
    """As it stands in addresses: with underscores for spaces."""
    embedding_provider = models.CharField(max_length=100)
    embedding_model = models.CharField(max_length=255)
    column_config: Any = DocumentField(null=True, blank=True)
    chunk_size = models.PositiveIntegerField(null=True, blank=True)
    chunk_overlap = models.PositiveIntegerField(null=True, blank=True)
    separator = models.CharField(max_length=255, null=True, blank=True)
    source_types: Any = DocumentField(default=list)
    """The endings of the files that were taken in."""
    dimensions = models.PositiveIntegerField(null=True, blank=True)
    """How many numbers its vectors have; unknown until the first is stored."""
    ingestion = models.CharField(max_length=16, choices=Ingestion, default=Ingestion.NONE)
    """How the last ingestion stands."""
    job_id = models.UUIDField(null=True, blank=True)
    """The job of that ingestion."""
    seen_at = models.DateTimeField(null=True, blank=True)
    """When it showed life."""
    failure = RecordTextField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = KnowledgeBaseQuerySet.as_manager()

    # Added by `with_counts`; without it nothing was asked.
    chunk_count: int
    word_count: int
    character_count: int

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "name"], name="knowledge_base_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def has_stalled(self) -> bool:
        is_silent = self.seen_at is None or timezone.now() - self.seen_at > STALLED_AFTER
        return self.ingestion == self.Ingestion.RUNNING and is_silent

    @property
    def size(self) -> int:
        """The bytes of texts and vectors, about."""
        return self.character_count + self.chunk_count * BYTES_PER_NUMBER * (self.dimensions or 0)


class Chunk(models.Model):
    """A piece of a file's text, and its vector."""

    id = models.BigAutoField(primary_key=True)
    knowledge_base = models.ForeignKey(KnowledgeBase, on_delete=models.CASCADE, related_name="chunks", db_index=False)
    job_id = models.UUIDField(db_index=True)
    """The ingestion that made it."""
    content = RecordTextField()
    words = models.PositiveIntegerField()
    characters = models.PositiveIntegerField()
    vector: Any = VectorField()
    source = RecordCharField(max_length=512)
    file_name = RecordCharField(max_length=512)
    number = models.PositiveIntegerField()
    """Its place among the chunks of its file, from 0."""
    number_of_chunks = models.PositiveIntegerField()
    """How many its file has."""
    ingested_at = models.DateTimeField()

    objects = ChunkQuerySet.as_manager()

    # Added by `nearest_to`.
    distance: float

    class Meta:
        indexes: ClassVar = [
            # Counted and summed up without a look at texts and vectors.
            CoveringIndex(fields=["knowledge_base", "id"], include=["words", "characters"], name="chunk_counts")
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, chunk {self.number + 1} of {self.number_of_chunks}"

    @property
    def facts(self) -> dict[str, Any]:
        """What is known about the text, as components and clients read it."""
        return {
            "source": self.source,
            "file_name": self.file_name,
            "chunk_index": self.number,
            "total_chunks": self.number_of_chunks,
            "ingested_at": self.ingested_at.isoformat(),
            "job_id": str(self.job_id),
        }


class IncomingText(models.Model):
    """A file's text that waits to be taken in; any process may do it. Gone when the job has ended."""

    id = models.BigAutoField(primary_key=True)
    knowledge_base = models.ForeignKey(KnowledgeBase, on_delete=models.CASCADE, related_name="incoming")
    job_id = models.UUIDField(db_index=True)
    file_name = RecordCharField(max_length=512)
    text = RecordTextField()

    def __str__(self) -> str:
        return self.file_name
