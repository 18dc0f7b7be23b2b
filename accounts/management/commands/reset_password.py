"""Give a user another password and end all his sessions."""

import sys
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.management.users import user_named
from accounts.services.users import set_password


class Command(BaseCommand):
    help = "Give a user another password and sign him out everywhere. Asks for it, or reads it from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_named(options["username"])
        password = _password_from_terminal() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        if not password:
            raise CommandError("The password must not be empty.")
        set_password(user=user, password=password)
        self.stdout.write(self.style.SUCCESS(f"'{user}' has a new password; all sessions have ended."))


def _password_from_terminal() -> str:
    password = getpass("New password: ")
    if getpass("Again: ") != password:
        raise CommandError("The two passwords differ.")
    return password
