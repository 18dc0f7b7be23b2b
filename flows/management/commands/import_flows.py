"""Store the flows of files, as the upload route does."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from flows.archives import read_upload
from flows.management.owners import project_named, user_named
from flows.services import import_flows
from langflow_site.common.errors import ServerError
from projects.models import Project


class Command(BaseCommand):
    help = "Store the flows of JSON or ZIP files for a user. Each file is stored whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--user", required=True, metavar="NAME", help="Whose they become.")
        parser.add_argument("--project", metavar="NAME", help="Which project takes them; else the default one.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_named(options["user"])
        project = project_named(user, options["project"])
        total = 0
        for number, file in enumerate(options["files"], 1):
            names = _stored(user, file, project)
            total += len(names)
            self.stdout.write(f"{number}/{len(options['files'])} {file}: {', '.join(names)}")
        self.stdout.write(self.style.SUCCESS(f"{total} flows stored for '{user}'."))


def _stored(user: User, path: Path, project: Project | None) -> list[str]:
    try:
        with path.open("rb") as file:
            flows = read_upload(file).flows
        return [flow.name for flow in import_flows(user=user, flows=flows, project=project)]
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    except ServerError as error:
        raise CommandError(f"{path}: {error.detail}") from None
