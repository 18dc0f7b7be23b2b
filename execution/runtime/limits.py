"""How many runs one user may have under way in this process."""

import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from execution.runtime.errors import TooManyRuns

_under_way: Counter[uuid.UUID | None] = Counter()


@contextmanager
def run_slot(user_id: uuid.UUID | None) -> Iterator[None]:
    """Count a run of the user while the block lasts; raise TooManyRuns where there is no room."""
    limit = settings.LANGFLOW.RUNS_PER_USER
    if _under_way[user_id] >= limit:
        raise TooManyRuns(limit=limit)
    _under_way[user_id] += 1
    try:
        yield
    finally:
        _under_way[user_id] -= 1
        if not _under_way[user_id]:
            del _under_way[user_id]
