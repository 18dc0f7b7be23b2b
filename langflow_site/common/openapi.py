"""What the OpenAPI document says of requests that are read by common/requests.py."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from langflow_site.common.requests import RequestQuery


def query_parameters(query: type[RequestQuery]) -> list[OpenApiParameter]:
    """Describe the query string by the fields of its model."""
    schema = query.model_json_schema()
    required = schema.get("required", [])
    return [
        OpenApiParameter(name, _inlined(field), OpenApiParameter.QUERY, required=name in required)
        for name, field in schema["properties"].items()
    ]


def uuid_in_path(name: str) -> OpenApiParameter:
    """Describe a path parameter that is an id; views read it with `path_uuid`, which answers 422 to anything else."""
    return OpenApiParameter(name, OpenApiTypes.UUID, OpenApiParameter.PATH)


def _inlined(field: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is only noise in a parameter."""
    return {key: value for key, value in field.items() if key != "title"}


FILE_UPLOAD = {
    "multipart/form-data": {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}},
        "required": ["file"],
    }
}
"""The body of routes that take one file."""
