"""Components of the first generation: one `build` method whose arguments are the fields, described by `build_config`.

Their fields and their output are read from the signature of `build`.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from execution.engine.authoring.component import AuthorComponent
from execution.engine.fields import Output
from execution.engine.template import type_names_of

PLAIN_TYPES = {"str": "str", "int": "int", "float": "float", "bool": "bool", "dict": "dict", "NestedDict": "dict"}
TEXT_TYPES = frozenset({"str", "Text", "Prompt"})
OUTPUT_NAMES = {"str": "Text", "Record": "Data"}


class CustomComponent(AuthorComponent):
    """A component of the first generation."""

    display_name = "CustomComponent"
    code_class_base_inheritance: ClassVar[str] = "CustomComponent"
    field_config: ClassVar[Mapping[str, Any]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if "build" in cls.__dict__ and not cls.__dict__.get("outputs"):
            cls.outputs = build_outputs(cls.build)
            cls.output_by_name = {output.name: output for output in cls.outputs}

    def build_config(self) -> Mapping[str, Any]:
        """Return what the editor shows of each argument of `build`."""
        return self.field_config

    def build(self, *values: Any, **named: Any) -> Any:
        """Make the output. Subclasses name their fields as arguments."""
        raise NotImplementedError(f"{type(self).__name__} has no build method.")

    async def run_build(self) -> Any:
        """Call `build` with the fields that it has arguments for."""
        method: Any = self.build
        arguments = _arguments(method, self.values, self.build_config())
        if inspect.iscoroutinefunction(method):
            return await method(**arguments)
        return await asyncio.to_thread(method, **arguments)


def build_outputs(build: Any) -> list[Output]:
    """Return one output for each type that `build` says it returns."""
    returned = inspect.signature(build, eval_str=False).return_annotation
    names = [] if returned in {inspect.Signature.empty, None} else type_names_of(_evaluated(build, returned))
    types = list(dict.fromkeys(OUTPUT_NAMES.get(name, name) for name in names))
    return [
        Output(name=name.lower(), display_name=name, method="run_build", types=[name]) for name in types or ["Object"]
    ]


def build_template(component: CustomComponent) -> dict[str, Any]:
    """Return the fields of `build` as they stand in a node: first the signature, over it what build_config says."""
    config = {name: dict(settings) for name, settings in (component.build_config() or {}).items()}
    fields: dict[str, Any] = {}
    build: Any = component.build
    for name, parameter in inspect.signature(build).parameters.items():
        if parameter.kind not in {parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL}:
            fields[name] = _field(build, parameter, config.pop(name, {}))
    for name, settings in config.items():
        if name != "code" and isinstance(settings, Mapping):
            fields[name] = {**_bare_field(name, "str"), **_wire_settings(settings)}
    return fields


def _field(build: Any, parameter: inspect.Parameter, settings: Mapping[str, Any]) -> dict[str, Any]:
    annotation = str if parameter.annotation is parameter.empty else _evaluated(build, parameter.annotation)
    names = type_names_of(annotation) or ["str"]
    kind = PLAIN_TYPES.get(names[0], "str" if names[0] in TEXT_TYPES else "other")
    field = _bare_field(parameter.name, kind)
    field["list"] = get_origin(annotation) is list or any(get_origin(part) is list for part in get_args(annotation))
    field["required"] = parameter.default is parameter.empty
    if parameter.default not in {parameter.empty, None} if _is_hashable(parameter.default) else True:
        field["value"] = parameter.default
    if kind == "str":
        field["input_types"] = ["Text", "Message"]
    elif kind == "other":
        field["input_types"] = [OUTPUT_NAMES.get(name, name) for name in names]
    return {**field, **_wire_settings(settings)}


def _bare_field(name: str, kind: str) -> dict[str, Any]:
    return {
        "advanced": False,
        "dynamic": False,
        "fileTypes": [],
        "file_path": "",
        "info": "",
        "list": False,
        "load_from_db": False,
        "multiline": False,
        "name": name,
        "placeholder": "",
        "required": False,
        "show": True,
        "title_case": False,
        "type": kind,
        "value": "",
    }


def _wire_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings under the names that they have in a template."""
    names = {"field_type": "type", "is_list": "list", "file_types": "fileTypes"}
    return {names.get(key, key): _wire_value(value) for key, value in settings.items()}


def _wire_value(value: Any) -> Any:
    """Return what a setting comes to: functions are asked, types go by their names."""
    if isinstance(value, type):
        return value.__name__
    return value() if callable(value) else value


def _arguments(method: Any, values: Mapping[str, Any], config: Mapping[str, Any]) -> dict[str, Any]:
    parameters = inspect.signature(method).parameters.values()
    if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        return dict(values)
    given = {parameter.name: values[parameter.name] for parameter in parameters if parameter.name in values}
    for parameter in parameters:
        if parameter.name not in given and parameter.default is parameter.empty:
            given[parameter.name] = (config.get(parameter.name) or {}).get("value")
    return given


def _evaluated(function: Any, annotation: Any) -> Any:
    """Return the annotation's type; of one that is only a text and names what is not there, the text."""
    if not isinstance(annotation, str):
        return annotation
    names = getattr(function, "__globals__", {})
    try:
        return get_type_hints(SimpleNamespace(__annotations__={"it": annotation}), names)["it"]
    except (NameError, SyntaxError, TypeError):
        return annotation


def _is_hashable(value: Any) -> bool:
    return type(value).__hash__ is not None
