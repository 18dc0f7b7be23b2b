"""`manage.py prune_records`: delete the vertex builds and transactions beyond what the settings keep."""

from typing import Any

from django.core.management.base import BaseCommand

from monitor import retention


class Command(BaseCommand):
    help = "Delete vertex builds and transactions beyond what the LANGFLOW_MAX_* settings keep."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{retention.prune_everything()} rows deleted.")
