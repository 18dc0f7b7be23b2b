"""Remove a user with all that is his."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.errors import LastSuperuserStays
from accounts.management.users import user_named
from accounts.services.users import remove_user


class Command(BaseCommand):
    help = "Remove a user with all that is his: flows, files, keys, history. Asks first, unless --yes is given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_named(options["username"])
        question = f"Remove '{user}' with {user.flows.count()} flows and all else that is his? Type the name: "
        if not options["yes"] and input(question) != user.username:
            raise CommandError("Nothing was removed.")
        try:
            remove_user(user=user)
        except LastSuperuserStays as error:
            raise CommandError(error.message) from None
        self.stdout.write(self.style.SUCCESS(f"'{user}' and all that was his is gone."))
