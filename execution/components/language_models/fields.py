"""The fields that chat model components share. Each component lists its own, in the order in which they show."""

from execution.engine.fields import (
    BoolInput,
    DictInput,
    DropdownInput,
    FloatInput,
    Input,
    IntInput,
    MessageInput,
    ModelInput,
    MultilineInput,
    RangeSpec,
    SecretStrInput,
    SliderInput,
)

CONVERSATION: list[Input] = [
    MessageInput(name="input_value", display_name="Input", info="What the model is asked."),
    MultilineInput(
        name="system_message",
        display_name="System Message",
        info="How the model shall behave; it reads this before the input.",
    ),
    BoolInput(
        name="stream",
        display_name="Stream",
        info="Show the answer while it is being written; needs a Chat Output behind the model.",
        advanced=True,
    ),
]

MAX_TOKENS = IntInput(
    name="max_tokens", display_name="Max Tokens", info="Longest answer, in tokens; 0 sets no limit.", advanced=True
)
RANGED_MAX_TOKENS = MAX_TOKENS.with_settings(range_spec=RangeSpec(min=0, max=128000))
MODEL_KWARGS = DictInput(
    name="model_kwargs",
    display_name="Model Kwargs",
    info="Further parameters, sent to the provider as they are.",
    advanced=True,
)
JSON_MODE = BoolInput(
    name="json_mode", display_name="JSON Mode", info="Make the model answer with one JSON object.", advanced=True
)
SEED = IntInput(
    name="seed",
    display_name="Seed",
    info="The same seed gives the same answer, as far as the provider can.",
    value=1,
    advanced=True,
)
MAX_RETRIES = IntInput(
    name="max_retries", display_name="Max Retries", info="How often a failed request is repeated.", advanced=True
)
TIMEOUT = IntInput(name="timeout", display_name="Timeout", info="Seconds to wait for the provider.", advanced=True)
TOP_P = FloatInput(
    name="top_p",
    display_name="Top P",
    info="Choose only among the likeliest words that together have this probability.",
    advanced=True,
)
ANSWERS = IntInput(
    name="n",
    display_name="N",
    info="How many answers the model writes; the first one is handed on.",
    advanced=True,
)
ONLY_TOOL_MODELS = BoolInput(
    name="tool_model_enabled",
    display_name="Enable Tool Models",
    info="Offer only models that can call tools.",
    real_time_refresh=True,
)
TEMPERATURE_INFO = "Low values give steady answers, high ones varied answers."

MODEL = ModelInput(
    name="model",
    display_name="Language Model",
    info="Which model answers. Providers with a key are offered; an edge may bring a model instead.",
    required=True,
    real_time_refresh=True,
)
MODEL_KEY = SecretStrInput(
    name="api_key",
    display_name="API Key",
    info="Key for the provider. Left empty, the variable of that provider is used.",
    advanced=True,
    real_time_refresh=True,
)


def temperature(*, value: float, highest: float, step: float = 0.01, advanced: bool = True) -> SliderInput:
    """Return the scale from steady to varied."""
    return SliderInput(
        name="temperature",
        display_name="Temperature",
        info=TEMPERATURE_INFO,
        value=value,
        range_spec=RangeSpec(min=0, max=highest, step=step),
        advanced=advanced,
    )


def model_name(*, options: list[str], display_name: str = "Model Name", **settings: object) -> DropdownInput:
    """Return the choice of a model; the first one is chosen where `value` names no other."""
    return DropdownInput(
        name="model_name",
        display_name=display_name,
        info="The model that answers.",
        options=options,
        **{"value": options[0] if options else "", **settings},
    )


def api_key(display_name: str, **settings: object) -> SecretStrInput:
    """Return the field of the key."""
    return SecretStrInput(
        name="api_key",
        display_name=display_name,
        info="The key, or the name of the variable that holds it.",
        **settings,
    )
