"""Which assistants there are. Each is an example flow of the server; whoever asks one runs a copy of his own."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistant:
    """A flow that helps."""

    starter: str
    """The name of the example flow's file."""
    usual_question: str
    """What it is asked by those who say nothing: where they are in the editor says enough."""
    knows_templates: bool = False


FLOW_ASSISTANT = "LangflowAssistant"

ASSISTANTS: Mapping[str, Assistant] = {
    FLOW_ASSISTANT: Assistant(starter="flow_assistant", usual_question="What could be done next?"),
    "SystemMessageGen": Assistant(starter="prompt_writer", usual_question="Write the text of this field."),
    "TemplateAssistant": Assistant(
        starter="template_finder", usual_question="Which template is a good start?", knows_templates=True
    ),
}
"""By the name that clients call it by."""

CONTEXT = {"node": "TextInput-context", "field": "input_value"}
"""Where the flows take what is known about the caller's flow."""
MODEL_FIELD = "model"
"""The field of every component that asks a model."""
