"""The shape of a compact flow: what somebody writes who knows the components and not the canvas."""

from typing import Any, Self

from pydantic import Field, TypeAdapter, ValidationError

from execution.catalogue.errors import CompactFlowInvalid
from langflow_site.common.requests import RequestBody, validated


class CompactNode(RequestBody):
    """One component: its type, and the values of those fields that shall not keep their default."""

    id: str
    type: str
    values: dict[str, Any] = Field(default_factory=dict)
    edited: bool = False
    node: dict[str, Any] | None = None
    """The whole node of an edited component; others come from the catalogue."""


class CompactEdge(RequestBody):
    """From an output of one component to a field of another, both by name."""

    source: str
    source_output: str
    target: str
    target_input: str


class CompactFlowData(RequestBody):
    """Named as the reference's, because clients see the name in errors."""

    nodes: list[CompactNode]
    edges: list[CompactEdge]

    @classmethod
    def parse(cls, data: Any) -> Self:
        """Return the compact flow; raise 422 for what is no object, CompactFlowInvalid for a wrong one."""
        body = validated(_OBJECT, data, within=("body",))
        try:
            return cls.model_validate(body)
        except ValidationError as error:
            raise CompactFlowInvalid(reason=str(error)) from None


_OBJECT: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])
