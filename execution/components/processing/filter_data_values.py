"""Filter Values: the records whose value under a key compares. Kept for older flows."""

from __future__ import annotations

from typing import Any

from execution.components.comparing import TEXT_COMPARISONS
from execution.engine.component import Component
from execution.engine.fields import DataInput, DropdownInput, MessageTextInput, Output
from execution.engine.values import Data


class FilterDataValues(Component):
    """Keep the records of a list whose value under a key compares with the given one."""

    display_name = "Filter Values"
    description = "Keeps the records whose value under a key fits."
    icon = "ListFilter"
    beta = True
    legacy = True
    replacement = ["processing.DataOperations"]

    inputs = [
        DataInput(name="input_data", display_name="Input Data", info="The records.", is_list=True),
        MessageTextInput(
            name="filter_key",
            display_name="Filter Key",
            info="The key to look at.",
            input_types=["Data"],
            value="route",
        ),
        MessageTextInput(
            name="filter_value",
            display_name="Filter Value",
            info="The value to compare with.",
            input_types=["Data"],
            value="CMIP",
        ),
        DropdownInput(
            name="operator",
            display_name="Comparison Operator",
            info="How to compare.",
            advanced=True,
            options=["equals", "not equals", "contains", "starts with", "ends with"],
            value="equals",
        ),
    ]
    outputs = [
        Output(name="filtered_data", display_name="Filtered Data", method="filter_data"),
    ]

    def filter_data(self) -> list[Data]:
        """Return the records that fit; without a value to compare with, all of them."""
        records = [record for record in self.input_data if isinstance(record, Data)]
        data = records if self.filter_value in {None, ""} else [record for record in records if self._fits(record)]
        self.status = data
        return data

    def _fits(self, record: Data) -> bool:
        if self.filter_key not in record.data:
            return False
        value: Any = record.data[self.filter_key]
        return TEXT_COMPARISONS[self.operator](str(value), str(self.filter_value))
