"""Create Data: a record from typed keys and values."""

from __future__ import annotations

from typing import Any

from execution.components.numbered_fields import MOST_FIELDS, typed_record, with_numbered_fields
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, IntInput, MessageTextInput, Output, RangeSpec
from execution.engine.values import Data


class TextKeyMissing(EngineError, ValueError):
    """The record has no value under its text key."""

    code = "text_key_missing"
    message = "Text Key: '{text_key}' not found in the Data keys: '{keys}'"


class CreateData(Component):
    """Make one record of the rows that were typed in."""

    display_name = "Create Data"
    description = "Makes a record of keys and values."
    icon = "FilePlus"
    legacy = True
    replacement = ["processing.DataOperations"]

    inputs = [
        IntInput(
            name="number_of_fields",
            display_name="Number of Fields",
            info="How many keys the record has.",
            value=1,
            range_spec=RangeSpec(min=1, max=MOST_FIELDS, step=1, step_type="int"),
            real_time_refresh=True,
        ),
        MessageTextInput(name="text_key", display_name="Text Key", info="The key that holds the text.", advanced=True),
        BoolInput(
            name="text_key_validator",
            display_name="Text Key Validator",
            info="Fail if the record has no such key.",
            advanced=True,
        ),
    ]
    outputs = [Output(name="data", display_name="Data", method="build_data")]

    def update_build_config(self, build_config: Any, field_value: Any, field_name: str | None = None) -> Any:
        """Give the node as many fields as it shall have."""
        return with_numbered_fields(build_config, field_value) if field_name == "number_of_fields" else build_config

    def build_data(self) -> Data:
        """Return the record."""
        record = typed_record(self.values)
        if self.text_key_validator and self.text_key not in record:
            raise TextKeyMissing(text_key=self.text_key, keys=", ".join(record))
        data = Data(data=record, text_key=self.text_key or "text")
        self.status = data
        return data
