"""Functions of tools around an MCP client that custom code has opened by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from execution.engine.authoring.helpers import run_until_complete

HTTP_ERROR_STATUS_CODE = 400
"""From this status on an answer is an error."""


def create_tool_coroutine(tool_name: str, arg_schema: Any, client: Any) -> Callable[..., Awaitable[Any]]:
    """Return a coroutine function that calls the tool; arguments that the schema refuses raise ValueError."""

    async def call(*arguments: Any, **named: Any) -> Any:
        return await client.run_tool(tool_name, arguments=_checked(arg_schema, arguments, named))

    return call


def create_tool_func(tool_name: str, arg_schema: Any, client: Any) -> Callable[..., Any]:
    """Return a plain function that does the same."""
    call = create_tool_coroutine(tool_name, arg_schema, client)

    def wait(*arguments: Any, **named: Any) -> Any:
        return run_until_complete(call(*arguments, **named))  # type: ignore[arg-type]  # it is a coroutine

    return wait


def _checked(schema: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
    names = list(schema.model_fields)
    if len(arguments) > len(names):
        raise ValueError(f"The tool takes {len(names)} arguments.")
    given = {**dict(zip(names, arguments, strict=False)), **named}
    found: dict[str, Any] = schema.model_validate(given).model_dump()  # pydantic's error is a ValueError
    return found
