"""OpenAPI documents, of today and of Swagger 2: which operations an API has, and where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from execution.engine.errors import EngineError

METHODS = ("get", "post", "put", "patch", "delete")
_DEEPEST = 8
"""How far references are followed; schemas may contain themselves."""


class NoApiDescription(EngineError, ValueError):
    """The document describes no API."""

    code = "no_api_description"
    message = "The file is no OpenAPI document: {reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that an API does."""

    method: str
    path: str
    summary: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiDescription:
    """An API as its document describes it."""

    document: Mapping[str, Any]

    @classmethod
    def of(cls, document: Any) -> ApiDescription:
        """Return the description. Raises NoApiDescription."""
        if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
            raise NoApiDescription(reason="it names no paths.")
        described = cls(document=document)
        if not described.base:
            raise NoApiDescription(reason="it does not say at which address the API is.")
        return described

    @property
    def title(self) -> str:
        return str(_part(self.document, "info").get("title") or "API")

    @property
    def base(self) -> str:
        """Where the API is; every request goes below this address."""
        servers = self.document.get("servers")
        if isinstance(servers, list) and servers and isinstance(servers[0], dict):
            address = str(servers[0].get("url") or "")
        else:
            scheme = (self.document.get("schemes") or ["https"])[0]
            host = self.document.get("host")
            address = f"{scheme}://{host}{self.document.get('basePath') or ''}" if host else ""
        return address.rstrip("/") if urlsplit(address).netloc else ""

    def operations(self) -> Iterator[Operation]:
        """Yield what the API does, in the document's order."""
        for path, item in self.document["paths"].items():
            for method in METHODS:
                facts = item.get(method) if isinstance(item, dict) else None
                if isinstance(facts, dict):
                    summary = str(facts.get("summary") or facts.get("description") or facts.get("operationId") or "")
                    yield Operation(method=method.upper(), path=str(path), summary=summary, facts=facts)

    def details_of(self, operation: Operation) -> dict[str, Any]:
        """Return parameters, body and answers of an operation, with what its references mean."""
        shared = _part(self.document["paths"], operation.path).get("parameters") or []
        told = {"parameters": [*shared, *(operation.facts.get("parameters") or [])]}
        names = ("summary", "description", "requestBody", "responses")
        told |= {name: operation.facts[name] for name in names if name in operation.facts}
        found: dict[str, Any] = self._resolved(told, _DEEPEST)
        return found

    def _resolved(self, value: Any, depth: int) -> Any:
        if isinstance(value, list):
            return [self._resolved(item, depth) for item in value]
        if not isinstance(value, dict):
            return value
        reference = value.get("$ref")
        if isinstance(reference, str):
            return self._resolved(self._at(reference), depth - 1) if depth else {"see": reference}
        return {name: self._resolved(item, depth) for name, item in value.items()}

    def _at(self, reference: str) -> Any:
        found: Any = self.document if reference.startswith("#/") else {}
        for step in reference.removeprefix("#/").split("/"):
            found = _part(found, step.replace("~1", "/").replace("~0", "~"))
        return found


def _part(value: Any, name: str) -> Mapping[str, Any]:
    part = value.get(name) if isinstance(value, Mapping) else None
    return part if isinstance(part, Mapping) else {}
