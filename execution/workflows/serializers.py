"""What the workflow routes take and answer."""

import uuid
from collections.abc import Iterator
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, model_validator
from rest_framework import serializers

from langflow_site.common.requests import RequestBody, RequestQuery


class WorkflowBody(RequestBody):
    """A flow, what its components get, and how the caller wants to learn what comes out."""

    model_config = ConfigDict(extra="forbid")

    background: bool = False
    stream: bool = False
    flow_id: str
    inputs: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _waits_one_way(self) -> Self:
        if self.background and self.stream:
            raise ValueError("Both 'background' and 'stream' cannot be True")
        return self

    def values(self) -> dict[str, dict[str, Any]]:
        """Return the inputs by component and field; `component.field` and nested ones mean the same."""
        found: dict[str, dict[str, Any]] = {}
        for component, name, value in self._each():
            found.setdefault(component, {})[name] = value
        return found

    def _each(self) -> Iterator[tuple[str, str, Any]]:
        for key, value in (self.inputs or {}).items():
            component, dot, name = key.rpartition(".")
            if dot and component and name:
                yield component, name, value
            elif isinstance(value, dict):
                yield from ((key, inner, inner_value) for inner, inner_value in value.items())


def _uuid(value: Any) -> Any:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        raise ValueError("Invalid job_id, must be a UUID") from None


JobId = Annotated[uuid.UUID, BeforeValidator(_uuid)]


class JobQuery(RequestQuery):
    job_id: JobId | None = None


class StopBody(RequestBody):
    job_id: JobId


class WorkflowErrorDetail(serializers.Serializer[Any]):
    error = serializers.CharField()
    code = serializers.CharField(allow_null=True)
    details = serializers.DictField(allow_null=True)


class WorkflowAnswer(serializers.Serializer[Any]):
    """A run: `object` is `response` with outputs, or `job` with links where there is nothing to tell yet."""

    flow_id = serializers.CharField(help_text="As the request named it, else its id.")
    job_id = serializers.UUIDField()
    object = serializers.ChoiceField(choices=["response", "job"])
    created_timestamp = serializers.DateTimeField()
    status = serializers.ChoiceField(choices=["queued", "in_progress", "completed", "failed", "cancelled", "timed_out"])
    errors = WorkflowErrorDetail(many=True)  # type: ignore[assignment]  # the wire's name, which the base class has too
    inputs = serializers.DictField(required=False)
    outputs = serializers.DictField(
        required=False, help_text="By component id: `type`, `status`, `content` and `metadata`."
    )
    links = serializers.DictField(required=False)


class JobStopped(serializers.Serializer[Any]):
    job_id = serializers.UUIDField()
    message = serializers.CharField()


class ThingMissing(serializers.Serializer[Any]):
    """What a flow or job that is not there is answered with: without `detail` around it, as clients know it."""

    error = serializers.CharField()
    code = serializers.CharField()
    message = serializers.CharField()
