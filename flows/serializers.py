"""Wire shapes of flows: requests as pydantic models, answers as DRF serializers."""

import uuid
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Annotated, Any

from django.db.models import Expression, QuerySet
from drf_spectacular.utils import extend_schema_field
from pydantic import AfterValidator, BeforeValidator, Field
from rest_framework import serializers

from flows.errors import EndpointNameInvalid, FilePathInvalid
from flows.models import Flow
from flows.names import ENDPOINT_NAME
from langflow_site.common.models import DocumentField, as_stored, as_written
from langflow_site.common.pagination import Page, PageNumber, page_wire
from langflow_site.common.requests import STORABLE, RequestBody, RequestQuery, Text
from langflow_site.common.rows import Columns, batches, read_rows
from langflow_site.common.serializers import PageSerializer

MAX_PAGE_SIZE = 100
HEADERS_AT_A_TIME = 1000


def _graph(data: dict[str, Any]) -> dict[str, Any]:
    if not data:  # nothing was drawn yet
        return data
    for part in ("nodes", "edges"):
        if part not in data:
            raise ValueError(f"Flow must have {part}")
        if not isinstance(data[part], list):
            raise ValueError(f"Flow {part} must be a list")  # noqa: TRY004 - pydantic wants a ValueError
    return data


def _endpoint_name(name: str | None) -> str | None:
    if name is not None and not ENDPOINT_NAME.fullmatch(name):
        raise EndpointNameInvalid
    return name


def _color(color: str | None) -> str | None:
    if color is None:
        return None
    if not color.startswith("#"):
        raise ValueError("Icon background color must start with #")
    if len(color) != 7:
        raise ValueError("Icon background color must be 7 characters long")
    return color


def _file_path(path: str | None) -> str | None:
    if path is None:
        return None
    if ".." in PurePosixPath(path.replace("\\", "/")).parts:
        raise FilePathInvalid(reason="Invalid fs_path: directory traversal (..) is not allowed")
    if path.startswith(("/", "\\", "~")) or path[1:2] == ":":
        raise FilePathInvalid(reason="Absolute path must be within your flows directory")
    return path


def _uuid_or_none(value: Any) -> Any:
    """Ids of other tools are ignored, not refused."""
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None


ShortText = Annotated[str, Field(max_length=1024), STORABLE]
# Columns are a little longer: names that are taken get a number.
Name = Annotated[str, Field(min_length=1, max_length=4080), STORABLE]
Gradient = Annotated[str, Field(max_length=255), STORABLE]
DrawnGraph = Annotated[dict[str, Any], AfterValidator(_graph)]
Graph = DrawnGraph | None
EndpointName = Annotated[Annotated[str, Field(max_length=1008), STORABLE] | None, AfterValidator(_endpoint_name)]
FilePath = Annotated[Name | None, AfterValidator(_file_path)]
Color = Annotated[Text | None, AfterValidator(_color)]


class FlowCreate(RequestBody):
    name: Name
    description: Text | None = None
    icon: ShortText | None = None
    icon_bg_color: Color = None
    gradient: Gradient | None = None
    data: Graph = None
    is_component: bool | None = False
    webhook: bool | None = False
    endpoint_name: EndpointName = None
    tags: list[Text] | None = None
    locked: bool | None = False
    mcp_enabled: bool | None = False
    action_name: ShortText | None = None
    action_description: Text | None = None
    access_type: Flow.Access = Flow.Access.PRIVATE
    folder_id: uuid.UUID | None = None
    fs_path: FilePath = None


class FlowUpdate(RequestBody):
    """A PATCH changes what it names. Null takes the endpoint name away and leaves everything else as it is."""

    name: Name | None = None
    description: Text | None = None
    data: Graph = None
    folder_id: uuid.UUID | None = None
    endpoint_name: EndpointName = None
    mcp_enabled: bool | None = None
    locked: bool | None = None
    action_name: ShortText | None = None
    action_description: Text | None = None
    access_type: Flow.Access | None = None
    fs_path: FilePath = None


class FlowList(RequestBody):
    flows: list[FlowCreate]


class ImportedFlow(FlowCreate):
    """A flow in an uploaded file. It may name its old project, which is kept where that fits."""

    folder_id: Annotated[uuid.UUID | None, BeforeValidator(_uuid_or_none)] = None


class FlowListQuery(RequestQuery):
    remove_example_flows: bool = False
    components_only: bool = False
    get_all: bool = True
    folder_id: uuid.UUID | None = None
    header_flows: bool = False
    page: PageNumber = 1
    size: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE)] = 50


class UploadQuery(RequestQuery):
    folder_id: uuid.UUID | None = None


