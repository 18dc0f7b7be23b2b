"""Requests that an operation's schema describes, and requests that are wrong in one way or another.

Ids stand as `Own("flow_id")` in what is drawn; `world.py` puts a thing of the caller's there when the request is sent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from tests.whole_api.operations import Operation, resolved
from tests.whole_api.world import OWN_NAMES

JSON = "application/json"
LONGEST_PART = 1000
"""Characters of a part of an address."""

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"


@dataclass(frozen=True)
class Own:
    """The id of a thing of the caller's; `name` is the parameter that takes it."""

    name: str


@dataclass(frozen=True)
class Call:
    """A request before the ids are put in."""

    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str | None = None
    body: Any = None
    """A JSON value, a form's fields, or bytes as they are."""


NASTY_TEXTS = st.sampled_from([
    "", " ", "\0", "a\0b", "\ud800", "\ufffe", "\U0001f600", "\u202e", "e\u0301", "İ", "ﬀ", "a" * 300, "ä" * 70_000,
    "..", "../../etc/passwd", "/", "\\", "a/b", "%00", "%", "\r\nX: y", "<script>", "'; DROP TABLE flow; --",
    "null", "true", "-1", "1e999", "NaN", "{x}", "${HOME}", "http://127.0.0.1:9/", "http://[", "ftp://x",
    "2026-13-45T99:99:99", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
    "00000000-0000-0000-0000-000000000000",
])  # fmt: skip
TEXTS = st.one_of(st.text(max_size=20), NASTY_TEXTS)
INTEGERS = st.one_of(
    st.integers(-3, 60),
    st.sampled_from([2**31 - 1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 2**64, 10**30, 10**400]),
)
NUMBERS = st.one_of(INTEGERS, st.floats(allow_nan=False, allow_infinity=False))
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
ANYTHING = st.recursive(
    SCALARS,
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=6), children, max_size=3),
    max_leaves=6,
)
DEEP = st.sampled_from([b"[" * 200_000, b'{"a":' * 2_000 + b"1" + b"}" * 2_000, b"[" * 900 + b"]" * 900])
RAW = st.one_of(
    st.binary(max_size=30),
    st.sampled_from(
        [b"", b"{", b'{"a":1,"a":2}', b"\xff\xfe", b'"\xff"', b"NaN", b"[1e999]", b"\xef\xbb\xbf{}", b"1" * 5_000]
    ),
    DEEP,
)


def calls(operation: Operation) -> SearchStrategy[Call]:
    """Return requests of which most reach the handler, and some do not get that far."""
    places = {place: [p for p in operation.parameters if p["in"] == place] for place in ("path", "query", "header")}
    content = st.one_of(
        [_content(kind, schema) for kind, schema in operation.bodies.items()] or [st.just((None, None))]
    )
    if operation.bodies:
        content = st.one_of(content, content, content, content, st.tuples(_CONTENT_TYPES, RAW))
    accepted = [*operation.answer_types, ", ".join(operation.answer_types)]
    return st.builds(
        lambda path, query, headers, content: Call(path, query, headers, *content),
        st.fixed_dictionaries({p["name"]: _path_value(p["name"]) for p in places["path"]}),
        _some_of(places["query"], _query_value),
        st.builds(_with_accept, _some_of(places["header"], _header_value), st.sampled_from([*accepted, None])),
        content,
    )


_CONTENT_TYPES = st.sampled_from(
    [
        JSON,
        JSON,
        JSON,
        FORM,
        MULTIPART,
        f"{MULTIPART}; boundary=x",
        "text/plain",
        "x",
        "",
        "application/json; charset=utf-16",
    ]
)


def _some_of(parameters: list[Mapping[str, Any]], value: Any) -> SearchStrategy[dict[str, Any]]:
    required = {p["name"]: value(p) for p in parameters if p.get("required")}
    optional = {p["name"]: value(p) for p in parameters if not p.get("required")}
    return st.fixed_dictionaries(required, optional=optional)


def _path_value(name: str) -> SearchStrategy[Any]:
    own: SearchStrategy[Any] = st.just(Own(name))
    return st.one_of(own, own, own, st.uuids().map(str), TEXTS.filter(_is_one_part))


def _is_one_part(text: str) -> bool:
    """A slash leads to another route, and a very long address to none."""
    return "/" not in text and text not in {"", ".", ".."} and len(text) < LONGEST_PART


def _query_value(parameter: Mapping[str, Any]) -> SearchStrategy[Any]:
    as_declared = _values(parameter["schema"], parameter["name"], 2)
    values = st.one_of(as_declared, as_declared, as_declared, TEXTS, INTEGERS)
    return values.filter(lambda value: len(str(value)) < LONGEST_PART)


def _with_accept(headers: dict[str, str], accept: str | None) -> dict[str, str]:
    return {**headers, "Accept": accept} if accept else headers


def _header_value(_: Mapping[str, Any]) -> SearchStrategy[str]:
    return st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40).map(str.strip)


def _content(content_type: str, schema: Mapping[str, Any]) -> SearchStrategy[tuple[str, Any]]:
    values = _values(schema, "", 4)
    if content_type in {FORM, MULTIPART}:
        values = values.filter(lambda value: isinstance(value, dict))
    else:
        values = st.one_of(values, values, values, values, ANYTHING)
    return st.tuples(st.just(content_type), values)


def _values(schema: Any, name: str, depth: int) -> SearchStrategy[Any]:
    """Return values of the schema, now and then one that is none."""
    schema = resolved(schema) if isinstance(schema, Mapping) else {}
    as_declared = _as_declared(schema, name, depth)
    if name in OWN_NAMES:
        as_declared = st.one_of(st.just(Own(OWN_NAMES[name])), as_declared)
    return st.one_of(*([as_declared] * 9), SCALARS if depth < 3 else ANYTHING)


def _as_declared(schema: Mapping[str, Any], name: str, depth: int) -> SearchStrategy[Any]:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "const" in schema:
        return st.just(schema["const"])
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            return st.one_of([_values(part, name, depth) for part in schema[key]])
    kinds = schema.get("type")
    if isinstance(kinds, list):
        return st.one_of([_as_declared({**schema, "type": kind}, name, depth) for kind in kinds])
    return _of_type(kinds, schema, name, depth)


def _of_type(kind: str | None, schema: Mapping[str, Any], name: str, depth: int) -> SearchStrategy[Any]:
    match kind:
        case "null":
            return st.none()
        case "boolean":
            return st.booleans()
        case "integer":
            return INTEGERS
        case "number":
            return NUMBERS
        case "array":
            return st.lists(_values(schema.get("items", {}), name, depth - 1), max_size=3)
        case "object" if depth > 0:
            return _objects(schema, depth)
        case "string":
            return _strings(schema)
    return ANYTHING if depth > 0 else SCALARS


def _objects(schema: Mapping[str, Any], depth: int) -> SearchStrategy[Any]:
    required, properties = schema.get("required", ()), schema.get("properties", {})
    if not properties:
        return st.dictionaries(TEXTS, ANYTHING, max_size=3)
    fields = {key: _values(part, key, depth - 1) for key, part in properties.items()}
    return st.fixed_dictionaries(
        {key: value for key, value in fields.items() if key in required},
        optional={key: value for key, value in fields.items() if key not in required},
    )


def _strings(schema: Mapping[str, Any]) -> SearchStrategy[Any]:
    match schema.get("format"):
        case "uuid":
            return st.uuids().map(str)
        case "binary":
            return st.binary(max_size=50)
        case "date-time":
            return st.one_of(st.datetimes().map(lambda moment: moment.isoformat()), TEXTS)
    return TEXTS
