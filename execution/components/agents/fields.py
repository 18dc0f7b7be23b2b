"""The fields that agents share. Each component lists its own, in the order in which they show."""

from execution.components.language_models.fields import MODEL, MODEL_KEY
from execution.components.model_catalogue.providers import WATSONX_URLS
from execution.engine.fields import (
    BoolInput,
    DropdownInput,
    HandleInput,
    Input,
    IntInput,
    MessageInput,
    MultilineInput,
    StrInput,
)

MOST_TURNS = 15

MODEL_FIELDS: list[Input] = [
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
]

TOOLS = HandleInput(
    name="tools",
    display_name="Tools",
    info="What the agent may do: components in tool mode, or tools.",
    input_types=["Tool"],
    is_list=True,
)
QUESTION = MessageInput(name="input_value", display_name="Input", info="What the agent is asked to do.", tool_mode=True)

LOOP_FIELDS: list[Input] = [
    BoolInput(
        name="handle_parsing_errors",
        display_name="Handle Parse Errors",
        info="Let the model try again where it called a tool with arguments that cannot be read.",
        value=True,
        advanced=True,
    ),
    BoolInput(
        name="verbose",
        display_name="Verbose",
        info="Kept for older flows; the steps are always shown.",
        value=True,
        advanced=True,
    ),
    IntInput(
        name="max_iterations",
        display_name="Max Iterations",
        info="How often the model is asked at most; then the agent ends with what it has.",
        value=MOST_TURNS,
        advanced=True,
    ),
    MultilineInput(
        name="agent_description",
        display_name="Agent Description [Deprecated]",
        info="How the agent is described to other agents that use it as a tool.",
        value="A helpful assistant with access to the following tools:",
        advanced=True,
    ),
]
