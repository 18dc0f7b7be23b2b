"""What the store's list can be filtered by."""

import django_filters
from django.db.models import Q

from flows.store.models import SharedItem
from flows.store.querysets import SharedItemQuerySet


class SharedItemFilter(django_filters.FilterSet):
    """Each narrows the list; what is not given does not. `search` looks into names and descriptions."""

    component_id = django_filters.UUIDFilter(field_name="id")
    search = django_filters.CharFilter(method="containing")
    is_component = django_filters.BooleanFilter(method="of_kind")
    private = django_filters.BooleanFilter(field_name="is_private")

    class Meta:
        model = SharedItem
        fields = ("component_id", "search", "is_component", "private")

    def containing(self, items: SharedItemQuerySet, name: str, text: str) -> SharedItemQuerySet:
        return items.filter(Q(name__icontains=text) | Q(description__icontains=text))

    def of_kind(self, items: SharedItemQuerySet, name: str, is_component: bool) -> SharedItemQuerySet:
        """Clients that do not say what they share, share flows."""
        return items.filter(is_component=True) if is_component else items.exclude(is_component=True)
