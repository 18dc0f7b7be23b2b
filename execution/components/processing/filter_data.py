"""Filter Data: some keys of a record. Kept for older flows."""

from __future__ import annotations

from execution.engine.component import Component
from execution.engine.fields import DataInput, MessageTextInput, Output
from execution.engine.values import Data


class FilterData(Component):
    """Keep only the named keys of a record."""

    display_name = "Filter Data"
    description = "Keeps the named keys of a record."
    icon = "Funnel"
    beta = True
    legacy = True
    replacement = ["processing.DataOperations"]

    inputs = [
        DataInput(name="data", display_name="Data", info="The record."),
        MessageTextInput(
            name="filter_criteria", display_name="Filter Criteria", info="The keys to keep.", is_list=True
        ),
    ]
    outputs = [
        Output(name="filtered_data", display_name="Filtered Data", method="filter_data"),
    ]

    def filter_data(self) -> Data:
        """Return the record with those keys that it has; anything but a record gives an empty one."""
        record = self.data.data if isinstance(self.data, Data) else {}
        data = Data(data={key: value for key, value in record.items() if key in self.filter_criteria})
        self.status = data
        return data
