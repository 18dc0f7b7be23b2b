"""DataFrame Operations: one change to a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from execution.components.choices import chosen, show_fields_of
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import (
    BoolInput,
    DataFrameInput,
    DropdownInput,
    InputInvalid,
    IntInput,
    MessageTextInput,
    Output,
    SortableListInput,
    StrInput,
)
from execution.engine.values import DataFrame

Row = dict[str, Any]

FIELDS_OF_OPERATION: Mapping[str, tuple[str, ...]] = {
    "Add Column": ("new_column_name", "new_column_value"),
    "Drop Column": ("column_name",),
    "Filter": ("column_name", "filter_value", "filter_operator"),
    "Head": ("num_rows",),
    "Rename Column": ("column_name", "new_column_name"),
    "Replace Value": ("column_name", "replace_value", "replacement_value"),
    "Select Columns": ("columns_to_select",),
    "Sort": ("column_name", "ascending"),
    "Tail": ("num_rows",),
    "Drop Duplicates": ("column_name",),
}


class OperationUnknown(EngineError, ValueError):
    """Flows may name an operation that this release does not have."""

    code = "operation_unknown"
    message = "Unsupported operation: {operation}"


class ColumnMissing(EngineError, KeyError):
    """The table has no such column."""

    code = "column_missing"
    message = "The table has no column '{column}'. Its columns: {columns}."

    def __str__(self) -> str:
        return self.message.format(**self.facts)


class DataFrameOperations(Component):
    """Change a table by one operation; the incoming table stays as it is."""

    display_name = "DataFrame Operations"
    description = "Filters, sorts or changes the rows and columns of a table."
    icon = "Table2"

    inputs = [
        DataFrameInput(name="df", display_name="DataFrame", info="The table.", required=True),
        SortableListInput(
            name="operation",
            display_name="Operation",
            info="What to do with it.",
            limit=1,
            options=[
                {"icon": "plus", "name": "Add Column"},
                {"icon": "minus", "name": "Drop Column"},
                {"icon": "filter", "name": "Filter"},
                {"icon": "arrow-up", "name": "Head"},
                {"icon": "pencil", "name": "Rename Column"},
                {"icon": "replace", "name": "Replace Value"},
                {"icon": "columns", "name": "Select Columns"},
                {"icon": "arrow-up-down", "name": "Sort"},
                {"icon": "arrow-down", "name": "Tail"},
                {"icon": "copy-x", "name": "Drop Duplicates"},
            ],
            real_time_refresh=True,
        ),
        StrInput(
            name="column_name",
            display_name="Column Name",
            info="The column that the operation is about.",
            dynamic=True,
            show=False,
        ),
        MessageTextInput(
            name="filter_value",
            display_name="Filter Value",
            info="The value that rows are compared with.",
            dynamic=True,
            show=False,
        ),
        DropdownInput(
            name="filter_operator",
            display_name="Filter Operator",
            info="How a row's value compares.",
            dynamic=True,
            options=[
                "equals",
                "not equals",
                "contains",
                "not contains",
                "starts with",
                "ends with",
                "greater than",
                "less than",
            ],
            show=False,
            value="equals",
        ),
        BoolInput(
            name="ascending",
            display_name="Sort Ascending",
            info="Smallest first.",
            dynamic=True,
            show=False,
            value=True,
        ),
        StrInput(
            name="new_column_name",
            display_name="New Column Name",
            info="The column's new name.",
            dynamic=True,
            show=False,
        ),
        MessageTextInput(
            name="new_column_value",
            display_name="New Column Value",
            info="What stands in every row of the new column.",
            dynamic=True,
            show=False,
        ),
        StrInput(
            name="columns_to_select",
            display_name="Columns to Select",
            info="The columns to keep, in this order.",
            dynamic=True,
            is_list=True,
            show=False,
        ),
        IntInput(
            name="num_rows",
            display_name="Number of Rows",
            info="How many rows to keep.",
            dynamic=True,
            show=False,
            value=5,
        ),
        MessageTextInput(
            name="replace_value",
            display_name="Value to Replace",
            info="The value to look for.",
            dynamic=True,
            show=False,
        ),
        MessageTextInput(
            name="replacement_value",
            display_name="Replacement Value",
            info="What to put in its place.",
            dynamic=True,
            show=False,
        ),
    ]
    outputs = [
        Output(name="output", display_name="DataFrame", method="perform_operation"),
    ]

    def update_build_config(self, build_config: Any, field_value: Any, field_name: str | None = None) -> Any:
        """Show the fields of the chosen operation."""
        if field_name != "operation":
            return build_config
        return show_fields_of(build_config, chosen(field_value), FIELDS_OF_OPERATION)

    def perform_operation(self) -> DataFrame:
        """Return the changed table; without an operation the table as it came."""
        if not isinstance(self.df, DataFrame):
            raise InputInvalid(field="DataFrame", expected="a table", value=self.df)
        operation = chosen(self.operation)
        if operation is None:
            return self.df
        if operation not in OPERATIONS:
            raise OperationUnknown(operation=operation)
        rows = OPERATIONS[operation](self, self.df.to_records())
        return DataFrame(rows, text_key=self.df.text_key)

    def with_new_column(self, rows: list[Row]) -> list[Row]:
        """Return the rows with the new column; one of that name is replaced."""
        return [{**row, self.new_column_name or "": self.new_column_value} for row in rows]

    def without_column(self, rows: list[Row]) -> list[Row]:
        """Return the rows without the column."""
        dropped = self._column(self.column_name)
        return [{name: value for name, value in row.items() if name != dropped} for row in rows]

    def filtered(self, rows: list[Row]) -> list[Row]:
        """Return the rows whose value fits."""
        column = self._column(self.column_name)
        keeps = FILTERS[self.filter_operator]
        return [row for row in rows if keeps(row[column], self.filter_value or "")]

    def head(self, rows: list[Row]) -> list[Row]:
        """Return the first rows."""
        return rows[: self.num_rows]

    def tail(self, rows: list[Row]) -> list[Row]:
        """Return the last rows."""
        number = self.num_rows or 0
        return rows[-number:] if number else []

    def with_renamed_column(self, rows: list[Row]) -> list[Row]:
        """Return the rows with the column under its new name."""
        # A column that is not there is no mistake: the table has the wanted name already, or never had the column.
        return [
            {self.new_column_name if name == self.column_name else name: value for name, value in row.items()}
            for row in rows
        ]

    def with_replaced_value(self, rows: list[Row]) -> list[Row]:
        """Return the rows with every such value of the column replaced."""
        column = self._column(self.column_name)
        return [
            {**row, column: self.replacement_value if row[column] == self.replace_value else row[column]}
            for row in rows
        ]

    def with_selected_columns(self, rows: list[Row]) -> list[Row]:
        """Return the rows with the chosen columns alone."""
        columns = [self._column(name.strip()) for name in self.columns_to_select]
        return [{name: row[name] for name in columns} for row in rows]

    def in_order(self, rows: list[Row]) -> list[Row]:
        """Return the rows by their value in the column, those without one last."""
        column = self._column(self.column_name)
        filled = sorted((row for row in rows if row[column] is not None), key=lambda row: _sort_key(row[column]))
        if not self.ascending:
            filled.reverse()
        return filled + [row for row in rows if row[column] is None]

    def without_duplicates(self, rows: list[Row]) -> list[Row]:
        """Return the first row of each value."""
        column = self._column(self.column_name)
        first_by_value: dict[str, Row] = {}
        for row in rows:
            first_by_value.setdefault(repr(row[column]), row)
        return list(first_by_value.values())

    def _column(self, name: str | None) -> str:
        columns = [str(column) for column in self.df.columns]
        if name not in columns:
            raise ColumnMissing(column=name, columns=", ".join(columns))
        return str(name)


OPERATIONS: Mapping[str, Callable[[DataFrameOperations, list[Row]], list[Row]]] = {
    "Add Column": DataFrameOperations.with_new_column,
    "Drop Column": DataFrameOperations.without_column,
    "Filter": DataFrameOperations.filtered,
    "Head": DataFrameOperations.head,
    "Rename Column": DataFrameOperations.with_renamed_column,
    "Replace Value": DataFrameOperations.with_replaced_value,
    "Select Columns": DataFrameOperations.with_selected_columns,
    "Sort": DataFrameOperations.in_order,
    "Tail": DataFrameOperations.tail,
    "Drop Duplicates": DataFrameOperations.without_duplicates,
}


def _as_number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _is_greater(value: Any, other: str) -> bool:
    """Numbers compare as numbers, everything else as text."""
    number, other_number = _as_number(value), _as_number(other)
    if number is not None and other_number is not None:
        return number > other_number
    return value is not None and str(value) > other


def _is_less(value: Any, other: str) -> bool:
    number, other_number = _as_number(value), _as_number(other)
    if number is not None and other_number is not None:
        return number < other_number
    return value is not None and str(value) < other


FILTERS: Mapping[str, Callable[[Any, str], bool]] = {
    "equals": lambda value, other: value == other,
    "not equals": lambda value, other: value != other,
    "contains": lambda value, other: other in _text(value),
    "not contains": lambda value, other: other not in _text(value),
    "starts with": lambda value, other: _text(value).startswith(other),
    "ends with": lambda value, other: _text(value).endswith(other),
    "greater than": _is_greater,
    "less than": _is_less,
}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _sort_key(value: Any) -> tuple[bool, float, str]:
    """Numbers come before texts, which the table may hold in one column."""
    if isinstance(value, int | float):
        return (False, float(value), "")
    return (True, 0.0, str(value))
