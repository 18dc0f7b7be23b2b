"""LLM Selector: let one model choose which other model answers."""

import re
from collections.abc import Mapping
from typing import Any

import httpx

from execution.components.language_models.answering import answer
from execution.components.language_models.asking import asked_of
from execution.components.language_models.conversation import conversation
from execution.components.language_models.errors import ModelError
from execution.components.language_models.fields import TIMEOUT
from execution.engine.component import Component
from execution.engine.fields import BoolInput, DropdownInput, HandleInput, MultilineInput, Output
from execution.engine.values import Data, Message, Properties, Source
from langflow_site.common import http
from langflow_site.common.addresses import HostUnknown, OutboundRefused

SPECIFICATIONS = "https://openrouter.ai/api/v1/models"
NUMBER = re.compile(r"\d+")

INSTRUCTIONS = """Choose the model that suits the question below best. What matters most: {aim}.

The models:
{models}

Answer with the number of one model and nothing else.

The question:
{question}"""

AIMS = {
    "quality": "the best answer, whatever it costs",
    "speed": "a fast answer",
    "cost": "a cheap answer",
    "balanced": "a good answer at a fair price in reasonable time",
}


class ModelsMissing(ModelError):
    status = 400
    code = "models_missing"
    message = "Connect a judge and at least one language model."


class JudgeUndecided(ModelError):
    """The judge named none of the models, and no fallback is wanted."""

    status = 502
    code = "judge_undecided"
    message = "The judge chose no model but said: {said}"


class LLMSelectorComponent(Component):
    """Ask a judge which of several models suits a question best, and put the question to that one."""

    display_name = "LLM Selector"
    description = "Puts a question to the model that suits it best, as another model judges."
    documentation = "https://docs.langflow.org/llm-selector"
    icon = "git-branch"

    inputs = [
        HandleInput(
            name="models",
            display_name="Language Models",
            info="The models to choose from.",
            input_types=["LanguageModel"],
            is_list=True,
            required=True,
        ),
        MultilineInput(
            name="input_value",
            display_name="Input",
            info="The question.",
            required=True,
        ),
        HandleInput(
            name="judge_llm",
            display_name="Judge LLM",
            info="The model that chooses.",
            input_types=["LanguageModel"],
            required=True,
        ),
        DropdownInput(
            name="optimization",
            display_name="Optimization",
            info="What matters most.",
            options=["quality", "speed", "cost", "balanced"],
            value="balanced",
        ),
        BoolInput(
            name="use_openrouter_specs",
            display_name="Use OpenRouter Specs",
            info="Show the judge prices and sizes as OpenRouter lists them.",
            advanced=True,
            value=True,
        ),
        TIMEOUT.with_settings(display_name="API Timeout", value=10, info="Seconds to wait for OpenRouter."),
        BoolInput(
            name="fallback_to_first",
            display_name="Fallback to First Model",
            info="Take the first model where the judge does not choose.",
            advanced=True,
            value=True,
        ),
    ]
    outputs = [
        Output(name="output", display_name="Output", method="route_to_model"),
        Output(
            name="selected_model_info",
            display_name="Selected Model Info",
            method="get_selected_model_info",
            types=["Data"],
        ),
        Output(name="routing_decision", display_name="Routing Decision", method="get_routing_decision"),
    ]

    models: list[Any]
    input_value: str | None
    judge_llm: Any
    optimization: str
    use_openrouter_specs: bool
    timeout: int | None
    fallback_to_first: bool

    def __init__(self) -> None:
        super().__init__()
        self._chosen: tuple[int, str] | None = None

    async def route_to_model(self) -> Message:
        """Return the answer of the chosen model."""
        number, _ = await self._choice()
        asked = asked_of(self.models[number])
        found = await answer(self.models[number], await conversation(self.input_value), asked)
        self.status = found.text
        source = Source(id=self.vertex.id, display_name=self.vertex.display_name, source=asked.model)
        return Message(text=found.text, properties=Properties(source=source, usage=found.usage))

    async def get_selected_model_info(self) -> Data:
        """Return which model was chosen."""
        number, reason = await self._choice()
        name = asked_of(self.models[number]).model
        return Data(
            data={
                "selected_model": name,
                "selected_index": number,
                "optimization": self.optimization,
                "decision": reason,
            }
        )

    async def get_routing_decision(self) -> Message:
        """Return how it came to the choice, for people."""
        number, reason = await self._choice()
        return Message(text=f"{reason} Model {number}: {asked_of(self.models[number]).model}.")

    async def _choice(self) -> tuple[int, str]:
        """Return the chosen model's number and how it was chosen; the judge is asked once."""
        if self._chosen is None:
            self._chosen = await self._judged()
        return self._chosen

    async def _judged(self) -> tuple[int, str]:
        if not self.models or not self.judge_llm:
            raise ModelsMissing
        listed = await self._listed()
        aim = AIMS.get(self.optimization, AIMS["balanced"])
        question = INSTRUCTIONS.format(aim=aim, models=listed, question=self.input_value or "")
        found = await answer(self.judge_llm, await conversation(question), asked_of(self.judge_llm))
        number = NUMBER.search(found.text)
        if number is not None and int(number.group()) < len(self.models):
            return int(number.group()), f"The judge chose for {self.optimization}."
        if self.fallback_to_first:
            return 0, "The judge named no model, so the first one was taken."
        raise JudgeUndecided(said=found.text)

    async def _listed(self) -> str:
        names = [asked_of(model).model for model in self.models]
        known = await _specifications(self.timeout) if self.use_openrouter_specs else {}
        return "\n".join(f"{number}. {name}{_about(known, name)}" for number, name in enumerate(names))


async def _specifications(seconds: int | None) -> Mapping[str, Any]:
    """Return what OpenRouter tells about models, by name; nothing where it does not answer."""
    try:
        answered = await http.async_client().get(SPECIFICATIONS, timeout=seconds or None)
        rows = answered.raise_for_status().json()["data"]
    except (httpx.HTTPError, OutboundRefused, HostUnknown, ValueError, LookupError):
        return {}
    return {str(row["id"]).rpartition("/")[2]: row for row in rows if isinstance(row, Mapping) and row.get("id")}


def _about(known: Mapping[str, Any], name: str) -> str:
    row = known.get(name.rpartition("/")[2])
    if row is None:
        return ""
    price = row.get("pricing") or {}
    return f" (context {row.get('context_length')}, price {price.get('prompt')} in, {price.get('completion')} out)"
