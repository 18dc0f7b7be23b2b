"""Reads of the store. Who may see what is decided in `querysets.py`."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from flows.store.errors import SharedItemNotFound, TagsUnknown
from flows.store.filters import SharedItemFilter
from flows.store.models import SharedItem, Tag
from flows.store.querysets import SharedItemQuerySet, tag_id_in
from langflow_site.common.pagination import Page, page_of


def all_tags() -> QuerySet[Tag]:
    return Tag.objects.order_by("name")


def tags_named(words: Collection[str]) -> list[Tag]:
    """Return the tags that the words mean, ids or names; raise TagsUnknown for words that mean none."""
    tags = list(Tag.objects.named(words))
    known = {tag.name for tag in tags} | {tag.pk for tag in tags}
    if unknown := [word for word in words if not {word, tag_id_in(word)} & known]:
        raise TagsUnknown(names=", ".join(unknown))
    return tags


def visible_item(user: User, item_id: uuid.UUID) -> SharedItem:
    """Return the item, with its document, if the user may see it."""
    return _found(SharedItem.objects.visible_to(user), item_id)


def own_item(user: User, item_id: uuid.UUID) -> SharedItem:
    """Return the user's own item, for changes; its document is read only if somebody asks."""
    return _found(SharedItem.objects.owned_by(user).defer("data"), item_id)


def item_for_lists(user: User, item_id: uuid.UUID) -> SharedItem:
    """Return the item with its likes, if the user may see it."""
    return _found(SharedItem.objects.visible_to(user).for_lists(user), item_id)


def liked_items(user: User) -> SharedItemQuerySet:
    """Return what the user likes and still may see, the latest liking first."""
    items: SharedItemQuerySet = SharedItem.objects.visible_to(user).filter(likes__user=user).for_lists(user)
    return items.order_by("-likes__created_at", "pk")


def catalogue_page(
    user: User,
    *,
    page: int,
    size: int,
    sort: Sequence[str],
    tags: Collection[str],
    is_liked: bool,
    is_own: bool,
    **filters: Any,
) -> Page:
    """Return a page of what the user may see; `sort` names columns, `filters` are SharedItemFilter's."""
    items = SharedItem.objects.visible_to(user)
    if is_own:
        items = items.owned_by(user)
    if is_liked:
        items = items.liked_by(user)
    if tags:
        items = items.tagged(tags)
    found = SharedItemFilter(filters, queryset=items.order_by(*sort, "name", "pk")).qs
    return page_of(found, page=page, size=size, read_from=SharedItem.objects.for_lists(user))


def _found(items: SharedItemQuerySet, item_id: uuid.UUID) -> SharedItem:
    item: SharedItem | None = items.filter(pk=item_id).first()
    if item is None:
        raise SharedItemNotFound
    return item
