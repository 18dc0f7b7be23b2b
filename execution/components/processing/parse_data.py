"""Data to Message: write records by a template. Kept for older flows; Parser does the same and more."""

from __future__ import annotations

from execution.components.templating import fill
from execution.engine.component import Component
from execution.engine.fields import DataInput, MultilineInput, Output, StrInput
from execution.engine.values import Data, Message


class ParseData(Component):
    """Write each record by a template."""

    display_name = "Data to Message"
    description = "Writes records as text by a template."
    icon = "MessageSquareText"
    legacy = True
    replacement = ["processing.DataOperations", "processing.TypeConverterComponent"]

    inputs = [
        DataInput(name="data", display_name="Data", info="The records to write.", is_list=True, required=True),
        MultilineInput(
            name="template",
            display_name="Template",
            info="Names in braces stand for a record's keys; {data} is the whole record.",
            value="{text}",
            required=True,
        ),
        StrInput(name="sep", display_name="Separator", value="\n", advanced=True),
    ]
    outputs = [
        Output(name="text", display_name="Message", method="parse_data"),
        Output(name="data_list", display_name="Data List", method="parse_data_as_list"),
    ]

    def parse_data(self) -> Message:
        """Return all records in one text."""
        return Message(text=(self.sep or "").join(self._texts()))

    def parse_data_as_list(self) -> list[Data]:
        """Return the records, each with its own text."""
        written = zip(self.data, self._texts(), strict=True)
        return [Data(data={**record.data, record.text_key: text}, text_key=record.text_key) for record, text in written]

    def _texts(self) -> list[str]:
        template = self.template or ""
        return [fill(template, {"data": record.data, **record.data}, missing="") for record in self.data]
