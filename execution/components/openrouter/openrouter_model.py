"""OpenRouter: ask a model of any provider that OpenRouter leads to."""

from collections.abc import Mapping

from execution.components.language_models.fields import CONVERSATION, MAX_TOKENS, temperature
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from execution.engine.fields import DropdownInput, SecretStrInput, StrInput


class OpenRouterComponent(ProviderModelComponent):
    """Put a text to a model behind OpenRouter and hand on what it answers, or hand on the model."""

    display_name = "OpenRouter"
    description = "Asks a model of any provider, through OpenRouter."
    icon = "OpenRouter"

    inputs = [
        *CONVERSATION,
        SecretStrInput(
            name="api_key",
            display_name="API Key",
            info="The key, or the name of the variable that holds it.",
            required=True,
        ),
        DropdownInput(
            name="model_name",
            display_name="Model",
            info="The model that answers.",
            real_time_refresh=True,
            refresh_button=True,
            required=True,
        ),
        temperature(value=0.7, highest=2),
        MAX_TOKENS,
        StrInput(
            name="site_url",
            display_name="Site URL",
            info="Address of your site, by which OpenRouter ranks applications.",
            advanced=True,
        ),
        StrInput(
            name="app_name",
            display_name="App Name",
            info="Name of your application, for the same purpose.",
            advanced=True,
        ),
    ]

    site_url: str | None
    app_name: str | None

    made_by = PROVIDERS["OpenRouter"]

    def own_headers(self) -> Mapping[str, str]:
        headers = {"HTTP-Referer": self.site_url, "X-Title": self.app_name}
        return {name: value for name, value in headers.items() if value}
