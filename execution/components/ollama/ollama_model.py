"""Ollama: ask a model on one's own machine."""

from collections.abc import Mapping
from typing import Any

from execution.components.language_models.answers import json_in
from execution.components.language_models.fields import CONVERSATION, ONLY_TOOL_MODELS, TIMEOUT, TOP_P, temperature
from execution.components.language_models.model_lists import models_of_ollama
from execution.components.language_models.output_schema import COLUMNS_WITH_CHOICE, FIRST_ROW, schema_of
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.component import Hooked, Node
from execution.engine.fields import (
    BoolInput,
    DictInput,
    DropdownInput,
    FloatInput,
    IntInput,
    MessageTextInput,
    Output,
    SecretStrInput,
    StrInput,
    TableInput,
)
from execution.engine.values import Data, DataFrame

MIROSTAT = {"Disabled": None, "Mirostat": 1, "Mirostat 2.0": 2}
MIROSTAT_DEFAULTS = {"Mirostat": (0.1, 5), "Mirostat 2.0": (0.2, 10)}
"""Version -> how fast it adapts, how surprising the text may be."""

UNTYPED = "Response"

TEXT = Output(name="text_output", display_name="Text", method="text_response", types=["Message"])
MODEL = Output(name="model_output", display_name="Language Model", method="build_model", types=["LanguageModel"])
DATA = Output(name="data_output", display_name="Data", method="build_data_output", types=["Data"])
TABLE = Output(name="dataframe_output", display_name="DataFrame", method="build_dataframe_output", types=["DataFrame"])


