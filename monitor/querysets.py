"""Which records of runs a user may see: those of the user's own flows."""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Sum, Window
from django.db.models.functions import RowNumber

if TYPE_CHECKING:
    from accounts.models import User

SUMMED = ("calls", "input_tokens", "output_tokens")


class RunRecordQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(flow__user=user)

    def of_flow(self, flow_id: uuid.UUID) -> Self:
        return self.filter(flow_id=flow_id)

    def newest_first(self) -> Self:
        return self.order_by("-timestamp", "-pk")

    def oldest_first(self) -> Self:
        return self.order_by("timestamp", "pk")


class VertexBuildQuerySet(RunRecordQuerySet):
    def latest_of_each_vertex(self) -> Self:
        place = Window(RowNumber(), partition_by="vertex_id", order_by=["-timestamp", "-pk"])
        # By nothing but the ids: a database that numbers whole rows carries their documents along.
        return self.filter(pk__in=self.annotate(place=place).filter(place=1).values("pk"))


class MessageQuerySet(RunRecordQuerySet):
    def of_session(self, session_id: str) -> Self:
        return self.filter(session_id=session_id)

    def of_visitors(self) -> Self:
        """What was said in public flows: no user sees it, each visitor their own session."""
        return self.filter(flow=None)


class ChatSessionQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(user=user)

    def of_own_flow(self, user: "User", flow_id: uuid.UUID) -> Self:
        """The same of one flow, found by the flow; see TraceQuerySet."""
        return self.filter(flow__user=user, flow_id=flow_id)

    def of_flow(self, flow_id: uuid.UUID) -> Self:
        return self.filter(flow_id=flow_id)


class TraceGroupQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        return self.filter(user=user)

    def of_flow(self, flow_id: uuid.UUID) -> Self:
        return self.filter(flow_id=flow_id)

    def holding(self, text: str) -> Self:
        """Those whose session, flow's id or name have the text in them, in upper or lower case."""
        return self.filter(searched__contains=text.lower())

    def without(self, traces: "TraceQuerySet") -> Self:
        """Those that none of the traces belongs to."""
        return self.exclude(pk__in=traces.exclude(group=None).values("group"))


class TraceQuerySet(RunRecordQuerySet):
    def visible_to(self, user: "User") -> Self:
        return self.filter(user=user)

    def of_own_flow(self, user: "User", flow_id: uuid.UUID) -> Self:
        """The same of one flow, found by the flow: SQLite would look through all that is the user's."""
        return self.filter(flow__user=user, flow_id=flow_id)


class ModelUseQuerySet(RunRecordQuerySet):
    def by_flow_and_model(self) -> Self:
        """Sums for each flow and model, by their ids and names. A column's own name is taken: they have `sum_of_`."""
        sums = {f"sum_of_{name}": Sum(name) for name in SUMMED}
        return self.values("flow", "model_name").annotate(**sums).order_by("flow", "model_name")
