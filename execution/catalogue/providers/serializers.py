"""Wire shapes of the providers' routes."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter
from rest_framework import serializers

from execution.models import DefaultModel, ModelSwitch
from langflow_site.common.requests import STORABLE, RequestBody, RequestQuery

ModelType = Literal["language", "embedding"]

MOST_SWITCHES = 1000
"""In one request."""


def _given(text: str) -> str:
    if not text.strip():
        raise ValueError("Field cannot be empty")
    return text.strip()


def _given_provider(text: str) -> str:
    if not text.strip():
        raise ValueError("Provider cannot be empty")
    return text.strip()


def _known_type(text: str) -> str:
    if text not in DefaultModel.Kind.values:
        raise ValueError("model_type must be 'language' or 'embedding'")
    return text


ProviderName = Annotated[str, Field(max_length=100), STORABLE, AfterValidator(_given)]
ModelName = Annotated[str, Field(max_length=255), STORABLE, AfterValidator(_given)]

NAMES_MAY_BEGIN_WITH_MODEL = ConfigDict(extra="ignore", protected_namespaces=())


class ModelsQuery(RequestQuery):
    """Which models to list: each part that is given narrows the list."""

    model_config = NAMES_MAY_BEGIN_WITH_MODEL

    provider: list[str] = Field(default=[], description="Names of providers; may come several times.")
    model_name: str | None = None
    model_type: str | None = Field(default=None, description="`llm` or `embeddings`.")
    include_unsupported: bool = False
    include_deprecated: bool = False
    tool_calling: bool | None = None
    reasoning: bool | None = None
    search: bool | None = None
    preview: bool | None = None
    deprecated: bool | None = None
    not_supported: bool | None = None


class EnabledModelsQuery(RequestQuery):
    model_config = NAMES_MAY_BEGIN_WITH_MODEL

    model_names: list[str] = Field(default=[], description="Tell these only; may come several times.")


class EnabledProvidersQuery(RequestQuery):
    providers: list[str] = Field(default=[], description="Tell these only; may come several times.")


class DefaultModelQuery(RequestQuery):
    model_config = NAMES_MAY_BEGIN_WITH_MODEL

    model_type: ModelType = "language"


class DefaultModelRequest(RequestBody):
    model_config = NAMES_MAY_BEGIN_WITH_MODEL

    model_name: ModelName
    provider: ProviderName
    model_type: Annotated[str, AfterValidator(_known_type)]


class ModelStatusUpdate(RequestBody):
    model_config = NAMES_MAY_BEGIN_WITH_MODEL

    provider: ProviderName
    model_id: ModelName
    enabled: bool


MODEL_STATUS_UPDATES: TypeAdapter[list[ModelStatusUpdate]] = TypeAdapter(
    Annotated[list[ModelStatusUpdate], Field(max_length=MOST_SWITCHES)]
)


class ValidateProviderRequest(RequestBody):
    provider: Annotated[str, AfterValidator(_given_provider)]
    variables: dict[str, str]


def default_model_wire(default: DefaultModel | None) -> dict[str, Any]:
    if default is None:
        return {"default_model": None}
    return {
        "default_model": {
            "model_name": default.model_name,
            "provider": default.provider,
            "model_type": default.kind,
        }
    }


def switches_wire(switches: list[ModelSwitch]) -> dict[str, list[str]]:
    """Return the names that are switched, each once: two providers may have a model of that name."""
    names = {is_on: [switch.model_name for switch in switches if switch.is_on is is_on] for is_on in (True, False)}
    return {"disabled_models": list(dict.fromkeys(names[False])), "enabled_models": list(dict.fromkeys(names[True]))}


class ModelMetadataSerializer(serializers.Serializer[Any]):
    icon = serializers.CharField()
    tool_calling = serializers.BooleanField()
    reasoning = serializers.BooleanField()
    search = serializers.BooleanField()
    preview = serializers.BooleanField()
    not_supported = serializers.BooleanField()
    deprecated = serializers.BooleanField()
    default = serializers.BooleanField(help_text="Among the first of this list.")
    model_type = serializers.ChoiceField(choices=["llm", "embeddings"])


class CatalogueModelSerializer(serializers.Serializer[Any]):
    model_name = serializers.CharField()
    metadata = ModelMetadataSerializer()


class VariableMetadataSerializer(serializers.Serializer[Any]):
    mapping_field = serializers.CharField(help_text="The field of components that the variable fills.")
    required = serializers.BooleanField()  # type: ignore[assignment]  # the wire's name
    advanced = serializers.BooleanField()
    info = serializers.CharField()


class ProviderVariableSerializer(serializers.Serializer[Any]):
    variable_name = serializers.CharField(help_text="What people call it.")
    variable_key = serializers.CharField(help_text="The name of the variable.")
    required = serializers.BooleanField()  # type: ignore[assignment]  # the wire's name
    is_secret = serializers.BooleanField()
    is_list = serializers.BooleanField()
    combobox = serializers.BooleanField(required=False, help_text="Other values than the options will do, too.")
    options = serializers.ListField(child=serializers.CharField())
    langchain_param = serializers.CharField()
    component_metadata = VariableMetadataSerializer()


class ProviderMappingSerializer(serializers.Serializer[Any]):
    model_class = serializers.CharField()
    model_param = serializers.CharField()


class CatalogueProviderSerializer(serializers.Serializer[Any]):
    provider = serializers.CharField()
    models = CatalogueModelSerializer(many=True)
    num_models = serializers.IntegerField()
    icon = serializers.CharField()
    max_tokens_field_name = serializers.CharField()
    variables = ProviderVariableSerializer(many=True)
    api_docs_url = serializers.URLField()
    mapping = ProviderMappingSerializer()
    is_configured = serializers.BooleanField(help_text="You have all of its variables.")
    is_enabled = serializers.BooleanField(help_text="At least one of its models may be chosen.")


class EnabledProvidersSerializer(serializers.Serializer[Any]):
    enabled_providers = serializers.ListField(child=serializers.CharField())
    provider_status = serializers.DictField(child=serializers.BooleanField())


class EnabledModelsSerializer(serializers.Serializer[Any]):
    enabled_models = serializers.DictField(child=serializers.DictField(child=serializers.BooleanField()))


class SwitchedModelsSerializer(serializers.Serializer[Any]):
    disabled_models = serializers.ListField(child=serializers.CharField())
    enabled_models = serializers.ListField(child=serializers.CharField())


class ChosenModelSerializer(serializers.Serializer[Any]):
    model_name = serializers.CharField()
    provider = serializers.CharField()
    model_type = serializers.ChoiceField(choices=DefaultModel.Kind.values)


class DefaultModelSerializer(serializers.Serializer[Any]):
    default_model = ChosenModelSerializer(allow_null=True)


class ValidateProviderSerializer(serializers.Serializer[Any]):
    valid = serializers.BooleanField()
    error = serializers.CharField(allow_null=True)


class ModelOptionSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="Of a provider that is not set up: `__enable_provider_NAME__`.")
    icon = serializers.CharField()
    category = serializers.CharField()
    provider = serializers.CharField()
    metadata = serializers.DictField()
