from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_delete


class ExecutionConfig(AppConfig):
    name = "execution"

    def ready(self) -> None:
        from execution.signals import discard_vector_stores  # noqa: PLC0415 - models load after the apps

        post_delete.connect(
            discard_vector_stores, sender=settings.AUTH_USER_MODEL, dispatch_uid="execution.vector_stores"
        )
