"""What the OpenAPI document says of one operation, beyond what its `@extend_schema` says.

Bodies are JSON unless a route names another type, DELETE may have one, and each operation lists the refusals that
follow from its shape. Refusals of its own kind stand in its `responses`, made by `refusals` (common/openapi.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.serializers import PolymorphicProxySerializerExtension
from drf_spectacular.utils import Direction

from langflow_site.common.openapi import JSON, MEANINGS, PROBLEM


class OneOfSeveralShapes(PolymorphicProxySerializerExtension):
    """An answer that has one of several shapes. An empty list has two of them, which `oneOf` would forbid."""

    priority = 1

    def map_serializer(self, auto_schema: AutoSchema, direction: Direction) -> Any:
        return {"anyOf": super().map_serializer(auto_schema, direction)["oneOf"]}


class OperationSchema(AutoSchema):
    """The schema of every view (`DEFAULT_SCHEMA_CLASS`)."""

    def map_parsers(self) -> list[str]:
        """Views read JSON; those that read forms say so in their `request`."""
        return [JSON]

    def get_request_serializer(self) -> Any:
        """A DELETE has no body unless its `request` says so."""
        return None if self.is_delete else super().get_request_serializer()

    def _get_request_body(self, direction: Direction = "request") -> Any:
        with self._as_any_other_method():
            body = super()._get_request_body(direction)
        self.body_types = set(body["content"]) if body else set()
        return body

    def _get_response_bodies(self, direction: Direction = "response") -> Any:
        with self._as_any_other_method():
            bodies = super()._get_response_bodies(direction)
            for status in self._usual_refusals():
                bodies.setdefault(str(status), self._get_response_for_code(PROBLEM, str(status), [JSON]))
            for code, body in bodies.items():
                body["description"] = body["description"] or MEANINGS.get(int(code), "")
            return dict(sorted(bodies.items()))

    @contextmanager
    def _as_any_other_method(self) -> Iterator[None]:
        """drf-spectacular thinks that a DELETE takes and answers nothing; here some name their things in a body."""
        self.is_delete = self.method == "DELETE"
        self.method = "PUT" if self.is_delete else self.method
        try:
            yield
        finally:
            self.method = "DELETE" if self.is_delete else self.method

    def _usual_refusals(self) -> Iterator[int]:
        """What follows from what the operation takes."""
        yield 503
        names = self.path.count("{")
        credentials = self.get_auth()
        if credentials and {} not in credentials:
            yield from (401, 403)
        if names:
            yield 404
        if self.body_types:
            yield from (400, 413)
        if self.body_types - {JSON}:
            yield 415
        if any(parameter["name"] == "Idempotency-Key" for parameter in self._get_parameters()):
            yield from (409, 429)
        if names or self.body_types or self._get_parameters():
            yield 422
