"""What the ASGI server serves: Django over HTTP, Channels consumers over websockets."""

import os

import django
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import re_path

from langflow_site.common.threads import PooledThreads
from langflow_site.handler import QuietHandler
from langflow_site.sockets import KnownSocketHosts, UnknownSocket

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "langflow_site.settings")
django.setup(set_prefix=False)

# Consumers need the apps, which are set up now.
from execution.builds.urls import websocket_urlpatterns as build_sockets  # noqa: E402
from execution.voice.urls import websocket_urlpatterns as voice_sockets  # noqa: E402

sockets = [*build_sockets, *voice_sockets, re_path(r"^", UnknownSocket.as_asgi())]

application = ProtocolTypeRouter(
    {
        "http": PooledThreads(QuietHandler()),
        "websocket": KnownSocketHosts(URLRouter(sockets)),
    }
)
