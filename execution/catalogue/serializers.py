"""What the catalogue is asked: compact flows, changes of a node in the editor, code and prompts to check."""

import re
from typing import Annotated, Any, Self

from django.conf import settings
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from rest_framework import serializers

from execution.catalogue.errors import CompactFlowInvalid, CompactFlowTooLarge
from langflow_site.common.requests import RequestBody, validated

LONGEST_CODE = 200_000
"""Characters of code that are read; a parser's memory grows with them."""

Code = Annotated[str, Field(max_length=LONGEST_CODE)]


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
            flow = cls.model_validate(body)
        except ValidationError as error:
            raise CompactFlowInvalid(reason=_MANUAL.sub(r"\g<1>2.11", str(error))) from None
        limit = settings.LANGFLOW.GRAPH_MAX_VERTICES
        if len(flow.nodes) > limit:
            raise CompactFlowTooLarge(count=len(flow.nodes), limit=limit)
        return flow


_MANUAL = re.compile(r"(https://errors\.pydantic\.dev/)\d+\.\d+")
"""Where pydantic explains its errors, by release; clients know the texts of the reference's."""

_OBJECT: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])


class ComponentBody(RequestBody):
    """The code of a component that somebody wrote in the editor."""

    code: Code
    frontend_node: dict[str, Any] | None = None


class UpdateBody(RequestBody):
    """Somebody changed one field of a node in the editor."""

    code: Code
    field: str
    field_value: str | int | float | bool | dict[str, Any] | list[Any] | None = None
    template: dict[str, Any]
    tool_mode: bool = False


class CodeBody(RequestBody):
    """Code to check."""

    code: Code


class PromptNode(RequestBody):
    """The node whose prompt is checked; whatever else it has stays."""

    model_config = ConfigDict(extra="allow")

    name: str = ""
    template: dict[str, Any]
    base_classes: list[str]


class PromptBody(RequestBody):
    """The text of a prompt, and the node that it stands in."""

    name: str
    template: str
    custom_fields: dict[str, Any] | None = None
    frontend_node: PromptNode | None = None
    mustache: bool = False


class ComponentResponse(serializers.Serializer[Any]):
    """A node, and the name of its type."""

    data = serializers.DictField()  # type: ignore[assignment]  # the wire's word
    type = serializers.CharField()


class ProblemsResponse(serializers.Serializer[Any]):
    """What is wrong; an empty list where nothing is."""

    errors = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]  # the wire's word


class CodeResponse(serializers.Serializer[Any]):
    imports = ProblemsResponse()
    function = ProblemsResponse()


class PromptResponse(serializers.Serializer[Any]):
    input_variables = serializers.ListField(child=serializers.CharField())
    frontend_node = serializers.DictField(allow_null=True)
