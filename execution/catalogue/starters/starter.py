"""What every example flow has, and the model that those with one begin with."""

from dataclasses import dataclass, field
from typing import Any

from execution.catalogue.drawing import Drawing

CHOSEN_MODEL = [
    {
        "name": "gpt-4o-mini",
        "provider": "OpenAI",
        "icon": "OpenAI",
        "category": "OpenAI",
        "metadata": {
            "context_length": 128000,
            "model_class": "ChatOpenAI",
            "model_name_param": "model",
            "api_key_param": "api_key",
        },
    }
]
KEY_NOTE = "Before the first run, store your key under Settings as the variable **OPENAI_API_KEY**."


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """One example flow."""

    name: str
    description: str
    icon: str
    gradient: str
    tags: list[str]
    """Editors have headings for assistants, classification, coding, content-generation, q-a, chatbots, rag, agents."""
    data: dict[str, Any] = field(repr=False)
    endpoint_name: str | None = None
    needs_model: bool = True

    def document(self) -> dict[str, Any]:
        """Return the flow as its file holds it."""
        return {
            "name": self.name,
            "description": self.description,
            "icon": self.icon,
            "gradient": self.gradient,
            "tags": self.tags,
            "endpoint_name": self.endpoint_name,
            "is_component": False,
            "data": self.data,
        }


def draw_model(canvas: Drawing, key: str, *, at: tuple[float, float], **values: Any) -> str:
    return canvas.add("LanguageModelComponent", key, at=at, model=CHOSEN_MODEL, **values)
