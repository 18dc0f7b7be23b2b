"""Language Model: ask any provider's chat model."""

from execution.components.language_models.chat_component import ChatModelComponent
from execution.components.language_models.choosing import ModelChooser
from execution.components.language_models.fields import CONVERSATION, MODEL, MODEL_KEY, temperature
from execution.components.model_catalogue.providers import WATSONX_URLS
from execution.engine.fields import DropdownInput, IntInput, RangeSpec, StrInput


class LanguageModelComponent(ModelChooser, ChatModelComponent):
    """Put a text to a language model and hand on what it answers, or hand on the model."""

    display_name = "Language Model"
    description = "Asks a language model of your choice."
    documentation = "https://docs.langflow.org/components-models"
    icon = "brain-circuit"
    quotes_refusals = False

    inputs = [
        MODEL,
        MODEL_KEY,
        DropdownInput(
            name="base_url_ibm_watsonx",
            display_name="watsonx API Endpoint",
            info="Address of the region; for IBM watsonx.ai only.",
            options=WATSONX_URLS,
            value=WATSONX_URLS[0],
            show=False,
            real_time_refresh=True,
        ),
        StrInput(
            name="project_id",
            display_name="watsonx Project ID",
            info="Project that the model belongs to; for IBM watsonx.ai only.",
            show=False,
        ),
        StrInput(
            name="ollama_base_url",
            display_name="Ollama API URL",
            info="Where Ollama listens; for Ollama only.",
            value="http://localhost:11434",
            show=False,
            real_time_refresh=True,
        ),
        *CONVERSATION,
        temperature(value=0.1, highest=1),
        IntInput(
            name="max_tokens",
            display_name="Max Tokens",
            info="Longest answer, in tokens; 0 leaves it to the provider.",
            range_spec=RangeSpec(min=1, max=128000, step=1, step_type="int"),
            advanced=True,
        ),
    ]

    temperature: float | None
    max_tokens: int | None
