"""Output Parser: ask a model for a form that programs can read, and read it. Kept for older flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from execution.components.optional_import import optional_import
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import DropdownInput, Output
from execution.engine.values import Message

PARSERS: Mapping[str, str] = {"CSV": "CommaSeparatedListOutputParser"}


class ParserUnknown(EngineError, ValueError):
    """Flows may name a parser that this release does not have."""

    code = "parser_unknown"
    message = "Unsupported or missing parser"


class OutputParser(Component):
    """Give a parser for a model's answer, and the words that make the model answer in its form."""

    display_name = "Output Parser"
    description = "Reads a model's answer as a list."
    icon = "ListChecks"
    extra = "openai"
    legacy = True
    replacement = ["processing.StructuredOutput", "processing.ParserComponent"]

    inputs = [
        DropdownInput(
            name="parser_type", display_name="Parser", info="The form of the answer.", options=["CSV"], value="CSV"
        ),
    ]
    outputs = [
        Output(name="format_instructions", display_name="Format Instructions", method="format_instructions"),
        Output(name="output_parser", display_name="Output Parser", method="build_parser", types=["OutputParser"]),
    ]

    def build_parser(self) -> Any:
        """Return the parser."""
        if self.parser_type not in PARSERS:
            raise ParserUnknown
        module = optional_import("langchain_core.output_parsers", extra=self.extra)
        return getattr(module, PARSERS[self.parser_type])()

    def format_instructions(self) -> Message:
        """Return what to tell the model."""
        return Message(text=self.build_parser().get_format_instructions())
