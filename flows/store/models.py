"""Rows of the store. What is shared is a copy: the flow that it was made of may change and go."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from flows.store.querysets import SharedItemQuerySet, TagQuerySet
from langflow_site.common.indexes import CoveringIndex
from langflow_site.common.models import DocumentField, UUIDModel

TAG_NAME_LENGTH = 100


class Tag(UUIDModel):
    """What an item is about. The operator decides which tags there are; users choose among them."""

    name = models.CharField(
        max_length=TAG_NAME_LENGTH,
        unique=True,
        # Clients list several tags in one parameter.
        validators=[RegexValidator(r"^[^,]*\Z", "A tag's name must not contain commas.")],
    )

    objects = TagQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class SharedItem(UUIDModel):
    """A component or flow in the store, without the secrets of whoever shared it. It goes with its owner."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shared_items")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, related_name="offspring", null=True, blank=True)
    """The item that this one was made of, as its owner says."""
    name = models.CharField(max_length=1024)
    description = models.TextField(null=True, blank=True)
    contents: Any = models.JSONField(default=dict, editable=False)
    """What stands in `data`, counted, so that lists need not read it; see `definition.contents_of`."""
    is_component = models.BooleanField(null=True)
    is_private = models.BooleanField(default=True)
    """Only its owner sees a private item."""
    last_tested_version = models.CharField(max_length=64, null=True, blank=True)
    """The release of Langflow that the owner last saw it work with, as clients tell it."""
    tags: Any = models.ManyToManyField(Tag, related_name="items", blank=True)
    downloads_count = models.PositiveBigIntegerField(default=0, editable=False)
    likes_count = models.PositiveBigIntegerField(default=0, editable=False)
    """Kept in step with the likes by `signals.py`: the catalogue is sorted by it."""
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    # Last in the table, too: SQLite reads all of a row that stands before the column that is asked for.
    data: Any = DocumentField()

    objects = SharedItemQuerySet.as_manager()

    # Added by `for_lists`; without it nothing was asked.
    is_liked: bool

    class Meta:
        indexes: ClassVar = [
            # What the catalogue is filtered and sorted by, so that pages are counted off without reading rows.
            CoveringIndex(
                fields=["is_private", "-updated_at", "id"],
                include=["user", "is_component", "likes_count"], wide=["name", "description"], name="shared_item_list",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Like(models.Model):
    """A user's word that an item is good."""

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="likes")
    item = models.ForeignKey(SharedItem, on_delete=models.CASCADE, related_name="likes")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "item"], name="like_once_per_user")]

    def __str__(self) -> str:
        return f"{self.user_id} likes {self.item_id}"
