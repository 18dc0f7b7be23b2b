"""Python REPL as a tool. Kept for older flows; today's Python Interpreter is a tool by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from execution.components.python_code import module_names, run_code, without_fence
from execution.engine.component import Component
from execution.engine.fields import Output, StrInput
from execution.engine.toolkit import Tool, as_langchain_tools
from execution.engine.values import Data

PARAMETERS = {
    "type": "object",
    "properties": {"code": {"type": "string", "description": "The Python to run."}},
    "required": ["code"],
}


class PythonREPLTool(Component):
    """Give an agent the tool that runs Python in a confined process."""

    display_name = "Python REPL"
    description = "Runs Python for an agent, confined."
    icon = "Python"
    legacy = True
    replacement = ["processing.PythonREPLComponent"]
    is_trusted_only = True

    inputs = [
        StrInput(name="name", display_name="Tool Name", info="What the model calls it.", value="python_repl"),
        StrInput(
            name="description",
            display_name="Tool Description",
            info="What the model is told about it.",
            value="Runs Python code. Only what the code prints comes back, so print what you want to know.",
        ),
        StrInput(
            name="global_imports",
            display_name="Global Imports",
            info="Modules that the code finds imported, separated by commas.",
            value="math",
        ),
        StrInput(name="code"),  # the name in which a node keeps its source: listed as a field, but never filled in
    ]
    outputs = [
        Output(name="api_run_model", display_name="Data", method="run_model", types=["Data"]),
        Output(name="api_build_tool", display_name="Tool", method="build_tool", types=["Tool"]),
    ]

    def run_model(self) -> list[Data]:
        """Return what the tool is."""
        return [Data(data={"result": self._created()})]

    async def build_tool(self) -> Any:
        """Return the tool."""
        self._created()
        name = str(self.values.get("name") or "python_repl")
        told = str(self.values.get("description") or self.description)
        tool = Tool(name=name, tag=name, description=told, parameters=PARAMETERS, call=self._answer)
        return as_langchain_tools([tool])[0]

    def _created(self) -> str:
        modules = ", ".join(module_names(self.values.get("global_imports")))
        self.status = f"Python REPL Tool created with global imports: {modules}"
        return str(self.status)

    async def _answer(self, arguments: Mapping[str, Any]) -> str:
        modules = module_names(self.values.get("global_imports"))
        outcome = await run_code(self.run, without_fence(str(arguments.get("code") or "")), imports=modules)
        return outcome.told()
