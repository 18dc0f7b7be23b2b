"""What Daphne serves: Django over HTTP, Channels consumers over websockets."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "langflow_site.settings")

django_application = get_asgi_application()

application = ProtocolTypeRouter({"http": django_application, "websocket": URLRouter([])})
