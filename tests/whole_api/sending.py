"""Send drawn requests, and say what is wrong with the answers."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from tests.whole_api.operations import STREAMS, Operation
from tests.whole_api.strategies import FORM, MULTIPART, Call, Own
from tests.whole_api.world import World

OTHER_THINGS = (
    ("reset-password", "user_id", "own_id"),
    ("profile_pictures", "file_name", "picture_name"),
    ("build_public_tmp", "job_id", "public_job_id"),
    ("workflows", "job_id", "workflow_job_id"),
)


def problem(world: World, operation: Operation, call: Call) -> str | None:
    """Send the request. Return what no caller may meet: a failure of the server, or an undeclared answer."""
    answer = send(world, operation, call)
    if operation.method == "DELETE" or answer.status_code in {404, 409}:
        world.forget()
    if answer.status_code >= 500 and not _is_of_a_component(answer):
        return f"{answer.status_code}: {answer.text[:300]}"
    return operation.problem(answer)


def _is_of_a_component(answer: httpx.Response) -> bool:
    """A component of a flow may fail over what it is given; the answer names it then."""
    return answer.status_code in {500, 502, 504} and '\\"component_id\\"' in answer.text


def send(world: World, operation: Operation, call: Call) -> httpx.Response:
    path = operation.path
    for name, value in call.path.items():
        path = path.replace(f"{{{name}}}", _in_url(_filled(world, operation, value)))
    query = "&".join(
        f"{quote(name)}={_in_url(_filled(world, operation, value))}"
        for name, value in call.query.items()
        if value is not None
    )
    headers = dict(call.headers)
    body = _filled(world, operation, call.body)
    content: dict[str, Any] = {}
    if isinstance(body, bytes):
        content["content"] = body
        headers["Content-Type"] = call.content_type or ""
    elif call.content_type == MULTIPART:
        content["files"] = [(_field_name(name), _part(value)) for name, value in _items(body)] or {"": ("", b"")}
    elif call.content_type is not None:
        content["content"] = _form(body) if call.content_type == FORM else json.dumps(body)
        headers["Content-Type"] = call.content_type
    url = f"{path}?{query}" if query else path
    with world.client.stream(operation.method, url, headers=headers, **content) as answer:
        if answer.headers.get("content-type", "").startswith(STREAMS):
            first = next(answer.iter_bytes(), b"")
            return httpx.Response(answer.status_code, headers=answer.headers, content=first)
        answer.read()
        return answer


def _filled(world: World, operation: Operation, value: Any) -> Any:
    match value:
        case Own(name):
            return world[_thing(operation, name)]
        case dict():
            return {key: _filled(world, operation, part) for key, part in value.items()}
        case list():
            return [_filled(world, operation, part) for part in value]
    return value


def _thing(operation: Operation, name: str) -> str:
    """Some routes mean a thing of another kind by the same name."""
    for part, named, thing in OTHER_THINGS:
        if part in operation.path and named == name:
            return thing
    return name


def _in_url(value: Any) -> str:
    text = json.dumps(value) if isinstance(value, bool | list | dict) else str(value)
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def _items(fields: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(name, part) for name, value in fields.items() for part in (value if isinstance(value, list) else [value])]


def _part(value: Any) -> tuple[str | None, bytes]:
    if isinstance(value, bytes):
        return "file.bin", value
    return None, _text(value).encode("utf-8", "surrogatepass")


def _field_name(name: str) -> str:
    """The client writes no halves of characters there."""
    return name.encode(errors="replace").decode()


def _form(fields: Mapping[str, Any]) -> str:
    return "&".join(f"{_in_url(name)}={_in_url(_text(value))}" for name, value in _items(fields))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
