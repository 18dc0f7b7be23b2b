"""Data Operations: one change to a record."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Mapping
from typing import Any

from execution.components.choices import chosen, show_fields_of
from execution.components.comparing import TEXT_COMPARISONS
from execution.components.json_queries import QueryInvalid, answers_of, paths_of, value_at
from execution.components.records import records_of
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import (
    DataInput,
    DictInput,
    DropdownInput,
    MessageTextInput,
    MultilineInput,
    Output,
    SortableListInput,
)
from execution.engine.values import Data
from execution.engine.values.json_values import to_json_value

Record = dict[str, Any]

COMBINE = "Combine"
PATH = "Path Selection"

FIELDS_OF_OPERATION: Mapping[str, tuple[str, ...]] = {
    "Select Keys": ("select_keys_input",),
    "Literal Eval": (),
    COMBINE: (),
    "Filter Values": ("filter_key", "filter_values", "operator"),
    "Append or Update": ("append_update_data",),
    "Remove Keys": ("remove_keys_input",),
    "Rename Keys": ("rename_keys_input",),
    PATH: ("mapped_json_display", "selected_key"),
    "JQ Expression": ("query",),
}


class SeveralRecords(EngineError, ValueError):
    """The operation takes one record."""

    code = "several_records"
    message = "{operation} operation is not supported for multiple data objects."


class KeyNotFound(EngineError, ValueError):
    """The record has no such key."""

    code = "key_not_found"
    message = "{kind} key not found in data. Available keys: {keys}"


class FilterKeyNotFound(EngineError, ValueError):
    """The record has no such key to filter by."""

    code = "key_not_found"
    message = "Filter key '{key}' not found in data. Available keys: {keys}"


class NoList(EngineError, TypeError):
    """Only lists can be filtered."""

    code = "no_list"
    message = "Filter key '{key}' is not a list."


class KeysMissing(EngineError, ValueError):
    """Nobody said which keys to keep."""

    code = "keys_missing"
    message = "Select Keys needs at least one key."


class QueryFailed(EngineError, ValueError):
    """The question has no answer."""

    code = "query_failed"
    message = "JSON Query error: {reason}"


class QueryMissing(EngineError, ValueError):
    """Nobody asked anything."""

    code = "query_missing"
    message = "JSON Query is required and cannot be blank."


class DataOperations(Component):
    """Change a record by one operation; the incoming record stays as it is."""

    display_name = "Data Operations"
    description = "Selects, changes or combines the keys of records."
    icon = "FileCog"

    inputs = [
        DataInput(
            name="data",
            display_name="Data",
            info="The record; several only to combine them.",
            is_list=True,
            required=True,
        ),
        SortableListInput(
            name="operations",
            display_name="Operations",
            info="What to do with it.",
            limit=1,
            options=[
                {"icon": "lasso-select", "name": "Select Keys"},
                {"icon": "braces", "name": "Literal Eval"},
                {"icon": "merge", "name": "Combine"},
                {"icon": "filter", "name": "Filter Values"},
                {"icon": "circle-plus", "name": "Append or Update"},
                {"icon": "eraser", "name": "Remove Keys"},
                {"icon": "pencil-line", "name": "Rename Keys"},
                {"icon": "mouse-pointer", "name": "Path Selection"},
                {"icon": "terminal", "name": "JQ Expression"},
            ],
            real_time_refresh=True,
        ),
        MessageTextInput(
            name="select_keys_input",
            display_name="Select Keys",
            info="The keys to keep.",
            is_list=True,
            show=False,
            value=[],
        ),
        MessageTextInput(
            name="filter_key",
            display_name="Filter Key",
            info="The keys whose lists are filtered.",
            is_list=True,
            show=False,
            value=[],
        ),
        DropdownInput(
            name="operator",
            display_name="Comparison Operator",
            info="How a value compares.",
            options=["equals", "not equals", "contains", "starts with", "ends with"],
            show=False,
            value="equals",
        ),
        DictInput(
            name="filter_values",
            display_name="Filter Values",
            info="Keys of a list's items with the values to compare with.",
            is_list=True,
            show=False,
        ),
        DictInput(
            name="append_update_data",
            display_name="Append or Update",
            info="The keys and values to set.",
            is_list=True,
            show=False,
            value={"key": "value"},
        ),
        MessageTextInput(
            name="remove_keys_input",
            display_name="Remove Keys",
            info="The keys to remove.",
            is_list=True,
            show=False,
            value=[],
        ),
        DictInput(
            name="rename_keys_input",
            display_name="Rename Keys",
            info="Old names with new names.",
            is_list=True,
            show=False,
            value={"old_key": "new_key"},
        ),
        MultilineInput(
            name="mapped_json_display",
            display_name="JSON to Map",
            info="An example of the record, to choose a path from.",
            real_time_refresh=True,
            refresh_button=True,
            show=False,
        ),
        DropdownInput(
            name="selected_key",
            display_name="Select Path",
            info="The path to the value.",
            dynamic=True,
            show=False,
            value=None,
        ),
        MessageTextInput(name="query", display_name="JQ Expression", info="A question in jq's language.", show=False),
    ]
    outputs = [
        Output(name="data_output", display_name="Data", method="as_data"),
    ]

    def update_build_config(self, build_config: Any, field_value: Any, field_name: str | None = None) -> Any:
        """Show the fields of the chosen operation; offer the paths of the example."""
        if field_name == "operations":
            return show_fields_of(build_config, chosen(field_value), FIELDS_OF_OPERATION)
        if field_name == "mapped_json_display":
            paths = _paths_of_text(field_value)
            build_config["selected_key"].update(options=paths or [], show=paths is not None)
        return build_config

    def as_data(self) -> Data:
        """Return the changed record; an empty one without an operation."""
        operation = chosen(self.operations) or ""
        if operation not in FIELDS_OF_OPERATION:
            return Data()
        records = [record.to_wire()["data"] for record in records_of(self.data, field="Data")]
        if operation == COMBINE:
            return Data(data=_combined(records))
        if len(records) > 1:
            raise SeveralRecords(operation=operation)
        return Data(data=OPERATIONS[operation](self, records[0] if records else {}))

    def with_selected_keys(self, record: Record) -> Record:
        """Return the chosen keys."""
        if not self.select_keys_input:
            raise KeysMissing
        if any(key not in record for key in self.select_keys_input):
            raise KeyNotFound(kind="Select", keys=list(record))
        return {key: record[key] for key in self.select_keys_input}

    def with_literals_read(self, record: Record) -> Record:
        """Return the record with texts that are Python literals as what they say."""
        return {key: _literal(value) for key, value in record.items()}

    def with_filtered_lists(self, record: Record) -> Record:
        """Return the record with those items of its lists that fit."""
        filtered = dict(record)
        for key in self.filter_key:
            if key not in record:
                raise FilterKeyNotFound(key=key, keys=list(record))
            if not isinstance(record[key], list):
                raise NoList(key=key)
            filtered[key] = [item for item in record[key] if self._fits(item)]
            self._tell_of_missing(record[key])
        return filtered

    def _tell_of_missing(self, items: list[Any]) -> None:
        for key in self.filter_values:
            if not all(isinstance(item, dict) and key in item for item in items):
                self.status = f"Some of the items are no records or have no key '{key}': they were left out."

    def _fits(self, item: Any) -> bool:
        """All values of the filter must fit; what has no such key does not."""
        compare = TEXT_COMPARISONS[self.operator]
        return isinstance(item, dict) and all(
            key in item and compare(str(item[key]), str(value)) for key, value in self.filter_values.items()
        )

    def with_values_set(self, record: Record) -> Record:
        """Return the record with the values set."""
        return {**record, **self.append_update_data}

    def without_keys(self, record: Record) -> Record:
        """Return the record without the keys."""
        return {key: value for key, value in record.items() if key not in self.remove_keys_input}

    def with_renamed_keys(self, record: Record) -> Record:
        """Return the record with keys under their new names."""
        return {self.rename_keys_input.get(key, key): value for key, value in record.items()}

    def value_at_path(self, record: Record) -> Record:
        """Return what stands at the path."""
        # Flows read the mistake from the record: here an unreadable path has never failed the component.
        try:
            return _as_record(value_at(self.selected_key, record)) if self.selected_key else _no_path()
        except QueryInvalid as error:
            self.status = f"Error: {error}"
            return {"error": str(error)}

    def answer_of_query(self, record: Record) -> Record:
        """Return what the query finds."""
        if not (self.query or "").strip():
            raise QueryMissing
        try:
            answers = answers_of(self.query, record)
        except QueryInvalid as error:
            raise QueryFailed(reason=str(error)) from error
        if not answers:
            raise QueryFailed(reason="No result from JSON query.")
        if answers == [None]:
            raise QueryFailed(reason="JSON query returned null/None. Check if the path exists in your data.")
        return _as_record(answers if len(answers) > 1 else answers[0])


OPERATIONS: Mapping[str, Callable[[DataOperations, Record], Record]] = {
    "Select Keys": DataOperations.with_selected_keys,
    "Literal Eval": DataOperations.with_literals_read,
    "Filter Values": DataOperations.with_filtered_lists,
    "Append or Update": DataOperations.with_values_set,
    "Remove Keys": DataOperations.without_keys,
    "Rename Keys": DataOperations.with_renamed_keys,
    PATH: DataOperations.value_at_path,
    "JQ Expression": DataOperations.answer_of_query,
}


def _no_path() -> Record:
    return {"error": "Missing input data or selected key."}


def _as_record(value: Any) -> Record:
    return value if isinstance(value, dict) else {"result": value}


def _combined(records: list[Record]) -> Record:
    """Return one record: values under the same key become a list, in the order in which they came."""
    combined: Record = {}
    for record in records:
        for key, value in record.items():
            combined[key] = [*_as_list(combined[key]), *_as_list(value)] if key in combined else value
    return combined


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _literal(value: Any) -> Any:
    """Return texts that are Python literals as what they say, also inside of lists and records."""
    if isinstance(value, dict):
        return {key: _literal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_literal(item) for item in value]
    if not isinstance(value, str) or not _may_be_literal(value.strip()):
        return value
    try:
        return to_json_value(ast.literal_eval(value.strip()))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return value


def _may_be_literal(text: str) -> bool:
    # Signed numbers stay texts, as in the flows that were made with this operation.
    return text.startswith(("{", "[", "(", "'", '"')) or text in {"True", "False", "None"} or text[:1].isdigit()


def _paths_of_text(text: Any) -> list[str] | None:
    try:
        return paths_of(json.loads(text or ""))
    except (TypeError, ValueError):
        return None
