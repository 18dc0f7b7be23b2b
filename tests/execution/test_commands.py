"""`manage.py jobs`, and what the admin does to jobs."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from execution.models import Job
from flows.models import Flow


@pytest.fixture
def running(alice):
    """A build on which a process that is not this one works."""
    flow = Flow.objects.create(user=alice, name="a flow", data={})
    later = timezone.now() + timedelta(minutes=1)
    return Job.objects.create(kind="build", state="running", user=alice, flow=flow, worker="w:1:x", lease_ends_at=later)


def test_jobs_under_way_are_listed(running, capsys):
    call_command("jobs")
    printed = capsys.readouterr().out
    assert f"{running.pk}  build  running on w:1:x" in printed
    assert "alice  a flow" in printed
    assert "1 jobs are under way." in printed


def test_a_job_is_cancelled_once(running, capsys):
    call_command("jobs", "--cancel", str(running.pk))
    running.refresh_from_db()
    assert running.state == "cancelled"
    assert "1 jobs were cancelled." in capsys.readouterr().out
    with pytest.raises(CommandError, match=f"Not under way: {running.pk}"):
        call_command("jobs", "--cancel", str(running.pk))


def test_what_nobody_works_on_is_found(running, capsys):
    Job.objects.update(lease_ends_at=timezone.now() - timedelta(seconds=1))
    call_command("jobs", "--sweep")
    running.refresh_from_db()
    assert (running.state, running.error_code) == ("failed", "worker_died")
    assert "1 jobs had no worker." in capsys.readouterr().out


def test_the_admin_cancels_jobs_and_shows_no_request(admin, running):
    client = Client()
    client.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    Job.objects.update(request="an encrypted request")
    page = client.get(f"/admin/execution/job/{running.pk}/change/")
    assert page.status_code == 200
    assert b"an encrypted request" not in page.content
    answer = client.post("/admin/execution/job/", {"action": "cancel", "_selected_action": [str(running.pk)]})
    assert answer.status_code == 302
    running.refresh_from_db()
    assert running.state == "cancelled"
