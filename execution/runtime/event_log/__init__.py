"""What a job tells, kept so that several readers can follow it, come back later, or come only when it is over."""

from functools import cache

from django.conf import settings

from execution.runtime.event_log.interface import Entry, EventLog, Gap
from execution.runtime.event_log.memory import MemoryEventLog

__all__ = ["Entry", "EventLog", "Gap", "event_log"]


@cache
def event_log() -> EventLog:
    """Return the log that the settings ask for."""
    options = settings.LANGFLOW
    size = {"most_events": options.JOB_EVENTS, "most_bytes": options.JOB_EVENTS_MB * 1024 * 1024}
    if not options.REDIS_URL:
        return MemoryEventLog(**size)
    from execution.runtime.event_log.redis import RedisEventLog  # noqa: PLC0415 - its client slows down every start

    return RedisEventLog(options.REDIS_URL, prefix=options.REDIS_PREFIX, **size)
