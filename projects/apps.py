from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_save


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self) -> None:
        from projects.signals import give_default_project  # noqa: PLC0415 - models load after the apps

        post_save.connect(give_default_project, sender=settings.AUTH_USER_MODEL, dispatch_uid="projects.default")
