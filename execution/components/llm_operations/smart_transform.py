"""Smart Transform: a model writes the function that transforms the data; the data itself is not rewritten by it."""

import ast
import json
import re
from typing import Any

from execution.components.language_models.answering import answer
from execution.components.language_models.choosing import ModelChooser
from execution.components.language_models.conversation import conversation
from execution.components.language_models.errors import ModelError
from execution.components.language_models.fields import MODEL, MODEL_KEY
from execution.components.python_code import run_code
from execution.engine.fields import DataInput, IntInput, MultilineInput, Output
from execution.engine.values import Data, DataFrame, Message
from execution.engine.values.json_values import to_json_value

INSTRUCTIONS = """Write one Python lambda with one argument that does what is asked with the data below.
Use the language and its builtins only. Answer with the lambda alone: no words, no fence, no name for it.

What is asked:
{wanted}

The type of the argument: {kind}

The data{cut}:
{shown}"""

CUT = " (it is long; its beginning and its end are shown)"
_START = re.compile(r"\blambda\b")


class LambdaMissing(ModelError):
    """The model answered with something else."""

    status = 502
    code = "lambda_missing"
    message = "Could not find a valid lambda in the model's answer: {answer}"


class SmartTransform(ModelChooser):
    """Ask a model for a lambda, and run it on the data in a confined process."""

    name = "Smart Transform"
    display_name = "Smart Transform"
    description = "Transforms data as you say, by a function that a model writes."
    documentation = "https://docs.langflow.org/smart-transform"
    icon = "square-function"
    is_trusted_only = True

    inputs = [
        DataInput(
            name="data",
            display_name="Data",
            info="What to transform: records, tables or a text.",
            input_types=["Data", "DataFrame", "Message"],
            is_list=True,
            required=True,
        ),
        MODEL,
        MODEL_KEY,
        MultilineInput(
            name="filter_instruction",
            display_name="Instructions",
            info="What shall become of the data.",
            value="Transform the data to...",
            required=True,
        ),
        IntInput(
            name="sample_size",
            display_name="Sample Size",
            info="Of long data the model sees that many characters of the beginning and of the end.",
            value=1000,
            advanced=True,
        ),
        IntInput(
            name="max_size",
            display_name="Max Size",
            info="Data of more characters than that is long.",
            value=30000,
            advanced=True,
        ),
    ]
    outputs = [
        Output(name="data_output", display_name="Output", method="process_as_data", types=["Data"]),
        Output(name="dataframe_output", display_name="Output", method="process_as_dataframe", types=["DataFrame"]),
        Output(name="message_output", display_name="Output", method="process_as_message", types=["Message"]),
    ]

    data: list[Any]
    filter_instruction: str | None
    sample_size: int | None
    max_size: int | None

    def __init__(self) -> None:
        super().__init__()
        self._written = ""
        self._made: Any = None

    async def process_as_data(self) -> Data:
        """Return the result as a record; a list stands under `_results`."""
        made = await self._transformed()
        if not isinstance(made, dict):
            made = {"_results": made} if isinstance(made, list) else {"text": _as_text(made)}
        self.status = Data(data=made)
        return self.status

    async def process_as_dataframe(self) -> DataFrame:
        """Return the result as a table; what is no record stands in the column `value`."""
        made = await self._transformed()
        items = made if isinstance(made, list) else [made]
        self.status = DataFrame([item if isinstance(item, dict) else {"value": item} for item in items])
        return self.status

    async def process_as_message(self) -> Message:
        """Return the result as text, a list's items in lines."""
        made = await self._transformed()
        self.status = Message(text="\n".join(map(_as_text, made)) if isinstance(made, list) else _as_text(made))
        return self.status

    async def _transformed(self) -> Any:
        """Return what the lambda makes of the data; the model is asked once for all outputs."""
        if not self._written:
            given = _plain(self.data)
            model, asked = await self.model_to_ask()
            found = await answer(model, await conversation(self._question(given)), asked)
            written = lambda_in(found.text)
            outcome = await run_code(
                self.run, f"transform = {written}", names={"data": given}, result="transform(data)"
            )
            self._made, self._written = outcome.value(), written
        self.log(f"Generated lambda: {self._written}")
        return self._made

    def _question(self, given: Any) -> str:
        shown = given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)
        size = self.sample_size or 0
        is_cut = len(shown) > max(self.max_size or 0, 2 * size)
        if is_cut:
            shown = f"{shown[:size]}\n...\n{shown[len(shown) - size :]}"
        kind = "a list of dictionaries" if isinstance(given, list) else f"a {type(given).__name__}"
        wanted = self.filter_instruction or ""
        return INSTRUCTIONS.format(wanted=wanted, kind=kind, cut=CUT if is_cut else "", shown=shown)


def lambda_in(answered: str) -> str:
    """Return the lambda in a model's answer, without what stands around it; raise LambdaMissing."""
    for start in _START.finditer(answered):
        lines = answered[start.start() :].replace("```", "\n").strip().splitlines()
        for end in range(len(lines), 0, -1):
            text = "\n".join(lines[:end]).strip().rstrip("`")
            if _is_lambda(text):
                return text
    raise LambdaMissing(answer=answered[:100])


def _is_lambda(text: str) -> bool:
    try:
        return isinstance(ast.parse(f"({text}\n)", mode="eval").body, ast.Lambda)
    except (SyntaxError, ValueError):
        return False


def _plain(given: list[Any]) -> Any:
    """Return the data as the lambda gets it: one text as a string, one record as a dictionary, several as a list."""
    items = [item.get_text() if isinstance(item, Message) else to_json_value(item.data) for item in given]
    if len(items) == 1:
        return items[0]
    if all(isinstance(item, str) for item in items):
        return "\n".join(items)
    return [{"text": item} if isinstance(item, str) else item for item in items]


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
