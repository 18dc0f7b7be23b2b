"""What arrives on a `Data` field as a list of records: one, several, or a table's rows."""

from __future__ import annotations

from typing import Any

from execution.engine.fields import InputInvalid
from execution.engine.values import Data, DataFrame


def records_of(value: Any, *, field: str) -> list[Data]:
    """Return the value as records, lists inside of lists made flat; raise InputInvalid for anything else."""
    if isinstance(value, Data):
        return [value]
    if isinstance(value, DataFrame):
        return value.to_data_list()
    if isinstance(value, list):
        return [record for item in value for record in records_of(item, field=field)]
    raise InputInvalid(field=field, expected="a record or a list of records", value=value)
