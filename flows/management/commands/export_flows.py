"""Write a user's flows to a ZIP, as the download route does."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.management.users import user_named
from flows.archives import as_archive
from flows.models import Flow
from flows.selectors import listed_flows


class Command(BaseCommand):
    help = "Write a user's flows, without their secrets, to a ZIP that import_flows and the upload route read."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The ZIP to write.")
        parser.add_argument("--user", required=True, metavar="NAME", help="Whose flows.")
        parser.add_argument("--project", metavar="NAME", help="Only the flows of this project.")

    def handle(self, *args: Any, **options: Any) -> None:
        flows = listed_flows(user_named(options["user"]), with_starters=False)
        if options["project"]:
            flows = flows.filter(project__name=options["project"])
        chosen = list(flows)
        if not chosen:
            raise CommandError("There are no such flows.")
        options["file"].write_bytes(as_archive(self._counted(chosen)))
        self.stdout.write(self.style.SUCCESS(f"{len(chosen)} flows written to {options['file']}."))

    def _counted(self, flows: list[Flow]) -> Any:
        for number, flow in enumerate(flows, 1):
            self.stdout.write(f"{number}/{len(flows)} {flow.name}")
            yield flow
