"""LLMCheckerChain: an answer whose claims the model looks at once more. Kept for older flows."""

from __future__ import annotations

from execution.components.language_models.chains import LLM, ChainComponent
from execution.engine.fields import MultilineInput, Output
from execution.engine.values import Message

CLAIMS = """Question: {question}
An answer to it: {draft}

List the claims that this answer makes and takes for granted, one in each line."""
CHECK = """These claims were made in an answer to the question "{question}":
{claims}

Say for each claim whether it is true. Where it is not, say what is."""
REVISE = """Question: {question}
What is known about it:
{checked}

Answer the question in the light of this. Give the answer only."""


class LLMCheckerChain(ChainComponent):
    """Answer a question, check the answer, answer again."""

    display_name = "LLMCheckerChain"
    description = "Answers a question, has the model check the answer's claims, and corrects it."
    icon = "LangChain"
    legacy = True

    inputs = [
        MultilineInput(name="input_value", display_name="Input", info="The question.", required=True),
        LLM,
    ]
    outputs = [
        Output(name="text", display_name="Text", method="invoke_chain"),
    ]

    async def invoke_chain(self) -> Message:
        """Return the corrected answer; what lies before it is in the log."""
        question = self.input_value or ""
        draft = await self.said_to(question)
        claims = await self.said_to(CLAIMS.format(question=question, draft=draft))
        checked = await self.said_to(CHECK.format(question=question, claims=claims))
        answer = await self.said_to(REVISE.format(question=question, checked=checked))
        self.status = answer
        return Message(text=answer)
