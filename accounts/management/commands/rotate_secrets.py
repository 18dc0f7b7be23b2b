"""Encrypt every stored secret anew with the newest secret key."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.services import secrets
from accounts.services.secrets import SecretColumn
from execution.models import McpServer, WebhookSignature


class Command(BaseCommand):
    help = (
        "Encrypt every stored secret with the newest secret key. Put the new key in LANGFLOW_SECRET_KEY and the old "
        "one in LANGFLOW_SECRET_KEY_FALLBACKS, run this, then drop the old one. May be interrupted and run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        columns = [
            *secrets.columns_of_accounts(),
            SecretColumn(rows=WebhookSignature.objects.all(), field="encrypted_secret"),
            SecretColumn(rows=McpServer.objects.all(), field="encrypted_config"),
        ]
        total = secrets.count_secrets(columns)
        for done, _ in enumerate(secrets.rotate_secrets(columns), 1):
            if done % 100 == 0:
                self.stdout.write(f"{done} of {total}")
        self.stdout.write(self.style.SUCCESS(f"{total} secrets are encrypted with the newest key."))
