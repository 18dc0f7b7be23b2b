"""What the webhook routes take and answer."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from rest_framework import serializers

from execution.models import WebhookSignature
from execution.webhooks.signatures import key_of
from langflow_site.common.requests import STORABLE, RequestBody

LEAST_BYTES = 16
MOST_TOLERANCE = 3600
"""Ids of messages are remembered for longer than that, so none is taken twice."""


def _usable_secret(secret: str) -> str:
    try:
        key = key_of(secret)
    except ValueError as error:
        raise PydanticCustomError("secret_unreadable", "{reason}", {"reason": str(error)}) from None
    if len(key) < LEAST_BYTES:
        raise PydanticCustomError("secret_too_short", "The secret should have {least} bytes", {"least": LEAST_BYTES})
    return secret


Secret = Annotated[str, Field(max_length=1024), STORABLE, AfterValidator(_usable_secret)]


class SignatureBody(RequestBody):
    """How messages to a webhook are signed. Without a secret the server makes one."""

    secret: Secret | None = None
    tolerance_seconds: Annotated[int, Field(ge=1, le=MOST_TOLERANCE)] = 300


class WebhookStarted(serializers.Serializer[Any]):
    message = serializers.CharField()
    status = serializers.CharField()


class SignatureSerializer(serializers.ModelSerializer[WebhookSignature]):
    """A signature without its secret."""

    class Meta:
        model = WebhookSignature
        fields = ("flow_id", "tolerance_seconds", "created_at", "updated_at")


class NewSignatureSerializer(SignatureSerializer):
    """With the secret, which is shown this once."""

    secret = serializers.CharField()

    class Meta(SignatureSerializer.Meta):
        fields = (*SignatureSerializer.Meta.fields, "secret")  # type: ignore[assignment]  # one field more
