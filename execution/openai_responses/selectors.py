"""Who asks which flow in which conversation, and whose response it is."""

import uuid
from dataclasses import dataclass

from accounts.authentication import caller_by_api_key
from accounts.credentials import Credentials
from accounts.models import User
from execution.models import Job
from execution.openai_responses.errors import ModelUnknown, ResponseNotFound
from flows.errors import FlowToRunNotFound
from flows.selectors import RunnableFlow, flow_to_run
from flows.services import own_copy_of_starter


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A flow, who asks it, and in which conversation."""

    user_id: uuid.UUID
    flow: RunnableFlow
    session_id: str
    """The conversation's name, as the flow's messages have it."""


def user_by_api_key(credentials: Credentials) -> User:
    return caller_by_api_key(credentials).user


def question_of(user: User, model: str, previous_response_id: str | None) -> Question:
    """Find flow and conversation. Flows of others do not exist."""
    try:
        flow = flow_to_run(model, user_id=user.pk)
    except FlowToRunNotFound:
        raise ModelUnknown(model=model) from None
    if flow.user_id is None:
        flow = own_copy_of_starter(user_id=user.pk, starter_id=flow.id)
    session_id = _session_after(user, previous_response_id) if previous_response_id else str(uuid.uuid4())
    return Question(user_id=user.pk, flow=flow, session_id=session_id)


def response_of_user(credentials: Credentials, response_id: str) -> Job:
    """Return the job of a response; of those that one conversation had, the latest."""
    user = user_by_api_key(credentials)
    jobs = Job.objects.owned_by(user)
    kept = jobs.kept_responses(response_id).order_by("-created_at")
    job: Job | None = _background_response(user, response_id) or kept.first()
    if job is None:
        raise ResponseNotFound(response_id=response_id)
    return job


def _session_after(user: User, response_id: str) -> str:
    """Return the conversation of a response: its id names it, unless it was made in the background."""
    job = _background_response(user, response_id)
    return job.session_id if job else response_id


def _background_response(user: User, response_id: str) -> Job | None:
    try:
        job_id = uuid.UUID(response_id)
    except ValueError:
        return None
    job: Job | None = Job.objects.owned_by(user).filter(pk=job_id, kind=Job.Kind.RESPONSE).first()
    return job
