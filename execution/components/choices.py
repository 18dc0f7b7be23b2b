"""Fields that the editor shows only while another field has some choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Template = dict[str, Any]


def chosen(value: Any) -> str | None:
    """Return the name of the one option that is chosen in a sortable list; None for none and for several."""
    if isinstance(value, str):
        return value or None
    if not isinstance(value, list) or len(value) != 1:
        return None
    option = value[0]
    return option.get("name") if isinstance(option, Mapping) else str(option)


def show_fields_of(build_config: Template, choice: str | None, fields: Mapping[str, Iterable[str]]) -> Template:
    """Show the fields that belong to the choice and hide those of the others; return the same template."""
    shown = set(fields.get(choice or "", ()))
    for name in {name for names in fields.values() for name in names}:
        if name in build_config:
            build_config[name]["show"] = name in shown
    return build_config
