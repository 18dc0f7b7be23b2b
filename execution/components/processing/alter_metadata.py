"""Alter Metadata: more or fewer keys on every record. Kept for older flows."""

from __future__ import annotations

from execution.engine.component import Component
from execution.engine.fields import HandleInput, MessageTextInput, NestedDictInput, Output, StrInput
from execution.engine.values import Data, DataFrame


class AlterMetadata(Component):
    """Add keys to records and take keys away."""

    display_name = "Alter Metadata"
    description = "Adds keys to records or removes them."
    icon = "Tags"
    legacy = True
    replacement = ["processing.DataOperations"]

    inputs = [
        HandleInput(
            name="input_value",
            display_name="Input",
            info="The records or messages to change.",
            input_types=["Message", "Data"],
            is_list=True,
        ),
        StrInput(name="text_in", display_name="User Text", info="A text that becomes a record of its own."),
        NestedDictInput(
            name="metadata",
            display_name="Metadata",
            info="The keys and values to add.",
            input_types=["Data"],
            required=True,
        ),
        MessageTextInput(
            name="remove_fields", display_name="Fields to Remove", info="The keys to take away.", is_list=True
        ),
    ]
    outputs = [
        Output(name="data", display_name="Data", method="process_output"),
        Output(name="dataframe", display_name="DataFrame", method="as_dataframe"),
    ]

    def process_output(self) -> list[Data]:
        """Return the typed text and the incoming records, each with the changes. The incoming ones stay as they are."""
        typed = [Data(text=self.text_in)] if self.text_in else []
        incoming = [record for record in self.input_value if isinstance(record, Data)]
        data = [self._changed(record) for record in (*typed, *incoming)]
        self.status = data
        return data

    def as_dataframe(self) -> DataFrame:
        """Return the records as the rows of a table."""
        return DataFrame(self.process_output())

    def _changed(self, record: Data) -> Data:
        changed = record.copy()
        changed.data.update(self.metadata)
        for key in self.remove_fields:
            changed.data.pop(key, None)
        return changed
