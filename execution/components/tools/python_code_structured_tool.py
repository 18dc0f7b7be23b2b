"""Python code as a tool: a function whose arguments the model fills. Kept for older flows."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from execution.components.prototypes.python_function import function_names
from execution.components.python_code import run_code
from execution.engine.component import Component, Node
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, DropdownInput, HandleInput, MessageTextInput, MultilineInput, Output
from execution.engine.toolkit import Tool, ToolFailed, as_langchain_tools
from execution.engine.values import Data

KINDS = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "list": "array",
    "dict": "object",
}
"""JSON's names of the types that annotations name."""


class VariablesInput(HandleInput, type="dict"):
    """Records that edges bring, of the kind that editors know as a dictionary."""

    def to_template(self) -> dict[str, Any]:
        return {**super().to_template(), "_input_type": HandleInput.__name__}


class FunctionMissing(EngineError):
    """The code has no function of the chosen name."""

    code = "function_missing"
    message = "The code defines no function '{name}'; it defines: {known}."


class PythonCodeStructuredTool(Component):
    """Give an agent a function as a tool; each call runs it in a confined process."""

    display_name = "Python Code Structured"
    description = "Makes a tool of a Python function, confined."
    documentation = "https://python.langchain.com/docs/modules/tools/custom_tools/#structuredtool-dataclass"
    icon = "Python"
    legacy = True
    replacement = ["processing.PythonREPLComponent"]
    is_trusted_only = True

    inputs = [
        MultilineInput(
            name="tool_code",
            display_name="Tool Code",
            info="Python with the function that the tool calls.",
            placeholder="def my_function(args):\n    pass",
            required=True,
            real_time_refresh=True,
            refresh_button=True,
        ),
        MessageTextInput(name="tool_name", display_name="Tool Name", info="What the model calls it.", required=True),
        MessageTextInput(
            name="tool_description",
            display_name="Description",
            info="What the model is told about it.",
            required=True,
        ),
        BoolInput(
            name="return_direct",
            display_name="Return Directly",
            info="Take the function's result for the agent's answer.",
        ),
        DropdownInput(
            name="tool_function",
            display_name="Tool Function",
            info="The function of the code that is called.",
            required=True,
            options=[],
            real_time_refresh=True,
            refresh_button=True,
        ),
        VariablesInput(
            name="global_variables",
            display_name="Global Variables",
            info="Records whose fields the code finds as variables.",
            input_types=["Data"],
            is_list=True,
        ),
        MessageTextInput(name="_classes", display_name="Classes", info="Of older releases; not read.", advanced=True),
        MessageTextInput(
            name="_functions", display_name="Functions", info="Of older releases; not read.", advanced=True
        ),
    ]
    outputs = [Output(name="result_tool", display_name="Tool", method="build_tool", types=["Tool"])]

    tool_code: str | None
    tool_name: str | None
    tool_description: str | None
    return_direct: bool
    tool_function: str | None
    global_variables: list[Any] | None

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Offer the functions that the code defines; code that cannot be read offers none."""
        if field_name in {"tool_code", "tool_function"}:
            code = field_value if field_name == "tool_code" else build_config["tool_code"].get("value")
            build_config["tool_function"]["options"] = _offered(str(code or ""))
        return build_config

    async def build_tool(self) -> Any:
        """Return the tool; raise FunctionInvalid or FunctionMissing."""
        function = _function(self.tool_code or "", self.tool_function or "")
        name = self.tool_name or function.name
        tool = Tool(
            name=name,
            tag=name,
            description=self.tool_description or "",
            parameters=_parameters(function, self.values),
            call=self._answer,
        )
        made = as_langchain_tools([tool])[0]
        made.return_direct = bool(self.return_direct)
        return made

    async def _answer(self, arguments: Mapping[str, Any]) -> Any:
        names: dict[str, Any] = {}
        for record in self.global_variables or ():
            names.update(record.data if isinstance(record, Data) else record)
        names["call_arguments"] = dict(arguments)
        called = f"{self.tool_function}(**call_arguments)"
        try:
            return (await run_code(self.run, self.tool_code or "", names=names, result=called)).value()
        except EngineError as error:
            raise ToolFailed(reason=str(error)) from error


def _offered(code: str) -> list[str]:
    try:
        return function_names(code)
    except (EngineError, SyntaxError):
        return []


def _function(code: str, name: str) -> ast.FunctionDef:
    known = function_names(code)
    parts = [part for part in ast.parse(code).body if isinstance(part, ast.FunctionDef) and part.name == name]
    if not parts:
        raise FunctionMissing(name=name, known=", ".join(known))
    return parts[-1]


def _parameters(function: ast.FunctionDef, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return the JSON schema of the arguments. Nodes hold descriptions of them as `function|argument`."""
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    required = positional[: len(positional) - len(given.defaults)]
    required += [
        argument for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True) if default is None
    ]
    properties = {
        argument.arg: _schema(argument, told.get(f"{function.name}|{argument.arg}"))
        for argument in (*positional, *given.kwonlyargs)
    }
    return {"type": "object", "properties": properties, "required": [argument.arg for argument in required]}


def _schema(argument: ast.arg, description: Any) -> dict[str, Any]:
    written = ast.unparse(argument.annotation).partition("[")[0] if argument.annotation else ""
    schema = {"type": KINDS[written]} if written in KINDS else {}
    return {**schema, "description": str(description)} if description else schema
