"""Rows of the projects app."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from langflow_site.common.models import UUIDModel
from projects.querysets import ProjectQuerySet


class Project(UUIDModel):
    """A user's folder of flows."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="projects", null=True, blank=True
    )
    """Null for the server's own project of starter flows."""
    name = models.CharField(max_length=1024)
    description = models.TextField(null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children")
    auth_settings = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "name"], name="project_name_once_per_user"),
        ]

    def __str__(self) -> str:
        return self.name
