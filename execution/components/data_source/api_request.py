"""API Request: ask a web API and give its answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from execution.components.curl import read_curl
from execution.components.web import RequestFailed, RequestRefused, web_address, web_of, with_query
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import (
    BoolInput,
    DataInput,
    DropdownInput,
    IntInput,
    MessageTextInput,
    MultilineInput,
    Output,
    TabInput,
    TableInput,
)
from execution.engine.values import Data, DataFrame

if TYPE_CHECKING:
    import httpx

CURL = "cURL"
METHODS_WITH_BODY = frozenset({"POST", "PATCH", "PUT", "DELETE"})
NO_ANSWER = 500
"""The status that flows find where no answer came."""


class SavingUnavailable(EngineError):
    """This host gives components no place for files."""

    code = "saving_unavailable"
    message = "This server gives components no place to save files. Switch 'Save to File' off."


class FileStore(Protocol):
    """What the host's service `files` needs for answers that are saved."""

    async def save(self, name: str, content: bytes) -> str:
        """Keep the content as one of the user's files and return its path."""


@dataclass(slots=True)
class Asked:
    """What is sent."""

    method: str
    url: str
    headers: dict[str, str]
    content: str | None


class APIRequest(Component):
    """Send one HTTP request, described by fields or by a curl command."""

    display_name = "API Request"
    description = "Asks a web API."
    icon = "Globe"

    inputs = [
        MessageTextInput(name="url_input", display_name="URL", info="The address to ask.", tool_mode=True),
        MultilineInput(
            name="curl_input",
            display_name="cURL",
            info="A curl command that describes the request.",
            advanced=True,
            real_time_refresh=True,
            show=False,
            tool_mode=True,
        ),
        DropdownInput(
            name="method",
            display_name="Method",
            info="The HTTP method.",
            options=["GET", "POST", "PATCH", "PUT", "DELETE"],
            real_time_refresh=True,
            value="GET",
        ),
        TabInput(
            name="mode",
            display_name="Mode",
            info="Describe the request by fields or by a curl command.",
            options=["URL", "cURL"],
            real_time_refresh=True,
            value="URL",
        ),
        DataInput(
            name="query_params",
            display_name="Query Parameters",
            info="Parameters to add to the address.",
            advanced=True,
        ),
        TableInput(
            name="body",
            display_name="Body",
            info="What to send, for POST, PATCH, PUT and DELETE.",
            advanced=True,
            input_types=["Data"],
            real_time_refresh=True,
            table_schema=[
                {"description": "Parameter name", "display_name": "Key", "name": "key", "type": "str"},
                {"description": "Parameter value", "display_name": "Value", "name": "value"},
            ],
            value=[],
        ),
        TableInput(
            name="headers",
            display_name="Headers",
            info="Headers to send.",
            advanced=True,
            input_types=["Data"],
            real_time_refresh=True,
            table_schema=[
                {"description": "Header name", "display_name": "Header", "name": "key", "type": "str"},
                {"description": "Header value", "display_name": "Value", "name": "value", "type": "str"},
            ],
            value=[{"key": "User-Agent", "value": "Langflow/1.0"}],
        ),
        IntInput(name="timeout", display_name="Timeout", info="How many seconds to wait.", advanced=True, value=30),
        BoolInput(
            name="follow_redirects",
            display_name="Follow Redirects",
            info="Go where the answer points to.",
            advanced=True,
        ),
        BoolInput(
            name="save_to_file",
            display_name="Save to File",
            info="Keep the answer as a file and give its path.",
            advanced=True,
        ),
        BoolInput(
            name="include_httpx_metadata",
            display_name="Include HTTPx Metadata",
            info="Add the headers that were sent.",
            advanced=True,
        ),
    ]
    outputs = [
        Output(name="data", display_name="API Response", method="make_api_request"),
    ]
    dynamic_outputs = [
        Output(name="dataframe", display_name="DataFrame", method="as_dataframe")
    ]  # of flows made in 1.3

    def update_build_config(self, build_config: Any, field_value: Any, field_name: str | None = None) -> Any:
        """Show the fields of the chosen mode."""
        if field_name == "mode":
            by_command = field_value == CURL
            build_config["curl_input"].update(show=by_command, advanced=not by_command)
            for name in ("url_input", "method"):
                build_config[name]["advanced"] = by_command
        return build_config

    async def make_api_request(self) -> Data | list[Data]:
        """Return the answer under `result`; where none came, `error` says why. Several addresses have as many."""
        if self.mode == CURL:
            asked = [self._from_command()]
        else:
            asked = [self._from_fields(url) for url in self._addresses()]
        answers = [Data(data=await self._answered(one)) for one in asked]
        self.status = answers[0] if len(answers) == 1 else answers
        return self.status

    def _addresses(self) -> list[str]:
        """Return the address; nodes of flows made until 1.4 may list several."""
        several = self.values.get("urls")
        listed = [str(url) for url in several if url] if isinstance(several, list) else []
        return listed if len(listed) > 1 else [self.url_input]

    async def as_dataframe(self) -> DataFrame:
        """Return the answer as a table of one row."""
        answers = await self.make_api_request()
        return DataFrame(answers if isinstance(answers, list) else [answers])

    async def _answered(self, asked: Asked) -> dict[str, Any]:
        try:
            answer = await web_of(self.run).send(
                asked.method,
                asked.url,
                headers=asked.headers,
                content=asked.content,
                seconds=self.timeout,
                follow_redirects=self.follow_redirects,
            )
        except RequestRefused:
            raise
        except RequestFailed as error:
            self.log(f"Error making request to {asked.url}")
            return {"source": asked.url, "headers": asked.headers, "status_code": NO_ANSWER, "error": str(error)}
        sent = {"headers": asked.headers} if self.include_httpx_metadata else {}
        return {**await self._told(asked, answer), **sent}

    async def _told(self, asked: Asked, answer: httpx.Response) -> dict[str, Any]:
        told: dict[str, Any] = {
            "source": asked.url,
            "status_code": answer.status_code,
            "response_headers": dict(answer.headers),
        }
        if answer.history:
            told["redirection_history"] = [
                {"url": step.headers.get("location", str(step.url)), "status_code": step.status_code}
                for step in answer.history
            ]
        if self.save_to_file:
            return {**told, "file_path": await self._saved(answer)}
        return {**told, "result": self._content_of(answer)}

    def _content_of(self, answer: httpx.Response) -> Any:
        if not _is_text(answer.headers):
            return answer.content
        try:
            return answer.json()
        except ValueError:
            self.log("Failed to decode JSON response")
            return answer.text

    async def _saved(self, answer: httpx.Response) -> str:
        files: FileStore | None = self.run.services.get("files")
        if files is None or not hasattr(files, "save"):
            raise SavingUnavailable
        name = answer.url.path.rsplit("/", 1)[-1] or "answer"
        return await files.save(name, answer.content)

    def _from_fields(self, address: str) -> Asked:
        url = with_query(web_address(address), self._query())
        headers = _pairs(self.headers)
        content = None
        if self.method in METHODS_WITH_BODY:
            content = json.dumps(_body_of(self.body))
            headers.setdefault("Content-Type", "application/json")
        return Asked(method=self.method, url=url, headers=headers, content=content)

    def _from_command(self) -> Asked:
        command = read_curl(self.curl_input or "")
        headers = {**_pairs(self.headers), **command.headers}
        if command.body is not None:
            kind = "application/json" if _is_json(command.body) else "application/x-www-form-urlencoded"
            if not any(name.lower() == "content-type" for name in headers):
                headers["Content-Type"] = kind
        url = with_query(web_address(command.url), self._query())
        return Asked(method=command.method, url=url, headers=headers, content=command.body)

    def _query(self) -> dict[str, Any]:
        return dict(self.query_params.data) if isinstance(self.query_params, Data) else {}


def _pairs(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return rows of keys and values as one dictionary; a connected record brings its own keys."""
    merged: dict[str, str] = {}
    for row in rows:
        entries = {row["key"]: row["value"]} if row.keys() >= {"key", "value"} else row
        merged.update({str(key): str(value) for key, value in entries.items() if key})
    return merged


def _body_of(rows: list[dict[str, Any]]) -> Any:
    """Return the typed keys as one object, their values read where they are JSON; connected records as they are."""
    typed = [row for row in rows if set(row) == {"key", "value"}]
    if len(typed) == len(rows):
        return {str(row["key"]): _read(row["value"]) for row in typed if row["key"]}
    return rows[0] if len(rows) == 1 else rows


def _read(value: Any) -> Any:
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except ValueError:
        return False


def _is_text(headers: Mapping[str, str]) -> bool:
    kind = headers.get("content-type", "text/plain").partition(";")[0].strip().lower()
    readable = ("json", "xml", "javascript", "x-www-form-urlencoded", "yaml", "csv", "graphql")
    return kind.startswith("text/") or any(kind.endswith(name) for name in readable)
