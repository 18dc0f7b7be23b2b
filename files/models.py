"""Rows of the files app: who owns which bytes, and what they are called."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from files.querysets import FlowFileQuerySet, UserFileQuerySet
from flows.models import Flow
from langflow_site.common.models import UUIDModel

NAME_LENGTH = 512
"""More than a file system takes, since names that are taken get a number."""


class StoredFile(UUIDModel):
    """What both kinds of files have. The bytes lie in the storage under `key`, which the server made up."""

    key = models.CharField(max_length=255, unique=True, editable=False)
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class UserFile(StoredFile):
    """A file in a user's own collection, for all of his flows."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=NAME_LENGTH)
    """What the user calls it, without the ending. Renaming changes this and nothing else."""
    file_name = models.CharField(max_length=NAME_LENGTH)
    """The last part of its path, by which flows find it: stays as it is for good."""
    is_ephemeral = models.BooleanField(default=False)

    objects = UserFileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "name"], name="user_file_name_once"),
            models.UniqueConstraint(fields=["user", "file_name"], name="user_file_path_once"),
        ]

    @property
    def path(self) -> str:
        return f"{self.user_id}/{self.file_name}"

    def __str__(self) -> str:
        return self.name


class FlowFile(StoredFile):
    """A file that came to one flow, mostly with a message of a chat."""

    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=NAME_LENGTH)

    objects = FlowFileQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["flow", "name"], name="flow_file_name_once")]

    @property
    def path(self) -> str:
        return f"{self.flow_id}/{self.name}"

    def __str__(self) -> str:
        return self.name
