"""Parse DataFrame: write a table's rows by a template. Kept for older flows; Parser does the same and more."""

from __future__ import annotations

from execution.components.templating import fill
from execution.engine.component import Component
from execution.engine.fields import DataFrameInput, MultilineInput, Output, StrInput
from execution.engine.values import DataFrame, Message


class ParseDataFrame(Component):
    """Write each row by a template."""

    display_name = "Parse DataFrame"
    description = "Writes a table's rows as text by a template."
    icon = "Rows3"
    legacy = True
    replacement = ["processing.DataFrameOperations", "processing.TypeConverterComponent"]

    inputs = [
        DataFrameInput(name="df", display_name="DataFrame", info="The table to write."),
        MultilineInput(
            name="template",
            display_name="Template",
            info="Names in braces stand for columns.",
            value="{text}",
        ),
        StrInput(name="sep", display_name="Separator", info="What stands between two rows.", value="\n", advanced=True),
    ]
    outputs = [Output(name="text", display_name="Text", method="parse_data")]

    def parse_data(self) -> Message:
        """Return all rows in one text."""
        rows = DataFrame.of(self.df).to_records()
        text = (self.sep or "").join(fill(self.template or "", row, missing="") for row in rows)
        self.status = text
        return Message(text=text)
