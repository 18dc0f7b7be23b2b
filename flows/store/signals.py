"""Keep the number of likes of an item in step with the likes, whoever makes them and whatever takes them away."""

from typing import Any

from django.db.models import F

from flows.store.models import Like, SharedItem


def count_like(sender: type[Like], instance: Like, created: bool, **facts: Any) -> None:
    if created:
        SharedItem.objects.filter(pk=instance.item_id).update(likes_count=F("likes_count") + 1)


def uncount_like(sender: type[Like], instance: Like, origin: Any, **facts: Any) -> None:
    """An item that is deleted itself takes its likes along, and nobody counts them any more."""
    if not isinstance(origin, SharedItem):
        SharedItem.objects.filter(pk=instance.item_id).update(likes_count=F("likes_count") - 1)
