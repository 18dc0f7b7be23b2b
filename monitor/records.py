"""What one run wants stored, collected while it runs and handed to the recorder at its end."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from monitor.models import Message, ModelUse, Trace, Transaction, VertexBuild


@dataclass(slots=True, kw_only=True)
class RunRecords:
    """Rows of one run, not stored yet."""

    flow_id: uuid.UUID
    messages: list[Message] = field(default_factory=list)
    changed_messages: list[Message] = field(default_factory=list)
    """Messages that stood in the database before the run, with new contents."""
    removed_message_ids: list[uuid.UUID] = field(default_factory=list)
    vertex_builds: list[VertexBuild] = field(default_factory=list)
    transactions: list[Transaction] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    model_uses: list[ModelUse] = field(default_factory=list)
    may_store: Callable[[], bool] | None = None
    """Asked inside the transaction, before anything of the run is written: False leaves all of it out. Blocking."""

    @property
    def is_empty(self) -> bool:
        return self.may_store is None and not (
            self.messages
            or self.changed_messages
            or self.removed_message_ids
            or self.vertex_builds
            or self.transactions
            or self.traces
        )
