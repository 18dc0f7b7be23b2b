"""Writes of the store. Secrets are taken out of a document before it is stored, and never come back."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import User
from flows import definition
from flows.store.errors import ParentNotFound
from flows.store.models import Like, SharedItem, Tag
from flows.store.selectors import item_for_lists, own_item, tags_named, visible_item

Fields = Mapping[str, Any]


@transaction.atomic
def share_item(*, user: User, fields: Fields) -> SharedItem:
    """Put a copy into the store, seen by its owner only unless the fields say otherwise."""
    item = SharedItem(user=user)
    _change(item, user, fields)
    item.save(force_insert=True)
    item.tags.set(tags_named(fields.get("tags") or ()))
    return item


@transaction.atomic
def update_item(*, user: User, item_id: uuid.UUID, changes: Fields) -> SharedItem:
    """Change what is named of the user's own item; its likes and downloads stay."""
    item = own_item(user, item_id)
    _change(item, user, changes)
    item.save()
    if (words := changes.get("tags")) is not None:
        item.tags.set(tags_named(words))
    return item


def withdraw_item(*, user: User, item_id: uuid.UUID) -> None:
    """Take the user's own item out of the store. What others downloaded is theirs."""
    own_item(user, item_id).delete()


def download_item(*, user: User, item_id: uuid.UUID) -> SharedItem:
    """Return the item with its document, and count that."""
    item = visible_item(user, item_id)
    SharedItem.objects.filter(pk=item.pk).update(downloads_count=F("downloads_count") + 1)
    return item


@transaction.atomic
def toggle_like(*, user: User, item_id: uuid.UUID) -> SharedItem:
    """Like the item, or stop liking it; return it with its likes."""
    item = visible_item(user, item_id)
    deleted, _ = Like.objects.filter(user=user, item=item).delete()
    if not deleted:
        Like.objects.get_or_create(user=user, item=item)
    return item_for_lists(user, item_id)


def add_tags(names: Iterable[str]) -> list[Tag]:
    """Make the tags that are not there yet and return those; raise ValidationError for a name that cannot be one."""
    made = []
    for name in names:
        tag = Tag(name=name.strip())
        if not Tag.objects.filter(name=tag.name).exists():
            tag.full_clean()
            tag.save(force_insert=True)
            made.append(tag)
    return made


def remove_tags(names: Iterable[str]) -> int:
    """Remove the tags, also from the items that have them; return how many there were."""
    _, deleted = Tag.objects.filter(name__in=list(names)).delete()
    return deleted.get("store.Tag", 0)


def _change(item: SharedItem, user: User, changes: Fields) -> None:
    """Set what is named, but for the tags, which need a stored item."""
    for name, value in changes.items():
        if name == "data":
            item.data = definition.without_secrets(value)
            item.contents = definition.contents_of(value)
        elif name == "parent":
            item.parent = _parent(user, value)
        elif name == "is_private":
            item.is_private = item.is_private if value is None else value
        elif name != "tags":
            setattr(item, name, value)


def _parent(user: User, item_id: uuid.UUID | None) -> SharedItem | None:
    if item_id is None:
        return None
    parent: SharedItem | None = SharedItem.objects.visible_to(user).defer("data").filter(pk=item_id).first()
    if parent is None:
        raise ParentNotFound
    return parent
