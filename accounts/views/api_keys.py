"""The caller's API keys."""

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from accounts import selectors
from accounts.authentication import SignedInRequest
from accounts.cookies import set_store_cookie
from accounts.serializers import (
    ApiKeysSerializer,
    DetailSerializer,
    NewApiKey,
    NewApiKeySerializer,
    StoreApiKey,
    api_key_rows,
)
from accounts.services import api_keys
from langflow_site.common.openapi import refusals, uuid_in_path
from langflow_site.common.requests import json_body, path_uuid

API_KEY_ID = uuid_in_path("api_key_id")


class ApiKeyViewSet(ViewSet):
    @extend_schema(operation_id="list_api_keys", responses=ApiKeysSerializer)
    def list(self, request: SignedInRequest) -> Response:
        """List your keys, masked."""
        keys = list(api_key_rows(selectors.api_keys_of(request.user)))
        return Response({"total_count": len(keys), "user_id": request.user.pk, "api_keys": keys})

    @extend_schema(operation_id="create_api_key", request=NewApiKey, responses={200: NewApiKeySerializer})
    def create(self, request: SignedInRequest) -> Response:
        """Make a key. This answer is the only place where it can be read."""
        body = NewApiKey.parse(json_body(request))
        key, text = api_keys.create_api_key(user=request.user, name=body.name)
        return Response(NewApiKeySerializer(key, context={"text": text}).data)

    @extend_schema(
        operation_id="delete_api_key", parameters=[API_KEY_ID], responses={200: DetailSerializer, **refusals(400)}
    )
    def destroy(self, request: SignedInRequest, api_key_id: str) -> Response:
        """Remove a key; it stops working at once."""
        api_keys.delete_api_key(user=request.user, api_key_id=path_uuid(api_key_id, "api_key_id"))
        return Response({"detail": "API Key deleted"})

    @extend_schema(operation_id="save_store_api_key", request=StoreApiKey, responses=DetailSerializer)
    def save_store_key(self, request: SignedInRequest) -> Response:
        """Keep your key to the component store, encrypted."""
        body = StoreApiKey.parse(json_body(request))
        api_keys.save_store_api_key(user=request.user, api_key=body.api_key)
        response = Response({"detail": "API Key saved"})
        set_store_cookie(response, is_secure=request.is_secure())
        return response
