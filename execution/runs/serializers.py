"""What `/run` and `/run/advanced` take."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from rest_framework import serializers

from execution.wire.runs import OutputChoice
from langflow_site.common.errors import RequestInvalid
from langflow_site.common.requests import RequestBody, RequestQuery, validated

Tweaks = dict[str, dict[str, Any] | str | int | float | bool | list[Any] | None]


class RunQuery(RequestQuery):
    stream: bool = False


class RunBody(RequestBody):
    """One input for a flow, and which of its outputs to answer with."""

    input_value: str | None = None
    input_type: Literal["chat", "text", "any"] | None = "chat"
    output_type: Literal["chat", "text", "any", "debug"] | None = "chat"
    output_component: str | None = ""
    tweaks: Tweaks | None = None
    session_id: str | None = None

    def choice(self) -> OutputChoice:
        components = (self.output_component,) if self.output_component else ()
        return OutputChoice(output_type=self.output_type or "chat", components=components)


def read_run_body(data: Any) -> RunBody:
    """Return what the caller sent.

    The reference drops a whole body in which one field is wrong and runs with the defaults; recorded clients rely on
    the 200. A wrapped body and one that is no object get a 422 there and here.
    """
    if not isinstance(data, dict):
        raise RequestInvalid(_missing("input_request", "context"))
    if "input_request" in data:
        return validated(_WRAPPED, data["input_request"], within=("body", "input_request")) or RunBody()
    try:
        return RunBody.model_validate(data)
    except ValidationError:
        return RunBody()


_WRAPPED: TypeAdapter[RunBody | None] = TypeAdapter(RunBody | None)


class AdvancedInput(BaseModel):
    """One input of `/run/advanced`, for all input components or some."""

    model_config = ConfigDict(extra="forbid")

    components: list[str] | None = Field(default_factory=list)
    input_value: str | None = None
    session: str | None = None
    type: Literal["chat", "text", "any"] | None = "any"
    client_request_time: int | None = None


class AdvancedRunBody(RequestBody):
    """Several inputs, run one after the other."""

    inputs: list[AdvancedInput] | None = None
    outputs: list[str] | None = None
    tweaks: Tweaks | None = None
    stream: bool = False
    session_id: str | None = None

    def rounds(self) -> list[AdvancedInput]:
        """Return the inputs; without any, one that is empty."""
        return self.inputs or [AdvancedInput(input_value="")]

    def choice(self) -> OutputChoice:
        return OutputChoice(output_type="any", components=tuple(self.outputs or ()))


def read_advanced_body(data: Any) -> AdvancedRunBody:
    if not isinstance(data, dict):
        raise RequestInvalid(_missing(*AdvancedRunBody.model_fields))
    return AdvancedRunBody.parse(data)


def _missing(*names: str) -> list[dict[str, Any]]:
    return [{"type": "missing", "loc": ["body", name], "msg": "Field required", "input": None} for name in names]


class RunResponse(serializers.Serializer[Any]):
    """The answer of a run, for the OpenAPI document."""

    session_id = serializers.CharField()
    outputs = serializers.ListField(
        child=serializers.DictField(), help_text="For each input: `inputs`, and `outputs` with the results of vertices."
    )
