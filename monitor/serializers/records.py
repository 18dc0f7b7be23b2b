"""Wire shapes of messages, vertex builds and transactions."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from urllib.parse import unquote

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter
from rest_framework import serializers

from langflow_site.common.models import as_stored, as_written, dumps
from langflow_site.common.pagination import PageNumber
from langflow_site.common.requests import RequestBody, RequestQuery
from langflow_site.common.rows import Columns, read_rows
from langflow_site.common.serializers import PageSerializer
from monitor.models import Message, Transaction
from monitor.querysets import MessageQuerySet, VertexBuildQuerySet
from monitor.selectors import MessageFilter, TransactionPage
from monitor.timestamps import as_build_time, as_message_time, as_transaction_time

LONGEST_NAME = 512
"""Of sessions and senders. What runs store is cut there; who changes a message by hand is told."""

# The editor encodes session names twice, plain clients once; a name with `%41` in it is the price.
SessionName = Annotated[str, AfterValidator(unquote)]


class MessagesQuery(RequestQuery):
    flow_id: uuid.UUID | None = None
    session_id: SessionName | None = None
    sender: str | None = None
    sender_name: str | None = None
    order_by: str | None = "timestamp"

    def as_filter(self) -> MessageFilter:
        return MessageFilter(**self.model_dump())


class SessionsQuery(RequestQuery):
    flow_id: uuid.UUID | None = None


class RenameQuery(RequestQuery):
    new_session_id: str = Field(max_length=LONGEST_NAME)


class FlowQuery(RequestQuery):
    flow_id: uuid.UUID


class TransactionsQuery(FlowQuery):
    page: PageNumber = 1
    size: Annotated[int, Field(ge=1, le=100)] = 50


class SourceBody(BaseModel):
    id: str | None = None
    display_name: str | None = None
    source: str | None = None


class UsageBody(BaseModel):
    input_tokens: int | None = None
    output_tokens: int | None = None
    total_tokens: int | None = None


class PropertiesBody(BaseModel):
    """How a message is shown."""

    model_config = ConfigDict(extra="ignore")

    text_color: str | None = None
    background_color: str | None = None
    edited: bool = False
    source: SourceBody = SourceBody()
    icon: str | None = None
    allow_markdown: bool = False
    positive_feedback: bool | None = None
    state: Literal["partial", "complete"] = "complete"
    targets: list[Any] = []
    usage: UsageBody | None = None
    build_duration: float | None = None


class MessageBody(RequestBody):
    """The fields of a message that its owner may change."""

    text: str | None = None
    sender: str | None = Field(default=None, max_length=255)
    sender_name: str | None = Field(default=None, max_length=LONGEST_NAME)
    session_id: str | None = Field(default=None, max_length=LONGEST_NAME)
    context_id: str | None = Field(default=None, max_length=1024)
    files: list[str] | None = None
    edit: bool | None = None
    error: bool | None = None
    properties: PropertiesBody | None = None

    def changes(self) -> dict[str, Any]:
        """Return only what the caller sent, also inside the properties."""
        return self.model_dump(exclude_unset=True)


MessageIds: TypeAdapter[list[uuid.UUID]] = TypeAdapter(list[uuid.UUID])


# Documents go out as they are stored.

_MESSAGE_COLUMNS: Columns = {
    "id": as_written("id"),
    "flow_id": as_written("flow_id"),
    **{name: name for name in ("timestamp", "sender", "sender_name", "session_id", "context_id", "text")},
    "files": as_stored("files"),
    "edit": "edit",
    "duration": "duration",
    "properties": as_stored("properties"),
    "category": "category",
    "content_blocks": as_stored("content_blocks"),
}


def message_rows(messages: MessageQuerySet) -> Iterator[dict[str, Any]]:
    """Give the messages of a list. Their `files` are JSON text: clients of this route parse it."""
    for row in read_rows(messages, _MESSAGE_COLUMNS):
        yield {**row, "timestamp": as_message_time(row["timestamp"]), "files": dumps(row["files"])}


def changed_message_wire(message: Message) -> dict[str, Any]:
    """Return one message after it was changed."""
    names = (name for name in _MESSAGE_COLUMNS if name != "duration")
    wire = {name: getattr(message, name) for name in (*names, "error")}
    return {**wire, "timestamp": as_message_time(message.timestamp)}


_BUILD_COLUMNS: Columns = {
    "timestamp": "timestamp",
    "artifacts": as_stored("artifacts"),
    "valid": "valid",
    "params": "params",
    "id": "vertex_id",
    "data": as_stored("data"),
    "flow_id": as_written("flow_id"),
    "build_id": as_written("build_id"),
}


def vertex_build_rows(builds: VertexBuildQuerySet) -> Iterator[dict[str, Any]]:
    """Give the builds. Their `data` has what `artifacts` holds, too."""
    for row in read_rows(builds, _BUILD_COLUMNS):
        told = {"message": row["artifacts"], "artifacts": row["artifacts"]}
        data = row["data"] and row["data"].with_members(told)
        yield {**row, "timestamp": as_build_time(row["timestamp"]), "job_id": None, "data": data}


def vertex_builds_wire(builds: VertexBuildQuerySet) -> dict[str, Any]:
    by_vertex: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in vertex_build_rows(builds):
        by_vertex[row["id"]].append(row)
    return {"vertex_builds": by_vertex}


def transaction_wire(row: Transaction) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "timestamp": as_transaction_time(row.timestamp),
        "vertex_id": row.vertex_id,
        "target_id": row.target_id,
        "inputs": row.inputs or {},
        "outputs": row.outputs or {},
        "status": row.status,
        "error": row.error,
    }


def transaction_page_wire(page: TransactionPage, *, number: int, size: int) -> dict[str, Any]:
    return {
        "items": [transaction_wire(row) for row in page.rows],
        "total": page.total,
        "page": number,
        "size": size,
        "pages": -(-page.total // size),
    }


class MessageListItem(serializers.ModelSerializer[Message]):
    """A message of a list, for the OpenAPI document."""

    timestamp = serializers.CharField(help_text="`YYYY-MM-DD HH:MM:SS UTC`")
    files = serializers.CharField(help_text="A JSON list, as text.")
    properties = serializers.DictField()
    content_blocks = serializers.ListField(child=serializers.DictField())

    class Meta:
        model = Message
        fields = (
            "id", "flow_id", "timestamp", "sender", "sender_name", "session_id", "context_id", "text", "files", "edit",
            "duration", "properties", "category", "content_blocks",
        )  # fmt: skip


class ChangedMessage(MessageListItem):
    """A message after it was changed, for the OpenAPI document."""

    files = serializers.ListField(child=serializers.CharField())  # type: ignore[assignment]

    class Meta:
        model = Message
        fields = (
            "id", "flow_id", "timestamp", "sender", "sender_name", "session_id", "context_id", "text", "files", "edit",
            "properties", "category", "content_blocks", "error",
        )  # fmt: skip


class VertexBuildsResponse(serializers.Serializer[Any]):
    """Vertex builds by vertex id, for the OpenAPI document."""

    vertex_builds = serializers.DictField(child=serializers.ListField(child=serializers.DictField()))


class TransactionItem(serializers.ModelSerializer[Transaction]):
    """A line of a flow's log, for the OpenAPI document."""

    timestamp = serializers.CharField(help_text="ISO, UTC, without a zone.")
    inputs = serializers.DictField()
    outputs = serializers.DictField()

    class Meta:
        model = Transaction
        fields = ("id", "timestamp", "vertex_id", "target_id", "inputs", "outputs", "status", "error")


class TransactionPageResponse(PageSerializer):
    items = TransactionItem(many=True)
