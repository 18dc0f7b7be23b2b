"""OpenAPI Agent: a model answers questions by calling an API that a document describes."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from execution.components.agents.fields import LOOP_FIELDS, MODEL_FIELDS, QUESTION
from execution.components.agents.given_history import OUTPUTS
from execution.components.agents.own_tools import AgentWithOwnTools
from execution.components.files import text_of_file
from execution.components.nested_documents import parsed_document
from execution.components.openapi_documents import METHODS, ApiDescription, Operation
from execution.components.web import RequestFailed, web_of, with_query
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, FileInput
from execution.engine.toolkit import Tool, ToolFailed

LONGEST_ANSWER = 8_000
LONGEST_DETAILS = 8_000
_METHOD = {"type": "string", "enum": [method.upper() for method in METHODS]}
_PATH = {"type": "string", "description": "The path as the list of operations has it, with its {places}."}
OPERATION = {"type": "object", "properties": {"method": _METHOD, "path": _PATH}, "required": ["method", "path"]}
REQUEST = {
    "type": "object",
    "properties": {
        "method": _METHOD,
        "path": _PATH,
        "path_values": {"type": "object", "default": {}, "description": "What stands for the places of the path."},
        "query": {"type": "object", "default": {}, "description": "Parameters behind the question mark."},
        "body": {"description": "The JSON body; leave it out where there is none."},
    },
    "required": ["method", "path"],
}

INSTRUCTIONS = """You answer questions by calling the API '{title}'.
Find the operations that matter with list_operations, read with describe_operation what one takes, then call it with
send_request. Take identifiers from answers or from the question; never make them up. Change nothing by the API, unless
you are asked to. Answer from what the API said. If the question is not about the API, just answer."""


class RequestsNotAllowed(EngineError):
    """Nobody said that the model may call the API."""

    code = "requests_not_allowed"
    message = "This agent sends the requests that its model wants: switch on 'Allow Dangerous Requests'."


class OpenAPIAgent(AgentWithOwnTools):
    """Answer questions with the help of an API."""

    display_name = "OpenAPI Agent"
    description = "Answers questions by calling an API that an OpenAPI document describes."
    icon = "LangChain"
    is_trusted_only = True

    inputs = [
        QUESTION,
        *LOOP_FIELDS,
        *MODEL_FIELDS,
        FileInput(
            name="path",
            display_name="File Path",
            info="The API's OpenAPI document.",
            file_types=["json", "yaml", "yml"],
            required=True,
        ),
        BoolInput(
            name="allow_dangerous_requests",
            display_name="Allow Dangerous Requests",
            info="Whether the model may send requests to the API's address.",
            required=True,
        ),
    ]
    outputs = OUTPUTS

    def __init__(self) -> None:
        super().__init__()
        self._described: ApiDescription | None = None

    async def own_tools(self) -> list[Tool]:
        """Return the tools that look at the API and call it. Raises RequestsNotAllowed."""
        if not self.allow_dangerous_requests:
            raise RequestsNotAllowed
        none = {"type": "object", "properties": {}}
        return [
            _tool("list_operations", "Lists what the API does.", none, self._listed),
            _tool("describe_operation", "Tells what an operation takes and gives.", OPERATION, self._details),
            _tool("send_request", "Calls an operation and gives its answer.", REQUEST, self._sent),
        ]

    async def told(self) -> str:
        return INSTRUCTIONS.format(title=(await self._api()).title)

    async def _api(self) -> ApiDescription:
        """Return what the document says; it is read once."""
        if self._described is None:
            text = await text_of_file(self.run, self.path)
            self._described = ApiDescription.of(parsed_document(text))
        return self._described

    async def _listed(self, _: Mapping[str, Any]) -> str:
        api = await self._api()
        return "\n".join(f"{one.method} {one.path}: {one.summary}" for one in api.operations())

    async def _details(self, arguments: Mapping[str, Any]) -> str:
        details = (await self._api()).details_of(await self._operation(arguments))
        return json.dumps(details, ensure_ascii=False, default=str)[:LONGEST_DETAILS]

    async def _sent(self, arguments: Mapping[str, Any]) -> str:
        operation = await self._operation(arguments)
        path = _filled(operation.path, arguments.get("path_values") or {})
        address = with_query(f"{(await self._api()).base}{path}", arguments.get("query") or {})
        try:
            answer = await web_of(self.run).send(operation.method, address, json=arguments.get("body"))
        except RequestFailed as error:
            raise ToolFailed(reason=str(error)) from error
        return f"{answer.status_code} {answer.text[:LONGEST_ANSWER]}"

    async def _operation(self, arguments: Mapping[str, Any]) -> Operation:
        wanted = (str(arguments.get("method") or "").upper(), str(arguments.get("path") or ""))
        for operation in (await self._api()).operations():
            if (operation.method, operation.path) == wanted:
                return operation
        raise ToolFailed(reason=f"The API has no operation {' '.join(wanted)}; look at the list of operations.")


def _filled(path: str, values: Mapping[str, Any]) -> str:
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    if "{" in path:
        raise ToolFailed(reason=f"A value for a place in {path} is missing from path_values.")
    return path


def _tool(name: str, told: str, parameters: Mapping[str, Any], call: Callable[..., Awaitable[str]]) -> Tool:
    return Tool(name=name, tag=name, description=told, parameters=parameters, call=call)
