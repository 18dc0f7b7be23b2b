"""What the OpenAPI document says of requests that are read by common/requests.py, and of refusals."""

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

JSON = "application/json"

PROBLEM = {
    "type": "object",
    "properties": {
        "detail": {
            "anyOf": [{"type": "string"}, {"type": "object"}, {"type": "array", "items": {"type": "object"}}],
            "description": "What is wrong: a text, or a structure that names the places.",
        }
    },
    "required": ["detail"],
}
"""The body of every refusal. Families whose clients expect more, such as `/responses`, add to it."""

MEANINGS = {
    400: "The request asks for what cannot be.",
    401: "The credential is not valid, or not any more.",
    403: "No credential came with the request, or it does not open this.",
    404: "There is no such thing, or it is somebody else's.",
    409: "The request contradicts what is stored.",
    405: "The thing is there, this method is not.",
    406: "The caller does not accept what there is to answer.",
    408: "The run took longer than a caller may wait.",
    413: "The body is larger than this server takes.",
    415: "The body is of a type that is not read here.",
    422: "Values are missing, of a wrong type, or cannot be stored.",
    429: "Too many requests, or too much under way already.",
    500: "A component of the flow failed, or the server did.",
    501: "The operator does not offer this.",
    502: "A provider that the flow asks is down or failed.",
    503: "The database cannot be reached.",
    504: "The run, or a provider that it asks, took too long.",
}


def refusals(*statuses: int) -> dict[tuple[int, str], Any]:
    """Return entries for `responses` of an operation that refuses in ways which its shape does not tell."""
    return {(status, JSON): PROBLEM for status in statuses}
