"""The services that some tests need: which address they have, and whether somebody answers there.

`.ci/run` makes sure that they are there; elsewhere the tests that need one are skipped where it is not.
"""

import os
import socket
from urllib.parse import urlsplit

import pytest

REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1).close()
    except OSError:
        return False
    return True


redis_is_needed = pytest.mark.skipif(not _answers(REDIS_URL), reason=f"no Redis answers at {REDIS_URL}")
