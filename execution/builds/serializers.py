"""What the build routes take and answer."""

from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from rest_framework import serializers

from langflow_site.common.errors import RequestInvalid
from langflow_site.common.requests import RequestBody, RequestQuery, validated


class EventDelivery(StrEnum):
    """How the caller learns what happens: by a stream, in the answer itself, or by asking again and again."""

    STREAMING = "streaming"
    DIRECT = "direct"
    POLLING = "polling"


class CutQuery(RequestQuery):
    """Which part of the flow is meant."""

    stop_component_id: str | None = None
    start_component_id: str | None = None


class BuildQuery(CutQuery):
    log_builds: bool = True
    flow_name: str | None = None
    event_delivery: EventDelivery = EventDelivery.POLLING


class EventsQuery(RequestQuery):
    event_delivery: EventDelivery = EventDelivery.STREAMING
    after: int | None = Field(default=None, ge=0)


class BuildInput(BaseModel):
    """What is said to the flow."""

    model_config = ConfigDict(extra="forbid")

    components: list[str] | None = Field(default_factory=list)
    input_value: str | None = None
    session: str | None = None
    type: Literal["chat", "text", "any"] | None = "any"
    client_request_time: int | None = None


class GraphBody(BaseModel):
    """A flow's graph as the editor shows it, saved or not."""

    model_config = ConfigDict(extra="ignore")

    nodes: list[dict[str, Any]]
    edges: list[dict[str, Any]]


class PublicBuildBody(RequestBody):
    """A visitor says something; everything else is as the flow's owner saved it."""

    inputs: BuildInput | None = None


class BuildBody(PublicBuildBody):
    data: GraphBody | None = None
    files: list[str] | None = None


def read_build_body(data: Any) -> BuildBody:
    """Return what the caller sent; no body at all is fine."""
    if data is None:
        return BuildBody()
    if not isinstance(data, dict):
        names = ("inputs", "data", "files")
        problem = {"type": "missing", "msg": "Field required", "input": None}
        raise RequestInvalid([{**problem, "loc": ["body", name]} for name in names])
    return BuildBody.parse(data)


def read_public_body(data: Any) -> PublicBuildBody:
    """Return what a visitor sent; a graph and files of theirs are not even looked at beyond their form."""
    return PublicBuildBody(inputs=read_build_body(data).inputs)


def read_graph_body(data: Any) -> BuildBody:
    """Return what the older routes take: a graph as the body itself, or nothing."""
    return BuildBody(data=None if data is None else validated(_GRAPH, data, within=("body",)))


_GRAPH = TypeAdapter(GraphBody)


class JobStarted(serializers.Serializer[Any]):
    job_id = serializers.UUIDField()


class BuildCancelled(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    message = serializers.CharField()


class VerticesOrder(serializers.Serializer[Any]):
    ids = serializers.ListField(child=serializers.CharField(), help_text="The vertices that run first.")
    run_id = serializers.UUIDField()
    vertices_to_run = serializers.ListField(child=serializers.CharField())
