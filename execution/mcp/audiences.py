"""Who may use which flows as tools: one rule for every transport."""

import uuid
from dataclasses import dataclass
from typing import Any

from accounts.authentication import caller_of_program
from accounts.credentials import Credentials
from accounts.errors import ApiKeyRequired, UnknownApiKey
from execution.mcp.errors import ProjectKeyRequired, ProjectKeyUnknown
from execution.runtime.strangers import count_visit
from flows.models import Flow
from flows.querysets import FlowQuerySet
from projects.models import Project
from projects.selectors import project_of

OPEN = "none"
"""How the settings of a project say that anybody may use its tools."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whose flows are offered, and to whom."""

    owner_id: uuid.UUID
    project_id: uuid.UUID | None = None
    """None for all flows of the owner."""
    caller_id: uuid.UUID | None = None
    """None for somebody whom nobody knows."""
    address: str = ""
    """Where a stranger calls from."""

    @property
    def is_strangers(self) -> bool:
        return self.caller_id is None

    def flows(self) -> FlowQuerySet:
        """Return the flows that are tools, the oldest first: their names must not change with every edit."""
        flows = Flow.objects.filter(user_id=self.owner_id).exclude(is_component=True).order_by("created_at", "pk")
        if self.project_id is None:
            return flows
        return flows.filter(project_id=self.project_id, mcp_enabled=True)

    def count_visit(self, flow_id: uuid.UUID) -> None:
        """Count a stranger's call; raise TooManyVisits after too many."""
        if self.is_strangers:
            count_visit(address=self.address, flow_id=str(flow_id))


def own_audience(credentials: Credentials) -> Audience:
    """Return the caller as user of all flows of their own; raise what the credentials lack."""
    user = caller_of_program(credentials).user
    return Audience(owner_id=user.pk, caller_id=user.pk)


def project_audience(credentials: Credentials, project_id: uuid.UUID, *, address: str) -> Audience:
    """Return the caller as user of a project's flows: its owner, or anybody where the owner opened it."""
    if credentials.is_empty and (owner_id := _owner_of_open_project(project_id)):
        return Audience(owner_id=owner_id, project_id=project_id, address=address)
    try:
        user = caller_of_program(credentials).user
    except ApiKeyRequired:
        raise ProjectKeyRequired from None
    except UnknownApiKey:
        raise ProjectKeyUnknown from None
    return Audience(owner_id=user.pk, project_id=project_of(user, project_id).pk, caller_id=user.pk)


def _owner_of_open_project(project_id: uuid.UUID) -> uuid.UUID | None:
    project = Project.objects.filter(pk=project_id).first()
    return project.user_id if project is not None and is_open(project.auth_settings) else None


def is_open(auth_settings: Any) -> bool:
    """Has the owner opened the project to everybody? Settings that say nothing have not."""
    return isinstance(auth_settings, dict) and auth_settings.get("auth_type") == OPEN
