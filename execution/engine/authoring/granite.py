"""IBM's Granite models in agents: they are told to use their tools, else they are like the others."""

from __future__ import annotations

from typing import Any

from execution.engine.authoring.model_choice import get_model_name
from execution.engine.authoring.tool_calling import ModelWithTools


def is_granite_model(llm: Any) -> bool:
    """Is it one of IBM's, by its name?"""
    return "granite" in get_model_name(llm, "").lower()


def get_enhanced_system_prompt(base_prompt: str, tools: list[Any]) -> str:
    """Return the prompt with the names of the tools and a word about when to use them."""
    names = ", ".join(str(tool.name) for tool in tools)
    if not names:
        return base_prompt
    said = f"You have these tools: {names}. Use them where the question needs them, and answer from what they give."
    return f"{base_prompt}\n\n{said}".strip()


def create_granite_agent(
    llm: Any,
    tools: list[Any],
    prompt: Any = None,  # noqa: ARG001  # the agent puts its own prompt to the model
    forced_iterations: int = 2,  # noqa: ARG001  # the model is told, not forced
) -> ModelWithTools:
    """Return what asks the model, as with all models that call tools."""
    return ModelWithTools(llm, list(tools))
