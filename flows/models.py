"""Rows of the flows app."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from flows import definition
from flows.names import ENDPOINT_NAME
from flows.querysets import FlowQuerySet
from langflow_site.common.indexes import CoveringIndex
from langflow_site.common.models import DocumentField, RecordCharField, UUIDModel
from projects.models import Project


class Flow(UUIDModel):
    """A saved definition: what the editor draws and the engine runs."""

    class Access(models.TextChoices):
        PRIVATE = "PRIVATE"
        PUBLIC = "PUBLIC"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="flows", null=True, blank=True
    )
    """Null for the server's own starter flows."""
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="flows", null=True, blank=True)
    name = models.CharField(max_length=4096)
    description = models.TextField(null=True, blank=True)
    is_component = models.BooleanField(default=False, null=True)
    # Whatever stands in an address is looked up here, and finds nothing rather than fail.
    endpoint_name = RecordCharField(
        max_length=1024, null=True, blank=True, validators=[RegexValidator(rf"^{ENDPOINT_NAME.pattern}\Z")]
    )
    access_type = models.CharField(max_length=16, choices=Access, default=Access.PRIVATE)
    webhook = models.BooleanField(default=False, null=True)
    locked = models.BooleanField(default=False, null=True)
    mcp_enabled = models.BooleanField(default=False, null=True)
    action_name = models.CharField(max_length=1024, null=True, blank=True)
    action_description = models.TextField(null=True, blank=True)
    icon = models.CharField(max_length=1024, null=True, blank=True)
    icon_bg_color = models.CharField(max_length=7, null=True, blank=True)
    gradient = models.CharField(max_length=255, null=True, blank=True)
    tags = models.JSONField(null=True, blank=True)
    fs_path = models.CharField(max_length=4096, null=True, blank=True)
    version_stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    """Changes whenever `data` does; plans are cached by it."""
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)
    # Last in the table, too: SQLite reads all of a row that stands before the column that is asked for.
    data = DocumentField(null=True, blank=True)

    objects = FlowQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "name"], name="flow_name_once_per_user"),
            models.UniqueConstraint(fields=["user", "endpoint_name"], name="flow_endpoint_name_once_per_user"),
        ]
        indexes: ClassVar = [
            # All that lists are ordered and filtered by, so that pages far behind are counted off without reading rows.
            CoveringIndex(
                fields=["user", "project", "-updated_at", "id"], include=["is_component", "name"], name="flow_list"
            ),
            # All that headers say, for the list of everything: SQLite then reads no page for each of the rows.
            CoveringIndex(
                fields=["user", "-updated_at", "id"],
                wide=[
                    *("is_component", "name", "project", "endpoint_name", "access_type", "mcp_enabled", "action_name"),
                    *("tags", "action_description", "description"),
                ],
                name="flow_headers",
            ),
            models.Index(fields=["endpoint_name"], name="flow_endpoint_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def redraw(self, data: dict[str, Any] | None) -> None:
        """Take a new graph; what is derived from it changes along. The caller saves."""
        self.data = data
        self.version_stamp = uuid.uuid4()
        if data is not None:
            self.webhook = definition.has_webhook(data)
