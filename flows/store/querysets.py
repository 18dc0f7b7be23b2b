"""Which items of the store a user may see, how they are narrowed, and in which order they come."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

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

    def for_lists(self, user: "User") -> Self:
        """Rows with all that lists show, also whether the user likes them; documents stay in the database."""
        is_liked = Exists(self._likes().filter(item=OuterRef("pk"), user=user))
        return self.annotate(is_liked=is_liked).select_related("user").prefetch_related("tags").defer("data")

    def _likes(self) -> models.QuerySet[Any]:
        return self.model.likes.rel.related_model.objects.all()


def tag_id_in(word: str) -> uuid.UUID | None:
    """Return the id that the word is, or None for a name."""
    try:
        return uuid.UUID(word)
    except ValueError:
        return None
