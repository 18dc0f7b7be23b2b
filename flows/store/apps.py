from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class StoreConfig(AppConfig):
    name = "flows.store"
    label = "store"
    verbose_name = "Store"

    def ready(self) -> None:
        from flows.store.models import Like  # noqa: PLC0415 - models load after the apps
        from flows.store.signals import count_like, uncount_like  # noqa: PLC0415

        post_save.connect(count_like, sender=Like, dispatch_uid="store.count_like")
        post_delete.connect(uncount_like, sender=Like, dispatch_uid="store.uncount_like")
