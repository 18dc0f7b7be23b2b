"""The voices that a client may choose from, besides OpenAI's own."""

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema

from accounts.authentication import LangflowAuthentication, caller_of
from accounts.credentials import Credentials
from execution.runtime.variables import variables_of_request
from execution.voice import services
from execution.voice.errors import KeyMissing, KeyRefused
from execution.voice.serializers import NoVoicesSerializer, VoiceSerializer
from execution.voice.services import Listener
from langflow_site.common.async_views import AsyncView, json_response
from langflow_site.common.database import in_database
from langflow_site.common.openapi import refusals

VOICES = PolymorphicProxySerializer(
    component_name="Voices",
    serializers=[VoiceSerializer(many=True), NoVoicesSerializer],
    resource_type_field_name=None,
    many=False,
)


class VoicesView(AsyncView):
    authentication_classes = (LangflowAuthentication,)

    @extend_schema(
        operation_id="list_elevenlabs_voices",
        responses={200: VOICES, **refusals(400, 429, 502, 504)},
    )
    async def get(self, request: HttpRequest) -> HttpResponse:
        """List the voices of your ElevenLabs account; without a key that it takes, say so in `error`."""
        user = (await in_database(caller_of, Credentials.of_request(request))).user
        listener = Listener(user_id=user.pk, variables=variables_of_request(request))
        try:
            return json_response(await services.voices_of(listener))
        except (KeyMissing, KeyRefused) as error:
            return json_response({"error": str(error)})