class OllamaModel(ProviderModelComponent):
    """Put a text to a model that Ollama serves and hand on what it answers, or hand on the model."""

    display_name = "Ollama"
    description = "Asks a model that Ollama serves."
    icon = "Ollama"

    inputs = [
        StrInput(
            name="base_url",
            display_name="Ollama API URL",
            info="Address where Ollama listens.",
            real_time_refresh=True,
            value="http://localhost:11434",
        ),
        DropdownInput(
            name="model_name",
            display_name="Model Name",
            info="One of the models that Ollama has pulled.",
            real_time_refresh=True,
            refresh_button=True,
            required=True,
        ),
        SecretStrInput(
            name="api_key",
            display_name="Ollama API Key",
            info="Key for Ollama's cloud; a server of your own needs none.",
            value=None,
            advanced=True,
            real_time_refresh=True,
        ),
        temperature(value=0.1, highest=1),
        TableInput(
            name="format",
            display_name="Format",
            info="Fields of the answer, where it shall be structured.",
            show=False,
            table_schema=COLUMNS_WITH_CHOICE,
            value=[dict(FIRST_ROW)],
        ),
        DictInput(
            name="metadata",
            display_name="Metadata",
            info="Kept for older flows.",
            advanced=True,
        ),
        DropdownInput(
            name="mirostat",
            display_name="Mirostat",
            info="A way to choose words that keeps the surprise of the text even.",
            advanced=True,
            options=["Disabled", "Mirostat", "Mirostat 2.0"],
            real_time_refresh=True,
            value="Disabled",
        ),
        FloatInput(
            name="mirostat_eta",
            display_name="Mirostat Eta",
            info="How fast Mirostat adapts.",
            advanced=True,
        ),
        FloatInput(
            name="mirostat_tau",
            display_name="Mirostat Tau",
            info="How surprising the text may be for Mirostat.",
            advanced=True,
        ),
        IntInput(
            name="num_ctx",
            display_name="Context Window Size",
            info="Tokens that the model sees at once; 0 leaves it to the model.",
            advanced=True,
        ),
        IntInput(
            name="num_gpu",
            display_name="Number of GPUs",
            info="How many layers run on graphics cards; 0 leaves it to Ollama.",
            advanced=True,
        ),
        IntInput(
            name="num_thread",
            display_name="Number of Threads",
            info="Threads to compute with; 0 leaves it to Ollama.",
            advanced=True,
        ),
        IntInput(
            name="repeat_last_n",
            display_name="Repeat Last N",
            info="How far back the model looks to avoid repetition; 0 leaves it to Ollama.",
            advanced=True,
        ),
        FloatInput(
            name="repeat_penalty",
            display_name="Repeat Penalty",
            info="How strongly repetition is avoided.",
            advanced=True,
        ),
        FloatInput(
            name="tfs_z",
            display_name="TFS Z",
            info="Cut off unlikely words; 1 cuts none.",
            advanced=True,
        ),
        TIMEOUT.with_settings(info="Seconds to wait for the server; 0 sets no limit."),
        IntInput(
            name="top_k",
            display_name="Top K",
            info="Choose only among this many of the likeliest words.",
            advanced=True,
        ),
        TOP_P,
        BoolInput(
            name="enable_verbose_output",
            display_name="Ollama Verbose Output",
            info="Kept for older flows.",
            advanced=True,
        ),
        MessageTextInput(
            name="tags",
            display_name="Tags",
            info="Kept for older flows.",
            advanced=True,
        ),
        MessageTextInput(
            name="stop_tokens",
            display_name="Stop Tokens",
            info="Texts, separated by commas, at which the answer ends.",
            advanced=True,
        ),
        MessageTextInput(
            name="system",
            display_name="System",
            info="What the model reads before the input, where System Message is empty.",
            advanced=True,
        ),
        ONLY_TOOL_MODELS.with_settings(
            display_name="Tool Model Enabled",
            value=True,
            info="Kept for older flows; all models of the server are offered.",
        ),
        MessageTextInput(
            name="template",
            display_name="Template",
            info="Kept for older flows; Ollama's chats use the model's own template.",
            advanced=True,
        ),
        BoolInput(
            name="enable_structured_output",
            display_name="Enable Structured Output",
            info="Make the model answer with the fields of the table.",
            real_time_refresh=True,
        ),
        *CONVERSATION,
    ]
    outputs = [TEXT, MODEL, DATA, TABLE]

    base_url: str | None
    system: str | None
    stop_tokens: str | None
    mirostat: str | None
    format: list[dict[str, Any]]
    enable_structured_output: bool

    extra = "ollama"
    made_by = PROVIDERS["Ollama"]
    address_field = "base_url"

    def chosen_address(self) -> str | None:
        # The path of the other protocol that Ollama serves is a usual slip.
        return (self.base_url or "").rstrip("/").removesuffix("/v1") or None

    def instructions(self) -> Any:
        return self.system_message or self.system

    def own_options(self) -> Mapping[str, Any]:
        version = MIROSTAT.get(self.mirostat or "")
        names = ("num_ctx", "num_gpu", "num_thread", "repeat_last_n", "repeat_penalty", "tfs_z", "top_k", "top_p")
        return {
            **{name: self.value_of(name) or None for name in names},
            "mirostat": version,
            "mirostat_eta": self.value_of("mirostat_eta") if version else None,
            "mirostat_tau": self.value_of("mirostat_tau") if version else None,
            "stop": [text.strip() for text in (self.stop_tokens or "").split(",") if text.strip()] or None,
            "format": schema_of(self.format, title=UNTYPED) if self.enable_structured_output else None,
        }

    async def build_data_output(self) -> Data:
        """Return the answer's JSON as a record; several records stand under `results`."""
        found = json_in((await self.text_response()).get_text())
        return Data(data=found if isinstance(found, dict) else {"results": found})

    async def build_dataframe_output(self) -> DataFrame:
        """Return the answer's JSON as a table."""
        found = json_in((await self.text_response()).get_text())
        rows = found if isinstance(found, list) else [found]
        return DataFrame([row if isinstance(row, dict) else {"value": row} for row in rows])

    async def names_of_models(self, address: str, key: str | None) -> list[str]:
        """Ask for the models that were pulled."""
        return await models_of_ollama(address, key)

    def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Hooked:
        """Show what belongs to the chosen way of sampling, and the table where the answer is structured."""
        if field_name == "mirostat":
            defaults = MIROSTAT_DEFAULTS.get(str(field_value), (None, None))
            for name, value in zip(("mirostat_eta", "mirostat_tau"), defaults, strict=True):
                build_config[name]["advanced"] = value is None
                build_config[name]["value"] = value
        if field_name == "enable_structured_output":
            build_config["format"]["show"] = bool(field_value)
        return super().update_build_config(build_config, field_value, field_name)
