"""Where Read File and Write File look: the user's files here, a bucket, or Google Drive; one is chosen in the node."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from execution.engine.component import Node
from execution.engine.fields import SortableListInput

LOCAL, AWS, GOOGLE_DRIVE = "Local", "AWS", "Google Drive"

ICONS = {LOCAL: "hard-drive", AWS: "Amazon", GOOGLE_DRIVE: "google"}

STORAGE_LOCATION = SortableListInput(
    name="storage_location",
    display_name="Storage Location",
    info="Where the file is.",
    options=[{"name": name, "icon": icon} for name, icon in ICONS.items()],
    value=[{"name": LOCAL, "icon": ICONS[LOCAL]}],
    limit=1,
    real_time_refresh=True,
    advanced=True,
)


def chosen_place(value: Any) -> str | None:
    """Return the name of the chosen place, None where nothing is chosen."""
    first = next(iter(value), None) if isinstance(value, list) else value
    name = first.get("name") if isinstance(first, Mapping) else first
    return name if isinstance(name, str) and name in ICONS else None


def show_only(template: Node, fields: Mapping[str, Collection[str]], place: str | None) -> None:
    """Show the fields of the chosen place and hide those of the others."""
    for name in {name for names in fields.values() for name in names}:
        template[name]["show"] = place is not None and name in fields[place]
