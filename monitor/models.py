"""What runs leave behind. Rows are written by the recorder, in one transaction at the end of a run."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from flows.models import Flow
from langflow_site.common.indexes import CoveringIndex
from langflow_site.common.models import (
    DocumentField,
    PackedDocumentField,
    RecordCharField,
    RecordTextField,
    UUIDModel,
)
from monitor.querysets import (
    ChatSessionQuerySet,
    MessageQuerySet,
    ModelUseQuerySet,
    RunRecordQuerySet,
    TraceGroupQuerySet,
    TraceQuerySet,
    VertexBuildQuerySet,
)


class Message(UUIDModel):
    """One message of a chat session."""

    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="messages", null=True, blank=True)
    run_id = models.UUIDField(null=True, blank=True)
    session_id = RecordCharField(max_length=512)  # indexed: PostgreSQL's indexes take 2,700 bytes
    context_id = RecordCharField(max_length=1024, null=True, blank=True)
    timestamp = models.DateTimeField()
    sender = RecordCharField(max_length=255)
    sender_name = RecordCharField(max_length=512)  # as above
    text = RecordTextField()
    files = DocumentField(default=list)
    error = models.BooleanField(default=False)
    edit = models.BooleanField(default=False)
    properties = DocumentField(default=dict)
    category = RecordCharField(max_length=255, default="message")
    content_blocks = DocumentField(default=list)
    duration = models.PositiveBigIntegerField(null=True, blank=True)
    """Milliseconds."""

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["flow", "session_id", "timestamp"], name="message_session"),
            models.Index(fields=["session_id", "timestamp"], name="message_time"),
            models.Index(fields=["sender_name", "timestamp"], name="message_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.sender_name}: {self.text[:60]}"


class ChatSession(models.Model):
    """The name of a session that a flow has messages of: lists of sessions read no messages. See `sessions.py`."""

    id = models.BigAutoField(primary_key=True)
    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="chat_sessions", db_index=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE, related_name="chat_sessions", null=True, blank=True, db_index=False,
    )  # fmt: skip
    """The flow's owner."""
    session_id = RecordCharField(max_length=512)

    objects = ChatSessionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["flow", "session_id"], name="chat_session_once")]
        indexes: ClassVar = [models.Index(fields=["user", "session_id"], name="chat_session_user")]

    def __str__(self) -> str:
        return self.session_id


class VertexBuild(models.Model):
    """What one vertex gave in one run."""

    build_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="vertex_builds")
    run_id = models.UUIDField(null=True, blank=True)
    vertex_id = RecordCharField(max_length=512)
    timestamp = models.DateTimeField()
    valid = models.BooleanField()
    params = RecordTextField(null=True, blank=True)
    data = DocumentField(null=True, blank=True)
    """Without what `artifacts` holds already."""
    artifacts = DocumentField(null=True, blank=True)

    objects = VertexBuildQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["flow", "vertex_id", "-timestamp"], name="vertex_build_flow")]

    def __str__(self) -> str:
        return f"{self.vertex_id} at {self.timestamp:%Y-%m-%d %H:%M:%S}"


class Transaction(UUIDModel):
    """What one vertex was given and gave, for the log of a flow."""

    class Status(models.TextChoices):
        SUCCESS = "success"
        ERROR = "error"

    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="transactions")
    run_id = models.UUIDField(null=True, blank=True)
    vertex_id = RecordCharField(max_length=1024)
    target_id = RecordCharField(max_length=1024, null=True, blank=True)
    timestamp = models.DateTimeField()
    status = models.CharField(max_length=16, choices=Status)
    inputs = DocumentField(null=True, blank=True)
    outputs = DocumentField(null=True, blank=True)
    error = RecordTextField(null=True, blank=True)

    objects = RunRecordQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["flow", "-timestamp"], name="transaction_flow")]

    def __str__(self) -> str:
        return f"{self.vertex_id}: {self.status}"


class TraceGroup(models.Model):
    """What the traces of one flow, session and name are found by. See `trace_groups.py`."""

    id = models.BigIntegerField(primary_key=True, editable=False)
    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="trace_groups")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="trace_groups", null=True, blank=True
    )
    """The flow's owner."""
    searched = RecordCharField(max_length=640)
    """Session, flow's id and name in lower case."""

    objects = TraceGroupQuerySet.as_manager()

    def __str__(self) -> str:
        return self.searched


class Trace(UUIDModel):
    """One run: a tree of what its vertices did, and asked of models and tools."""

    class Status(models.TextChoices):
        UNSET = "unset"
        """It was broken off."""
        OK = "ok"
        ERROR = "error"

    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="traces")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE, related_name="traces", null=True, blank=True, db_index=False,
    )  # fmt: skip
    """The flow's owner: the newest of all of a user's flows are found by one index."""
    run_id = models.UUIDField(null=True, blank=True)
    session_id = RecordCharField(max_length=512)
    name = RecordCharField(max_length=5120)
    group = models.ForeignKey(
        TraceGroup,
        on_delete=models.DO_NOTHING, related_name="traces", null=True, blank=True, db_constraint=False, db_index=False,
    )  # fmt: skip
    """What searches find it by. Nothing but searches needs it, so it may be gone."""
    status = models.CharField(max_length=8, choices=Status)
    timestamp = models.DateTimeField()
    """When the run began."""
    milliseconds = models.PositiveBigIntegerField()
    total_tokens = models.PositiveBigIntegerField(default=0)
    spans = PackedDocumentField(default=list)
    """As clients read them; nobody looks inside but them."""
    input_index = models.PositiveIntegerField(null=True, blank=True)
    """The span whose `input_value` the run was started with."""
    output_index = models.PositiveIntegerField(null=True, blank=True)
    """The span that ended last."""

    objects = TraceQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["flow", "-timestamp"], name="trace_flow"),
            models.Index(fields=["user", "session_id", "-timestamp", "-id"], name="trace_session"),
            CoveringIndex(fields=["user", "-timestamp", "-id"], include=["status", "group"], name="trace_user"),
        ]

    def __str__(self) -> str:
        return self.name


class ModelUse(UUIDModel):
    """What one run asked of one model. It outlives the trace, for totals."""

    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="model_uses")
    timestamp = models.DateTimeField()
    model_name = RecordCharField(max_length=255)
    calls = models.PositiveIntegerField()
    input_tokens = models.PositiveBigIntegerField()
    output_tokens = models.PositiveBigIntegerField()

    objects = ModelUseQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            # Sums are made of the index alone, group after group.
            CoveringIndex(
                fields=["flow", "model_name", "-timestamp"],
                include=["calls", "input_tokens", "output_tokens"],
                name="model_use_sums",
            )
        ]

    def __str__(self) -> str:
        return f"{self.model_name}: {self.calls}"
