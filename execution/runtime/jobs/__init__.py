"""Jobs: runs that go on while their callers follow, poll, or cancel them, in this process or another."""

from execution.runtime.event_log import Entry, Gap
from execution.runtime.jobs.desk import close
from execution.runtime.jobs.following import HEARTBEAT_SECONDS, EndLost, Silence, Told, event_number, follow
from execution.runtime.jobs.recovery import sweep, sweep_for_ever
from execution.runtime.jobs.runners import take_up
from execution.runtime.jobs.service import blocking, cancel, poll, start
from execution.runtime.jobs.work import Attempt, JobEnd, JobFacts, Tell, Work

__all__ = [
    "HEARTBEAT_SECONDS",
    "Attempt",
    "EndLost",
    "Entry",
    "Gap",
    "JobEnd",
    "JobFacts",
    "Silence",
    "Tell",
    "Told",
    "Work",
    "blocking",
    "cancel",
    "close",
    "event_number",
    "follow",
    "poll",
    "start",
    "sweep",
    "sweep_for_ever",
    "take_up",
]
