"""Which knowledge bases and chunks a user may see, and what is counted of them."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from files.knowledge.vectors import Distance, Vector
from langflow_site.common.lookups import Holds

if TYPE_CHECKING:
    from accounts.models import User


class KnowledgeBaseQuerySet(models.QuerySet[Any]):
    def owned_by(self, user: "User") -> Self:
        return self.filter(user=user)

    def of_owner(self, user_id: uuid.UUID | str) -> Self:
        return self.filter(user_id=user_id)

    def with_counts(self) -> Self:
        """Add how many chunks, words and characters there are."""
        chunks = self.model.chunks.rel.related_model.objects.filter(knowledge_base=OuterRef("pk"))
        by_base = chunks.order_by().values("knowledge_base")
        totals = {"chunk_count": Count("pk"), "word_count": Sum("words"), "character_count": Sum("characters")}
        counted = {
            name: Coalesce(Subquery(by_base.annotate(total=total).values("total")), 0) for name, total in totals.items()
        }
        return self.annotate(**counted)

    def idle(self, *, not_seen_since: datetime) -> Self:
        """Those that take in no files, and those whose ingestion has shown no life since then."""
        running = models.Q(ingestion=self.model.Ingestion.RUNNING, seen_at__gte=not_seen_since)
        return self.exclude(running)

    def taking_in(self, job_id: uuid.UUID) -> Self:
        """The one that this job fills, as long as it may."""
        return self.filter(job_id=job_id, ingestion=self.model.Ingestion.RUNNING)


class ChunkQuerySet(models.QuerySet[Any]):
    def of(self, knowledge_base_id: uuid.UUID) -> Self:
        """The chunks of a knowledge base in the order in which they were stored."""
        return self.filter(knowledge_base=knowledge_base_id).order_by("pk")

    def made_by(self, job_id: uuid.UUID) -> Self:
        return self.filter(job_id=job_id)

    def containing(self, text: str) -> Self:
        return self.filter(Holds(F("content"), text)) if text else self

    def nearest_to(self, vector: Vector) -> Self:
        """The chunks nearest to the vector first; each has its `distance`."""
        return self.annotate(distance=Distance("vector", vector)).order_by(F("distance"), "pk")
