from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "langflow_site"
