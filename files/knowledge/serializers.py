"""Wire shapes of knowledge bases."""

from typing import Annotated, Any

from drf_spectacular.utils import extend_schema_serializer
from pydantic import Field
from rest_framework import serializers

from files.knowledge.models import Chunk, KnowledgeBase
from langflow_site.common.pagination import PageNumber
from langflow_site.common.requests import STORABLE, RequestBody, RequestQuery, Text

STALLED = "The server stopped before all files were taken in. Send them again."

Ingestion = KnowledgeBase.Ingestion


class ColumnConfig(RequestBody):
    column_name: Text
    vectorize: bool = False
    identifier: bool = False


class NewKnowledgeBase(RequestBody):
    name: Annotated[str, Field(max_length=255), STORABLE]
    embedding_provider: Annotated[str, Field(max_length=100), STORABLE]
    embedding_model: Annotated[str, Field(max_length=255), STORABLE]
    column_config: list[ColumnConfig] | None = None


class KnowledgeBaseNames(RequestBody):
    kb_names: list[Text]


class ChunksQuery(RequestQuery):
    page: PageNumber = 1
    limit: int = Field(default=50, ge=1, le=100)
    search: Text = ""


class KnowledgeBaseSerializer(serializers.Serializer[Any]):
    """A knowledge base as clients read it; read by its name, its `id` is that name, else its UUID."""

    id = serializers.SerializerMethodField()
    dir_name = serializers.CharField(source="name")
    name = serializers.SerializerMethodField()
    embedding_provider = serializers.CharField()
    embedding_model = serializers.CharField()
    size = serializers.IntegerField()
    words = serializers.IntegerField(source="word_count")
    characters = serializers.IntegerField(source="character_count")
    chunks = serializers.IntegerField(source="chunk_count")
    avg_chunk_size = serializers.SerializerMethodField()
    chunk_size = serializers.IntegerField(allow_null=True)
    chunk_overlap = serializers.IntegerField(allow_null=True)
    separator = serializers.CharField(allow_null=True)
    status = serializers.SerializerMethodField(help_text="`empty`, `ingesting`, `ready` or `failed`.")
    failure_reason = serializers.SerializerMethodField()
    last_job_id = serializers.UUIDField(source="job_id", allow_null=True)
    source_types = serializers.ListField(child=serializers.CharField())
    column_config = serializers.ListField(child=serializers.DictField(), allow_null=True)

    def get_id(self, base: KnowledgeBase) -> str:
        return base.name if self.context.get("is_read_by_name") else str(base.pk)

    def get_name(self, base: KnowledgeBase) -> str:
        return base.name.replace("_", " ")

    def get_avg_chunk_size(self, base: KnowledgeBase) -> float:
        return round(base.character_count / base.chunk_count, 1) if base.chunk_count else 0.0

    def get_status(self, base: KnowledgeBase) -> str:
        if base.has_stalled or base.ingestion in {Ingestion.FAILED, Ingestion.CANCELLED}:
            return "failed"
        if base.ingestion == Ingestion.RUNNING:
            return "ingesting"
        return "ready" if base.chunk_count else "empty"

    def get_failure_reason(self, base: KnowledgeBase) -> str | None:
        return STALLED if base.has_stalled else base.failure


class ChunkSerializer(serializers.Serializer[Chunk]):
    id = serializers.CharField()
    content = serializers.CharField()
    char_count = serializers.SerializerMethodField()
    metadata = serializers.DictField(source="facts")

    def get_char_count(self, chunk: Chunk) -> int:
        return len(chunk.content)


@extend_schema_serializer(many=False)
class ChunksPageSerializer(serializers.Serializer[Any]):
    chunks = ChunkSerializer(many=True, source="items")
    total = serializers.IntegerField()
    page = serializers.IntegerField()
    limit = serializers.IntegerField(source="size")
    total_pages = serializers.IntegerField(source="pages")


class DeletedSerializer(serializers.Serializer[Any]):
    message = serializers.CharField()
    deleted_count = serializers.IntegerField()
    not_found = serializers.CharField(required=False, help_text="The names that there are no knowledge bases of.")
