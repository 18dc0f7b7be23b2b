"""The site: what puts the apps together."""

from django.apps import AppConfig
from django.conf import settings


class SiteConfig(AppConfig):
    name = "langflow_site"

    def ready(self) -> None:
        from langflow_site import checks  # noqa: F401, PLC0415 - registers them

        if settings.LANGFLOW.BROKER_URL:
            from langflow_site import celery  # noqa: F401, PLC0415 - slows down every start, and few have a broker
