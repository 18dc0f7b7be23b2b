"""The operations of the OpenAPI document, and whether an answer is one that it declares."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from langflow_site.openapi import SchemaGenerator

DOCUMENT = "urn:openapi"
STREAMS = ("text/event-stream", "application/x-ndjson")


@dataclass(frozen=True)
class Operation:
    """One method of one path, as the document describes it."""

    method: str
    path: str
    spec: Mapping[str, Any] = field(hash=False, compare=False)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def parameters(self) -> list[Mapping[str, Any]]:
        return self.spec.get("parameters", [])

    @property
    def bodies(self) -> Mapping[str, Any]:
        """Content type -> schema."""
        content = self.spec.get("requestBody", {}).get("content", {})
        return {content_type: described["schema"] for content_type, described in content.items()}

    @property
    def answer_types(self) -> list[str]:
        """The content types of good answers."""
        good = [answer for status, answer in self.spec["responses"].items() if status.startswith("2")]
        return sorted({content_type for answer in good for content_type in answer.get("content", {})})

    def problem(self, answer: httpx.Response) -> str | None:
        """Return what the document does not know of this answer, or None when it is as declared."""
        status = str(answer.status_code)
        declared = self.spec["responses"].get(status)
        if declared is None:
            return f"the status {status} is not declared"
        content_type = answer.headers.get("content-type", "").partition(";")[0]
        if not answer.content and "content" not in declared:
            return None
        known = [name for name in declared.get("content", {}) if fnmatch(content_type, name)]
        if not known:
            return f"the content type {content_type!r} of {status} is not declared"
        if content_type != "application/json":
            return None
        pointer = "/".join(
            quote(part.replace("~", "~0").replace("/", "~1"), safe="~{}")
            for part in ("paths", self.path, self.method.lower(), "responses", status, "content", known[0], "schema")
        )
        return next(_problems(f"{DOCUMENT}#/{pointer}", json.loads(answer.content)), None)


@cache
def document() -> dict[str, Any]:
    return json.loads(json.dumps(SchemaGenerator().get_schema(public=True), default=str))


def operations() -> list[Operation]:
    return [
        Operation(method.upper(), path, spec)
        for path, methods in document()["paths"].items()
        for method, spec in methods.items()
    ]


def resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow a reference into the document."""
    while "$ref" in schema:
        part: Any = document()
        for name in schema["$ref"].removeprefix("#/").split("/"):
            part = part[name]
        schema = part
    return schema


@cache
def _registry() -> Any:
    return Registry().with_resource(DOCUMENT, Resource.from_contents(document(), default_specification=DRAFT202012))


@cache
def _validator(reference: str) -> Draft202012Validator:
    checker = Draft202012Validator.FORMAT_CHECKER
    return Draft202012Validator({"$ref": reference}, registry=_registry(), format_checker=checker)


def _problems(reference: str, body: Any) -> Iterator[str]:
    for error in _validator(reference).iter_errors(body):
        place = "/".join(map(str, error.absolute_path)) or "the body"
        yield f"{place} is not as declared: {error.message[:300]}"
