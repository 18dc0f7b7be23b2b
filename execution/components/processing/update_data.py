"""Update Data: typed keys and values written over those of records. Kept for older flows."""

from __future__ import annotations

from typing import Any

from execution.components.numbered_fields import typed_record, with_numbered_fields
from execution.components.processing.create_data import TextKeyMissing
from execution.components.records import records_of
from execution.engine.component import Component
from execution.engine.fields import BoolInput, DataInput, IntInput, MessageTextInput, Output, RangeSpec
from execution.engine.values import Data


class UpdateData(Component):
    """Write typed keys and values over those of every record."""

    display_name = "Update Data"
    description = "Sets keys of records."
    icon = "FilePen"
    legacy = True
    replacement = ["processing.DataOperations"]

    inputs = [
        DataInput(name="old_data", display_name="Data", info="The records.", is_list=True, required=True),
        IntInput(
            name="number_of_fields",
            display_name="Number of Fields",
            info="How many keys to set.",
            range_spec=RangeSpec(max=15, min=1, step=1, step_type="int"),
            real_time_refresh=True,
        ),
        MessageTextInput(name="text_key", display_name="Text Key", info="The key that holds the text.", advanced=True),
        BoolInput(
            name="text_key_validator",
            display_name="Text Key Validator",
            info="Fail if a record has no such key.",
            advanced=True,
        ),
    ]
    outputs = [
        Output(name="data", display_name="Data", method="build_data"),
    ]

    def update_build_config(self, build_config: Any, field_value: Any, field_name: str | None = None) -> Any:
        """Give the node as many fields as it shall have."""
        return with_numbered_fields(build_config, field_value) if field_name == "number_of_fields" else build_config

    def build_data(self) -> Data | list[Data]:
        """Return the changed records; the incoming ones stay as they are."""
        typed = typed_record(self.values)
        data = [self._updated(record, typed) for record in records_of(self.old_data, field="Data")]
        self.status = data
        return data

    def _updated(self, record: Data, typed: dict[str, Any]) -> Data:
        updated = record.copy()
        updated.data.update(typed)
        if self.text_key:
            updated.text_key = self.text_key
        if self.text_key_validator and updated.text_key not in updated.data:
            raise TextKeyMissing(text_key=updated.text_key, keys=", ".join(updated.data))
        return updated
