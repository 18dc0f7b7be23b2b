"""Text Operations: one change to a text, or facts about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from execution.components.choices import chosen, show_fields_of
from execution.components.text_tables import table_of_text
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import (
    BoolInput,
    DropdownInput,
    IntInput,
    MultilineInput,
    Output,
    RangeSpec,
    SortableListInput,
    StrInput,
)
from execution.engine.values import Data, DataFrame, Message

FIELDS_OF_OPERATION: Mapping[str, tuple[str, ...]] = {
    "Word Count": ("count_words", "count_characters", "count_lines"),
    "Case Conversion": ("case_type",),
    "Text Replace": ("search_pattern", "replacement_text", "use_regex"),
    "Text Extract": ("extract_pattern", "max_matches"),
    "Text Head": ("head_characters",),
    "Text Tail": ("tail_characters",),
    "Text Strip": ("strip_mode", "strip_characters"),
    "Text Join": ("text_input_2",),
    "Text Clean": ("remove_extra_spaces", "remove_special_chars", "remove_empty_lines"),
    "Text to DataFrame": ("table_separator", "has_header"),
}

DATA = Output(name="data", display_name="Data", method="get_data")
DATAFRAME = Output(name="dataframe", display_name="DataFrame", method="get_dataframe")
TEXT = Output(name="text", display_name="Text", method="get_text")
MESSAGE = Output(name="message", display_name="Message", method="get_message")

OUTPUTS_OF_OPERATION: Mapping[str, list[Output]] = {
    "Word Count": [DATA],
    "Text to DataFrame": [DATAFRAME],
    "Text Join": [TEXT, MESSAGE],
}
"""Those of the other operations are the message alone."""

CASES: Mapping[str, Callable[[str], str]] = {
    "uppercase": str.upper,
    "lowercase": str.lower,
    "title": str.title,
    "capitalize": str.capitalize,
    "swapcase": str.swapcase,
}

STRIPS: Mapping[str, Callable[[str, str | None], str]] = {"left": str.lstrip, "right": str.rstrip, "both": str.strip}


class PatternInvalid(EngineError, ValueError):
    """A regular expression that cannot be read."""

    code = "pattern_invalid"
    message = "Invalid regex pattern '{pattern}': {reason}"


class CountNegative(EngineError, ValueError):
    """A number of characters below nothing."""

    code = "count_negative"
    message = "{field} must be a non-negative integer, got {number}"


class TextOperations(Component):
    """Count, change, cut or read a text by one operation."""

    display_name = "Text Operations"
    description = "Counts, changes, cuts or reads a text."
    icon = "Type"

    inputs = [
        MultilineInput(name="text_input", display_name="Text Input", info="The text.", required=True),
        SortableListInput(
            name="operation",
            display_name="Operation",
            info="What to do with it.",
            limit=1,
            options=[
                {"icon": "hash", "name": "Word Count"},
                {"icon": "type", "name": "Case Conversion"},
                {"icon": "replace", "name": "Text Replace"},
                {"icon": "search", "name": "Text Extract"},
                {"icon": "chevron-left", "name": "Text Head"},
                {"icon": "chevron-right", "name": "Text Tail"},
                {"icon": "minus", "name": "Text Strip"},
                {"icon": "link", "name": "Text Join"},
                {"icon": "sparkles", "name": "Text Clean"},
                {"icon": "table", "name": "Text to DataFrame"},
            ],
            real_time_refresh=True,
        ),
        StrInput(
            name="table_separator",
            display_name="Table Separator",
            info="What stands between two cells.",
            dynamic=True,
            show=False,
            value="|",
        ),
        BoolInput(
            name="has_header",
            display_name="Has Header",
            info="The first line names the columns.",
            advanced=True,
            dynamic=True,
            show=False,
            value=True,
        ),
        BoolInput(
            name="count_words",
            display_name="Count Words",
            info="Count words.",
            advanced=True,
            dynamic=True,
            show=False,
            value=True,
        ),
        BoolInput(
            name="count_characters",
            display_name="Count Characters",
            info="Count characters.",
            advanced=True,
            dynamic=True,
            show=False,
            value=True,
        ),
        BoolInput(
            name="count_lines",
            display_name="Count Lines",
            info="Count lines.",
            advanced=True,
            dynamic=True,
            show=False,
            value=True,
        ),
        DropdownInput(
            name="case_type",
            display_name="Case Type",
            info="The letters to use.",
            dynamic=True,
            options=["uppercase", "lowercase", "title", "capitalize", "swapcase"],
            show=False,
            value="lowercase",
        ),
        BoolInput(
            name="use_regex",
            display_name="Use Regex",
            info="The search pattern is a regular expression.",
            dynamic=True,
            show=False,
        ),
        StrInput(
            name="search_pattern", display_name="Search Pattern", info="What to look for.", dynamic=True, show=False
        ),
        StrInput(
            name="replacement_text",
            display_name="Replacement Text",
            info="What to put in its place.",
            dynamic=True,
            show=False,
        ),
        StrInput(
            name="extract_pattern",
            display_name="Extract Pattern",
            info="A regular expression for the places to keep.",
            dynamic=True,
            show=False,
        ),
        IntInput(
            name="max_matches",
            display_name="Max Matches",
            info="How many places to keep.",
            dynamic=True,
            show=False,
            value=10,
        ),
        IntInput(
            name="head_characters",
            display_name="Characters from Start",
            info="How many characters to keep.",
            dynamic=True,
            range_spec=RangeSpec(max=1000000, min=0, step=1, step_type="int"),
            show=False,
            value=100,
        ),
        IntInput(
            name="tail_characters",
            display_name="Characters from End",
            info="How many characters to keep.",
            dynamic=True,
            range_spec=RangeSpec(max=1000000, min=0, step=1, step_type="int"),
            show=False,
            value=100,
        ),
        DropdownInput(
            name="strip_mode",
            display_name="Strip Mode",
            info="The ends to strip.",
            dynamic=True,
            options=["both", "left", "right"],
            show=False,
            value="both",
        ),
        StrInput(
            name="strip_characters",
            display_name="Characters to Strip",
            info="The characters to strip; spaces and line breaks where empty.",
            dynamic=True,
            show=False,
        ),
        MultilineInput(
            name="text_input_2",
            display_name="Second Text Input",
            info="The text to put below the first one.",
            dynamic=True,
            show=False,
        ),
        BoolInput(
            name="remove_extra_spaces",
            display_name="Remove Extra Spaces",
            info="One space in place of several.",
            dynamic=True,
            show=False,
            value=True,
        ),
        BoolInput(
            name="remove_special_chars",
            display_name="Remove Special Characters",
            info="Keep letters, digits and spaces only.",
            dynamic=True,
            show=False,
        ),
        BoolInput(
            name="remove_empty_lines",
            display_name="Remove Empty Lines",
            info="Leave out lines without text.",
            dynamic=True,
            show=False,
        ),
    ]
    outputs = []

    dynamic_outputs = [DATA, DATAFRAME, TEXT, MESSAGE]

    def update_build_config(self, build_config: Any, field_value: Any, field_name: str | None = None) -> Any:
        """Show the fields of the chosen operation."""
        if field_name != "operation":
            return build_config
        return show_fields_of(build_config, chosen(field_value), FIELDS_OF_OPERATION)

    def update_outputs(self, frontend_node: Any, field_name: str, field_value: Any) -> Any:
        """Give the outputs of the chosen operation; none before one is chosen."""
        if field_name == "operation":
            operation = chosen(field_value)
            frontend_node["outputs"] = OUTPUTS_OF_OPERATION.get(operation, [MESSAGE]) if operation else []
        return frontend_node

    def get_data(self) -> Data:
        """Return the counts; for operations that count nothing, the text."""
        if chosen(self.operation) == "Word Count":
            return Data(data=self._counts())
        return Data(data={"text": self._changed()})

    def get_dataframe(self) -> DataFrame:
        """Return the table that the text draws."""
        table = table_of_text(self._text, separator=self.table_separator or "", has_header=self.has_header)
        self.log(f"Converted text to DataFrame: {len(table)} rows, {len(table.columns)} columns")
        return table

    def get_text(self) -> Message:
        """Return the changed text."""
        return self.get_message()

    def get_message(self) -> Message:
        """Return the changed text."""
        return Message(text=self._changed())

    @property
    def _text(self) -> str:
        return self.text_input or ""

    def _changed(self) -> str:
        operation = chosen(self.operation) or ""
        change = CHANGES.get(operation)
        return self._text if change is None else change(self)

    def _counts(self) -> dict[str, int]:
        text = self._text if self._text.strip() else ""
        counts: dict[str, int] = {}
        if self.count_words:
            words = text.split()
            counts |= {"word_count": len(words), "unique_words": len(set(words))}
        if self.count_characters:
            counts |= {"character_count": len(text), "character_count_no_spaces": len(text.replace(" ", ""))}
        if self.count_lines:
            lines = text.split("\n") if text else []
            counts |= {"line_count": len(lines), "non_empty_lines": sum(bool(line.strip()) for line in lines)}
        return counts

    def in_other_case(self) -> str:
        """Return the text in the chosen letters."""
        return CASES.get(self.case_type, str)(self._text)

    def with_replacement(self) -> str:
        """Return the text with every found place replaced; an unreadable pattern replaces nothing."""
        if not self.search_pattern:
            return self._text
        replacement = self.replacement_text or ""
        if not self.use_regex:
            return self._text.replace(self.search_pattern, replacement)
        try:
            return re.sub(self.search_pattern, replacement, self._text)
        except re.error as error:
            self.log(f"Invalid regex pattern: {error}")
            return self._text

    def extracted(self) -> str:
        """Return the places that fit, one a line."""
        if not self.extract_pattern:
            return ""
        try:
            places = re.findall(self.extract_pattern, self._text)
        except re.error as error:
            raise PatternInvalid(pattern=self.extract_pattern, reason=str(error)) from error
        limit = self.max_matches or 0
        return "\n".join(str(place) for place in (places[:limit] if limit > 0 else places))

    def head(self) -> str:
        """Return the first characters."""
        return self._text[: _count(self.head_characters, "Characters from Start")]

    def tail(self) -> str:
        """Return the last characters."""
        number = _count(self.tail_characters, "Characters from End")
        return self._text[-number:] if number else ""

    def stripped(self) -> str:
        """Return the text without the characters at its ends."""
        return STRIPS.get(self.strip_mode, str.strip)(self._text, self.strip_characters or None)

    def joined(self) -> str:
        """Return both texts below each other, or the one that is there."""
        return "\n".join(text for text in (self._text, self.text_input_2) if text)

    def cleaned(self) -> str:
        """Return the text without what shall be removed."""
        text = self._text
        if self.remove_extra_spaces:
            text = re.sub(r"\s+", " ", text)
        if self.remove_special_chars:
            text = re.sub(r"[^\w\s]", "", text)
        if self.remove_empty_lines:
            text = "\n".join(line for line in text.split("\n") if line.strip())
        return text


CHANGES: Mapping[str, Callable[[TextOperations], str]] = {
    "Case Conversion": TextOperations.in_other_case,
    "Text Replace": TextOperations.with_replacement,
    "Text Extract": TextOperations.extracted,
    "Text Head": TextOperations.head,
    "Text Tail": TextOperations.tail,
    "Text Strip": TextOperations.stripped,
    "Text Join": TextOperations.joined,
    "Text Clean": TextOperations.cleaned,
}


def _count(number: int | None, field: str) -> int:
    if number is None or number < 0:
        raise CountNegative(field=field, number=number)
    return number
