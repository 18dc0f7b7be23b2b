"""Wire shapes of projects: requests as pydantic models, answers as DRF serializers."""

import uuid
from collections.abc import Iterator
from typing import Annotated, Any

from django.db.models import QuerySet
from pydantic import Field
from rest_framework import serializers

from langflow_site.common.models import as_written
from langflow_site.common.pagination import PageNumber
from langflow_site.common.requests import STORABLE, JsonObject, RequestBody, RequestQuery, Text
from langflow_site.common.rows import Columns, read_rows
from projects import auth_settings
from projects.models import Project

MAX_PAGE_SIZE = 100

# The column is a little longer: names that are taken get a number.
Name = Annotated[str, Field(min_length=1, max_length=1008), STORABLE]


class ProjectCreate(RequestBody):
    name: Name
    description: Text | None = None
    auth_settings: JsonObject | None = None
    components_list: list[uuid.UUID] | None = None
    flows_list: list[uuid.UUID] | None = None


class ProjectUpdate(RequestBody):
    name: Name | None = None
    description: Text | None = None
    parent_id: uuid.UUID | None = None
    components: list[uuid.UUID] = Field(default_factory=list)
    flows: list[uuid.UUID] = Field(default_factory=list)
    auth_settings: JsonObject | None = None


class ProjectQuery(RequestQuery):
    """Pages come only where both numbers are given."""

    page: PageNumber | None = None
    size: Annotated[int, Field(ge=1, le=MAX_PAGE_SIZE)] | None = None
    is_component: bool = False
    is_flow: bool = False
    search: Text = ""


class ProjectSerializer(serializers.ModelSerializer[Project]):
    auth_settings = serializers.SerializerMethodField()
    parent_id = serializers.UUIDField(allow_null=True)

    class Meta:
        model = Project
        fields = ("name", "description", "auth_settings", "id", "parent_id")

    def get_auth_settings(self, project: Project) -> dict[str, Any] | None:
        return auth_settings.shown(project.auth_settings)


_PROJECT_COLUMNS: Columns = {
    "id": as_written("id"),
    "parent_id": as_written("parent_id"),
    **{name: name for name in ("name", "description", "auth_settings")},
}


def project_rows(projects: QuerySet[Project]) -> Iterator[dict[str, Any]]:
    """Give the projects as ProjectSerializer does, in a fifth of the time."""
    for row in read_rows(projects, _PROJECT_COLUMNS):
        yield {**row, "auth_settings": auth_settings.shown(row["auth_settings"])}
