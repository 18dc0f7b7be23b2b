"""Split Text: long texts become chunks that a model or an index can take."""

from __future__ import annotations

from typing import Any

from execution.components.chunks import KeepSeparator, chunks_of
from execution.engine.component import Component
from execution.engine.fields import (
    BoolInput,
    DropdownInput,
    HandleInput,
    InputInvalid,
    IntInput,
    MessageTextInput,
    Output,
)
from execution.engine.values import Data, DataFrame, Message

TEXT_COLUMN = "text"

_KEEPS: dict[str, KeepSeparator] = {"False": None, "True": "start", "Start": "start", "End": "end"}


class SplitText(Component):
    """Cut texts at a separator and join the pieces to chunks of about the same size."""

    display_name = "Split Text"
    description = "Cuts texts into chunks."
    icon = "Scissors"

    inputs = [
        HandleInput(
            name="data_inputs",
            display_name="Input",
            info="The texts to cut; a table's rows are cut one by one.",
            input_types=["Data", "DataFrame", "Message"],
            required=True,
        ),
        IntInput(
            name="chunk_overlap",
            display_name="Chunk Overlap",
            info="How many characters two neighbouring chunks may share.",
            value=200,
        ),
        IntInput(
            name="chunk_size",
            display_name="Chunk Size",
            info="How many characters a chunk may have; a piece without separator inside stays whole.",
            value=1000,
        ),
        MessageTextInput(
            name="separator",
            display_name="Separator",
            info="Where to cut. Write \\n for a line break.",
            value="\n",
        ),
        MessageTextInput(
            name="text_key",
            display_name="Text Key",
            info="The key or column that holds the text.",
            value="text",
            advanced=True,
        ),
        DropdownInput(
            name="keep_separator",
            display_name="Keep Separator",
            info="Whether the separator stays, and at which end of a piece.",
            options=list(_KEEPS),
            value="False",
            advanced=True,
        ),
        BoolInput(
            name="clean_output",
            display_name="Clean Output",
            info="Give the chunks alone, without the other values of their records.",
            advanced=True,
        ),
    ]
    outputs = [Output(name="dataframe", display_name="Chunks", method="split_text")]
    dynamic_outputs = [Output(name="chunks", display_name="Chunks", method="split_into_records")]
    """Flows made until 1.3 have it."""

    def split_text(self) -> DataFrame:
        """Return the chunks as a table; each row keeps the other values of its record."""
        rows = [row for record in self._records(self.data_inputs) for row in self._rows_of(record)]
        return DataFrame(rows)

    def split_into_records(self) -> list[Data]:
        """Return the chunks as records."""
        return self.split_text().to_data_list()

    def _rows_of(self, record: Data) -> list[dict[str, Any]]:
        text = record.data.get(self.text_key or TEXT_COLUMN)
        if text is None and isinstance(record, Message):
            text = record.get_text()
        others = {} if self.clean_output else self._others(record)
        return [{TEXT_COLUMN: chunk, **others} for chunk in self._chunks("" if text is None else str(text))]

    def _chunks(self, text: str) -> list[str]:
        separator = self.separator or ""
        separator = "\n" if separator == "/n" else separator.replace("\\n", "\n").replace("\\t", "\t")
        return chunks_of(
            text,
            separator=separator,
            size=self.chunk_size,
            overlap=self.chunk_overlap or 0,
            keep=_KEEPS.get(str(self.keep_separator)),
        )

    def _records(self, value: Any) -> list[Data]:
        if isinstance(value, DataFrame):
            return value.to_data_list()
        if isinstance(value, Data):
            return [value]
        if isinstance(value, list) and value:
            return [record for item in value for record in self._records(item)]
        raise InputInvalid(field="Input", expected="texts, records or a table", value=value)

    def _others(self, record: Data) -> dict[str, Any]:
        """Return the record's other values; the chunk takes the place of the text."""
        values = record.to_wire()["data"]
        return {key: value for key, value in values.items() if key not in {TEXT_COLUMN, self.text_key}}
