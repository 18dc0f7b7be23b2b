"""CSV Agent: a model answers questions about a table by writing Python, which runs confined."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from itertools import islice
from typing import Any

from execution.components.agents.fields import LOOP_FIELDS, MODEL_FIELDS
from execution.components.agents.given_history import AGENT_OUTPUT
from execution.components.agents.own_tools import AgentWithOwnTools
from execution.components.files import text_of_file
from execution.components.python_code import run_code, without_fence
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, DictInput, DropdownInput, FileInput, MessageTextInput, Output
from execution.engine.toolkit import Tool
from execution.engine.values import Message

SHOWN_LINES = 6
_LONGEST_SHOWN = 4_000
_LOADED = "import io\nimport pandas as pd\ndf = pd.read_csv(io.StringIO(csv), **options)\n"
PARAMETERS = {
    "type": "object",
    "properties": {"code": {"type": "string", "description": "The Python to run."}},
    "required": ["code"],
}

INSTRUCTIONS = """You answer questions about a table in a CSV file.
The tool run_python runs Python in which pandas is `pd` and the table is the data frame `df`.
Every call starts anew with the table as it is in the file. Only what your code prints comes back to you.
Work out numbers with the tool instead of guessing them. Where a question has nothing to do with the table, just answer.

The table begins with:
{beginning}"""


class CodeNotAllowed(EngineError):
    """Nobody said that the model may write code."""

    code = "code_not_allowed"
    message = "This agent works by Python that its model writes: switch on 'Allow Dangerous Code'. It runs confined."


class CSVAgent(AgentWithOwnTools):
    """Answer questions about a CSV file."""

    display_name = "CSV Agent"
    description = "Answers questions about a CSV file by Python that its model writes."
    documentation = "https://docs.langflow.org/agents"
    icon = "LangChain"
    is_trusted_only = True

    inputs = [
        MessageTextInput(
            name="input_value", display_name="Text", info="What you want to know about the table.", required=True
        ),
        *LOOP_FIELDS,
        *MODEL_FIELDS,
        FileInput(
            name="path",
            display_name="File Path",
            info="The file with the table.",
            file_types=["csv"],
            input_types=["str", "Message"],
            required=True,
        ),
        DropdownInput(
            name="agent_type",
            display_name="Agent Type",
            info="Kept for flows that have it; the model calls tools in its provider's own way.",
            options=["zero-shot-react-description", "openai-functions", "openai-tools"],
            value="openai-tools",
            advanced=True,
        ),
        DictInput(
            name="pandas_kwargs",
            display_name="Pandas Kwargs",
            info="Arguments for pandas' read_csv, such as sep.",
            is_list=True,
            advanced=True,
        ),
        BoolInput(
            name="allow_dangerous_code",
            display_name="Allow Dangerous Code",
            info="Whether the model may write Python. It runs confined, without your files and your network.",
            required=True,
        ),
    ]
    outputs = [
        Output(name="response", display_name="Response", method="build_agent_response", types=["Message"]),
        AGENT_OUTPUT,
    ]

    def __init__(self) -> None:
        super().__init__()
        self._text: str | None = None

    async def build_agent_response(self) -> Message:
        """Return what the agent answers."""
        return await self.plain_answer()

    async def own_tools(self) -> list[Tool]:
        """Return the tool that runs Python. Raises CodeNotAllowed."""
        if not self.allow_dangerous_code:
            raise CodeNotAllowed
        told = "Runs Python code with the table as the pandas data frame df. Print what you want to know."
        return [Tool(name="run_python", tag="run_python", description=told, parameters=PARAMETERS, call=self._run)]

    async def told(self) -> str:
        """Return the instructions, with the first lines of the table."""
        return INSTRUCTIONS.format(beginning=beginning_of(await self._csv()))

    async def _run(self, arguments: Mapping[str, Any]) -> str:
        source = _LOADED + without_fence(str(arguments.get("code") or ""))
        names = {"csv": await self._csv(), "options": self.pandas_kwargs or {}}
        return (await run_code(self.run, source, names=names)).told()

    async def _csv(self) -> str:
        """Return what is in the file; it is read once."""
        if self._text is None:
            self._text = await text_of_file(self.run, self.path)
        return self._text


def beginning_of(text: str) -> str:
    """Return the first lines, whole cells with line breaks included."""
    lines = StringIO()
    csv.writer(lines, lineterminator="\n").writerows(islice(csv.reader(StringIO(text)), SHOWN_LINES))
    return lines.getvalue()[:_LONGEST_SHOWN].strip()
