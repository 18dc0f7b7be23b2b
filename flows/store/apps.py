from django.apps import AppConfig


class StoreConfig(AppConfig):
    name = "flows.store"
    label = "store"
    verbose_name = "Store"
