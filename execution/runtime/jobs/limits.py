"""How many jobs one user, and one flow, may have under way, and what becomes of one more."""

import uuid
from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet

from execution.models import Job
from execution.runtime.jobs.errors import TooManyJobs
from execution.runtime.jobs.work import JobFacts


def new_jobs_wait() -> bool:
    """Is the new job the one that gives way where a limit is reached?"""
    return bool(settings.LANGFLOW.JOB_LIMIT_POLICY == "queue")


def make_room(facts: JobFacts) -> list[Job]:
    """Return the older jobs that must be cancelled first; raise TooManyJobs where the operator wants that. Blocking."""
    for limit, jobs in _full(facts):
        if settings.LANGFLOW.JOB_LIMIT_POLICY == "reject":
            raise TooManyJobs(limit=limit)
        if settings.LANGFLOW.JOB_LIMIT_POLICY == "cancel_older":
            return list(jobs.order_by("created_at")[: jobs.count() - limit + 1])
    return []


def must_wait(facts: JobFacts) -> bool:
    """Does a new job of that user and flow have to wait for another one to end?"""
    return new_jobs_wait() and any(True for _ in _full(facts))


def next_waiting(*, user_id: uuid.UUID) -> Job | None:
    """Return the user's oldest waiting job for which there is room, admitted by this call. Blocking."""
    waiting = Job.objects.filter(state=Job.State.QUEUED, is_waiting=True, user_id=user_id).order_by("created_at")
    for job in waiting[:100]:
        facts = JobFacts(kind=Job.Kind(job.kind), user_id=job.user_id, flow_id=job.flow_id)
        if any(True for _ in _full(facts)):
            continue
        if Job.objects.filter(pk=job.pk, is_waiting=True, state=Job.State.QUEUED).update(is_waiting=False):
            return job
    return None


def _full(facts: JobFacts) -> Iterator[tuple[int, "QuerySet[Job]"]]:
    """Yield each limit that is reached, with the jobs that reach it; those that wait count for none."""
    open_jobs = Job.objects.under_way().filter(user_id=facts.user_id, is_waiting=False)
    limit = settings.LANGFLOW.JOBS_PER_USER
    if limit and open_jobs.count() >= limit:
        yield limit, open_jobs
    limit = settings.LANGFLOW.JOBS_PER_FLOW
    if limit and facts.flow_id:
        of_flow = open_jobs.filter(flow_id=facts.flow_id)
        if of_flow.count() >= limit:
            yield limit, of_flow
