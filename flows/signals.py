"""What flows tell the apps above them."""

from django.dispatch import Signal

owner_changed = Signal()
"""Sent with `flow` inside the transaction that gives it to somebody else."""
