"""Parser: write records and tables as text."""

from __future__ import annotations

import re
from typing import Any

from execution.components.rendering import as_text
from execution.components.templating import fill
from execution.engine.component import Component, Node
from execution.engine.fields import (
    BoolInput,
    HandleInput,
    InputInvalid,
    MessageTextInput,
    MultilineInput,
    Output,
    TabInput,
)
from execution.engine.values import Data, DataFrame, Message

PARSER, STRINGIFY = "Parser", "Stringify"
CLEAN_DATA = BoolInput(
    name="clean_data",
    display_name="Clean Data",
    info="As text: leave out empty lines, and rows of a table in which nothing stands.",
    advanced=True,
)
_BLANK_LINES = re.compile(r"\n\s*\n")


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
            options=[PARSER, STRINGIFY],
            value=PARSER,
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

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Only the parser needs a template."""
        if field_name == "mode":
            build_config["pattern"].update(show=field_value == PARSER, required=field_value == PARSER)
            build_config.setdefault(CLEAN_DATA.name, CLEAN_DATA.to_template())
        return build_config

    def parse_combined_text(self) -> Message:
        """Return the text."""
        if not isinstance(self.input_data, Data | DataFrame | list):
            raise InputInvalid(field="Data or DataFrame", expected="a record or a table", value=self.input_data)
        text = self._as_text() if self.mode == STRINGIFY else self._by_template()
        self.status = text
        return Message(text=text)

    def _as_text(self) -> str:
        value = self.input_data
        text = as_text(_cleaned(value) if self.values.get(CLEAN_DATA.name) else value)
        self.log(f"Converted to string with length: {len(text)}")
        return text

    def _by_template(self) -> str:
        rows = [_fields_of(row) for row in _rows_of(self.input_data)]
        return (self.sep or "").join(fill(self.pattern or "", row, missing="") for row in rows)


def _rows_of(value: Data | DataFrame | list[Data | DataFrame]) -> list[Data]:
    if isinstance(value, DataFrame):
        return value.to_data_list()
    if isinstance(value, Data):
        return [value]
    return [row for item in value for row in _rows_of(item)]


def _cleaned(value: Any) -> Any:
    """Return the value without empty lines in its texts and without empty rows in its tables."""
    match value:
        case str():
            return _BLANK_LINES.sub("\n", value).strip()
        case Message():
            return _cleaned(value.get_text())
        case DataFrame():
            rows = [{key: _cleaned(cell) for key, cell in row.items()} for row in value.to_records()]
            return DataFrame([row for row in rows if any(cell not in (None, "") for cell in row.values())])
        case Data():
            return Data(data={key: _cleaned(item) for key, item in value.data.items()})
        case list():
            return [_cleaned(item) for item in value]
        case _:
            return value


def _fields_of(row: Data) -> dict[str, object]:
    return {**row.data, "text": row.get_text()} if isinstance(row, Message) else row.data
