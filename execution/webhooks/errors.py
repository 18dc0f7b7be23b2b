"""Why the webhook routes refuse, in the words that clients compare where there are such."""

from langflow_site.common.errors import Conflict, NotFound, NotSignedIn, Refused, Unacceptable


class BodyEmpty(Unacceptable):
    code = "body_empty"
    message = "Request body is empty. You should provide a JSON payload containing the flow ID."


class FormUnreadable(Unacceptable):
    code = "form_unreadable"
    message = "The form cannot be read: {reason}"


class WebhookKeyRequired(NotSignedIn):
    code = "webhook_key_required"
    message = "API key required when webhook authentication is enabled"


class NotYourWebhook(Refused):
    code = "not_your_webhook"
    message = "Access denied: You can only execute webhooks for flows you own"


class SignatureRejected(Refused):
    """Says the same where there is no such flow, and where its webhook has no signature: strangers learn nothing."""

    code = "signature_rejected"
    message = "The signature does not fit this webhook, or its timestamp is too far from this server's clock."


class SignatureNotFound(NotFound):
    code = "signature_not_found"
    message = "The webhook of this flow has no signature."


class EndpointNameAmbiguous(Conflict):
    """Where webhooks are open nobody says whose flow is meant."""

    code = "endpoint_name_ambiguous"
    message = "Flows of several users answer to '{endpoint_name}'. Call this one by its id."


class WatcherUnknown(NotSignedIn):
    message = "Missing or invalid credentials (cookie or API key)."
