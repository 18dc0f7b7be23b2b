from django.apps import AppConfig
from django.db.models.signals import post_delete


class FilesConfig(AppConfig):
    name = "files"

    def ready(self) -> None:
        from files.models import FlowFile, UserFile  # noqa: PLC0415 - models load after the apps
        from files.signals import discard_bytes_of  # noqa: PLC0415

        for model in (FlowFile, UserFile):
            post_delete.connect(discard_bytes_of, sender=model, dispatch_uid=f"files.{model.__name__}")
