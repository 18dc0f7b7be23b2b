"""What can keep somebody from talking to a flow: each is told as an event, and then says how the socket closes."""

from enum import IntEnum
from typing import ClassVar

from langflow_site.common.errors import ServerError


class Close(IntEnum):
    """Codes with which a socket closes, by RFC 6455 and its registry."""

    NORMAL = 1000
    GOING_AWAY = 1001
    REFUSED = 1008
    FAILED = 1011
    TRY_LATER = 1013


class VoiceError(ServerError):
    """Root of what ends a conversation, or a part of it."""

    close: ClassVar[Close] = Close.FAILED


class KeyMissing(VoiceError):
    status_code = 400
    code = "api_key_missing"
    message = "There is no {provider} API key: save it as the variable {key_name}."
    close = Close.REFUSED


class KeyRefused(VoiceError):
    status_code = 400
    code = "api_key_refused"
    message = "{provider} does not take the API key of the variable {key_name}."
    close = Close.REFUSED


class ProviderBusy(VoiceError):
    status_code = 429
    code = "provider_rate_limited"
    message = "{provider} takes no more requests of this API key at the moment."
    headers = {"Retry-After": "10"}
    close = Close.TRY_LATER


class ProviderUnavailable(VoiceError):
    status_code = 502
    code = "provider_unavailable"
    message = "{provider} cannot be reached: {reason}"


class ProviderSlow(VoiceError):
    status_code = 504
    code = "provider_timeout"
    message = "{provider} did not answer in time."


class ProviderGone(VoiceError):
    """The provider closed its socket while the client's was open."""

    status_code = 502
    code = "provider_closed"
    message = "{provider} ended the conversation."


class TooManyConversations(VoiceError):
    status_code = 429
    code = "too_many_conversations"
    message = "You have {limit} voice conversations open, which is as many as this server allows."
    headers = {"Retry-After": "10"}
    close = Close.TRY_LATER


class TooMuchWaiting(VoiceError):
    """The client says more than the provider takes."""

    status_code = 429
    code = "too_much_waiting"
    message = "More was sent than could be handed on. Send sound as it is spoken."
    close = Close.REFUSED


class ConversationTooLong(VoiceError):
    status_code = 408
    code = "conversation_too_long"
    message = "A conversation may last {seconds} seconds."
    close = Close.NORMAL


class ServerStops(VoiceError):
    status_code = 503
    code = "server_stops"
    message = "This server stops. Call again in a moment."
    close = Close.GOING_AWAY


class NobodySpeaks(VoiceError):
    status_code = 408
    code = "conversation_idle"
    message = "Nothing was sent for {seconds} seconds."
    close = Close.NORMAL


class VoiceNotInstalled(VoiceError):
    status_code = 501
    code = "voice_not_installed"
    message = "The operator of this server has to install the extra `voice` first."


class EventInvalid(VoiceError):
    """The client sent what is no event. The conversation goes on."""

    status_code = 400
    code = "event_invalid"
    message = "{reason}"
