"""What the commands of this app share."""

from django.core.management.base import CommandError

from accounts.models import User


def user_named(username: str) -> User:
    """Return the user; raise CommandError, which ends the command with one line and exit code 1."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is no user '{username}'.")
    return user
