"""Response fields that several apps share."""

from datetime import UTC, datetime

from rest_framework import serializers


class TimestampField(serializers.DateTimeField):
    """UTC with microseconds. Places of the reference differ in what follows: nothing, `Z` or `+00:00`."""

    def __init__(self, *, suffix: str = "", source: str | None = None, help_text: str | None = None) -> None:
        self.suffix = suffix
        super().__init__(read_only=True, source=source, help_text=help_text)

    def to_representation(self, value: datetime) -> str:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + self.suffix
