from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "files.knowledge"
    label = "knowledge"
    verbose_name = "Knowledge bases"
