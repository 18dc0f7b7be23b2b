"""Make an API key for a user."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.management.users import user_named
from accounts.services.api_keys import create_api_key


class Command(BaseCommand):
    help = "Make an API key for a user and print it, once: the server keeps only its hash."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", help="What the key is for, as lists show it.")

    def handle(self, *args: Any, **options: Any) -> None:
        _, text = create_api_key(user=user_named(options["username"]), name=options["name"])
        self.stdout.write(text)
