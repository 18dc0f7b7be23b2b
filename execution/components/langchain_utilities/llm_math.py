"""LLMMathChain: a model writes the sum, this server works it out. Kept for older flows."""

from __future__ import annotations

import re

from execution.components.arithmetic import worked_out
from execution.components.language_models.chains import LLM, ChainComponent
from execution.components.language_models.errors import ModelError
from execution.engine.fields import MultilineInput, Output
from execution.engine.values import Message

INSTRUCTIONS = """Write the question as one arithmetic expression, using numbers, parentheses and + - * / // % ** only.
Give the expression between ``` and ```, and nothing else. Example: for "What is a third of 37 squared?" write
```37**2 / 3```"""

_FENCED = re.compile(r"```(?:[a-z]+\n)?\s*(.*?)\s*```", re.DOTALL)
_ANSWER = "Answer:"


class ExpressionMissing(ModelError):
    """The model answered with something else."""

    status = 502
    code = "expression_missing"
    message = "The model's answer holds no expression to work out: {answer}"


class LLMMathChain(ChainComponent):
    """Answer a question by arithmetic."""

    display_name = "LLMMathChain"
    description = "Answers a question by a sum that a model writes and this server works out."
    icon = "LangChain"
    legacy = True

    inputs = [
        MultilineInput(name="input_value", display_name="Input", info="The question.", required=True),
        LLM,
    ]
    outputs = [
        Output(name="text", display_name="Message", method="invoke_chain"),
    ]

    async def invoke_chain(self) -> Message:
        """Return "Answer: " and the result. Raises ExpressionMissing or what is wrong with the expression."""
        said = await self.said_to(self.input_value or "", system=INSTRUCTIONS)
        answer = f"{_ANSWER} {_result_in(said)}"
        self.status = answer
        return Message(text=answer)


def _result_in(said: str) -> str:
    fenced = _FENCED.search(said)
    if fenced is not None:
        return worked_out(fenced[1])
    _, found, answer = said.partition(_ANSWER)
    if not found:
        raise ExpressionMissing(answer=said[:100])
    return answer.strip()
