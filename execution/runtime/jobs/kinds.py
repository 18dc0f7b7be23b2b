"""Which class does the work of which kind of job: a visible table, imported on use, since the slices stand above."""

from collections.abc import Mapping
from typing import Any

from django.utils.module_loading import import_string

from accounts.encryption import decrypt, encrypt
from execution.models import Job
from execution.runtime.jobs.work import Work
from langflow_site.common.models import dumps, loads

KINDS: Mapping[str, str] = {
    Job.Kind.BUILD: "execution.builds.work.BuildWork",
    Job.Kind.PUBLIC_BUILD: "execution.builds.work.BuildWork",
    Job.Kind.WORKFLOW: "execution.workflows.work.WorkflowWork",
    Job.Kind.RESPONSE: "execution.openai_responses.work.ResponseWork",
    Job.Kind.WEBHOOK: "execution.webhooks.work.WebhookWork",
    Job.Kind.INGESTION: "execution.knowledge.work.IngestionWork",
}


def class_of(kind: str) -> type[Work]:
    """Return the class that does such jobs."""
    found: type[Work] = import_string(KINDS[kind])
    return found


def closed_request(work: Work) -> str:
    """Return the work as the job's row keeps it: callers' variables are in it."""
    return encrypt(dumps(work.as_request()))


def work_of(job: Job) -> Work:
    """Make the work of the job again, as its row says."""
    request: dict[str, Any] = loads(decrypt(job.request))
    return class_of(job.kind).of_request(request)
