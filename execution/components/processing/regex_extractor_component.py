"""Regex Extractor: every place of a text that fits a pattern. Kept for older flows."""

from __future__ import annotations

import re

from execution.engine.component import Component
from execution.engine.fields import MessageTextInput, Output
from execution.engine.values import Data, Message

NOTHING_FOUND = "No matches found"


class RegexExtractorComponent(Component):
    """Find what fits a pattern; of a pattern with groups, what the groups hold."""

    display_name = "Regex Extractor"
    description = "Finds the places of a text that fit a pattern."
    icon = "TextSearch"
    legacy = True
    replacement = ["processing.ParserComponent"]

    inputs = [
        MessageTextInput(name="input_text", display_name="Input Text", info="The text to search.", required=True),
        MessageTextInput(
            name="pattern",
            display_name="Regex Pattern",
            info="The regular expression, for example \\\\w+@\\\\w+",
            required=True,
            tool_mode=True,
        ),
    ]
    outputs = [
        Output(name="data", display_name="Data", method="extract_matches"),
        Output(name="text", display_name="Message", method="get_matches_text"),
    ]

    def extract_matches(self) -> list[Data]:
        """Return one record per place, `match` being a list where the pattern has several groups.

        A pattern that cannot be read is told in a record under `error`, so that the flow can answer it.
        """
        data = self._records()
        self.status = data
        return data

    def get_matches_text(self) -> Message:
        """Return the places as text, one a line."""
        records = self._records()
        lines = [
            str(record.data["error"]) if "error" in record.data else _line(record.data["match"]) for record in records
        ]
        message = Message(text="\n".join(lines) if lines else NOTHING_FOUND)
        self.status = message
        return message

    def _records(self) -> list[Data]:
        if not self.pattern or not self.input_text:
            return []
        try:
            found = re.findall(self.pattern, self.input_text)
        except re.error as error:
            return [Data(data={"error": f"Invalid regex pattern: {error}"})]
        return [Data(data={"match": list(place) if isinstance(place, tuple) else place}) for place in found]


def _line(match: str | list[str]) -> str:
    return match if isinstance(match, str) else ", ".join(match)
