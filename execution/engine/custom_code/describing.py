"""The node of a component that exists as code only, as the editor gets it."""

from __future__ import annotations

import re
from typing import Any, get_type_hints

from execution.engine.authoring.custom_component import CustomComponent, build_template
from execution.engine.component import Component
from execution.engine.custom_code.errors import CodeInvalid
from execution.engine.custom_code.loading import MODULES
from execution.engine.fields import Output
from execution.engine.template import node_of, type_names_of


def described(component: type[Component]) -> dict[str, Any]:
    """Return type name and node. Raises CodeInvalid for an output whose method does not exist."""
    for output in component.outputs:
        complete_output(component, output)
    if any(not field.name for field in component.inputs):
        raise CodeInvalid(reason="An input has no name: its component could not read it.")
    node = node_of(component)
    node["metadata"]["module"] = f"{MODULES}.{_slug(node['display_name'])}"
    node["metadata"] |= getattr(component, "metadata", None) or {}
    if getattr(component, "priority", None) is not None:
        node["priority"] = component.priority  # type: ignore[attr-defined]  # authors may set it
    if issubclass(component, CustomComponent):
        _add_build_fields(component, node)
    return {"data": node, "type": component.name}


def complete_output(component: type[Component], output: Output) -> None:
    """Add the types that the output's method says it returns to those that are declared."""
    method = getattr(component, output.method, None)
    if method is None:
        raise CodeInvalid(
            reason=f"The output '{output.name}' names the method '{output.method}', which does not exist."
        )
    returned = ["Text" if name == "str" else name for name in _returned(method)]
    output.types = list(dict.fromkeys([*output.types, *returned]))


def _returned(method: Any) -> list[str]:
    try:
        returned = get_type_hints(method).get("return")
    except (NameError, TypeError, AttributeError):  # names that only a type checker imports: read what is written
        returned = method.__annotations__.get("return")
        return re.findall(r"\w+", re.sub(r"\[.*\]", "", returned)) if isinstance(returned, str) else []
    return [] if returned in {None, type(None), Any} else type_names_of(returned)


def _add_build_fields(component: type[CustomComponent], node: dict[str, Any]) -> None:
    fields = build_template(component())
    node["template"] = {**node["template"], "_type": "CustomComponent", **fields}
    node["custom_fields"] = dict.fromkeys(fields)
    node["field_order"] = list(fields)
    node |= outputs_of_build(node)


def outputs_of_build(node: dict[str, Any]) -> dict[str, Any]:
    """Return what a node says about the outputs of `build`: there is one method, and editors know the kind by that."""
    outputs = [{**output, "method": None} for output in node["outputs"]]
    return {"outputs": outputs, "output_types": [name for output in outputs for name in output["types"]]}


def _slug(name: str) -> str:
    return re.sub(r"\W+", "_", name.lower()).strip("_")
