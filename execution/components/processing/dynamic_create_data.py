"""Dynamic Create Data: a record from fields that the user declares in a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from execution.engine.component import Component
from execution.engine.fields import BoolInput, HandleInput, Input, IntInput, MultilineInput, Output, TableInput
from execution.engine.values import Data, Message

PREFIX = "dynamic_"
_LINE = "=" * 40

KINDS: Mapping[str, Input] = {
    "Text": MultilineInput(info="A text, typed or connected.", input_types=["Text", "Message"]),
    "Data": HandleInput(info="A connected record.", input_types=["Data"]),
    "Number": IntInput(info="A number, typed or connected.", input_types=["Text", "Message"]),
    "Handle": HandleInput(info="Any connected value.", input_types=["Text", "Data", "Message"]),
    "Boolean": BoolInput(info="Yes or no.", input_types=[]),
}


class DynamicCreateData(Component):
    """Make one record of the fields that the table declares."""

    display_name = "Dynamic Create Data"
    description = "Makes a record of fields of your own."
    icon = "ListTree"

    inputs = [
        TableInput(
            name="form_fields",
            display_name="Input Configuration",
            info="The fields of the record: a name and a type each.",
            real_time_refresh=True,
            table_schema=[
                {
                    "description": "Name for the field (used as both internal name and display label)",
                    "display_name": "Field Name",
                    "name": "field_name",
                    "type": "str",
                },
                {
                    "description": "Type of input field to create",
                    "display_name": "Field Type",
                    "name": "field_type",
                    "options": ["Text", "Data", "Number", "Handle", "Boolean"],
                    "type": "str",
                    "value": "Text",
                },
            ],
            value=[],
        ),
        BoolInput(
            name="include_metadata",
            display_name="Include Metadata",
            info="Kept for flows that have it; the record is the same.",
            advanced=True,
        ),
    ]
    outputs = [
        Output(name="form_data", display_name="Data", method="process_form"),
        Output(name="message", display_name="Message", method="get_message"),
    ]

    def update_build_config(self, build_config: Any, field_value: Any, field_name: str | None = None) -> Any:
        """Give the node one field per row; those that stay keep their values."""
        if field_name != "form_fields":
            return build_config
        wanted = {f"{PREFIX}{name}": (name, kind) for name, kind in _declared(field_value)}
        for name in [name for name in build_config if name.startswith(PREFIX) and name not in wanted]:
            del build_config[name]
        for name, (label, kind) in wanted.items():
            template = KINDS.get(kind, KINDS["Text"]).with_settings(name=name, display_name=label).to_template()
            build_config[name] = template | _kept(build_config.get(name), template)
        return build_config

    def process_form(self) -> Data:
        """Return the record; a field that got nothing has its type's empty value."""
        data = Data(data=self._record())
        self.status = data
        return data

    def get_message(self) -> Message:
        """Return the record as lines of text."""
        record = self._record()
        text = _written(record) if record else "No form data available"
        self.status = text
        return Message(text=text)

    def _record(self) -> dict[str, Any]:
        return {name: self._value(name, kind) for name, kind in _declared(self.form_fields)}

    def _value(self, name: str, kind: str) -> Any:
        value = self.values.get(f"{PREFIX}{name}")
        return KINDS.get(kind, KINDS["Text"]).value if value is None else _plain(value)


def _declared(rows: Any) -> list[tuple[str, str]]:
    pairs = ((row.get("field_name"), row.get("field_type") or "Text") for row in rows or () if isinstance(row, Mapping))
    return [(str(name), str(kind)) for name, kind in pairs if name]


def _kept(before: Any, template: Mapping[str, Any]) -> dict[str, Any]:
    same_kind = isinstance(before, Mapping) and before.get("type") == template["type"]
    return {"value": before["value"]} if same_kind and "value" in before else {}


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return value.get_text()
    if isinstance(value, Data):
        return value.data
    return [_plain(item) for item in value] if isinstance(value, list) else value


def _written(record: Mapping[str, Any]) -> str:
    fields = [f"• {name}: {value}" for name, value in record.items()]
    return "\n".join(["📋 Form Data:", _LINE, *fields, _LINE, f"Total fields: {len(fields)}"])
