"""OpenAI's response objects: what `/responses` answers with. How one grows is response_events.py's matter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from execution.wire.outputs import Wire
from langflow_site.common.models import dumps

IN_PROGRESS, COMPLETED, INCOMPLETE, FAILED = "in_progress", "completed", "incomplete", "failed"
QUEUED, CANCELLED = "queued", "cancelled"

TOOL_RESULTS = "tool_call.results"
"""What `include` holds where a caller wants to see what tools answered."""

INVALID_REQUEST, PROCESSING, RATE_LIMIT, SERVER = (
    "invalid_request_error",
    "processing_error",
    "rate_limit_error",
    "server_error",
)
"""Types of errors."""

TOO_MANY_REQUESTS = 429
SERVER_FAILED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseFacts:
    """What is known of a response before its flow runs."""

    id: str
    """The conversation's; a response in the background has one of its own, by which it is polled."""
    model: str
    """The flow, as the caller named it."""
    conversation_id: str
    """The session of the flow's messages."""
    created_at: int
    previous_response_id: str | None = None
    background: bool = False
    store: bool = True
    metadata: Mapping[str, Any] = field(default_factory=dict)
    shows_results: bool = False
    """Are the calls of tools told with what came of them?"""

    def as_request(self) -> Wire:
        """Return the facts as a JSON value, from which `ResponseFacts(**value)` makes them again."""
        return asdict(self)


def response_wire(
    facts: ResponseFacts,
    *,
    status: str,
    output: Sequence[Wire] = (),
    usage: Wire | None = None,
    error: Wire | None = None,
) -> Wire:
    """Return the whole response. Settings of models have their defaults here: a flow's own are in the flow."""
    return {
        "id": facts.id,
        "object": "response",
        "created_at": facts.created_at,
        "status": status,
        "background": facts.background,
        "conversation": {"id": facts.conversation_id},
        "error": error,
        "incomplete_details": None,
        "instructions": None,
        "max_output_tokens": None,
        "model": facts.model,
        "output": list(output),
        "parallel_tool_calls": True,
        "previous_response_id": facts.previous_response_id,
        "reasoning": {"effort": None, "summary": None},
        "store": facts.store,
        "temperature": 1.0,
        "text": {"format": {"type": "text"}},
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "truncation": "disabled",
        "usage": usage,
        "user": None,
        "metadata": dict(facts.metadata),
    }


def with_status(response: Wire, status: str, error: Wire | None = None) -> Wire:
    """Return the response as it stands now: it was broken off, or goes on."""
    return {**response, "status": status, "error": error}


# --- items of the output ----------------------------------------------------------------------------------------------


def message_item(item_id: str, text: str | None, *, status: str) -> Wire:
    """Return what the flow said; without a text its content has not begun."""
    content = [] if text is None else [text_part(text)]
    return {"type": "message", "id": item_id, "status": status, "role": "assistant", "content": content}


def text_part(text: str) -> Wire:
    return {"type": "output_text", "text": text, "annotations": []}


def call_item(number: int, step: Wire, *, status: str) -> Wire:
    """Return a call of a tool as OpenAI's clients know it. An agent has answered it already."""
    arguments = "" if status == IN_PROGRESS else arguments_text(step)
    return {
        "type": "function_call",
        "id": f"fc_{number}",
        "call_id": f"call_{number}",
        "status": status,
        "name": step["name"],
        "arguments": arguments,
    }


def result_item(number: int, step: Wire, *, status: str) -> Wire:
    """Return the same with what came of it, for callers who include the results."""
    inputs = step["tool_input"]
    result = step["output"] if step["error"] is None else step["error"]
    return {
        "type": "tool_call",
        "id": f"{step['name']}_{number}",
        "status": status,
        "tool_name": step["name"],
        "inputs": inputs,
        "queries": list(inputs.values()),
        "results": [] if result is None else result,
    }


def arguments_text(step: Wire) -> str:
    return dumps(step["tool_input"])


# --- usage and errors -------------------------------------------------------------------------------------------------


def usage_wire(usages: Iterable[Wire]) -> Wire | None:
    """Return the sum of what models charged for; None where nobody told."""
    told = list(usages)
    if not told:
        return None
    sums = {
        name: sum(usage.get(name) or 0 for usage in told) for name in ("input_tokens", "output_tokens", "total_tokens")
    }
    return {
        **sums,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens_details": {"reasoning_tokens": 0},
    }


def error_object(message: str, *, kind: str, code: str | None = None, param: str | None = None) -> Wire:
    """Return an error in OpenAI's form."""
    return {"message": message, "type": kind, "param": param, "code": code}


def error_of_status(status: int, message: str, *, code: str | None = None, param: str | None = None) -> Wire:
    """Return the error object of an answer with that status."""
    kind = INVALID_REQUEST
    if status == TOO_MANY_REQUESTS:
        kind = RATE_LIMIT
    elif status >= SERVER_FAILED:
        kind = SERVER
    return error_object(message, kind=kind, code=code, param=param)


def run_error(message: str, *, status: int, **facts: Any) -> Wire:
    """Return why a flow gave no answer. `code` is one of OpenAI's; where and why it failed stands beside it."""
    if status == TOO_MANY_REQUESTS:
        code = "rate_limit_exceeded"
    else:
        code = "server_error" if status >= SERVER_FAILED else "invalid_prompt"
    return {**facts, **error_object(message, kind=PROCESSING, code=code)}
