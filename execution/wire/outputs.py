"""One output's value as clients see it: `{message, type}` under `outputs`, `{repr, raw, type}` under `artifacts`.

Types are `text`, `data`, `object`, `array`, `error` and `unknown`.
"""

from typing import Any

from execution.engine.results import VertexResult, says_nothing
from execution.engine.values import Data, DataFrame, Message
from execution.engine.values.json_values import to_json_value
from execution.wire.objects import OPAQUE, settings_of

Wire = dict[str, Any]

NOT_EXECUTED: Wire = {"message": "", "type": "unknown"}


def output_wire(result: VertexResult, name: str) -> Wire:
    """Return the output as `{message, type}`; one that was not executed is empty and unknown."""
    if name not in result.values:
        return NOT_EXECUTED
    value = result.values[name]
    if result.used_frozen_result and isinstance(value, Message):
        return {"message": artifact_wire(result, value, name), "type": "text"}
    if _is_unread(value):
        return {"message": OPAQUE, "type": "text"}
    value = _told(result.statuses.get(name, result.status), value)
    kind = _output_kind(value, has_status=result.status is not None)
    if kind == "unknown" and result.status is not None and (settings := settings_of(value)) is not None:
        return {"message": settings, "type": "object"}
    return NOT_EXECUTED if kind == "unknown" else {"message": raw_wire(value), "type": kind}


def artifact_wire(result: VertexResult, value: Any, name: str = "") -> Wire:
    """Return the value as `{repr, raw, type}`; the status a component set decides `repr`, unless empty also `type`.

    It counts as it was when the output of that name had just been made.
    """
    if _is_unread(value):
        return {"repr": "", "raw": OPAQUE, "type": "unknown"}
    status = result.statuses.get(name, result.status)
    shown = value if status is None else status
    raw = raw_wire(_told(status, value))
    kind = _artifact_kind(value if says_nothing(shown) else shown)
    settings = settings_of(value)
    if settings is not None:
        return {"repr": _repr_of(shown), "raw": settings, "type": "object" if kind == "unknown" else kind}
    if kind == "unknown" and raw is not None:
        raw = OPAQUE
    return {"repr": _repr_of(shown), "raw": raw, "type": kind}


def tool_artifact_wire(result: VertexResult, last: Wire) -> Wire:
    """Return what is shown of a vertex's tool beside its outputs: its status as a whole, else what it would be."""
    if says_nothing(result.status):
        return {"repr": last["repr"], "raw": result.tools, "type": "array"} if result.tools else last
    raw = result.status.get_text() if isinstance(result.status, Message) else to_json_value(result.status)
    return {"repr": last["repr"], "raw": raw, "type": _artifact_kind(result.status)}


def error_wire(message: str) -> Wire:
    """Return the output of a component that failed. Tracebacks stay in the server's log."""
    return {"message": {"errorMessage": message, "stackTrace": ""}, "type": "error"}


def value_wire(value: Any) -> Any:
    """Return the whole value as JSON, a Message or Data with all its fields."""
    return to_json_value(value)


def raw_wire(value: Any) -> Any:
    """Return only what the value says: a Message's text, a Data's record, a table's rows."""
    if isinstance(value, str):
        return value
    if isinstance(value, Message):
        return value.get_text()
    if isinstance(value, Data):
        return to_json_value(value.data)
    return to_json_value(value)


def _is_unread(value: Any) -> bool:
    """Is it a message whose text nobody has read yet? Its component is done, its words are still to come."""
    return isinstance(value, Message) and value.is_streaming


def _told(status: Any, value: Any) -> Any:
    """Return what clients are told in place of a value: of nothing, a number, a list or a table the status, if any."""
    has_words = value is not None and not isinstance(value, int | float | list | DataFrame)
    return value if says_nothing(status) or has_words else status


def _output_kind(value: Any, *, has_status: bool) -> str:
    # The reference shows the value itself only while the component has set no status; afterwards it shows the raw
    # form, in which a Data is an ordinary object.
    kind = _artifact_kind(value)
    is_record = isinstance(value, Data) and not isinstance(value, Message)
    return "data" if is_record and not has_status else kind


def _artifact_kind(value: Any) -> str:
    match value:
        case str() | Message():
            return "text"
        case list() | DataFrame():
            return "array"
        case dict() | Data():
            return "object"
        case _:
            return "unknown"


def _repr_of(value: Any) -> str:
    if isinstance(value, str | Data):
        return str(value)
    return "None"
