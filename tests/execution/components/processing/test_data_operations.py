"""Data Operations: one change to a record, and the fields that go with it."""

import copy
import json
from typing import Any

import pytest

from execution.components.json_queries import paths_of, value_at
from execution.components.processing.data_operations import (
    FIELDS_OF_OPERATION,
    DataOperations,
    FilterKeyNotFound,
    KeyNotFound,
    KeysMissing,
    NoList,
    QueryFailed,
    QueryMissing,
    SeveralRecords,
)
from execution.engine.fields import InputInvalid
from execution.engine.template import node_of
from execution.engine.values import Data, DataFrame
from tests.execution.components.running import give

RECORD = {"a": 1, "b": "two", "c": {"d": [1, 2, {"e": "deep"}]}}
ROWS = {"rows": [{"k": "v1", "z": "1"}, {"k": "v2", "z": "1"}, {"k": 3}, "text"], "other": 5}


async def changed(operation: str | None, data: Any = None, **values: Any) -> dict[str, Any]:
    operations = [{"name": operation}] if operation else []
    given = Data(data=RECORD) if data is None else data
    return (await give(DataOperations, "data_output", data=given, operations=operations, **values)).data


@pytest.mark.parametrize(
    ("operation", "values", "expected"),
    [
        ("Select Keys", {"select_keys_input": ["b", "a"]}, {"b": "two", "a": 1}),
        ("Append or Update", {"append_update_data": {"a": "new", "z": 1}}, {**RECORD, "a": "new", "z": 1}),
        ("Remove Keys", {"remove_keys_input": ["a", "c", "nope"]}, {"b": "two"}),
        ("Rename Keys", {"rename_keys_input": {"a": "z", "nope": "y"}}, {"z": 1, "b": "two", "c": RECORD["c"]}),
        ("Path Selection", {"selected_key": ".c.d[2].e"}, {"result": "deep"}),
        ("Path Selection", {"selected_key": ".c"}, RECORD["c"]),
        ("Path Selection", {"selected_key": ".c.zz"}, {"result": None}),
        ("JQ Expression", {"query": ".c.d[]"}, {"result": [1, 2, {"e": "deep"}]}),
        ("JQ Expression", {"query": "{x: .a}"}, {"x": 1}),
        (None, {}, {}),
        ("Zap", {}, {}),
    ],
)
async def test_an_operation_changes_the_record(operation: str, values: dict[str, Any], expected: Any) -> None:
    assert await changed(operation, **values) == expected


@pytest.mark.parametrize(
    ("operator", "value", "kept"),
    [
        ("equals", "v1", ["v1"]),
        ("equals", "3", [3]),
        ("not equals", "v1", ["v2", 3]),
        ("contains", "v", ["v1", "v2"]),
        ("starts with", "v", ["v1", "v2"]),
        ("ends with", "2", ["v2"]),
    ],
)
async def test_lists_are_filtered(operator: str, value: str, kept: list[Any]) -> None:
    found = await changed(
        "Filter Values", Data(data=ROWS), filter_key=["rows"], filter_values={"k": value}, operator=operator
    )
    assert [row["k"] for row in found["rows"]] == kept
    assert found["other"] == 5


async def test_all_values_of_a_filter_must_fit() -> None:
    filters = {"filter_key": ["rows"], "filter_values": {"k": "v1", "z": "1"}}
    found = await changed("Filter Values", Data(data=ROWS), **filters)
    assert found["rows"] == [{"k": "v1", "z": "1"}]


async def test_literals_are_read_wherever_they_stand() -> None:
    record = {"a": "[1, 2]", "b": "{'k': True}", "c": "text", "d": {"e": "(1, 2)"}, "f": ["None", 5], "g": "[1"}
    read = {"a": [1, 2], "b": {"k": True}, "c": "text", "d": {"e": [1, 2]}, "f": [None, 5], "g": "[1"}
    assert await changed("Literal Eval", Data(data=record)) == read


async def test_records_are_combined_in_their_order() -> None:
    records = [Data(a=1, b=[1]), Data(a=2, b=[2], c="x"), Data(a=3)]
    assert await changed("Combine", records) == {"a": [1, 2, 3], "b": [1, 2], "c": "x"}


async def test_the_incoming_record_stays_as_it_is() -> None:
    record = Data(data=copy.deepcopy(ROWS))
    await changed("Filter Values", record, filter_key=["rows"], filter_values={"k": "v1"})
    await changed("Remove Keys", record, remove_keys_input=["rows"])
    assert record.data == ROWS


@pytest.mark.parametrize(
    ("operation", "values", "problem"),
    [
        ("Select Keys", {"select_keys_input": ["a", "nope"]}, KeyNotFound),
        ("Select Keys", {}, KeysMissing),
        ("Filter Values", {"filter_key": ["nope"]}, FilterKeyNotFound),
        ("Filter Values", {"filter_key": ["b"]}, NoList),
        ("JQ Expression", {"query": " "}, QueryMissing),
        ("JQ Expression", {"query": ".["}, QueryFailed),
        ("JQ Expression", {"query": ".zz"}, QueryFailed),
        ("JQ Expression", {"query": "empty"}, QueryFailed),
        ("JQ Expression", {"query": ".b.c"}, QueryFailed),
        ("Remove Keys", {"data": [Data(a=1), Data(a=2)]}, SeveralRecords),
        ("Remove Keys", {"data": "text"}, InputInvalid),
    ],
)
async def test_what_cannot_be_done_is_told(operation: str, values: dict[str, Any], problem: type[Exception]) -> None:
    with pytest.raises(problem):
        await changed(operation, **values)


@pytest.mark.parametrize("path", ["", ".c.d["])
async def test_a_bad_path_is_told_in_the_record(path: str) -> None:
    assert list(await changed("Path Selection", selected_key=path)) == ["error"]


async def test_a_table_counts_as_its_rows() -> None:
    assert await changed("Combine", DataFrame([{"a": 1}, {"a": 2}])) == {"a": [1, 2]}


@pytest.mark.parametrize("operation", FIELDS_OF_OPERATION)
def test_only_the_fields_of_the_operation_show(operation: str) -> None:
    template = node_of(DataOperations)["template"]
    updated = DataOperations().update_build_config(template, [{"name": operation}], "operations")
    shown = {name for name, field in updated.items() if isinstance(field, dict) and field["show"]}
    assert shown == {"code", "data", "operations", *FIELDS_OF_OPERATION[operation]}


def test_an_example_offers_its_paths() -> None:
    template = node_of(DataOperations)["template"]
    example = json.dumps({"a": 1, "c": {"d": [{"e": 2}]}, "empty": []})
    field = DataOperations().update_build_config(template, example, "mapped_json_display")["selected_key"]
    assert (field["show"], field["options"]) == (True, [".a", ".c", ".c.d", ".c.d[0]", ".c.d[0].e", ".empty"])
    assert not DataOperations().update_build_config(template, "no json", "mapped_json_display")["selected_key"]["show"]


def test_every_offered_path_leads_somewhere() -> None:
    value = {"a b": {"x": [[1]]}, "c": [{"d": 2}]}
    assert [value_at(path, value) for path in paths_of(value)] == [{"x": [[1]]}, [[1]], [1], 1, [{"d": 2}], {"d": 2}, 2]
