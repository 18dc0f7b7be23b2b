"""Is the server able to work? Asked by `/health_check`."""

from monitor.models import Message


def check_database() -> None:
    """Read from a table that every run writes to; raise DatabaseError where that fails."""
    Message.objects.order_by().exists()
