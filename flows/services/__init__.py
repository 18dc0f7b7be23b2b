"""Writes of flows."""

from flows.services.editing import (
    create_flow,
    create_flows,
    delete_flow,
    delete_flows,
    hand_over,
    put_flow,
    update_flow,
)
from flows.services.importing import import_flows, import_project
from flows.services.starters import load_starter_flows, own_copy_of_starter, starter_id

__all__ = [
    "create_flow",
    "create_flows",
    "delete_flow",
    "delete_flows",
    "hand_over",
    "import_flows",
    "import_project",
    "load_starter_flows",
    "own_copy_of_starter",
    "put_flow",
    "starter_id",
    "update_flow",
]
