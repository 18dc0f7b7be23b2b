"""Wire shapes of traces, spans and usage. Their keys are the editor's own, unlike those of other records."""

import uuid
from datetime import datetime, timedelta
from typing import Annotated, Any

from drf_spectacular.utils import inline_serializer
from pydantic import AfterValidator, Field
from rest_framework import serializers

from langflow_site.common.pagination import Page, PageNumber
from langflow_site.common.requests import RequestQuery, Text
from langflow_site.common.serializers import PageSerializer
from monitor.models import Trace
from monitor.selectors import TraceFilter
from monitor.timestamps import as_transaction_time, in_utc

MAX_PAGE_SIZE = 200

Moment = Annotated[datetime, AfterValidator(in_utc)]


class TracesQuery(RequestQuery):
    flow_id: uuid.UUID | None = None
    session_id: str | None = None
    status: Trace.Status | None = None
    query: Text | None = None
    start_time: Moment | None = None
    end_time: Moment | None = None
    page: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    """Clients that count from 0 get the first page twice."""
    size: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE)] = 50

    def as_filter(self) -> TraceFilter:
        return TraceFilter(**self.model_dump(exclude={"page", "size"}))


class UsageQuery(RequestQuery):
    flow_id: uuid.UUID | None = None
    since: Moment | None = None
    page: PageNumber = 1
    size: Annotated[int, Field(ge=1, le=100)] = 50


def trace_page_wire(page: Page) -> dict[str, Any]:
    return {"traces": [trace_summary_wire(trace) for trace in page.items], "total": page.total, "pages": page.pages}


def trace_summary_wire(trace: Trace) -> dict[str, Any]:
    """Return a trace of a list."""
    return {
        "id": str(trace.pk),
        "name": trace.name,
        "status": trace.status,
        "startTime": as_transaction_time(trace.timestamp),
        "totalLatencyMs": trace.milliseconds,
        "totalTokens": trace.total_tokens,
        "flowId": str(trace.flow_id),
        "sessionId": trace.session_id,
        "input": _input_of(trace),
        "output": None if trace.output_index is None else trace.spans[trace.output_index]["outputs"],
    }


def trace_wire(trace: Trace) -> dict[str, Any]:
    """Return a trace with the tree of its spans."""
    end = trace.timestamp + timedelta(milliseconds=trace.milliseconds)
    return {**trace_summary_wire(trace), "endTime": as_transaction_time(end), "spans": trace.spans}


def _input_of(trace: Trace) -> dict[str, Any] | None:
    inputs = None if trace.input_index is None else trace.spans[trace.input_index]["inputs"]
    return inputs and {"input_value": inputs.get("input_value")}


_SUMMARY: dict[str, serializers.Field[Any, Any, Any, Any]] = {
    "id": serializers.UUIDField(),
    "name": serializers.CharField(),
    "status": serializers.ChoiceField(Trace.Status.choices),
    "startTime": serializers.CharField(help_text="ISO, UTC, without a zone."),
    "totalLatencyMs": serializers.IntegerField(),
    "totalTokens": serializers.IntegerField(),
    "flowId": serializers.UUIDField(),
    "sessionId": serializers.CharField(),
    "input": serializers.DictField(allow_null=True),
    "output": serializers.DictField(allow_null=True),
}
# Written this way because the names on the wire are no names in Python. For the OpenAPI document.
TracePageResponse = inline_serializer(
    "TracePage",
    {
        "traces": inline_serializer("TraceSummary", _SUMMARY, many=True),
        "total": serializers.IntegerField(),
        "pages": serializers.IntegerField(),
    },
)
TraceResponse = inline_serializer(
    "Trace",
    {
        **_SUMMARY,
        "endTime": serializers.CharField(),
        "spans": serializers.ListField(child=serializers.DictField()),
    },
)


class ModelUsageItem(serializers.Serializer[Any]):
    """What a flow asked of one model."""

    model_name = serializers.CharField()
    calls = serializers.IntegerField()
    input_tokens = serializers.IntegerField()
    output_tokens = serializers.IntegerField()


class FlowUsageItem(serializers.Serializer[Any]):
    """What one flow asked of models."""

    flow_id = serializers.UUIDField()
    flow_name = serializers.CharField()
    models = ModelUsageItem(many=True)


class UsagePageResponse(PageSerializer):
    items = FlowUsageItem(many=True)
