"""What execution does when a user goes, whoever removed him."""

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

from execution.runtime.vector_folders import discard_folder_of

if TYPE_CHECKING:
    from accounts.models import User


def discard_vector_stores(sender: "type[User]", instance: "User", **facts: Any) -> None:
    """Delete the folders of the user's vector stores once nobody can take the row's end back."""
    transaction.on_commit(partial(discard_folder_of, instance.pk), robust=True)
