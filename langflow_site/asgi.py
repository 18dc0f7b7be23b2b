"""What the ASGI server serves: Django over HTTP, Channels consumers over websockets."""

import os

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import re_path

from langflow_site.common.threads import PooledThreads

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "langflow_site.settings")


class UnknownSocket(AsyncWebsocketConsumer):
    """Refuse the handshake of a websocket that no route knows."""

    async def connect(self) -> None:
        await self.close()


application = ProtocolTypeRouter(
    {
        "http": PooledThreads(get_asgi_application()),
        "websocket": URLRouter([re_path(r"^", UnknownSocket.as_asgi())]),
    }
)
