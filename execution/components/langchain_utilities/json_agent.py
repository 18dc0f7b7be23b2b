"""JsonAgent: a model looks around in a JSON or YAML document until it can answer. Kept for older flows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from execution.components.agents.connected_model import AgentOfConnectedModel
from execution.components.agents.fields import LOOP_FIELDS, QUESTION
from execution.components.agents.given_history import OUTPUTS
from execution.components.files import text_of_file
from execution.components.language_models.chains import LLM
from execution.components.nested_documents import at_path, parsed_document
from execution.engine.fields import FileInput
from execution.engine.toolkit import Tool, ToolFailed

LONGEST_VALUE = 4_000
_PATH = {
    "type": "array",
    "items": {"type": ["string", "integer"]},
    "default": [],
    "description": "Keys and positions that lead to the value from the outside in; empty for the whole document.",
}
PARAMETERS = {"type": "object", "properties": {"path": _PATH}}

INSTRUCTIONS = """You answer questions about a document of nested objects and lists.
Look at its keys with list_keys, beginning at the top with an empty path, and read values with get_value.
Go only where you have seen keys. If the document does not say it, answer that you do not know."""


class JsonAgent(AgentOfConnectedModel):
    """Answer questions about a JSON or YAML file."""

    display_name = "JsonAgent"
    description = "Answers questions about a JSON or YAML file."
    icon = "LangChain"
    legacy = True
    is_trusted_only = True

    inputs = [
        QUESTION,
        *LOOP_FIELDS,
        LLM,
        FileInput(
            name="path",
            display_name="File Path",
            info="The file with the document.",
            file_types=["json", "yaml", "yml"],
            required=True,
        ),
    ]
    outputs = OUTPUTS

    def __init__(self) -> None:
        super().__init__()
        self._document: Any = None

    async def own_tools(self) -> list[Tool]:
        """Return the two tools that look into the document."""
        self._document = parsed_document(await text_of_file(self.run, self.path))
        return [
            Tool(
                name="list_keys",
                tag="list_keys",
                description="Lists the keys of an object in the document, or says how long a list is.",
                parameters=PARAMETERS,
                call=self._keys,
            ),
            Tool(
                name="get_value",
                tag="get_value",
                description="Gives a value of the document as JSON. Long values are cut.",
                parameters=PARAMETERS,
                call=self._value,
            ),
        ]

    async def told(self) -> str:
        return INSTRUCTIONS

    async def _keys(self, arguments: Mapping[str, Any]) -> Any:
        found = self._at(arguments)
        if isinstance(found, dict):
            return [str(key) for key in found]
        if isinstance(found, list):
            return f"A list of {len(found)} items, at the positions from 0 to {len(found) - 1}." if found else "Empty."
        raise ToolFailed(reason="There is a single value at this place; read it with get_value.")

    async def _value(self, arguments: Mapping[str, Any]) -> str:
        text = json.dumps(self._at(arguments), ensure_ascii=False, default=str)
        if len(text) <= LONGEST_VALUE:
            return text
        return f"{text[:LONGEST_VALUE]} ... (cut; {len(text)} characters: look at its keys instead)"

    def _at(self, arguments: Mapping[str, Any]) -> Any:
        path = arguments.get("path") or []
        try:
            return at_path(self._document, path if isinstance(path, list) else [path])
        except LookupError as error:
            raise ToolFailed(reason=f"There is no {error} in the document at this place.") from error
