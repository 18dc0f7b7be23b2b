"""Python Interpreter: run a piece of Python and hand on what it prints."""

from execution.components.python_code import CodeOutcome, module_names, run_code, without_fence
from execution.engine.component import Component
from execution.engine.fields import MultilineInput, Output, StrInput
from execution.engine.values import Data


class PythonREPLComponent(Component):
    """Run Python in a confined process. Its result is what it prints, or its error: agents read both."""

    display_name = "Python Interpreter"
    description = "Runs Python, confined, and hands on what it prints."
    documentation = "https://docs.langflow.org/python-interpreter"
    icon = "square-terminal"
    is_trusted_only = True

    inputs = [
        StrInput(
            name="global_imports",
            display_name="Global Imports",
            info="Modules that the code finds imported, separated by commas.",
            value="math,pandas",
            required=True,
        ),
        MultilineInput(
            name="python_code",
            display_name="Python Code",
            info="What to run. Only what it prints is seen.",
            value="print('Hello, World!')",
            tool_mode=True,
            required=True,
        ),
    ]
    outputs = [Output(name="results", display_name="Results", method="run_python_repl", types=["Data"])]

    global_imports: str | None
    python_code: str | None

    async def run_python_repl(self) -> Data:
        """Return the printed text under `result`, or what could not be imported under `error`."""
        modules = module_names(self.global_imports)
        outcome = await run_code(self.run, without_fence(self.python_code), imports=modules)
        if (problem := _import_problem(outcome)) is not None:
            self.log(f"Error in global imports: {problem}")
            self.log(f"Import Error: {problem}")
            return Data(data={"error": f"Import Error: {problem}"})
        self.log(f"Successfully imported modules: {modules}")
        self.log("Code execution completed successfully")
        return Data(data={"result": outcome.told()})


def _import_problem(outcome: CodeOutcome) -> str | None:
    """Return what is wrong with the listed modules; None where the code itself was reached."""
    error = outcome.error
    if error is None or error.line is not None or error.kind not in {"ImportError", "ModuleNotFoundError"}:
        return None
    module = error.message.partition("'")[2].rpartition("'")[0]
    return f"Could not import module {module}: {error.message}"
