"""Count the uses of API keys in memory and write them in batches: a run must not pay for an update of its key.

Counts wait at most `FLUSH_SECONDS` while requests come in; the key list and the server's end write what is left.
"""

import threading
import time
import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import ApiKey

FLUSH_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Uses:
    """What happened to one key since the last flush."""

    count: int
    last_used_at: datetime


class UseCounter:
    """Counts per key, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: dict[uuid.UUID, Uses] = {}
        self._taken_at = time.monotonic()

    def count(self, api_key_id: uuid.UUID) -> bool:
        """Note one use of the key now; return whether a flush is due."""
        with self._lock:
            so_far = self._pending.get(api_key_id)
            self._pending[api_key_id] = Uses((so_far.count if so_far else 0) + 1, timezone.now())
            return time.monotonic() - self._taken_at >= FLUSH_SECONDS

    def take(self) -> dict[uuid.UUID, Uses]:
        """Return what waits and start anew."""
        with self._lock:
            taken, self._pending, self._taken_at = self._pending, {}, time.monotonic()
        return taken


counter = UseCounter()


def count_use(api_key_id: uuid.UUID) -> None:
    """Note one use of the key now."""
    if counter.count(api_key_id):
        flush()


def flush() -> None:
    """Write all waiting counts in one transaction."""
    taken = counter.take()
    if not taken:
        return
    with transaction.atomic():
        for api_key_id, uses in sorted(taken.items()):  # one order for every process, so that none deadlock
            ApiKey.objects.filter(pk=api_key_id).update(
                total_uses=F("total_uses") + uses.count, last_used_at=uses.last_used_at
            )
