"""Bring the server's own example flows up to date."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from flows.services.starters import FOLDER, load_starter_flows


class Command(BaseCommand):
    help = "Store the server's own example flows; run again at any time, only what changed is written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=FOLDER, help="Where the flow files are.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.LANGFLOW.CREATE_STARTER_PROJECTS:
            self.stdout.write("LANGFLOW_CREATE_STARTER_PROJECTS is off: nothing to do.")
            return
        loaded = load_starter_flows(options["folder"])
        self.stdout.write(
            f"Starter flows: {loaded.stored} stored, {loaded.unchanged} unchanged, {loaded.removed} removed."
        )
