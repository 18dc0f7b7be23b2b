"""Create List: records from typed texts. Kept for older flows."""

from __future__ import annotations

from execution.engine.component import Component
from execution.engine.fields import Output, StrInput
from execution.engine.values import Data, DataFrame


class CreateList(Component):
    """Make one record of each text."""

    display_name = "Create List"
    description = "Makes a list of records from texts."
    icon = "ListPlus"
    legacy = True

    inputs = [
        StrInput(name="texts", display_name="Texts", info="The texts; each becomes a record.", is_list=True),
    ]
    outputs = [
        Output(name="list", display_name="Data List", method="create_list"),
        Output(name="dataframe", display_name="DataFrame", method="as_dataframe"),
    ]

    def create_list(self) -> list[Data]:
        """Return one record per text."""
        data = [Data(text=text) for text in self.texts]
        self.status = data
        return data

    def as_dataframe(self) -> DataFrame:
        """Return the texts as the rows of a table."""
        return DataFrame(self.create_list())
