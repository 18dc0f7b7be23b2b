"""Whom a conversation asks: where the providers are, with whose key, and how their refusals are told."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import httpx
from django.conf import settings

from execution.components.language_models.openai_chat import PUBLIC_BASE_URL, environment_base_url
from execution.runtime.variables import RunVariables
from execution.voice.errors import KeyMissing, KeyRefused, ProviderBusy, ProviderSlow, ProviderUnavailable, VoiceError
from execution.wire.redaction import Secrets

NO_KEYS = frozenset({"", "dummy"})
"""What stands for a key in examples."""

SOCKET_SCHEMES = {"http": "ws", "https": "wss"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    name: str
    key_name: str
    """The variable that holds the user's key."""

    def missing(self) -> KeyMissing:
        return KeyMissing(provider=self.name, key_name=self.key_name)

    def refusal(self, status: int) -> VoiceError:
        """Return what an answer with that status means."""
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return KeyRefused(provider=self.name, key_name=self.key_name)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return ProviderBusy(provider=self.name)
        if status in {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT}:
            return ProviderSlow(provider=self.name)
        return ProviderUnavailable(provider=self.name, reason=f"it answers {status}")

    @contextmanager
    def failures_told(self) -> Iterator[None]:
        """Let what keeps a request from being answered be told as a VoiceError, without addresses in it."""
        try:
            yield
        except (httpx.TimeoutException, TimeoutError):
            raise ProviderSlow(provider=self.name) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise ProviderUnavailable(provider=self.name, reason=type(error).__name__) from error


OPENAI = Provider(name="OpenAI", key_name="OPENAI_API_KEY")
ELEVENLABS = Provider(name="ElevenLabs", key_name="ELEVENLABS_API_KEY")


class KeyHolder(Protocol):
    """Whose keys are asked for: a Talk, or who lists voices."""

    @property
    def user_id(self) -> uuid.UUID: ...

    @property
    def variables(self) -> Mapping[str, str]: ...


async def key_of(provider: Provider, holder: KeyHolder, secrets: Secrets) -> str:
    """Return the key that the request brought along, else the user's, else the environment's where that is allowed.

    Raises KeyMissing. The key is remembered among the secrets, whatever the user saved it as.
    """
    variables = RunVariables(user_id=holder.user_id, given=holder.variables, secrets=secrets)
    key = await variables.value_of(provider.key_name, is_secret=True)
    if (key or "").strip() in NO_KEYS:
        raise provider.missing()
    return str(key).strip()


def openai_url(path: str) -> str:
    """Return the address of a route of OpenAI, or of the compatible server that the operator names."""
    return f"{(environment_base_url() or PUBLIC_BASE_URL).rstrip('/')}/{path}"


def openai_socket_url(path: str) -> str:
    """The same for a websocket."""
    parts = urlsplit(openai_url(path))
    return urlunsplit(parts._replace(scheme=SOCKET_SCHEMES.get(parts.scheme, parts.scheme)))


def elevenlabs_url(path: str) -> str:
    return f"{settings.LANGFLOW.VOICE_ELEVENLABS_URL.rstrip('/')}/v1/{path}"
