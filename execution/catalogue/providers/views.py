"""The routes about providers and their models. Those that may ask a provider on the way are async."""

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import LangflowAuthentication, SignedInRequest, caller_of
from accounts.credentials import Credentials
from execution.catalogue.providers import selectors, services
from execution.catalogue.providers.listing import (
    enabled_by_provider,
    listed_providers,
    provider_status,
    variables_by_provider,
)
from execution.catalogue.providers.serializers import (
    MODEL_STATUS_UPDATES,
    CatalogueProviderSerializer,
    DefaultModelQuery,
    DefaultModelRequest,
    DefaultModelSerializer,
    EnabledModelsQuery,
    EnabledModelsSerializer,
    EnabledProvidersQuery,
    EnabledProvidersSerializer,
    ModelOptionSerializer,
    ModelsQuery,
    SwitchedModelsSerializer,
    ValidateProviderRequest,
    ValidateProviderSerializer,
    default_model_wire,
    switches_wire,
)
from execution.components.model_catalogue.choices import ModelName
from execution.components.model_catalogue.known_models import KNOWN_MODELS, ModelKind
from execution.components.model_catalogue.options import model_options
from execution.runtime.user_models import configured_providers, models_of_user
from langflow_site.common.async_views import AsyncView, json_response
from langflow_site.common.database import in_database
from langflow_site.common.openapi import json_request, query_parameters
from langflow_site.common.requests import json_body, validated


class ModelsView(AsyncView):
    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="list_models",
        parameters=query_parameters(ModelsQuery),
        responses=CatalogueProviderSerializer(many=True),
    )
    async def get(self, request: HttpRequest) -> HttpResponse:
        """List the models of each provider, those providers first that you can ask."""
        caller = await in_database(caller_of, Credentials.of_request(request))
        query = ModelsQuery.parse(request.GET)
        return json_response(listed_providers(await models_of_user(caller.user.pk), query))


class ProviderNamesView(APIView):
    @extend_schema(operation_id="list_model_providers", responses={200: {"type": "array", "items": {"type": "string"}}})
    def get(self, request: Request) -> Response:
        """List the names of the providers."""
        return Response(sorted(KNOWN_MODELS))


class ProviderVariablesView(APIView):
    """Anybody may know what providers need: the editor asks before it knows who is there."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(operation_id="get_provider_variables", responses={200: OpenApiTypes.OBJECT})
    def get(self, request: Request) -> Response:
        """Tell which variables each provider needs."""
        return Response(variables_by_provider())


class EnabledProvidersView(APIView):
    @extend_schema(
        operation_id="list_enabled_providers",
        parameters=query_parameters(EnabledProvidersQuery),
        responses=EnabledProvidersSerializer,
    )
    def get(self, request: SignedInRequest) -> Response:
        """Tell which providers you have all variables of."""
        query = EnabledProvidersQuery.parse(request.query_params)
        return Response(provider_status(configured_providers(request.user.pk), query.providers))


class EnabledModelsView(AsyncView):
    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="list_enabled_models",
        parameters=query_parameters(EnabledModelsQuery),
        responses=EnabledModelsSerializer,
    )
    async def get(self, request: HttpRequest) -> HttpResponse:
        """Tell of each model whether you may choose it."""
        caller = await in_database(caller_of, Credentials.of_request(request))
        names = EnabledModelsQuery.parse(request.GET).model_names
        return json_response({"enabled_models": enabled_by_provider(await models_of_user(caller.user.pk), names)})

    @extend_schema(
        operation_id="switch_models",
        request=json_request(MODEL_STATUS_UPDATES),
        responses=SwitchedModelsSerializer,
    )
    async def post(self, request: HttpRequest) -> HttpResponse:
        """Switch models on and off; of several entries for a model the last one counts."""
        caller = await in_database(caller_of, Credentials.of_request(request))
        updates = validated(MODEL_STATUS_UPDATES, json_body(request), within=("body",))
        changes = {ModelName(provider=one.provider, model=one.model_id): one.enabled for one in updates}
        await in_database(services.switch_models, user=caller.user, changes=changes)
        return json_response(switches_wire(await in_database(selectors.switches_of, caller.user)))


class DefaultModelView(APIView):
    """The model that your new components begin with, one of each kind."""

    @extend_schema(
        operation_id="get_default_model",
        parameters=query_parameters(DefaultModelQuery),
        responses=DefaultModelSerializer,
    )
    def get(self, request: SignedInRequest) -> Response:
        """Tell it, or null where you chose none."""
        kind = DefaultModelQuery.parse(request.query_params).model_type
        return Response(default_model_wire(selectors.default_model(request.user, kind)))

    @extend_schema(operation_id="set_default_model", request=DefaultModelRequest, responses=DefaultModelSerializer)
    def post(self, request: SignedInRequest) -> Response:
        """Choose it. It counts while it is among the models that you may choose."""
        body = DefaultModelRequest.parse(json_body(request))
        default = services.set_default_model(
            user=request.user, kind=body.model_type, provider=body.provider, model_name=body.model_name
        )
        return Response(default_model_wire(default))

    @extend_schema(
        operation_id="clear_default_model",
        parameters=query_parameters(DefaultModelQuery),
        responses={200: DefaultModelSerializer},
    )
    def delete(self, request: SignedInRequest) -> Response:
        """Begin with the first model on offer again."""
        services.clear_default_model(user=request.user, kind=DefaultModelQuery.parse(request.query_params).model_type)
        return Response(default_model_wire(None))


class ValidateProviderView(AsyncView):
    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="validate_provider", request=ValidateProviderRequest, responses=ValidateProviderSerializer
    )
    async def post(self, request: HttpRequest) -> HttpResponse:
        """Ask the provider whether it accepts these values. A provider that gives no answer has not refused them."""
        caller = await in_database(caller_of, Credentials.of_request(request))
        body = ValidateProviderRequest.parse(json_body(request))
        problem = await services.problem_with_provider(
            user_id=caller.user.pk, name=body.provider, variables=body.variables
        )
        return json_response({"valid": problem is None, "error": problem})


class _OptionsView(AsyncView):
    """What a model field of that kind offers you."""

    authentication_classes = (LangflowAuthentication,)
    kind: ModelKind

    async def options_for(self, request: HttpRequest) -> HttpResponse:
        caller = await in_database(caller_of, Credentials.of_request(request))
        return json_response(model_options(await models_of_user(caller.user.pk), self.kind))


class LanguageOptionsView(_OptionsView):
    kind = ModelKind.LANGUAGE

    @extend_schema(operation_id="list_language_model_options", responses=ModelOptionSerializer(many=True))
    async def get(self, request: HttpRequest) -> HttpResponse:
        """List the language models that you may choose, then the providers that you could set up."""
        return await self.options_for(request)


class EmbeddingOptionsView(_OptionsView):
    kind = ModelKind.EMBEDDING

    @extend_schema(operation_id="list_embedding_model_options", responses=ModelOptionSerializer(many=True))
    async def get(self, request: HttpRequest) -> HttpResponse:
        """List the embedding models that you may choose, then the providers that you could set up."""
        return await self.options_for(request)
