"""Small functions that hooks of custom code call to change a node in the editor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Node = dict[str, Any]


def set_field_display(build_config: Node, field: str, value: bool | None = None) -> Node:
    """Show or hide a field; without a value hide it."""
    return _set(build_config, field, "show", value)


def set_field_advanced(build_config: Node, field: str, value: bool | None = None) -> Node:
    """Move a field to the advanced ones, or back; without a value back."""
    return _set(build_config, field, "advanced", value)


def _set(build_config: Node, field: str, setting: str, value: bool | None) -> Node:
    settings = build_config.get(field)
    if isinstance(settings, dict):
        settings[setting] = bool(value)
    return build_config


def set_current_fields(
    build_config: Node,
    action_fields: dict[str, list[str]],
    *,
    selected_action: str | None = None,
    default_fields: Iterable[str] = (),
    func: Any = set_field_display,
    default_value: bool | None = None,
) -> Node:
    """Show the fields of the selected action and hide those of all others; the default fields stay as they are."""
    shown = set(action_fields.get(selected_action or "", ()))
    for field in {field for fields in action_fields.values() for field in fields} - set(default_fields):
        func(build_config, field, (field in shown) != bool(default_value))
    return build_config


def update_template_values(new_template: Node, previous_template: Node) -> None:
    """Carry the values of an earlier template over to the fields of the same names."""
    for name, settings in new_template.items():
        earlier = previous_template.get(name)
        if isinstance(settings, dict) and isinstance(earlier, dict) and "value" in earlier and name != "code":
            settings["value"] = earlier["value"]
