"""What `/responses` takes and answers."""

from typing import Any

from pydantic import Field
from rest_framework import serializers

from execution.wire.responses import TOOL_RESULTS
from langflow_site.common.requests import RequestBody, RequestQuery


class ResponseBody(RequestBody):
    """Something to say to a flow. Settings of models are not among it: the flow has its own."""

    model: str
    """The flow's id or endpoint name."""
    input: str
    stream: bool | None = False
    background: bool | None = False
    tools: list[Any] | None = None
    previous_response_id: str | None = None
    """A response whose conversation goes on, or any name of a conversation."""
    include: list[str] | None = None
    store: bool | None = True
    metadata: dict[str, Any] | None = None

    @property
    def shows_results(self) -> bool:
        return TOOL_RESULTS in (self.include or ())


class FollowQuery(RequestQuery):
    """How to read a response that may be under way."""

    stream: bool = False
    starting_after: int = Field(default=-1, ge=-1)
    """The `sequence_number` of the last event that the reader had."""


class ErrorObject(serializers.Serializer[Any]):
    message = serializers.CharField()
    type = serializers.CharField()
    code = serializers.CharField(allow_null=True)
    param = serializers.CharField(allow_null=True)


class ResponseObject(serializers.Serializer[Any]):
    """A response as OpenAI's clients know it."""

    id = serializers.CharField()
    object = serializers.CharField()
    created_at = serializers.IntegerField()
    status = serializers.ChoiceField(
        ["queued", "in_progress", "completed", "incomplete", "failed", "cancelled"],
    )
    background = serializers.BooleanField()
    error = ErrorObject(allow_null=True)
    model = serializers.CharField()
    output = serializers.ListField(child=serializers.DictField(), help_text="Messages and calls of tools, in order.")
    previous_response_id = serializers.CharField(allow_null=True)
    conversation = serializers.DictField(help_text="`id` is the session of the flow's messages.")
    usage = serializers.DictField(allow_null=True)
    metadata = serializers.DictField()


class ResponseRefused(serializers.Serializer[Any]):
    error = ErrorObject()


class ResponseDeleted(serializers.Serializer[Any]):
    id = serializers.CharField()
    object = serializers.CharField()
    deleted = serializers.BooleanField()
