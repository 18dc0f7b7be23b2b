"""Write a user's flows to a ZIP, as the download route does."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from flows.archives import as_archive
from flows.management.owners import project_named, user_named
from flows.models import Flow
from flows.selectors import own_flows


class Command(BaseCommand):
    help = "Write a user's flows, without their secrets, to a ZIP that import_flows and the upload route read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The ZIP to write.")
        parser.add_argument("--user", required=True, metavar="NAME", help="Whose flows.")
        parser.add_argument("--project", metavar="NAME", help="Only the flows of this project.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_named(options["user"])
        project = project_named(user, options["project"])
        chosen = list(own_flows(user, folder_id=project and project.pk))
        if not chosen:
            raise CommandError("There are no such flows.")
        options["file"].write_bytes(as_archive(self._counted(chosen)))
        self.stdout.write(self.style.SUCCESS(f"{len(chosen)} flows written to {options['file']}."))

    def _counted(self, flows: list[Flow]) -> Any:
        for number, flow in enumerate(flows, 1):
            self.stdout.write(f"{number}/{len(flows)} {flow.name}")
            yield flow
