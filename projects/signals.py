"""What projects do when something happens elsewhere."""

from typing import TYPE_CHECKING, Any

from projects.services import ensure_default_project

if TYPE_CHECKING:
    from accounts.models import User


def give_default_project(
    sender: type["User"], instance: "User", created: bool, raw: bool = False, **facts: Any
) -> None:
    """Every new user starts with a project; fixtures bring their own."""
    if created and not raw:
        ensure_default_project(instance)
