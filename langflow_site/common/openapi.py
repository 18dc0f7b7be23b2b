"""What the OpenAPI document says of requests that are read by common/requests.py."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from pydantic import TypeAdapter

from langflow_site.common.requests import RequestQuery


def query_parameters(query: type[RequestQuery]) -> list[OpenApiParameter]:
    """Describe the query string by the fields of its model."""
    schema = query.model_json_schema()
    required, definitions = schema.get("required", []), schema.get("$defs", {})
    return [
        OpenApiParameter(name, _inlined(field, definitions), OpenApiParameter.QUERY, required=name in required)
        for name, field in schema["properties"].items()
    ]


def json_request(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """Describe a JSON body that is no object, but a list for instance."""
    schema = adapter.json_schema()
    return {"application/json": _inlined(schema, schema.get("$defs", {}))}


def uuid_in_path(name: str) -> OpenApiParameter:
    """Describe a path parameter that is an id; views read it with `path_uuid`, which answers 422 to anything else."""
    return OpenApiParameter(name, OpenApiTypes.UUID, OpenApiParameter.PATH)


def _inlined(part: Any, definitions: Mapping[str, Any]) -> Any:
    """Put definitions in the places that refer to them, and leave out what is only noise in a parameter."""
    if isinstance(part, list):
        return [_inlined(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return _inlined(definitions[part["$ref"].rpartition("/")[2]], definitions)
    return {key: _inlined(value, definitions) for key, value in part.items() if key not in {"title", "$defs"}}


FILE_UPLOAD = {
    "multipart/form-data": {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}},
        "required": ["file"],
    }
}
"""The body of routes that take one file."""
