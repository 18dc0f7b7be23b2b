"""Load JSON: a record, or a list of records, from JSON."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from execution.components.text_sources import text_of_one
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import FileInput, MessageTextInput, MultilineInput, Output
from execution.engine.values import Data


class JsonUnreadable(EngineError, ValueError):
    """The text is no JSON, and closing what is open does not make it JSON."""

    code = "json_unreadable"
    message = "Invalid JSON: {reason}"


class JSONtoData(Component):
    """Read JSON from a text or one of the user's files."""

    display_name = "Load JSON"
    description = "Reads records from JSON."
    icon = "FileJson"
    legacy = True
    replacement = ["data.File"]

    is_trusted_only = True

    inputs = [
        FileInput(name="json_file", display_name="JSON File", info="A file that holds JSON.", file_types=["json"]),
        MessageTextInput(name="json_path", display_name="JSON File Path", info="The path of one of your files."),
        MultilineInput(name="json_string", display_name="JSON String", info="The JSON itself."),
    ]
    outputs = [Output(name="data", display_name="Data", method="convert_json_to_data")]

    async def convert_json_to_data(self) -> Data | list[Data]:
        """Return one record for an object, several for a list."""
        text = await text_of_one(self.run, kind="JSON", file=self.json_file, path=self.json_path, text=self.json_string)
        value = parsed_json(text)
        data = [record_of(item) for item in value] if isinstance(value, list) else record_of(value)
        self.status = data
        return data


def record_of(value: Any) -> Data:
    """Return a JSON value as a record; what is no object stands under `value`."""
    return Data(data=value if isinstance(value, dict) else {"value": value})


def parsed_json(text: str) -> Any:
    """Return the JSON value of a text; a text that was cut off is closed first, raw line breaks in texts are fine.

    What Python prints for records is read as well: people paste it.
    """
    try:
        return json.loads(text, strict=False)
    except ValueError as error:
        for read in (_closed_value, _python_value):
            try:
                return read(text)
            except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
                continue
        raise JsonUnreadable(reason=str(error)) from error


def _closed_value(text: str) -> Any:
    return json.loads(closed_json(text), strict=False)


def _python_value(text: str) -> Any:
    value = ast.literal_eval(text.strip())
    json.dumps(value)  # sets and bytes are no JSON
    return value


def closed_json(text: str) -> str:
    """Return the text with its open strings, lists and objects closed and trailing commas removed."""
    closers: list[str] = []
    in_string = escaped = False
    for character in text:
        if in_string:
            in_string, escaped = escaped or character != '"', not escaped and character == "\\"
        elif character == '"':
            in_string = True
        elif character in "[{":
            closers.append("]" if character == "[" else "}")
        elif character in "]}" and closers:
            closers.pop()
    ended = text + ('"' if in_string else "") + "".join(reversed(closers))
    return re.sub(r",(\s*[\]}])", r"\1", ended)
