"""What of a run's values may be stored: no secrets, and no more than the settings allow."""

from typing import Any

from django.conf import settings

from execution.wire.redaction import Secrets
from monitor.caps import capped


def limited(value: Any, secrets: Secrets) -> Any:
    """Return the JSON value as it may be stored."""
    options = settings.LANGFLOW
    return capped(secrets.masked(value), text_length=options.MAX_TEXT_LENGTH, items=options.MAX_ITEMS_LENGTH)
