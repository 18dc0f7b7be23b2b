"""What the components of Amazon Bedrock share: whose account is used, and the check of the address."""

from collections.abc import Mapping
from typing import Any

from execution.components.language_models.bedrock_account import account, address_to_check
from execution.components.language_models.failures import Asked, provider_errors
from execution.components.language_models.provider_component import ProviderModelComponent
from execution.components.language_models.providers import PROVIDERS
from langflow_site.common import http


class BedrockModelComponent(ProviderModelComponent):
    """Base of the components that ask a model at Amazon Bedrock."""

    extra = "amazon"
    made_by = PROVIDERS["Amazon Bedrock"]
    key_field = "aws_secret_access_key"
    address_field = "endpoint_url"
    model_field = "model_id"
    lists_models = False

    def own_options(self) -> Mapping[str, Any]:
        return account(self)

    async def model_to_ask(self) -> tuple[Any, Asked]:
        """Check the address first; the library's own connections pass no guard."""
        address = address_to_check(self)
        with provider_errors(Asked(model=self.chosen_model(), base_url=address)):
            await http.check_address(address)
        return await super().model_to_ask()
