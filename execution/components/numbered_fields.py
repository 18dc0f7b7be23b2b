"""Fields `field_1_key`, `field_2_key`, ... whose number another field says: typed keys and values of a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from execution.engine.errors import EngineError
from execution.engine.fields import DictInput
from execution.engine.fields.conversions import to_dictionary
from execution.engine.values import Data

MOST_FIELDS = 15

Template = dict[str, Any]


class TooManyFields(EngineError, ValueError):
    """More fields than the editor can show."""

    code = "too_many_fields"
    message = "Number of fields cannot exceed {most}. Combine two records instead."


def with_numbered_fields(build_config: Template, number: Any) -> Template:
    """Give the template that many fields; those that stay keep their values. What is no number changes nothing."""
    try:
        wanted = int(number)
    except (TypeError, ValueError):
        return build_config
    if wanted > MOST_FIELDS:
        raise TooManyFields(most=MOST_FIELDS)
    names = [_name(place) for place in range(1, MOST_FIELDS + 1)]
    for place, name in enumerate(names, 1):
        if place > wanted:
            build_config.pop(name, None)
        elif name not in build_config:
            build_config[name] = _field(place).to_template()
    build_config["number_of_fields"]["value"] = wanted
    return build_config


def typed_record(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in the numbered fields as one record; records and messages give their text."""
    rows = [to_dictionary(values[name]) for name in map(_name, range(1, MOST_FIELDS + 1)) if values.get(name)]
    return {key: value.get_text() if isinstance(value, Data) else value for row in rows for key, value in row.items()}


def _name(place: int) -> str:
    return f"field_{place}_key"


def _field(place: int) -> DictInput:
    return DictInput(
        name=_name(place),
        display_name=f"Field {place}",
        info="A key with its value.",
        input_types=["Message", "Data"],
    )
