"""NVIDIA: ask a model of NVIDIA's catalogue, or of a NIM of one's own."""

from typing import Any

from execution.components.language_models.fields import CONVERSATION, MAX_TOKENS, ONLY_TOOL_MODELS, SEED, temperature
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import BoolInput, DropdownInput, MessageTextInput, SecretStrInput

MODEL_NAMES = [
    "01-ai/yi-large",
    "abacusai/dracarys-llama-3.1-70b-instruct",
    "adept/fuyu-8b",
    "ai21labs/jamba-1.5-large-instruct",
    "ai21labs/jamba-1.5-mini-instruct",
    "aisingapore/sea-lion-7b-instruct",
    "baichuan-inc/baichuan2-13b-chat",
    "databricks/dbrx-instruct",
    "deepseek-ai/deepseek-coder-6.7b-instruct",
    "google/codegemma-1.1-7b",
    "google/codegemma-7b",
    "google/deplot",
    "google/gemma-2-27b-it",
    "google/gemma-2-2b-it",
    "google/gemma-2-9b-it",
    "google/gemma-2b",
    "google/gemma-7b",
    "google/paligemma",
    "google/recurrentgemma-2b",
    "ibm/granite-3.0-3b-a800m-instruct",
    "ibm/granite-3.0-8b-instruct",
    "ibm/granite-34b-code-instruct",
    "ibm/granite-8b-code-instruct",
    "institute-of-science-tokyo/llama-3.1-swallow-70b-instruct-v0.1",
    "institute-of-science-tokyo/llama-3.1-swallow-8b-instruct-v0.1",
    "mediatek/breeze-7b-instruct",
    "meta/codellama-70b",
    "meta/llama-3.1-405b-instruct",
    "meta/llama-3.1-70b-instruct",
    "meta/llama-3.1-8b-instruct",
    "meta/llama-3.2-11b-vision-instruct",
    "meta/llama-3.2-1b-instruct",
    "meta/llama-3.2-3b-instruct",
    "meta/llama-3.2-90b-vision-instruct",
    "meta/llama-3.3-70b-instruct",
    "meta/llama2-70b",
    "meta/llama3-70b-instruct",
    "meta/llama3-8b-instruct",
    "microsoft/kosmos-2",
    "microsoft/phi-3-medium-128k-instruct",
    "microsoft/phi-3-medium-4k-instruct",
    "microsoft/phi-3-mini-128k-instruct",
    "microsoft/phi-3-mini-4k-instruct",
    "microsoft/phi-3-small-128k-instruct",
    "microsoft/phi-3-small-8k-instruct",
    "microsoft/phi-3-vision-128k-instruct",
    "microsoft/phi-3.5-mini-instruct",
    "microsoft/phi-3.5-moe-instruct",
    "microsoft/phi-3.5-vision-instruct",
    "mistralai/codestral-22b-instruct-v0.1",
    "mistralai/mamba-codestral-7b-v0.1",
    "mistralai/mathstral-7b-v0.1",
    "mistralai/mistral-7b-instruct-v0.2",
    "mistralai/mistral-7b-instruct-v0.3",
    "mistralai/mistral-large",
    "mistralai/mistral-large-2-instruct",
    "mistralai/mixtral-8x22b-instruct-v0.1",
    "mistralai/mixtral-8x7b-instruct-v0.1",
    "nv-mistralai/mistral-nemo-12b-instruct",
    "nvidia/llama-3.1-nemotron-51b-instruct",
    "nvidia/llama-3.1-nemotron-70b-instruct",
    "nvidia/llama-3.1-nemotron-70b-reward",
    "nvidia/llama3-chatqa-1.5-70b",
    "nvidia/llama3-chatqa-1.5-8b",
    "nvidia/mistral-nemo-minitron-8b-8k-instruct",
    "nvidia/nemotron-4-340b-instruct",
    "nvidia/nemotron-4-mini-hindi-4b-instruct",
    "nvidia/nemotron-mini-4b-instruct",
    "nvidia/neva-22b",
    "nvidia/usdcode-llama-3.1-70b-instruct",
    "nvidia/usdcode-llama3-70b-instruct",
    "nvidia/vila",
    "qwen/qwen2-7b-instruct",
    "qwen/qwen2.5-coder-32b-instruct",
    "qwen/qwen2.5-coder-7b-instruct",
    "rakuten/rakutenai-7b-chat",
    "rakuten/rakutenai-7b-instruct",
    "seallms/seallm-7b-v2.5",
    "snowflake/arctic",
    "thudm/chatglm3-6b",
    "tokyotech-llm/llama-3-swallow-70b-instruct-v0.1",
    "upstage/solar-10.7b-instruct",
    "writer/palmyra-fin-70b-32k",
    "writer/palmyra-med-70b",
    "writer/palmyra-med-70b-32k",
    "yentinglin/llama-3-taiwan-70b-instruct",
    "zyphra/zamba2-7b-instruct",
]

# How Nemotron models are told to write down their thoughts.
THINK_ALOUD = "detailed thinking on"


class NVIDIAModelComponent(ProviderModelComponent):
    """Put a text to a model at NVIDIA and hand on what it answers, or hand on the model."""

    display_name = "NVIDIA"
    description = "Asks a model that NVIDIA serves."
    icon = "NVIDIA"

    inputs = [
        *CONVERSATION,
        MAX_TOKENS,
        DropdownInput(
            name="model_name",
            display_name="Model Name",
            info="The model that answers.",
            value=None,
            combobox=True,
            options=MODEL_NAMES,
            refresh_button=True,
        ),
        BoolInput(
            name="detailed_thinking",
            display_name="Detailed Thinking",
            info="Let the model write down how it thinks; for Nemotron models.",
            show=False,
        ),
        ONLY_TOOL_MODELS,
        MessageTextInput(
            name="base_url",
            display_name="NVIDIA Base URL",
            info="Address of the server.",
            value="https://integrate.api.nvidia.com/v1",
        ),
        SecretStrInput(
            name="api_key",
            display_name="NVIDIA API Key",
            info="The key, or the name of the variable that holds it.",
            value="NVIDIA_API_KEY",
        ),
        temperature(value=0.1, highest=1),
        SEED,
    ]

    detailed_thinking: bool

    made_by = PROVIDERS["NVIDIA"]
    address_field = "base_url"

    def instructions(self) -> Any:
        if not self.detailed_thinking:
            return self.system_message
        return "\n".join(part for part in (THINK_ALOUD, self.system_message) if part)
