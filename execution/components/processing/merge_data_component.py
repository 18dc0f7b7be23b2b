"""Combine Data: several records as one, or as a table. Kept for older flows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from execution.components.records import records_of
from execution.engine.component import Component
from execution.engine.fields import DataInput, DropdownInput, Output
from execution.engine.values import Data, DataFrame

Row = dict[str, Any]


def _concatenated(rows: list[Row]) -> list[Row]:
    """Return one row: texts under the same key joined by line breaks, of other values the last."""
    merged: Row = {}
    for key, value in _pairs(rows):
        both_texts = isinstance(merged.get(key), str) and isinstance(value, str)
        merged[key] = f"{merged[key]}\n{value}" if both_texts else value
    return [merged]


def _merged(rows: list[Row]) -> list[Row]:
    """Return one row: texts under the same key as a list, of other values the last."""
    merged: Row = {}
    for key, value in _pairs(rows):
        if key in merged and isinstance(value, str):
            before = merged[key]
            merged[key] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            merged[key] = value
    return [merged]


def _joined(rows: list[Row]) -> list[Row]:
    """Return one row with every key of every record; those of the second are called `key_doc2`, and so on."""
    first, *others = rows
    numbered = ((f"{key}_doc{number}", value) for number, row in enumerate(others, 2) for key, value in row.items())
    return [{**first, **dict(numbered)}]


OPERATIONS: dict[str, Callable[[list[Row]], list[Row]]] = {
    "Concatenate": _concatenated,
    "Append": lambda rows: rows,
    "Merge": _merged,
    "Join": _joined,
}


class MergeDataComponent(Component):
    """Combine at least two records; with fewer there is nothing to combine."""

    display_name = "Combine Data"
    description = "Combines several records."
    icon = "Combine"
    legacy = True
    replacement = ["processing.DataOperations"]

    inputs = [
        DataInput(
            name="data_inputs",
            display_name="Data Inputs",
            info="The records, at least two.",
            is_list=True,
            required=True,
        ),
        DropdownInput(
            name="operation",
            display_name="Operation Type",
            info="Join texts, put the records below each other, collect texts in lists, or number the keys.",
            options=["Concatenate", "Append", "Merge", "Join"],
            value="Concatenate",
        ),
    ]
    outputs = [
        Output(name="combined_data", display_name="DataFrame", method="combine_data"),
    ]
    dynamic_outputs = [
        Output(name="merged_data", display_name="Merged Data", method="completed_records", types=["Data"]),  # of 1.0
    ]

    def combine_data(self) -> DataFrame:
        """Return the table; fewer than two records give an empty one."""
        rows = [dict(record.data) for record in records_of(self.data_inputs or [], field="Data Inputs")]
        table = DataFrame(OPERATIONS[self.operation](rows) if len(rows) > 1 else [])
        self.status = table
        return table

    def completed_records(self) -> list[Data]:
        """Return the records, each with the keys of all; what one does not have is an empty text."""
        rows = [dict(record.data) for record in records_of(self.data_inputs or [], field="Data Inputs")]
        keys = dict.fromkeys(key for row in rows for key in row)
        self.status = [Data(data={key: row.get(key, "") for key in keys}) for row in rows]
        return self.status


def _pairs(rows: list[Row]) -> list[tuple[str, Any]]:
    return [pair for row in rows for pair in row.items()]
