"""Chores that Celery's clock asks for."""

from celery import shared_task

from monitor import retention


@shared_task(name="monitor.prune_records")
def prune_records() -> None:
    """Delete what the settings do not keep of runs."""
    retention.prune_everything()
