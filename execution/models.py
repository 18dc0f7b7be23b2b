"""Rows of the execution app."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from execution.querysets import JobQuerySet
from flows.models import Flow
from langflow_site.common.models import RecordCharField, RecordTextField, UUIDModel


class Job(UUIDModel):
    """A run that its caller follows, polls and cancels by an id."""

    class Kind(models.TextChoices):
        BUILD = "build"
        PUBLIC_BUILD = "public_build", "Public build"

    class State(models.TextChoices):
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    ENDED: ClassVar = frozenset({State.SUCCEEDED, State.FAILED, State.CANCELLED})
    REACHED_FROM: ClassVar = dict.fromkeys(ENDED, frozenset({State.RUNNING}))
    """State -> the states from which it can be reached; how a job ended never changes."""

    kind = models.CharField(max_length=32, choices=Kind)
    state = models.CharField(max_length=16, choices=State, default=State.RUNNING)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs")
    """Who started it; for a public build the owner of the flow."""
    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="jobs")
    session_id = RecordCharField(max_length=512)
    """For a public build the visitor's namespace, which opens the job."""
    error = RecordTextField(null=True, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-started_at"], name="job_list")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}: {self.state}"

    @property
    def has_ended(self) -> bool:
        return self.state in self.ENDED
