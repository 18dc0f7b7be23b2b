"""What can go wrong between a component and a model's provider, so that edges can keep the meaning.

`str(error)` opens with the provider's own words, because clients read them; `where` says which model was asked.
"""

from typing import Any, ClassVar


class ModelError(ValueError):
    """Root of the errors of model components. `status` is the HTTP status that says the same.

    What is missing in the flow itself is 500, as when any other component fails: its callers can do nothing about it.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "model_error"
    message: ClassVar[str] = "{said}"

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(self.message.format(**facts))


class ModelNotChosen(ModelError):
    code = "model_not_chosen"
    message = "A model selection is required"


class AnswerNotJson(ModelError):
    """The model was asked for JSON and wrote something else."""

    status = 502
    code = "answer_not_json"
    message = "The model did not answer with JSON but with: {said}"


class ProviderUnknown(ModelError):
    """The flow names a provider for which this server has no entry."""

    code = "provider_unknown"
    message = "The model provider '{provider}' is not known to this server. It knows: {known}."


class ApiKeyMissing(ModelError):
    code = "api_key_missing"
    message = (
        "{provider} API key is required when using {provider} provider. "
        "Set it on the component, or as the variable {variable}."
    )


class AddressInvalid(ModelError):
    """What stands in the field of the base URL leads nowhere, wherever one looks."""

    status = 400
    code = "provider_address_invalid"
    message = "'{address}' is no address of a model server: it must begin with http:// or https:// and name a host."


class ProviderError(ModelError):
    """The provider did not answer the question. Subclasses say how."""

    status = 502
    code = "provider_failed"

    def __init__(self, *, said: str, model: str, base_url: str, retry_after: str | None = None) -> None:
        self.where = f"{model} at {base_url}"
        self.words: str | None = None
        """The provider's own sentence in its refusal: what the chat shows in place of the whole of it."""
        self.kind: str | None = None
        """The name of the class that the provider's library raised, where it carries such a sentence."""
        self.retry_after = retry_after
        """What the provider's Retry-After header said, or None."""
        super().__init__(said=said, model=model, base_url=base_url)


class ProviderRefusedKey(ProviderError):
    status = 401
    code = "provider_refused_key"


class ProviderForbids(ProviderError):
    status = 403
    code = "provider_forbids"


class ProviderRefusedRequest(ProviderError):
    """Unknown model, conversation too long, parameter not supported: asking again will not help."""

    status = 400
    code = "provider_refused_request"


class ProviderMoved(ProviderError):
    """It sends us elsewhere. Nobody follows: the question and the key were meant for the address in the flow."""

    status = 400
    code = "provider_moved"
    message = "{said}\n\n\nThe address {base_url} of the model {model} leads to another one: set the base URL to that."


class ProviderRateLimited(ProviderError):
    status = 429
    code = "provider_rate_limited"


class ProviderFailed(ProviderError):
    """The provider says that the fault is its own."""


class ProviderTimedOut(ProviderError):
    status = 504
    code = "provider_timed_out"
    # The blank lines keep the first line as clients know it.
    message = "{said}\n\n\nThe model {model} did not answer in time at {base_url}."


class ProviderUnreachable(ProviderError):
    code = "provider_unreachable"
    message = "{said}\n\n\nThe model {model} cannot be reached at {base_url}."


class ProviderAddressRefused(ProviderError):
    """The outbound guard does not let the server connect there."""

    status = 400
    code = "provider_address_refused"
    message = "{said} The model {model} was expected at {base_url}."


class AnswerUnusable(ProviderError):
    """The provider answered, but not with a chat completion."""

    code = "answer_unusable"
    message = "{said}\n\n\nThe model {model} at {base_url} did not answer as OpenAI's protocol wants."
