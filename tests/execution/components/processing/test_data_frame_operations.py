"""DataFrame Operations: one change to a table, and the fields that go with it."""

from typing import Any

import pytest

from execution.components.processing.data_frame_operations import (
    FIELDS_OF_OPERATION,
    ColumnMissing,
    DataFrameOperations,
    OperationUnknown,
)
from execution.engine.fields import InputInvalid
from execution.engine.template import node_of
from execution.engine.values import DataFrame
from tests.execution.components.running import give

ROWS = [
    {"name": "ant", "qty": 3, "kind": "x"},
    {"name": "bee", "qty": 1, "kind": "y"},
    {"name": "cow", "qty": None, "kind": "x"},
    {"name": "ant", "qty": 20, "kind": "x"},
]


async def changed(operation: str | None, rows: Any = ROWS, **values: Any) -> list[dict[str, Any]]:
    chosen = [{"name": operation}] if operation else []
    return (await give(DataFrameOperations, "output", df=DataFrame(rows), operation=chosen, **values)).to_records()


async def quantities(operation: str, **values: Any) -> list[Any]:
    return [row["qty"] for row in await changed(operation, **values)]


@pytest.mark.parametrize(
    ("operator", "column", "value", "kept"),
    [
        ("equals", "name", "ant", [3, 20]),
        ("equals", "name", "zzz", []),
        ("not equals", "name", "ant", [1, None]),
        ("contains", "name", "e", [1]),
        ("not contains", "name", "e", [3, None, 20]),
        ("starts with", "name", "c", [None]),
        ("ends with", "name", "t", [3, 20]),
        ("greater than", "qty", "2", [3, 20]),
        ("less than", "qty", "3", [1]),
        ("greater than", "name", "b", [1, None]),
        ("less than", "name", "b", [3, 20]),
        ("contains", "name", "(", []),
    ],
)
async def test_rows_are_filtered(operator: str, column: str, value: str, kept: list[Any]) -> None:
    values = {"column_name": column, "filter_value": value, "filter_operator": operator}
    assert await quantities("Filter", **values) == kept


async def test_numbers_and_texts_are_sorted_and_gaps_come_last() -> None:
    assert await quantities("Sort", column_name="qty") == [1, 3, 20, None]
    assert await quantities("Sort", column_name="qty", ascending=False) == [20, 3, 1, None]
    mixed = [{"v": "b"}, {"v": 2}, {"v": "a"}, {"v": 1}]
    assert [row["v"] for row in await changed("Sort", mixed, column_name="v")] == [1, 2, "a", "b"]


@pytest.mark.parametrize(
    ("operation", "number", "kept"),
    [
        ("Head", 2, [3, 1]),
        ("Head", 50, [3, 1, None, 20]),
        ("Head", 0, []),
        ("Tail", 1, [20]),
        ("Tail", 0, []),
    ],
)
async def test_rows_of_one_end_are_kept(operation: str, number: int, kept: list[Any]) -> None:
    assert await quantities(operation, num_rows=number) == kept


async def test_columns_are_changed() -> None:
    row = [{"a": 1, "b": "x"}]
    assert await changed("Add Column", row, new_column_name="n", new_column_value="7") == [{"a": 1, "b": "x", "n": "7"}]
    assert await changed("Drop Column", row, column_name="a") == [{"b": "x"}]
    assert await changed("Rename Column", row, column_name="a", new_column_name="z") == [{"z": 1, "b": "x"}]
    assert await changed("Rename Column", row, column_name="nope", new_column_name="z") == row
    assert await changed("Select Columns", row, columns_to_select=["b ", "a"]) == [{"b": "x", "a": 1}]


async def test_values_are_replaced_and_repeated_rows_dropped() -> None:
    replaced = await changed("Replace Value", column_name="name", replace_value="ant", replacement_value="fly")
    assert [row["name"] for row in replaced] == ["fly", "bee", "cow", "fly"]
    assert await quantities("Drop Duplicates", column_name="name") == [3, 1, None]


async def test_without_an_operation_the_table_goes_through() -> None:
    assert await changed(None) == ROWS


@pytest.mark.parametrize("operation", ["Drop Column", "Filter", "Sort", "Replace Value", "Drop Duplicates"])
async def test_a_missing_column_is_named(operation: str) -> None:
    with pytest.raises(ColumnMissing, match=r"'nope'.*name, qty, kind"):
        await changed(operation, column_name="nope")


async def test_what_is_no_table_and_no_operation_is_told() -> None:
    with pytest.raises(OperationUnknown, match="Zap"):
        await changed("Zap")
    with pytest.raises(InputInvalid, match="a table"):
        await give(DataFrameOperations, "output", df=None, operation=[])


@pytest.mark.parametrize("operation", FIELDS_OF_OPERATION)
def test_only_the_fields_of_the_operation_show(operation: str) -> None:
    template = node_of(DataFrameOperations)["template"]
    updated = DataFrameOperations().update_build_config(template, [{"name": operation}], "operation")
    shown = {name for name, field in updated.items() if isinstance(field, dict) and field["show"]}
    assert shown == {"code", "df", "operation", *FIELDS_OF_OPERATION[operation]}


def test_other_fields_change_nothing() -> None:
    template = node_of(DataFrameOperations)["template"]
    assert (
        DataFrameOperations().update_build_config(template, "x", "column_name")
        == node_of(DataFrameOperations)["template"]
    )
