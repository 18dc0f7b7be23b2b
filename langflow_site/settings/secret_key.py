"""The secret key: from `LANGFLOW_SECRET_KEY`, else a generated file outside the data folder."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def read_or_create(path: Path) -> str:
    """Return the key in the file; make the file (mode 0600) if there is none yet."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # O_EXCL: of two processes that start together, one writes and the other reads.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii").strip()
        if not key:
            raise ImproperlyConfigured(
                f"The secret key file {path} is empty; delete it or set LANGFLOW_SECRET_KEY."
            ) from None
        return key
    except OSError as error:
        raise ImproperlyConfigured(
            f"Cannot write the secret key file {path} ({error.strerror}); "
            "set LANGFLOW_SECRET_KEY or LANGFLOW_SECRET_KEY_FILE."
        ) from None
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key
