"""How custom code can fail besides raising. All of it fails one component, never the server."""

from execution.engine.errors import EngineError


class CustomCodeFailed(EngineError):
    """The code raised; the message and the kind, the name of the class that was raised, are its own."""

    code = "component_failed"
    message = "{reason}"

    def __init__(self, *, reason: str, kind: str = "Exception") -> None:
        self.kind = kind
        super().__init__(reason=reason)


class CustomCodeTookTooLong(EngineError):
    code = "custom_code_timeout"
    message = "The component's code was stopped after {seconds:g} seconds."


class CustomCodeUsedTooMuch(EngineError):
    code = "custom_code_limit"
    message = "The component's code was stopped: it used more {what} than this server allows."


class CustomCodeEnded(EngineError):
    code = "custom_code_ended"
    message = "The component's code ended its process ({how}) instead of giving a result."


class IsolationUnavailable(EngineError):
    """Isolated processes cannot be started; code is then not run at all."""

    code = "isolation_unavailable"
    message = "{reason} The operator can turn custom code off, or trust it, by LANGFLOW_CUSTOM_CODE."
