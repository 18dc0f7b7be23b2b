"""The Langflow to compare with: `REFERENCE_URL` and `REFERENCE_KEY` name it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import httpx

URL = os.environ.get("REFERENCE_URL", "").rstrip("/")
KEY = os.environ.get("REFERENCE_KEY", "")
IS_NAMED = bool(URL and KEY)


@contextmanager
def reference_client() -> Iterator[httpx.Client | None]:
    """Give a client that is signed in there; None where no reference is named."""
    if not IS_NAMED:
        yield None
        return
    headers = {"x-api-key": KEY}
    with httpx.Client(base_url=URL, headers=headers, timeout=300, trust_env=False) as client:
        yield client
