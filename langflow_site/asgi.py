"""What the ASGI server serves: Django over HTTP, Channels consumers over websockets."""

import os

import django
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import re_path

from langflow_site.common.threads import PooledThreads
from langflow_site.handler import QuietHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "langflow_site.settings")
django.setup(set_prefix=False)


class UnknownSocket(AsyncWebsocketConsumer):
    """Refuse the handshake of a websocket that no route knows."""

    async def connect(self) -> None:
        await self.close()


application = ProtocolTypeRouter(
    {
        "http": PooledThreads(QuietHandler()),
        "websocket": URLRouter([re_path(r"^", UnknownSocket.as_asgi())]),
    }
)
