"""What a job tells, kept so that several readers can follow it, come back later, or come only when it is over."""

from execution.runtime.event_log.interface import Entry, EventLog
from execution.runtime.event_log.memory import MemoryEventLog

__all__ = ["Entry", "EventLog", "event_log"]

event_log: EventLog = MemoryEventLog()
