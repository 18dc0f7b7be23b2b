"""What an assistant tells while it works, and its answer, as clients of `/agentic` read them. Pure."""

from typing import Any

from execution.wire.outputs import Wire
from langflow_site.common.models import dumps

GENERATING = "generating"
GENERATING_COMPONENT = "generating_component"
GENERATED = "generation_complete"
EXTRACTING = "extracting_code"
VALIDATING = "validating"
VALIDATED = "validated"
VALIDATION_FAILED = "validation_failed"
RETRYING = "retrying"

_MESSAGES = {
    GENERATING: "Generating response...",
    GENERATING_COMPONENT: "Generating response...",
    GENERATED: "Response ready",
    EXTRACTING: "Extracting Python code from response...",
    VALIDATING: "Validating component code...",
    VALIDATED: "Component '{class_name}' validated successfully!",
    VALIDATION_FAILED: "Validation failed",
    RETRYING: "Retrying with error context (attempt {next}/{most})...",
}


def progress(step: str, *, attempt: int, most: int, **facts: Any) -> Wire:
    """Return how far it is. Attempts count from 0, and `most` is how many may follow the first."""
    message = _MESSAGES[step].format(next=attempt + 1, most=most, **facts)
    return {
        "event": "progress",
        "step": step,
        "attempt": attempt,
        "max_attempts": most,
        "message": message,
        **facts,
    }


def token(text: str) -> Wire:
    return {"event": "token", "chunk": text}


def complete(answer: Wire) -> Wire:
    return {"event": "complete", "data": answer}


def failure(message: str, **facts: Any) -> Wire:
    return {"event": "error", "message": message, **facts}


def answer_wire(*, text: str, component: str, component_id: str, session_id: str) -> Wire:
    return {
        "result": text,
        "type": "message",
        "component": component,
        "component_id": component_id,
        "success": True,
        "session_id": session_id,
    }


def checked(answer: Wire, *, code: str, class_name: str | None, problem: str | None, attempts: int) -> Wire:
    """Return the answer with what is known of the component in it; `attempts` counts from 1."""
    verdict: Wire = {"validated": True} if problem is None else {"validated": False, "validation_error": problem}
    return {
        **answer,
        **verdict,
        "class_name": class_name,
        "component_code": code,
        "validation_attempts": attempts,
    }


def frame(event: Wire) -> bytes:
    """Return the event as a server-sent one."""
    return b"data: " + dumps(event).encode() + b"\n\n"
