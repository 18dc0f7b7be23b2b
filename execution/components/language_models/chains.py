"""What components share that put a few questions to a model which an edge brings."""

from __future__ import annotations

from abc import ABC
from typing import Any

from execution.components.language_models.answering import answer
from execution.components.language_models.asking import asked_of
from execution.components.optional_import import optional_import
from execution.engine.component import Component
from execution.engine.fields import HandleInput

EXTRA = "agents"

LLM = HandleInput(
    name="llm",
    display_name="Language Model",
    info="The model that is asked.",
    input_types=["LanguageModel"],
    required=True,
)


class ChainComponent(Component, ABC):
    """Base of the components with a model in the field `llm`."""

    extra = EXTRA

    llm: Any

    @property
    def source_name(self) -> str:
        """The model's name."""
        return asked_of(self.llm).model

    async def said_to(self, question: str, *, system: str = "") -> str:
        """Return what the model answers to one question."""
        core = optional_import("langchain_core.messages", extra=EXTRA)
        opening = [core.SystemMessage(system)] if system else []
        return await self.said([*opening, core.HumanMessage(question)])

    async def said(self, messages: list[Any]) -> str:
        """Return what the model answers to a conversation. Raises what says why it does not."""
        return (await answer(self.llm, messages, asked_of(self.llm))).text
