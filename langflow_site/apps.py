"""The site: what puts the apps together."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "langflow_site"

    def ready(self) -> None:
        from langflow_site import checks  # noqa: F401, PLC0415 - registers them
