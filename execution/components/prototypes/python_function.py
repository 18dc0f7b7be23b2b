"""Python Function: a function that a flow's author wrote, as a value, or called."""

from __future__ import annotations

import ast
from typing import Any

from execution.components.python_code import CodeOutcome, run_code
from execution.engine.component import Component
from execution.engine.custom_code.checks import require_readable
from execution.engine.errors import EngineError
from execution.engine.fields import CodeInput, Output
from execution.engine.ports import RunContext
from execution.engine.values import Data, Message


class FunctionInvalid(EngineError):
    """The code is no Python, or defines no function."""

    code = "function_invalid"
    message = "{reason}"


class ConfinedFunction(str):
    """A function's source that can be called: each call runs it in a confined process."""

    __slots__ = ("_name", "_run")

    _name: str
    _run: RunContext

    @classmethod
    def of(cls, source: str, run: RunContext) -> ConfinedFunction:
        """Return the first function that the source defines; raise FunctionInvalid."""
        function = cls(source)
        function._name, function._run = function_names(source)[0], run
        return function

    async def outcome(self, *arguments: Any, **named: Any) -> CodeOutcome:
        """Call it with JSON values and return what came of it."""
        names = {"call_arguments": list(arguments), "call_names": named}
        called = f"{self._name}(*call_arguments, **call_names)"
        return await run_code(self._run, str(self), names=names, result=called)

    async def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Call it with JSON values and return the result; raise CodeRaised."""
        return (await self.outcome(*arguments, **named)).value()


class PythonFunction(Component):
    """Make a function of code, and call it."""

    display_name = "Python Function"
    description = "Turns code into a function and calls it, confined."
    icon = "Python"
    legacy = True
    is_trusted_only = True

    inputs = [
        CodeInput(
            name="function_code",
            display_name="Function Code",
            info="Python with a function that needs no arguments; of several it is the first.",
        ),
    ]
    outputs = [
        Output(
            name="function_output",
            display_name="Function Callable",
            method="get_function_callable",
            types=["Callable"],
        ),
        Output(
            name="function_output_data",
            display_name="Function Output (Data)",
            method="execute_function_data",
            types=["Data"],
        ),
        Output(
            name="function_output_str",
            display_name="Function Output (Message)",
            method="execute_function_message",
            types=["Message"],
        ),
    ]

    function_code: str | None

    def get_function_callable(self) -> ConfinedFunction:
        """Return the function."""
        self.status = self.function_code
        return ConfinedFunction.of(self.function_code or "", self.run)

    async def execute_function_data(self) -> list[Data]:
        """Return the function's result, or each item of it, as records."""
        result = await self._result()
        items = result if isinstance(result, list) else [result]
        return [Data(data=item) if isinstance(item, dict) else Data(data={"text": str(item)}) for item in items]

    async def execute_function_message(self) -> Message:
        """Return the function's result as text."""
        return Message(text=str(await self._result()))

    async def _result(self) -> Any:
        outcome = await self.get_function_callable().outcome()
        if outcome.error is not None:
            return f"Error executing function: {outcome.error.message}"
        return outcome.result


def function_names(source: str) -> list[str]:
    """Return the functions that the source defines, at least one; raise FunctionInvalid, CodeInvalid or SyntaxError."""
    require_readable(source)
    try:
        parts = ast.parse(source).body
    except ValueError as error:
        raise FunctionInvalid(reason=f"Invalid Python code: {error}") from None
    names = [part.name for part in parts if isinstance(part, ast.FunctionDef)]
    if not names:
        raise FunctionInvalid(reason="No function definition found in the code string")
    return names
