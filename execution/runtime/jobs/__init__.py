"""Jobs: runs that go on while their callers follow, poll, or cancel them."""

from execution.runtime.jobs.service import cancel, follow, poll, start
from execution.runtime.jobs.work import JobEnd, JobFacts, Tell, Work

__all__ = ["JobEnd", "JobFacts", "Tell", "Work", "cancel", "follow", "poll", "start"]
