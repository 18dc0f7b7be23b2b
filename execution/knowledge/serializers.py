"""Wire shapes of the routes that take files."""

from typing import Annotated, Any

from pydantic import Field
from rest_framework import serializers

from langflow_site.common.requests import STORABLE, RequestBody, Text

Size = Annotated[int, Field(ge=1, le=1_000_000)]
Overlap = Annotated[int, Field(ge=0, le=1_000_000)]
FILES = {"type": "array", "items": {"type": "string", "format": "binary"}}


class PreviewForm(RequestBody):
    files: list[Any]
    chunk_size: Size = 1000
    chunk_overlap: Overlap = 200
    separator: Text = "\n"
    max_chunks: Annotated[int, Field(ge=0, le=1000)] = 5


class IngestForm(RequestBody):
    files: list[Any]
    source_name: Annotated[str, Field(max_length=512), STORABLE] = ""
    chunk_size: Size = 1000
    chunk_overlap: Overlap = 200
    separator: Annotated[str, Field(max_length=255), STORABLE] = ""
    column_config: str = ""


class PreviewChunkSerializer(serializers.Serializer[Any]):
    content = serializers.CharField()
    index = serializers.IntegerField()
    char_count = serializers.IntegerField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class FilePreviewSerializer(serializers.Serializer[Any]):
    file_name = serializers.CharField()
    total_chunks = serializers.IntegerField()
    preview_chunks = PreviewChunkSerializer(many=True)


class PreviewSerializer(serializers.Serializer[Any]):
    files = FilePreviewSerializer(many=True)


class IngestionSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    href = serializers.CharField()


def form_schema(form: type[RequestBody]) -> dict[str, Any]:
    """Describe the multipart body by the fields of its model."""
    schema = form.model_json_schema()
    properties = {
        name: {key: value for key, value in field.items() if key != "title"}
        for name, field in schema["properties"].items()
    }
    return {
        "multipart/form-data": {
            "type": "object",
            "properties": {**properties, "files": FILES},
            "required": schema["required"],
        }
    }
