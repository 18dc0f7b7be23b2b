"""SQL Agent: a model answers questions by asking a database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from execution.components.agents.fields import LOOP_FIELDS, MODEL_FIELDS, QUESTION
from execution.components.agents.given_history import OUTPUTS
from execution.components.agents.own_tools import AgentWithOwnTools
from execution.components.sql_databases import DatabaseUnreachable, QueryFailed, SqlDatabase
from execution.engine.fields import HandleInput, MessageTextInput
from execution.engine.toolkit import Tool, ToolFailed

MOST_ROWS = 50
"""Rows of one query that a model reads."""

INSTRUCTIONS = """You answer questions by asking a database ({dialect}) in SQL.
Look which tables there are, look at the columns of those that matter, then write one query for what is asked.
Ask for the columns that you need and for ten rows at most, unless the question wants more.
If a query fails, read the error, correct the query and run it again. Change nothing in the database, unless you are
told to. Answer from what the queries gave. If the question is not about the database, just answer."""


class SQLAgent(AgentWithOwnTools):
    """Answer questions about what is in a database."""

    display_name = "SQLAgent"
    description = "Answers questions by asking an SQL database."
    icon = "LangChain"
    is_trusted_only = True

    inputs = [
        QUESTION,
        *LOOP_FIELDS,
        *MODEL_FIELDS,
        MessageTextInput(
            name="database_uri",
            display_name="Database URI",
            info="The database, as SQLAlchemy names it.",
            required=True,
        ),
        HandleInput(
            name="extra_tools",
            display_name="Extra Tools",
            info="Further tools for the agent.",
            input_types=["Tool"],
            is_list=True,
            advanced=True,
        ),
    ]
    outputs = OUTPUTS

    async def own_tools(self) -> list[Tool]:
        """Return the tools that look at the database and ask it."""
        return [
            _tool("list_tables", "Lists the tables of the database.", {}, self._tables),
            _tool(
                "describe_tables",
                "Tells the columns, types and keys of tables.",
                {"tables": {"type": "array", "items": {"type": "string"}, "description": "Names of the tables."}},
                self._described,
            ),
            _tool(
                "run_query",
                f"Runs one SQL statement and gives its rows, {MOST_ROWS} at most.",
                {"query": {"type": "string", "description": "The statement."}},
                self._rows,
            ),
        ]

    async def all_tools(self) -> list[Any]:
        """Return the agent's own tools and those that the edges bring."""
        return [*await super().all_tools(), *(self.extra_tools or [])]

    async def told(self) -> str:
        dialect = await asyncio.to_thread(lambda: self._database().dialect)
        return INSTRUCTIONS.format(dialect=dialect)

    def _database(self) -> SqlDatabase:
        return SqlDatabase(run=self.run, url=self.database_uri or "")

    async def _tables(self, _: Mapping[str, Any]) -> Any:
        return await _asked(self._database().tables)

    async def _described(self, arguments: Mapping[str, Any]) -> Any:
        named = arguments.get("tables") or []
        tables = [named] if isinstance(named, str) else [str(name) for name in named]
        return await _asked(self._database().described, tables)

    async def _rows(self, arguments: Mapping[str, Any]) -> str:
        rows = await _asked(lambda: self._database().rows(str(arguments.get("query") or ""), most=MOST_ROWS))
        return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) or "No rows."


def _tool(name: str, told: str, arguments: Mapping[str, Any], call: Callable[..., Awaitable[Any]]) -> Tool:
    parameters = {"type": "object", "properties": dict(arguments), "required": list(arguments)}
    return Tool(name=name, tag=name, description=told, parameters=parameters, call=call)


async def _asked(ask: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return await asyncio.to_thread(ask, *arguments)
    except (QueryFailed, DatabaseUnreachable) as error:
        raise ToolFailed(reason=str(error)) from error
