"""Extract Key: one value of a record. Kept for older flows."""

from __future__ import annotations

from execution.engine.component import Component
from execution.engine.fields import DataInput, Output, StrInput
from execution.engine.values import Data


class ExtractaKey(Component):
    """Keep one key of a record, or of every record that has it."""

    display_name = "Extract Key"
    description = "Keeps one key of a record or a list of records."
    icon = "KeySquare"
    legacy = True
    replacement = ["processing.DataOperations"]

    inputs = [
        DataInput(name="data_input", display_name="Data Input", info="The record, or a list of records."),
        StrInput(name="key", display_name="Key to Extract", info="The key to keep."),
    ]
    outputs = [
        Output(name="extracted_data", display_name="Extracted Data", method="extract_key"),
    ]

    def extract_key(self) -> Data | list[Data]:
        """Return the key with its value; of a list, one record for each that has the key.

        What is missing is told in a record under `error`, as the flows made with this component expect.
        """
        data = self._extracted()
        self.status = data.data["error"] if isinstance(data, Data) and "error" in data.data else data
        return data

    def _extracted(self) -> Data | list[Data]:
        value, key = self.data_input, self.key or ""
        if isinstance(value, list):
            return [Data(data={key: item.data[key]}) for item in value if isinstance(item, Data) and key in item.data]
        if not isinstance(value, Data):
            return Data(data={"error": "Invalid input. Expected Data object or list of Data objects."})
        if key not in value.data:
            return Data(data={"error": f"Key '{key}' not found in Data object."})
        return Data(data={key: value.data[key]})
