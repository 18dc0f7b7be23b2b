"""Base class for components of one app at Composio: what the app can do becomes a choice, and its arguments fields.

Asked in Composio's own API by httpx, which custom code finds beside the server; no package of theirs is needed.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, ClassVar

from execution.engine.authoring.component import AuthorComponent
from execution.engine.authoring.outputs import AuthorOutput
from execution.engine.authoring.schemas import create_input_schema_from_json_schema, schema_to_langflow_inputs
from execution.engine.fields import DropdownInput, Input, MessageTextInput, Output, SecretStrInput
from execution.engine.values import Data, DataFrame, Message

API = "https://backend.composio.dev/api/v3"
MOST_ACTIONS = 500
SECONDS = 60
PREFIX = "argument_"
"""Begins the names of the fields that are an action's arguments."""


class ComposioFailed(RuntimeError):
    """Composio refused, or the app did."""

    def __init__(self, reason: object) -> None:
        super().__init__(f"Composio could not do it: {reason}")


class ComposioBaseComponent(AuthorComponent):
    """An app at Composio; subclasses say its name in `app_name`."""

    app_name: ClassVar[str] = ""
    default_tools_limit = 5

    _base_inputs: ClassVar[list[Input]] = [
        MessageTextInput(name="entity_id", display_name="Entity ID", value="default", advanced=True),
        SecretStrInput(
            name="api_key",
            display_name="Composio API Key",
            required=True,
            value="COMPOSIO_API_KEY",
            real_time_refresh=True,
        ),
        DropdownInput(name="action_button", display_name="Action", options=[], real_time_refresh=True),
    ]
    _base_outputs: ClassVar[list[Output]] = [
        AuthorOutput(name="dataFrame", display_name="DataFrame", method="as_dataframe", types=["DataFrame"])
    ]
    inputs = _base_inputs
    outputs = _base_outputs

    def set_default_tools(self) -> None:
        """Do what subclasses want done first; nothing by default."""

    async def update_build_config(
        self, build_config: dict[str, Any], field_value: Any, field_name: str | None = None
    ) -> dict[str, Any]:
        """List the app's actions for a key, and show the arguments of the chosen one."""
        if field_name == "api_key" and field_value:
            build_config["action_button"]["options"] = [action["slug"] for action in await self.actions(field_value)]
        if field_name == "action_button":
            for name in [name for name in build_config if name.startswith(PREFIX)]:
                del build_config[name]
            for field in await self._argument_fields(str(field_value or "")):
                build_config[field.name] = field.to_template()
        return build_config

    async def actions(self, key: str | None = None) -> list[dict[str, Any]]:
        """Return what the app can do, as Composio describes it."""
        query = {"toolkit_slug": self.app_name, "limit": MOST_ACTIONS}
        found = await self._asked("GET", "/tools", key=key, params=query)
        return list(found.get("items") or [])

    async def execute_action(self) -> Any:
        """Have the chosen action done and return what came of it."""
        self.set_default_tools()
        slug = _slug(self.action_button)
        if not slug:
            raise ComposioFailed("no action is chosen.")
        given = {name.removeprefix(PREFIX): value for name, value in self.values.items() if name.startswith(PREFIX)}
        arguments = {name: value for name, value in given.items() if value not in {None, ""}}
        body = {"user_id": self.entity_id or "default", "arguments": arguments}
        done = await self._asked("POST", f"/tools/execute/{slug}", json=body)
        if not done.get("successful", True):
            raise ComposioFailed(done.get("error") or "the app did not say why.")
        return done.get("data")

    async def as_dataframe(self) -> DataFrame:
        """Return the result as a table."""
        found = await self.execute_action()
        rows = found if isinstance(found, list) else [found]
        table = DataFrame([row if isinstance(row, dict) else {"result": row} for row in rows])
        self.status = table
        return table

    async def as_data(self) -> Data:
        """Return the result as a record."""
        found = await self.execute_action()
        return Data(data=found if isinstance(found, dict) else {"results": found})

    async def as_message(self) -> Message:
        """Return the result as text."""
        return Message(text=str(await self.execute_action()))

    async def _argument_fields(self, chosen: str) -> list[Input]:
        if not _slug(chosen):
            return []
        described = await self._asked("GET", f"/tools/{_slug(chosen)}")
        fields = schema_to_langflow_inputs(create_input_schema_from_json_schema(described["input_parameters"]))
        return [field.with_settings(name=f"{PREFIX}{field.name}") for field in fields]

    async def _asked(self, method: str, path: str, *, key: str | None = None, **request: Any) -> dict[str, Any]:
        httpx = importlib.import_module("httpx")
        headers = {"x-api-key": key or self.api_key or ""}
        async with httpx.AsyncClient(timeout=SECONDS) as client:
            answer = await client.request(method, f"{API}{path}", headers=headers, **request)
        told: Any = answer.json() if answer.content else {}
        if answer.status_code >= 400:
            error = told.get("error") if isinstance(told, dict) else None
            raise ComposioFailed((error or {}).get("message") or answer.status_code)
        return dict(told)


def _slug(chosen: Any) -> str:
    """Return the action's name; the editor keeps a list of choices with names, or the name alone."""
    first = chosen[0] if isinstance(chosen, list) and chosen else chosen
    return str(first.get("name") if isinstance(first, Mapping) else first or "")
