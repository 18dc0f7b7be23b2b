"""Response fields that several apps share."""

from datetime import UTC, datetime
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


def as_timestamp(moment: datetime) -> str:
    """`2026-01-31T12:00:00.000001`, in UTC."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


@extend_schema_field(OpenApiTypes.STR)  # without a zone it is no `date-time`
class TimestampField(serializers.DateTimeField):
    """UTC with microseconds. Places of the reference differ in what follows: nothing, `Z` or `+00:00`."""

    def __init__(
        self, *, suffix: str = "", source: str | None = None, help_text: str | None = None, allow_null: bool = False
    ) -> None:
        self.suffix = suffix
        super().__init__(read_only=True, source=source, help_text=help_text, allow_null=allow_null)

    def to_representation(self, value: datetime) -> str:
        return as_timestamp(value) + self.suffix


class PageSerializer(serializers.Serializer[Any]):
    """A page of a list, counted from 1. Subclasses say what `items` are."""

    total = serializers.IntegerField()
    page = serializers.IntegerField()
    size = serializers.IntegerField()
    pages = serializers.IntegerField()
