"""What can keep an assistant from helping, in the words that clients compare."""

from langflow_site.common.errors import Conflict, NotFound, Unacceptable


class NoProvider(Unacceptable):
    code = "no_model_provider"
    message = "No model provider is configured. Please configure at least one model provider in Settings."


class ProviderNotConfigured(Unacceptable):
    code = "model_provider_not_configured"
    message = "Provider '{provider}' is not configured. Available providers: {available}"


class NoModel(Unacceptable):
    """The provider can be asked, but the user has switched all of its models off."""

    code = "no_model"
    message = "None of your models of {provider} may be chosen. Name one, or switch one on in Settings."


class AssistantUnknown(NotFound):
    code = "assistant_unknown"
    message = "Flow file '{name}.json' not found"


class AssistantNotLoaded(Conflict):
    """The assistants are example flows, and the operator wants none."""

    code = "assistant_not_loaded"
    message = (
        "The example flow '{name}' is not on this server. LANGFLOW_CREATE_STARTER_PROJECTS and "
        "`manage.py load_starter_flows` bring it."
    )


class AssistantSaysNothing(Conflict):
    """Somebody changed his copy of the assistant."""

    code = "assistant_says_nothing"
    message = "Your flow '{name}' has no Chat Output that answers. Repair it, or delete it to get the server's again."
