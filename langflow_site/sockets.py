"""What surrounds every websocket: which host names are ours, and the end of sockets that no route knows."""

from collections.abc import Awaitable, Callable
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.http.request import split_domain_port, validate_host

Application = Callable[[Any, Any, Any], Awaitable[None]]


class UnknownSocket(AsyncWebsocketConsumer):
    """Refuse the handshake of a websocket that no route knows."""

    async def connect(self) -> None:
        await self.close()


class KnownSocketHosts:
    """Refuse handshakes for a host name that is not ours, for the reason that middleware.KnownHosts gives."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._refusal = UnknownSocket.as_asgi()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        application = self._application if _is_known(scope) else self._refusal
        await application(scope, receive, send)


def _is_known(scope: Any) -> bool:
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name.lower() == b"host"), "")
    return validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
