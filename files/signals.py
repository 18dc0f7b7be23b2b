"""What the files app does when a row goes, whoever deleted it: a service, the admin, a flow or user that went."""

from functools import partial
from typing import Any

from django.db import transaction

from files.storage import discard


def discard_bytes_of(sender: type[Any], instance: Any, **facts: Any) -> None:
    """Delete the bytes once nobody can take the row's end back."""
    transaction.on_commit(partial(discard, instance.key), robust=True)