@extend_schema_field({"type": "object", "additionalProperties": True})
class GraphField(serializers.JSONField):
    """The graph as stored; nothing looks inside."""

    def to_representation(self, value: Any) -> Any:
        return value


class FlowRowSerializer(serializers.ModelSerializer[Flow]):
    serializer_field_mapping = {**serializers.ModelSerializer.serializer_field_mapping, DocumentField: GraphField}


class FlowSerializer(FlowRowSerializer):
    tags = serializers.ListField(child=serializers.CharField(), allow_null=True)
    updated_at = serializers.DateTimeField(format="%Y-%m-%dT%H:%M:%S+00:00")
    user_id = serializers.UUIDField(allow_null=True)
    folder_id = serializers.UUIDField(source="project_id", allow_null=True)

    class Meta:
        model = Flow
        fields: tuple[str, ...] = (
            "name",
            "description",
            "icon",
            "icon_bg_color",
            "gradient",
            "data",
            "is_component",
            "updated_at",
            "webhook",
            "endpoint_name",
            "tags",
            "locked",
            "mcp_enabled",
            "action_name",
            "action_description",
            "access_type",
            "id",
            "user_id",
            "folder_id",
        )


class FlowFileSerializer(FlowSerializer):
    """A flow as it stands in downloads and in pages of a project."""

    class Meta(FlowSerializer.Meta):
        fields = (*FlowSerializer.Meta.fields, "fs_path")


class FlowHeaderSerializer(serializers.ModelSerializer[Flow]):
    """A flow of a list that names many; only components bring their data."""

    data = GraphField(allow_null=True)  # type: ignore[assignment]  # hides Serializer.data, as the metaclass does
    tags = serializers.ListField(child=serializers.CharField(), allow_null=True)
    folder_id = serializers.UUIDField(source="project_id", allow_null=True)

    class Meta:
        model = Flow
        fields = (
            "id",
            "name",
            "folder_id",
            "is_component",
            "endpoint_name",
            "description",
            "data",
            "access_type",
            "tags",
            "mcp_enabled",
            "action_name",
            "action_description",
        )


class FlowPageSerializer(PageSerializer):
    items = FlowSerializer(many=True)


class FlowFilePageSerializer(FlowPageSerializer):
    items = FlowFileSerializer(many=True)


class StarterSerializer(FlowRowSerializer):
    class Meta:
        model = Flow
        fields = ("data", "is_component", "name", "description", "endpoint_name")


class DeletedCountSerializer(serializers.Serializer):
    deleted = serializers.IntegerField()


# Lists are read from their columns, which takes a tenth of the time, and graphs go out as they are stored.

_COLUMN: Mapping[str, str | Expression] = {
    "id": as_written("id"),
    "user_id": as_written("user_id"),
    "folder_id": as_written("project_id"),
    "data": as_stored("data"),
    "tags": as_stored("tags"),
}
_FLOW_COLUMNS: Columns = {name: _COLUMN.get(name, name) for name in FlowSerializer.Meta.fields}
_HEADER_COLUMNS: Columns = {
    name: _COLUMN.get(name, name) for name in FlowHeaderSerializer.Meta.fields if name != "data"
}
_GRAPH_COLUMNS: Columns = {name: _COLUMN[name] for name in ("id", "data")}


def flow_rows(flows: QuerySet[Flow]) -> Iterator[dict[str, Any]]:
    """Give the flows as FlowSerializer does."""
    return _with_times(read_rows(flows, _FLOW_COLUMNS))


def flow_file_rows(flows: QuerySet[Flow]) -> Iterator[dict[str, Any]]:
    """Give the flows as FlowFileSerializer does."""
    return _with_times(read_rows(flows, {**_FLOW_COLUMNS, "fs_path": "fs_path"}))


def flow_page(named: Page) -> dict[str, Any]:
    """Return the page of which the ids are given."""
    return page_wire(named, flow_rows(Flow.objects.filter(pk__in=named.items)))


def flow_file_page(named: Page) -> dict[str, Any]:
    return page_wire(named, flow_file_rows(Flow.objects.filter(pk__in=named.items)))


def header_rows(flows: QuerySet[Flow]) -> Iterator[dict[str, Any]]:
    """Give the flows as FlowHeaderSerializer does. Graphs are read apart: an index holds everything else."""
    for rows in batches(read_rows(flows, _HEADER_COLUMNS, at_a_time=HEADERS_AT_A_TIME), HEADERS_AT_A_TIME):
        components = Flow.objects.filter(pk__in=[row["id"] for row in rows if row["is_component"]])
        graphs = {row["id"]: row["data"] for row in read_rows(components, _GRAPH_COLUMNS)}
        for row in rows:
            row["data"] = graphs.get(row["id"])
            yield row


def _with_times(rows: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {**row, "updated_at": row["updated_at"].isoformat(timespec="seconds")}
