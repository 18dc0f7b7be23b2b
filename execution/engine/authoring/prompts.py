"""The fields that a prompt's variables are, for code that draws prompts by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter
from typing import Any

from execution.engine.fields import DefaultPromptField
from execution.engine.values import Data

_MUSTACHE = re.compile(r"\{\{\s*([A-Za-z_]\w*)\s*\}\}")
Template = dict[str, Any]


def extract_input_variables_from_prompt(prompt: str) -> list[str]:
    """Return the names in `{name}` places, each once. Raises ValueError for braces that do not match."""
    return list(dict.fromkeys(name for _, name, _, _ in Formatter().parse(prompt) if name))


def validate_prompt(prompt_template: str, *, is_mustache: bool = False, silent_errors: bool = False) -> list[str]:
    """Return the variables of the template. Raises ValueError for names that no field can have, unless `silent`."""
    names = list(dict.fromkeys(_MUSTACHE.findall(prompt_template))) if is_mustache else None
    names = extract_input_variables_from_prompt(prompt_template) if names is None else names
    unusable = [name for name in names if not name.isidentifier()]
    if unusable and not silent_errors:
        raise ValueError(f"These are no names of variables: {', '.join(unusable)}.")
    return names


def process_prompt_template(
    template: str,
    name: str,
    custom_fields: dict[str, Any] | None,
    frontend_node_template: Template,
    *,
    is_mustache: bool = False,
) -> list[str]:
    """Give the template of a node one field for each variable, take those of former variables; return the names."""
    names = validate_prompt(template, is_mustache=is_mustache)
    known = custom_fields if custom_fields is not None else {}
    for former in known.get(name) or []:
        if former not in names:
            frontend_node_template.pop(former, None)
    for variable in names:
        field = DefaultPromptField(name=variable, display_name=variable).to_template()
        earlier = frontend_node_template.get(variable)
        if isinstance(earlier, Mapping):
            field["value"] = earlier.get("value", "")
        frontend_node_template[variable] = field
    known[name] = names
    return names


def validate_mustache_template(template: str) -> None:
    """Raise ValueError for all that is more than `{{name}}`: sections, partials, what is not escaped."""
    left = _MUSTACHE.sub("", template)
    if "{{" in left:
        raise ValueError("Only simple variables like {{variable}} can be used in a mustache template.")


def safe_mustache_render(template: str, variables: Mapping[str, Any]) -> str:
    """Return the template with `{{name}}` replaced; unknown names become empty."""
    validate_mustache_template(template)
    return _MUSTACHE.sub(lambda found: str(variables.get(found[1], "")), template)


def dict_values_to_string(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with messages and records as their texts, lists of them line by line."""
    return {name: _text(value) for name, value in values.items()}


def _text(value: Any) -> Any:
    if isinstance(value, list):
        return "\n".join(str(_text(item)) for item in value)
    if isinstance(value, Data):
        return value.get_text()
    return value.page_content if hasattr(value, "page_content") else value
