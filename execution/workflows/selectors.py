"""Who calls, which flow they mean, and whose job it is."""

import uuid

from accounts.authentication import caller_by_api_key
from accounts.credentials import Credentials
from execution.models import Job
from execution.workflows.errors import WorkflowFlowNotFound
from flows.errors import FlowToRunNotFound
from flows.selectors import RunnableFlow, flow_to_run
from flows.services import own_copy_of_starter


def user_of(credentials: Credentials) -> uuid.UUID:
    """Authenticate by API key."""
    return caller_by_api_key(credentials).user.pk


def flow_of_user(user_id: uuid.UUID, identifier: str) -> RunnableFlow:
    """Return the flow of that id or endpoint name; one of somebody else does not exist."""
    try:
        flow = flow_to_run(identifier, user_id=user_id)
    except FlowToRunNotFound:
        raise WorkflowFlowNotFound(flow_id=identifier) from None
    if flow.user_id is None:
        return own_copy_of_starter(user_id=user_id, starter_id=flow.id)
    return flow


def job_of_user(user_id: uuid.UUID, job_id: uuid.UUID) -> Job | None:
    """Return the user's workflow job of that id; None for any other."""
    job: Job | None = Job.objects.filter(pk=job_id, user_id=user_id, kind=Job.Kind.WORKFLOW).first()
    return job


def job_now(job_id: uuid.UUID) -> Job | None:
    """Return the job of that id as it stands now; None where it went with its flow."""
    found: Job | None = Job.objects.filter(pk=job_id).first()
    return found
