"""What stays the same of a flow that travels."""

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

GIVEN_BY_THE_SERVER = ("id", "user_id", "folder_id", "updated_at")


def travelled(flow: Mapping[str, Any], *, with_variables: bool = True) -> Json:
    """Return what must be equal before and after: all but the ids and times, without the values of secrets.

    The names of variables stay in them, unless some server on the way takes those for secrets, too.
    """
    kept = {name: value for name, value in flow.items() if name not in GIVEN_BY_THE_SERVER}
    return {**kept, "data": _without_secrets(flow["data"], with_variables)}


def by_name(flows: list[Json]) -> dict[str, Json]:
    found = {flow["name"]: travelled(flow) for flow in flows}
    assert len(found) == len(flows)
    return found


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """Return where the two differ. A whole flow in a failing test's report helps nobody, and takes minutes."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = sorted({*one, *other})
        absent = object()
        inside = [differences(one.get(n, absent), other.get(n, absent), f"{path}/{n}") for n in names]
        return [found for several in inside for found in several]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        inside = [differences(*pair, f"{path}[{at}]") for at, pair in enumerate(zip(one, other, strict=True))]
        return [found for several in inside for found in several]
    is_same = type(one) is type(other) and repr(one) == repr(other)
    return [] if is_same else [f"{path}: {one!r:.80} is not {other!r:.80}"]


def _without_secrets(value: Any, with_variables: bool) -> Any:
    """Written without a look at how the server does it: any object that calls itself a password, at any depth."""
    match value:
        case {"password": True, **rest} if not (with_variables and rest.get("load_from_db")):
            return {**value, "value": None}
        case dict():
            return {name: _without_secrets(inner, with_variables) for name, inner in value.items()}
        case list():
            return [_without_secrets(inner, with_variables) for inner in value]
        case _:
            return value
