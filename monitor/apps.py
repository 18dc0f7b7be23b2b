from django.apps import AppConfig


class MonitorConfig(AppConfig):
    name = "monitor"

    def ready(self) -> None:
        from flows.signals import owner_changed  # noqa: PLC0415 - models load after the apps
        from monitor.signals import follow_the_owner  # noqa: PLC0415

        owner_changed.connect(follow_the_owner, dispatch_uid="monitor.owner")
