"""Parser: write records and tables as text."""

from __future__ import annotations

from execution.components.rendering import as_text
from execution.components.templating import fill
from execution.engine.component import Component
from execution.engine.fields import HandleInput, InputInvalid, MessageTextInput, MultilineInput, Output, TabInput
from execution.engine.values import Data, DataFrame, Message


class ParserComponent(Component):
    """Write each record by a template, or the whole value as it is."""

    display_name = "Parser"
    description = "Writes records and tables as text, by a template or as they are."
    icon = "Braces"

    inputs = [
        HandleInput(
            name="input_data",
            display_name="Data or DataFrame",
            info="The record or the table to write.",
            input_types=["DataFrame", "Data"],
            required=True,
        ),
        TabInput(
            name="mode",
            display_name="Mode",
            info="By the template, or the whole value as text.",
            options=["Parser", "Stringify"],
            value="Parser",
            real_time_refresh=True,
        ),
        MultilineInput(
            name="pattern",
            display_name="Template",
            info="Names in braces stand for a record's keys or a table's columns: {title}, {price}.",
            value="Text: {text}",
            required=True,
            dynamic=True,
        ),
        MessageTextInput(
            name="sep",
            display_name="Separator",
            info="What stands between two rows.",
            value="\n",
            advanced=True,
        ),
    ]
    outputs = [Output(name="parsed_text", display_name="Parsed Text", method="parse_combined_text")]

    def parse_combined_text(self) -> Message:
        """Return the text."""
        if not isinstance(self.input_data, Data | DataFrame | list):
            raise InputInvalid(field="Data or DataFrame", expected="a record or a table", value=self.input_data)
        text = as_text(self.input_data) if self.mode == "Stringify" else self._by_template()
        self.status = text
        return Message(text=text)

    def _by_template(self) -> str:
        rows = [_fields_of(row) for row in _rows_of(self.input_data)]
        return (self.sep or "").join(fill(self.pattern or "", row, missing="") for row in rows)


def _rows_of(value: Data | DataFrame | list[Data | DataFrame]) -> list[Data]:
    if isinstance(value, DataFrame):
        return value.to_data_list()
    if isinstance(value, Data):
        return [value]
    return [row for item in value for row in _rows_of(item)]


def _fields_of(row: Data) -> dict[str, object]:
    return {**row.data, "text": row.get_text()} if isinstance(row, Message) else row.data
