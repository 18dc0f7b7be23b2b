"""Fill `{name}` and `{{name}}` templates with values that come from outside.

Unlike `str.format`, a template can reach keys and list items, but never attributes of our objects, and it cannot ask
for gigabytes of padding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from execution.engine.errors import EngineError
from execution.engine.values import Data

_MUSTACHE = re.compile(r"\{\{([A-Za-z_]\w*)\}\}")
_MUSTACHE_BEYOND_VARIABLES = re.compile(r"\{\{\{|\{\{[#/^!>&]|\{\{\s*\}\}|\{\{(?![A-Za-z_]\w*\}\})")
_LONG_NUMBER = re.compile(r"\d{5,}")


class TemplateInvalid(EngineError, ValueError):
    """The template is written in a way that cannot be filled."""

    code = "template_invalid"
    message = "{reason}"


class VariableMissing(EngineError, KeyError):
    """The template names a variable for which there is no field."""

    code = "variable_missing"
    message = "The template uses '{variable}', but the component has no field of that name."

    def __str__(self) -> str:
        return self.message.format(**self.facts)


def fill(template: str, values: Mapping[str, Any], *, missing: str | None = None) -> str:
    """Return the template with `{name}` replaced; unknown names become `missing`, or raise VariableMissing."""
    try:
        return _SafeFormatter(missing).vformat(template, (), values)
    except EngineError:
        raise
    except (ValueError, IndexError, TypeError) as error:
        raise TemplateInvalid(reason=str(error)) from error


def fill_mustache(template: str, values: Mapping[str, Any]) -> str:
    """Return the template with `{{name}}` replaced; unknown names become empty. Single braces stay as they are."""
    require_plain_mustache(template)
    return _MUSTACHE.sub(lambda found: _plain(values.get(found[1])), template)


def variables_of(template: str, *, whole: bool = False) -> list[str]:
    """Return the names in `{name}` places, each once, in order of appearance; `whole` with the keys behind them."""
    try:
        fields = [field for _, field, _, _ in Formatter().parse(template) if field is not None]
    except ValueError as error:
        raise TemplateInvalid(reason=str(error)) from error
    if whole:
        return list(dict.fromkeys(fields))
    return list(dict.fromkeys(re.split(r"[.\[]", field, maxsplit=1)[0] for field in fields))


def mustache_variables_of(template: str) -> list[str]:
    """Return the names in `{{name}}` places, each once, in order of appearance."""
    require_plain_mustache(template)
    return list(dict.fromkeys(_MUSTACHE.findall(template)))


def require_plain_mustache(template: str) -> None:
    """Raise TemplateInvalid for sections, comments, partials and unescaped places; only variables are filled."""
    if _MUSTACHE_BEYOND_VARIABLES.search(template):
        raise TemplateInvalid(
            reason="Complex mustache syntax is not allowed. Only simple variable substitution like {{variable}} "
            "is permitted."
        )


class _SafeFormatter(Formatter):
    def __init__(self, missing: str | None) -> None:
        self._missing = missing

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        name, *path = _path_of(field_name)
        if not name or name.isdigit():
            raise TemplateInvalid(reason=f"'{{{field_name}}}' is no variable: give it a name that is not a number.")
        try:
            value = kwargs[name]
            for key in path:
                value = _item(value, key)
        except (KeyError, IndexError):
            if self._missing is None:
                raise VariableMissing(variable=field_name) from None
            return self._missing, name
        return value, name

    def format_field(self, value: Any, format_spec: str) -> str:
        if _LONG_NUMBER.search(format_spec):
            raise TemplateInvalid(reason=f"The width in '{format_spec}' is too large.")
        return super().format_field(_plain(value) if value is None else value, format_spec)


def _path_of(field_name: str) -> Iterator[str]:
    """Yield the variable's name and then the keys in brackets."""
    name, *rest = field_name.split("[")
    if "." in name and not rest:
        raise TemplateInvalid(
            reason=f"Invalid variable name '{field_name}': a template cannot read attributes with a dot."
        )
    yield name
    for part in rest:
        if not part.endswith("]"):
            raise TemplateInvalid(reason=f"'{field_name}' lacks a closing bracket.")
        yield part[:-1]


def _item(value: Any, key: str) -> Any:
    if isinstance(value, Data):
        return value.data[key]
    if isinstance(value, Mapping):
        return value[key]
    if isinstance(value, list | tuple) and key.lstrip("-").isdigit():
        return value[int(key)]
    raise KeyError(key)


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
