"""Which items of the store a user may see, how they are narrowed, and in which order they come."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from accounts.models import User


class TagQuerySet(models.QuerySet[Any]):
    def named(self, words: Iterable[str]) -> Self:
        """Those that the words mean: each is a tag's id or its name."""
        words = list(words)
        ids = [tag_id for word in words if (tag_id := tag_id_in(word))]
        return self.filter(Q(name__in=words) | Q(pk__in=ids))


class SharedItemQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """What everybody sees, and the user's own."""
        return self.filter(Q(is_private=False) | Q(user=user))

    def owned_by(self, user: "User") -> Self:
        return self.filter(user=user)

    def liked_by(self, user: "User") -> Self:
        return self.filter(pk__in=self._likes().filter(user=user).values("item"))

    def tagged(self, words: Iterable[str]) -> Self:
        """Those with at least one of the tags that the words mean."""
        tags = self.model.tags.rel.model.objects.named(words)
        return self.filter(pk__in=self.model.tags.through.objects.filter(tag__in=tags).values("shareditem"))

    def with_likes(self, user: "User") -> Self:
        """Add how many like an item, and whether the user does."""
        likes = self._likes().filter(item=OuterRef("pk"))
        count = likes.order_by().values("item").annotate(count=Count("*")).values("count")
        return self.annotate(likes_count=Coalesce(Subquery(count), 0), is_liked=Exists(likes.filter(user=user)))

    def for_lists(self, user: "User") -> Self:
        """Rows with all that lists show; documents are large and stay in the database."""
        return self.with_likes(user).select_related("user").prefetch_related("tags").defer("data")

    def _likes(self) -> models.QuerySet[Any]:
        return self.model.likes.rel.related_model.objects.all()


def tag_id_in(word: str) -> uuid.UUID | None:
    """Return the id that the word is, or None for a name."""
    try:
        return uuid.UUID(word)
    except ValueError:
        return None
