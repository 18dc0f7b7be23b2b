"""Rows of the execution app."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.encryption import decrypt, encrypt
from execution.querysets import (
    IdempotentRequestQuerySet,
    JobQuerySet,
    McpServerQuerySet,
    OwnedQuerySet,
    WebhookSignatureQuerySet,
)
from flows.models import Flow
from langflow_site.common.models import DocumentField, RecordCharField, RecordTextField, UUIDModel, dumps, loads


class Job(UUIDModel):
    """A run that goes on by itself: its caller follows, polls and cancels it by an id, from any process.

    The row is the truth about a job: which process works on it, whether it may still end, how it ended. Queues and
    event logs only carry news of it.
    """

    class Kind(models.TextChoices):
        BUILD = "build"
        PUBLIC_BUILD = "public_build", "Public build"
        WEBHOOK = "webhook"
        WORKFLOW = "workflow"
        RESPONSE = "response"
        KEPT_RESPONSE = "kept_response", "Kept response"
        """One that its caller waited for: the row is made when it has ended, so that it can be read again."""
        INGESTION = "ingestion"

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"
        TIMED_OUT = "timed_out", "Timed out"

    UNDER_WAY: ClassVar = frozenset({State.QUEUED, State.RUNNING})
    ENDED: ClassVar = frozenset({State.SUCCEEDED, State.FAILED, State.CANCELLED, State.TIMED_OUT})
    REACHED_FROM: ClassVar = {
        State.QUEUED: frozenset({State.RUNNING}),
        State.RUNNING: frozenset({State.QUEUED}),
        State.SUCCEEDED: frozenset({State.RUNNING}),
        State.FAILED: UNDER_WAY,
        State.CANCELLED: UNDER_WAY,
        State.TIMED_OUT: UNDER_WAY,
    }
    """State -> the states from which it can be reached; how a job ended never changes."""

    kind = models.CharField(max_length=32, choices=Kind)
    state = models.CharField(max_length=16, choices=State, default=State.QUEUED)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs")
    """Who started it; for a public build the owner of the flow."""
    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="jobs", null=True, blank=True)
    """None for work that is about no flow."""
    session_id = RecordCharField(max_length=512, blank=True)
    """For a public build the visitor's namespace, which opens the job."""

    request = models.TextField(blank=True, editable=False)
    """What to do, as encrypted JSON: callers' variables are in it. Empty where no other process may do it."""
    result = DocumentField(null=True, blank=True)
    """What came out, in the form that the kind's route answers with."""
    error = RecordTextField(null=True, blank=True)
    error_code = models.CharField(max_length=64, blank=True)

    is_waiting = models.BooleanField(default=False)
    """Its user or flow has as many jobs under way as allowed; it is handed to a runner when one of them ends."""
    attempts = models.PositiveSmallIntegerField(default=0)
    most_attempts = models.PositiveSmallIntegerField(default=1)
    """A process that dies takes an attempt with it; when none is left the job has failed."""
    timeout = models.FloatField(null=True, blank=True)
    """Seconds that one attempt may take."""
    worker = models.CharField(max_length=64, blank=True)
    """The process that works on it."""
    lease_ends_at = models.DateTimeField(null=True, blank=True)
    """Until then the worker is thought to be alive; it prolongs the lease while it is."""

    created_at = models.DateTimeField(auto_now_add=True)
    queued_at = models.DateTimeField(default=timezone.now)
    """When it was last handed to a runner."""
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at"], name="job_list"),
            models.Index(
                fields=["state", "lease_ends_at"], condition=models.Q(state__in=("queued", "running")), name="job_open"
            ),
            models.Index(
                fields=["user", "flow"], condition=models.Q(state__in=("queued", "running")), name="job_of_user_open"
            ),
            models.Index(
                fields=["user", "session_id"], condition=models.Q(kind="kept_response"), name="job_kept_response"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}: {self.state}"

    @property
    def has_ended(self) -> bool:
        return self.state in self.ENDED


class WebhookSignature(UUIDModel):
    """How the messages to a flow's webhook are signed."""

    flow = models.OneToOneField(Flow, on_delete=models.CASCADE, related_name="webhook_signature")
    encrypted_secret = models.TextField(editable=False)
    tolerance_seconds = models.PositiveIntegerField(default=300)
    """How far a message's timestamp may be from this server's clock."""
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = WebhookSignatureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Signature of flow {self.flow_id}"

    @property
    def secret(self) -> str:
        return decrypt(self.encrypted_secret)


class IdempotentRequest(UUIDModel):
    """A request that came with an `Idempotency-Key`, and its answer: who sends it again gets the same one."""

    class State(models.TextChoices):
        RUNNING = "running"
        ANSWERED = "answered"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="idempotent_requests")
    scope = models.CharField(max_length=64, blank=True)
    """Empty for the user's own requests. What others start in the user's name has keys of its own."""
    key = models.CharField(max_length=255)
    route = RecordCharField(max_length=512)
    body_hash = models.CharField(max_length=64)
    """Of everything that must be the same when the key comes again."""
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)
    claim = models.UUIDField(default=uuid.uuid4, editable=False)
    """Who answers it; whoever takes it over puts another one here."""
    lease_ends_at = models.DateTimeField()
    """Until then the process that answers is thought to be alive; it prolongs the lease while it is."""
    expires_at = models.DateTimeField(db_index=True)

    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict, blank=True)
    """The media type among them."""
    body = models.BinaryField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = IdempotentRequestQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "scope", "key"], name="idempotency_key_once_per_user"),
        ]

    def __str__(self) -> str:
        return f"{self.route}: {self.state}"


class McpServer(UUIDModel):
    """An MCP server whose tools the user's flows may use."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mcp_servers")
    name = RecordCharField(max_length=255)
    encrypted_config = models.TextField(editable=False)
    """JSON. Tokens stand in headers and variables, but as well in arguments and addresses: all of it is encrypted."""
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = McpServerQuerySet.as_manager()

    class Meta:
        verbose_name = "MCP server"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "name"], name="mcp_server_name_once_per_user"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def config(self) -> dict[str, Any]:
        found: dict[str, Any] = loads(decrypt(self.encrypted_config))
        return found

    @config.setter
    def config(self, config: dict[str, Any]) -> None:
        self.encrypted_config = encrypt(dumps(config))


class ModelSwitch(UUIDModel):
    """A model that a user switched on or off; the others are offered as they are at first."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="model_switches")
    provider = models.CharField(max_length=100)
    model_name = models.CharField(max_length=255)
    is_on = models.BooleanField()
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "model switches"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "provider", "model_name"], name="model_switch_once_per_user"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.model_name} {'on' if self.is_on else 'off'}"


class DefaultModel(UUIDModel):
    """The model that a user's new components begin with, where it may be chosen."""

    class Kind(models.TextChoices):
        LANGUAGE = "language"
        EMBEDDING = "embedding"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="default_models")
    kind = models.CharField(max_length=16, choices=Kind)
    provider = models.CharField(max_length=100)
    model_name = models.CharField(max_length=255)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind"], name="default_model_once_per_user_and_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.model_name}"
