"""Type Convert: a message, a record or a table as one of the other two."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

from execution.components.rendering import markdown_table
from execution.engine.component import Component, Node
from execution.engine.fields import BoolInput, HandleInput, InputInvalid, Output, TabInput
from execution.engine.values import Data, DataFrame, Message

_EXPECTED = "a message, a record or a table"


class TypeConverterComponent(Component):
    """Turn a value into the type that the next component takes."""

    display_name = "Type Convert"
    description = "Turns messages, records and tables into each other."
    icon = "ArrowLeftRight"

    inputs = [
        HandleInput(
            name="input_data",
            display_name="Input",
            info="The value to turn into another type.",
            input_types=["Message", "Data", "DataFrame"],
            required=True,
        ),
        BoolInput(
            name="auto_parse",
            display_name="Auto Parse",
            info="Read JSON and CSV inside of texts.",
            advanced=True,
        ),
        TabInput(
            name="output_type",
            display_name="Output Type",
            info="The type to make.",
            options=["Message", "Data", "DataFrame"],
            value="Message",
            real_time_refresh=True,
        ),
    ]
    makes_hidden_outputs = True
    outputs = [Output(name="message_output", display_name="Message Output", method="convert_to_message")]
    dynamic_outputs = [
        Output(name="data_output", display_name="Data Output", method="convert_to_data"),
        Output(name="dataframe_output", display_name="DataFrame Output", method="convert_to_dataframe"),
    ]

    def update_outputs(self, frontend_node: Node, field_name: str, field_value: Any) -> Node:
        """The chosen type is the one output."""
        output = self.output_by_name.get(f"{field_value}_output".lower()) if field_name == "output_type" else None
        if output is not None:
            frontend_node["outputs"] = [output]
        return frontend_node

    def convert_to_message(self) -> Message:
        """Return the value as a message: a table as Markdown, a record by its text or as it is written."""
        self.status = self._as_message()
        return self.status

    def _as_message(self) -> Message:
        value = self._value()
        if isinstance(value, Message):
            return value
        if isinstance(value, DataFrame):
            return Message(text=markdown_table(value))
        return Message(text=value.get_text() if value.text_key in value.data else str(value.data))

    def convert_to_data(self) -> Data:
        """Return the value as a record: a table's rows under `results`, a text under `text`."""
        self.status = self._as_data()
        return self.status

    def _as_data(self) -> Data:
        value = self._value()
        if isinstance(value, DataFrame):
            return Data(data={"results": value.to_records()})
        if not isinstance(value, Message):
            return value
        parsed = self._parsed(value.get_text())
        if isinstance(parsed, DataFrame):
            return Data(data={"records": parsed.to_records()})
        return parsed

    def convert_to_dataframe(self) -> DataFrame:
        """Return the value as a table: a record is one row."""
        self.status = self._as_dataframe()
        return self.status

    def _as_dataframe(self) -> DataFrame:
        value = self._value()
        if isinstance(value, Message):
            value = self._parsed(value.get_text())
        return value if isinstance(value, DataFrame) else DataFrame([value])

    def _value(self) -> Data | DataFrame:
        value: Any = self.input_data
        # Of several records the first one counts, as in the flows that were made with it.
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, str):
            return Message(text=value)
        if isinstance(value, Data | DataFrame):
            return value
        raise InputInvalid(field="Input", expected=_EXPECTED, value=value)

    def _parsed(self, text: str) -> Data | DataFrame:
        """Return what the text holds if it shall be read, else the text under `text`."""
        found = (_from_json(text) or _from_csv(text)) if self.auto_parse else None
        return Data(data={"text": text}) if found is None else found


def _from_json(text: str) -> Data | DataFrame | None:
    try:
        value = json.loads(text)
    except ValueError:
        return None
    if isinstance(value, dict):
        return Data(data=value)
    if isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
        return DataFrame(value)
    return None


def _from_csv(text: str) -> DataFrame | None:
    """Return the table if every line has as many cells as the first, and at least two."""
    rows = [row for row in csv.reader(StringIO(text.strip())) if row]
    if len(rows) < 2 or len(rows[0]) < 2 or any(len(row) != len(rows[0]) for row in rows):
        return None
    return DataFrame([dict(zip(rows[0], map(_number_or_text, row), strict=True)) for row in rows[1:]])


def _number_or_text(cell: str) -> int | float | str:
    for number in (int, float):
        try:
            return number(cell)
        except ValueError:
            continue
    return cell
