"""Select Data: one record of a list. Kept for older flows."""

from __future__ import annotations

from execution.components.records import records_of
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import DataInput, IntInput, Output, RangeSpec
from execution.engine.values import Data


class IndexOutOfRange(EngineError, ValueError):
    """The list has no record at that place."""

    code = "index_out_of_range"
    message = "Selected index {index} is out of range."


class SelectData(Component):
    """Give the record that stands at a place of a list."""

    display_name = "Select Data"
    description = "Gives one record of a list."
    icon = "MousePointerClick"
    legacy = True
    replacement = ["processing.DataOperations"]

    inputs = [
        DataInput(name="data_list", display_name="Data List", info="The records to choose from.", is_list=True),
        IntInput(
            name="data_index",
            display_name="Data Index",
            info="The record's place; the first one is 0.",
            range_spec=RangeSpec(max=15, min=0, step=1, step_type="int"),
        ),
    ]
    outputs = [
        Output(name="selected_data", display_name="Selected Data", method="select_data"),
    ]

    def select_data(self) -> Data:
        """Return the record."""
        records = records_of(self.data_list, field="Data List")
        index = self.data_index or 0
        if not 0 <= index < len(records):
            raise IndexOutOfRange(index=index)
        self.status = records[index]
        return records[index]
