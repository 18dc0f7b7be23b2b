"""Parse JSON: ask a text or record a question in jq's language. Kept for older flows."""

from __future__ import annotations

import json
from typing import Any

from execution.components.json_queries import EXTRA, answers_of
from execution.components.json_repairs import repaired_json
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import HandleInput, MessageTextInput, Output
from execution.engine.values import Data, Message


class JsonInvalid(EngineError, ValueError):
    """The text is no JSON and cannot be repaired to JSON."""

    code = "json_invalid"
    message = "Invalid JSON: {reason}"


class ParseJSONData(Component):
    """Read JSON and keep what a query finds in it."""

    display_name = "Parse JSON"
    description = "Finds values in JSON by a jq query."
    icon = "FileSearch"
    extra = EXTRA
    legacy = True
    replacement = ["processing.ParserComponent"]

    inputs = [
        HandleInput(
            name="input_value",
            display_name="Input",
            info="JSON as a text, or records.",
            input_types=["Message", "Data"],
            required=True,
        ),
        MessageTextInput(
            name="query",
            display_name="JQ Query",
            info="The question in jq's language, for example .rows[].name",
            required=True,
        ),
    ]
    outputs = [
        Output(name="filtered_data", display_name="Filtered Data", method="filter_data"),
    ]

    def filter_data(self) -> list[Data]:
        """Return one record per answer; what is no object stands under `text`. Several inputs are asked one by one."""
        values = self.input_value if isinstance(self.input_value, list) else [self.input_value]
        answers = [answer for value in values for answer in answers_of(self.query or "", _json_of(value))]
        data = [Data(data=answer if isinstance(answer, dict) else {"text": str(answer)}) for answer in answers]
        self.status = data
        return data


def _json_of(value: Any) -> Any:
    if isinstance(value, Data) and not isinstance(value, Message):
        return value.to_wire()["data"]
    text = value.get_text() if isinstance(value, Message) else str(value)
    try:
        return json.loads(repaired_json(text))
    except ValueError as error:
        raise JsonInvalid(reason=str(error)) from error
