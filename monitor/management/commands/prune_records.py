"""`manage.py prune_records`: delete what the settings do not keep of runs, and sessions that ended."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services import sessions
from monitor import retention


class Command(BaseCommand):
    help = "Delete vertex builds, transactions and traces beyond what the settings keep, and sign-ins that ended."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = retention.prune_everything() + sessions.forget_ended_sessions()
        self.stdout.write(f"{deleted} rows deleted.")
