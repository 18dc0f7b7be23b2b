"""Who owns the flows that a command works on."""

from django.core.management.base import CommandError

from accounts.models import User
from projects.models import Project


def user_named(username: str) -> User:
    """Return the user; raise CommandError, which ends the command with one line and exit code 1."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise CommandError(f"There is no user '{username}'.")
    return user


def project_named(user: User, name: str | None) -> Project | None:
    """Return the user's project, or None where none is named."""
    if name is None:
        return None
    project = Project.objects.owned_by(user).filter(name=name).first()
    if project is None:
        raise CommandError(f"'{user}' has no project '{name}'.")
    return project
