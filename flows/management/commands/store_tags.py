"""`manage.py store_tags`: which tags the store offers."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from flows.store import selectors, services


class Command(BaseCommand):
    help = "List the tags of the store; add some; remove some, also from the items that have them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--add", metavar="NAME", nargs="+", default=[], help="Make these tags.")
        parser.add_argument("--remove", metavar="NAME", nargs="+", default=[], help="Remove these tags.")

    def handle(self, *args: Any, add: list[str], remove: list[str], **options: Any) -> None:
        try:
            made = services.add_tags(add)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        if add:
            self.stdout.write(f"{len(made)} tags are new.")
        if remove:
            self.stdout.write(f"{services.remove_tags(remove)} tags were removed.")
        for tag in selectors.all_tags():
            self.stdout.write(f"{tag.pk}  {tag.name}")
