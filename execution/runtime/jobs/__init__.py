"""Jobs: runs that go on while their callers follow, poll, or cancel them, in this process or another."""

from execution.runtime.jobs.desk import close, is_closing
from execution.runtime.jobs.recovery import sweep, sweep_for_ever
from execution.runtime.jobs.runners import take_up
from execution.runtime.jobs.service import blocking, cancel, follow, poll, start
from execution.runtime.jobs.work import Attempt, JobEnd, JobFacts, Tell, Work

__all__ = [
    "Attempt",
    "JobEnd",
    "JobFacts",
    "Tell",
    "Work",
    "blocking",
    "cancel",
    "close",
    "follow",
    "is_closing",
    "poll",
    "start",
    "sweep",
    "sweep_for_ever",
    "take_up",
]
