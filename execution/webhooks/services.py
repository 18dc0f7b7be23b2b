"""Start runs, and say how messages that start them are signed."""

import uuid

from django.conf import settings

from accounts.encryption import encrypt
from execution.models import Job, WebhookSignature
from execution.runtime import jobs
from execution.runtime.calls import Call
from execution.runtime.jobs import JobFacts
from execution.runtime.run import FlowRun
from execution.webhooks.errors import SignatureNotFound
from execution.webhooks.serializers import SignatureBody
from execution.webhooks.signatures import new_secret
from execution.webhooks.watching import announce
from execution.webhooks.work import WebhookWork
from flows.selectors import RunnableFlow


async def start(call: Call, body: str) -> uuid.UUID:
    """Run the flow in the background with that body, and return the job's id, which is the run's, too."""
    run = FlowRun(flow=call.flow, user_id=call.user_id, input_value="")
    facts = JobFacts(
        id=run.run_id,
        kind=Job.Kind.WEBHOOK,
        user_id=run.user_id,
        flow_id=run.flow.id,
        session_id=run.session,
        most_attempts=settings.LANGFLOW.JOB_ATTEMPTS,
    )
    job_id = await jobs.start(facts, WebhookWork(run, body))
    await announce(run.flow.id, job_id)
    return job_id


def set_signature(*, flow: RunnableFlow, body: SignatureBody) -> tuple[WebhookSignature, bool]:
    """Return the signature that messages need from now on, and whether there was none before."""
    secret = body.secret or new_secret()
    columns = {"encrypted_secret": encrypt(secret), "tolerance_seconds": body.tolerance_seconds}
    signature, is_new = WebhookSignature.objects.update_or_create(flow_id=flow.id, defaults=columns)
    return signature, is_new


def remove_signature(*, flow: RunnableFlow) -> None:
    removed, _ = WebhookSignature.objects.filter(flow_id=flow.id).delete()
    if not removed:
        raise SignatureNotFound
