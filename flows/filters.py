"""What flows can be filtered by."""

import re

import django_filters
from django.db import connection

from flows.models import Flow
from flows.querysets import FlowQuerySet


class FlowFilter(django_filters.FilterSet):
    """`is_component` and `is_flow` each narrow the list to one kind; `search` looks into names."""

    folder_id = django_filters.UUIDFilter(field_name="project_id")
    is_component = django_filters.BooleanFilter(method="only_components")
    is_flow = django_filters.BooleanFilter(method="only_flows")
    search = django_filters.CharFilter(method="containing")

    class Meta:
        model = Flow
        fields = ("folder_id", "is_component", "is_flow", "search")

    def containing(self, flows: FlowQuerySet, name: str, text: str) -> FlowQuerySet:
        if connection.vendor == "sqlite" and not text.isascii():  # whose LIKE knows capitals of a to z only
            return flows.filter(name__iregex=re.escape(text))
        return flows.filter(name__icontains=text)

    def only_components(self, flows: FlowQuerySet, name: str, value: bool) -> FlowQuerySet:
        return flows.filter(is_component=True) if value else flows

    def only_flows(self, flows: FlowQuerySet, name: str, value: bool) -> FlowQuerySet:
        return flows.exclude(is_component=True) if value else flows
