"""JSON Cleaner: proper JSON from a model's answer. Kept for older flows."""

from __future__ import annotations

import json
import re
import unicodedata

from execution.components.json_queries import EXTRA
from execution.components.json_repairs import repaired_json
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, MessageTextInput, Output
from execution.engine.values import Message

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]")


class BracesMissing(EngineError, ValueError):
    """The text has no object in it."""

    code = "braces_missing"
    message = "Invalid JSON string: Missing '{{' or '}}'"


class JsonInvalid(EngineError, ValueError):
    """The text is no valid JSON, and the component shall only take valid JSON."""

    code = "json_invalid"
    message = "Error cleaning JSON string: Invalid JSON string: {reason}"


class JSONCleaner(Component):
    """Take the JSON out of a text and repair it."""

    display_name = "JSON Cleaner"
    description = "Repairs JSON that a model has written."
    icon = "Eraser"
    extra = EXTRA
    legacy = True
    replacement = ["processing.ParserComponent"]

    inputs = [
        MessageTextInput(name="json_str", display_name="JSON String", info="The text with JSON in it.", required=True),
        BoolInput(
            name="remove_control_chars",
            display_name="Remove Control Characters",
            info="Remove line breaks, tabs and the like.",
        ),
        BoolInput(
            name="normalize_unicode",
            display_name="Normalize Unicode",
            info="Write letters with accents as one character.",
        ),
        BoolInput(name="validate_json", display_name="Validate JSON", info="Fail instead of repairing."),
    ]
    outputs = [
        Output(name="output", display_name="Cleaned JSON String", method="clean_json"),
    ]

    def clean_json(self) -> Message:
        """Return the JSON as text."""
        text = _from_first_to_last_brace(self.json_str or "")
        if self.remove_control_chars:
            text = _CONTROL_CHARACTERS.sub("", text)
        if self.normalize_unicode:
            text = unicodedata.normalize("NFC", text)
        if self.validate_json:
            _require_json(text)
        cleaned = repaired_json(text)
        self.status = cleaned
        return Message(text=cleaned)


def _from_first_to_last_brace(text: str) -> str:
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < 0:
        raise BracesMissing
    return text[start : end + 1]


def _require_json(text: str) -> None:
    try:
        json.loads(text)
    except ValueError as error:
        raise JsonInvalid(reason=str(error)) from error
