"""Times of records: unique within the process, and written the way each route writes them."""

import threading
from datetime import UTC, datetime, timedelta

from langflow_site.common.serializers import as_timestamp

_ONE = timedelta(microseconds=1)


class RecordClock:
    """Gives every record a moment of its own, so that records of one second keep their order."""

    def __init__(self) -> None:
        self._last = datetime.fromtimestamp(0, UTC)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            self._last = max(datetime.now(UTC), self._last + _ONE)
            return self._last


record_clock = RecordClock()


def in_utc(moment: datetime) -> datetime:
    """Return the moment in UTC; one without a zone is in UTC already. Raise ValueError where the calendar ends."""
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("Input is not a date between the years 1 and 9999 in UTC") from None


def as_message_time(moment: datetime) -> str:
    """`2026-01-31 12:00:00 UTC`: messages."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def as_build_time(moment: datetime) -> str:
    """`2026-01-31T12:00:00.000001Z`: vertex builds."""
    return as_timestamp(moment) + "Z"


def as_transaction_time(moment: datetime) -> str:
    """`2026-01-31T12:00:00.000001`: transactions and traces."""
    return as_timestamp(moment)
