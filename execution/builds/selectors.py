"""Who builds what, and whose job it is: everything that the build routes read before they start, in one hop each."""

import uuid
from dataclasses import dataclass

from accounts.authentication import caller_of
from accounts.credentials import Credentials
from execution.builds.errors import FlowNotPublic, FlowToBuildNotFound, JobNotFound
from execution.models import Job
from execution.runtime.calls import call_of_own_flow, id_or_name
from flows.errors import FlowToRunNotFound
from flows.models import Flow
from flows.selectors import RUNNABLE_FIELDS, RunnableFlow, flow_to_run
from flows.services import own_copy_of_starter
from langflow_site.common.requests import path_uuid


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A flow, and in whose name it is built."""

    user_id: uuid.UUID
    flow: RunnableFlow
    visitor: uuid.UUID | None = None
    """The namespace of a visitor of a public flow: it stands for the flow and for the session."""


def build_of_user(credentials: Credentials, flow_id: str) -> Build:
    """Authenticate and find the flow; one of somebody else does not exist."""
    if usual := _usual_build(credentials, flow_id):
        return usual
    user = caller_of(credentials).user
    path_uuid(flow_id, "flow_id")
    try:
        flow = flow_to_run(flow_id, user_id=user.pk)
    except FlowToRunNotFound:
        raise FlowToBuildNotFound(flow_id=flow_id) from None
    if flow.user_id is None:
        flow = own_copy_of_starter(user_id=user.pk, starter_id=flow.id)
    return Build(user_id=user.pk, flow=flow)


def _usual_build(credentials: Credentials, identifier: str) -> Build | None:
    """Return the build where a good key asks for a flow of its own user; None for everything else."""
    flow_id = id_or_name(identifier)
    if not credentials.api_key or credentials.bearer or not isinstance(flow_id, uuid.UUID):
        return None
    call = call_of_own_flow(credentials.api_key, flow_id)
    return Build(user_id=call.user_id, flow=call.flow) if call else None


def build_of_visitor(client_id: str, flow_id: uuid.UUID) -> Build:
    """Find the public flow, which runs in its owner's name and tells the visitor only."""
    row = Flow.objects.public().exclude(user=None).filter(pk=flow_id).values(*RUNNABLE_FIELDS).first()
    if row is None:
        raise FlowNotPublic
    return Build(user_id=row["user_id"], flow=RunnableFlow(**row), visitor=namespace_of(client_id, flow_id))


def namespace_of(client_id: str, flow_id: uuid.UUID) -> uuid.UUID:
    """Return what stands for a visitor's use of a flow; the page that shows it works it out alike."""
    return uuid.uuid5(uuid.NAMESPACE_DNS, f"{client_id}_{flow_id}")


def job_of_user(credentials: Credentials, job_id: str) -> Job:
    user = caller_of(credentials).user
    return _found(Job.objects.owned_by(user).filter(pk=_job_uuid(job_id)).first(), job_id)


def job_of_visitor(client_id: str | None, job_id: str) -> Job:
    job = _found(Job.objects.public_builds().filter(pk=_job_uuid(job_id)).first(), job_id)
    if client_id is None or job.flow_id is None or job.session_id != str(namespace_of(client_id, job.flow_id)):
        raise JobNotFound(job_id=job_id)
    return job


def _found(job: Job | None, job_id: str) -> Job:
    if job is None:
        raise JobNotFound(job_id=job_id)
    return job


def _job_uuid(job_id: str) -> uuid.UUID:
    try:
        return uuid.UUID(job_id)
    except ValueError:
        raise JobNotFound(job_id=job_id) from None
