"""Jobs whose work is what a test wants."""

import pytest

from execution.models import Job
from execution.runtime import jobs
from execution.runtime.jobs import JobFacts
from flows.models import Flow


@pytest.fixture
def kinds_do_some_work(monkeypatch):
    kinds = dict.fromkeys(Job.Kind, "tests.execution.runtime.some_work.SomeWork")
    monkeypatch.setattr("execution.runtime.jobs.kinds.KINDS", kinds)


@pytest.fixture
async def no_job_left(shared_connection):
    """What still runs when a test is over is stopped while there is a database."""
    yield
    await jobs.close(within=0.01)


@pytest.fixture
def facts(alice, shared_connection, kinds_do_some_work, no_job_left):
    flow = Flow.objects.create(user=alice, name="f", data={"nodes": [], "edges": []})
    return JobFacts(kind=Job.Kind.BUILD, user_id=alice.pk, flow_id=flow.pk, session_id="s")
