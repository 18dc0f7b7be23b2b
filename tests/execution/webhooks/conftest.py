"""Flows with a webhook, and ways to call them."""

import asyncio
import base64
import hashlib
import hmac
import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from accounts.models import User
from execution.catalogue.drawing import Drawing
from execution.models import Job
from execution.runtime import jobs
from flows.models import Flow
from monitor.models import Message
from tests.clients import HeaderClient
from tests.execution.runs.conftest import alices_calls, caller_of, store_flow  # noqa: F401 - fixtures

URL = "/api/v1/webhook"
EVENTS_URL = "/api/v1/webhook-events"
STARTED = {"message": "Task started in the background", "status": "in progress"}
KEY = b"thirty-two bytes that both know."
SECRET = "whsec_" + base64.b64encode(KEY).decode()


def hook_data() -> dict[str, Any]:
    """Webhook -> Chat Output."""
    drawing = Drawing()
    webhook = drawing.add("Webhook", "aaaaa", at=(0, 0))
    answer = drawing.add("ChatOutput", "zzzzz", at=(1, 0))
    drawing.connect(webhook, "output_data", answer, "input_value")
    return drawing.data


@pytest.fixture
def hook(store_flow: Callable[..., Flow], alice: User) -> Flow:  # noqa: F811 - the fixture
    return store_flow(alice, hook_data(), endpoint_name="hook-here")


@pytest.fixture
def stranger(shared_connection: None) -> HeaderClient:
    return HeaderClient({})


@pytest.fixture
def open_webhooks(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.LANGFLOW, "WEBHOOK_AUTH_ENABLE", False)


async def call(client: HeaderClient, flow: Any, body: Any = b'{"a": 1}', **options: Any) -> Any:
    kind = options.pop("content_type", "application/json")
    # Not by `post`, which would encode a text anew in the charset that it claims.
    return await client.generic("POST", f"{URL}/{getattr(flow, 'pk', flow)}", body, content_type=kind, **options)


async def ended(answer: Any) -> Job:
    """Return the job that the webhook started, once it has ended."""
    assert answer.status_code == 202, answer.content
    job_id = uuid.UUID(answer.headers["X-Job-Id"])
    async with asyncio.timeout(10):
        async for _ in jobs.follow(job_id):
            pass
    return await Job.objects.aget(pk=job_id)


async def said(answer: Any) -> Any:
    """Return what reached the flow: its Chat Output shows it as fenced JSON."""
    assert (await ended(answer)).state == Job.State.SUCCEEDED
    text = await sync_to_async(lambda: Message.objects.order_by("-timestamp").values_list("text", flat=True)[0])()
    return json.loads(text.removeprefix("```json").removesuffix("```"))


def signed(
    body: bytes, *, message_id: str = "msg_1", key: bytes = KEY, seconds_ago: float = 0.0, also: str = ""
) -> dict[str, str]:
    """Return the headers that a sender adds, worked out by hand from the specification."""
    timestamp = str(int(time.time() - seconds_ago))
    digest = hmac.new(key, f"{message_id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"{also}v1,{base64.b64encode(digest).decode()}",
    }
