"""Wire shapes of the assistant's routes."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field
from rest_framework import serializers

from langflow_site.common.requests import STORABLE, RequestBody, Text

MOST_RETRIES = 10
USUAL_RETRIES = 3

Name = Annotated[str, Field(max_length=255), STORABLE]


class AssistantRequest(RequestBody):
    """A question, and where in the editor it comes up."""

    model_config = ConfigDict(extra="ignore", protected_namespaces=())

    flow_id: Text
    """A flow of the caller's; what is none tells the assistant nothing."""
    component_id: Text | None = None
    field_name: Text | None = None
    input_value: Text | None = None
    max_retries: Annotated[int, Field(ge=0, le=MOST_RETRIES)] | None = None
    """How often the model may correct a component that is no good."""
    model_name: Name | None = None
    provider: Name | None = None
    session_id: Text | None = None
    """A conversation to go on with; without one a new one begins."""

    @property
    def most_retries(self) -> int:
        return USUAL_RETRIES if self.max_retries is None else self.max_retries


class AssistantModelSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    display_name = serializers.CharField()


class AssistantProviderSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    configured = serializers.BooleanField()
    default_model = serializers.CharField(allow_null=True)
    models = AssistantModelSerializer(many=True)


class AssistantConfigSerializer(serializers.Serializer[Any]):
    configured = serializers.BooleanField()
    configured_providers = serializers.ListField(child=serializers.CharField())
    providers = AssistantProviderSerializer(many=True)
    default_provider = serializers.CharField(allow_null=True)
    default_model = serializers.CharField(allow_null=True)


class AssistantAnswerSerializer(serializers.Serializer[Any]):
    result = serializers.CharField()
    type = serializers.CharField()
    component = serializers.CharField()
    component_id = serializers.CharField()
    success = serializers.BooleanField()
    session_id = serializers.CharField(help_text="Send it along to go on with the conversation.")


class AssistanceSerializer(AssistantAnswerSerializer):
    validated = serializers.BooleanField(required=False, help_text="Only where the answer holds a component.")
    validation_error = serializers.CharField(required=False)
    validation_attempts = serializers.IntegerField(required=False)
    class_name = serializers.CharField(required=False, allow_null=True)
    component_code = serializers.CharField(required=False)
