"""From a component class to the node that the editor shows and saves. Naming it is the registry's work."""

from __future__ import annotations

import inspect
import sys
import types
from typing import Any, Union, get_args, get_origin, get_type_hints

from execution.engine.component import Component
from execution.engine.document import code_digest
from execution.engine.fields import Output
from execution.engine.source import foreign_packages

_OWN_PACKAGES = frozenset({"execution", "langflow_site"})

_CODE_FIELD: dict[str, Any] = {
    "advanced": True,
    "dynamic": True,
    "fileTypes": [],
    "file_path": "",
    "info": "",
    "list": False,
    "load_from_db": False,
    "multiline": True,
    "name": "code",
    "password": False,
    "placeholder": "",
    "required": True,
    "show": True,
    "title_case": False,
    "type": "code",
}


def node_of(component: type[Component]) -> dict[str, Any]:
    """Return the node of a component as the catalogue lists it."""
    code = source_of(component)
    outputs = [output_template(component, output) for output in component.outputs]
    node: dict[str, Any] = {
        "base_classes": sorted({name for output in outputs for name in output["types"]}),
        "beta": component.beta,
        "conditional_paths": [],
        "custom_fields": dict(component.custom_fields),
        "display_name": component.display_name or component.name,
        "documentation": component.documentation,
        "edited": False,
        "field_order": [field.name for field in component.inputs],
        "frozen": False,
        "icon": component.icon or None,
        "legacy": component.legacy,
        "metadata": _metadata(component, code),
        "minimized": component.minimized,
        "output_types": [],
        "outputs": outputs,
        "pinned": False,
        "template": template_of(component, code),
        "tool_mode": component.tool_mode,
    }
    if component.description:
        node["description"] = component.description
    if component.replacement is not None:
        node["replacement"] = list(component.replacement)
    return node


def template_of(component: type[Component], code: str) -> dict[str, Any]:
    """Return the template: the code, which no field of that name replaces, then the fields as they are declared."""
    fields = {field.name: field.to_template() for field in component.inputs if field.name != _CODE_FIELD["name"]}
    return {"_type": "Component", "code": {**_CODE_FIELD, "value": code}, **fields}


def output_template(component: type[Component], output: Output) -> dict[str, Any]:
    """Return an output as it stands in the node; its types come from its method where it names none."""
    if not output.types:
        output.types = returned_types(getattr(component, output.method))
    return output.to_template()


def returned_types(method: Any) -> list[str]:
    """Return the names of the types that a method says it returns, those inside lists and unions for the whole."""
    returned = get_type_hints(method).get("return")
    return [] if returned is None else type_names_of(returned)


def type_names_of(annotation: Any) -> list[str]:
    """Return the names of the types in an annotation, each once."""
    return list(dict.fromkeys(_type_names(annotation)))


def source_of(component: type[Component]) -> str:
    """Return the source of the component's module, which the editor shows as its code."""
    return inspect.getsource(sys.modules[component.__module__])


def _type_names(annotation: Any) -> list[str]:
    origin = get_origin(annotation)
    if origin in {Union, types.UnionType, list}:
        return [name for part in get_args(annotation) if part is not type(None) for name in _type_names(part)]
    return [getattr(origin or annotation, "__name__", str(annotation))]


def _metadata(component: type[Component], code: str) -> dict[str, Any]:
    packages = foreign_packages(code, own=_OWN_PACKAGES)
    return {
        "code_hash": code_digest(code),
        "dependencies": {
            "dependencies": [{"name": package, "version": None} for package in packages],
            "total_dependencies": len(packages),
        },
        "module": f"{component.__module__}.{component.__qualname__}",
    }
