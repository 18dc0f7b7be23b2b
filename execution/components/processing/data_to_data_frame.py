"""Data to DataFrame: records as the rows of a table."""

from __future__ import annotations

from execution.engine.component import Component
from execution.engine.fields import DataInput, InputInvalid, Output
from execution.engine.values import Data, DataFrame


class DataToDataFrame(Component):
    """Make a table of records."""

    display_name = "Data → DataFrame"
    description = "Makes a table of one or more records."
    icon = "Table2"
    legacy = True
    replacement = ["processing.DataOperations", "processing.TypeConverterComponent"]

    inputs = [
        DataInput(name="data_list", display_name="Data or Data List", info="The rows of the table.", is_list=True)
    ]
    outputs = [Output(name="dataframe", display_name="DataFrame", method="build_dataframe")]

    def build_dataframe(self) -> DataFrame:
        """Return one row per record."""
        for record in self.data_list:
            if not isinstance(record, Data):
                raise InputInvalid(field="Data or Data List", expected="records", value=record)
        table = DataFrame(self.data_list)
        self.status = table
        return table
