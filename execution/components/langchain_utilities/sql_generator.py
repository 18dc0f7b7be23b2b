"""Natural Language to SQL: a model writes the query for a question. Kept for older flows."""

from __future__ import annotations

import asyncio
import re

from execution.components.language_models.chains import LLM, ChainComponent
from execution.components.sql_databases import SqlDatabase
from execution.components.templating import fill, variables_of
from execution.engine.errors import EngineError
from execution.engine.fields import HandleInput, InputInvalid, IntInput, MultilineInput, Output
from execution.engine.values import Message

INSTRUCTIONS = """Write one SQL query ({dialect}) that answers the question.
Ask only for the columns that it needs, and for {top_k} rows at most unless the question names another number.
Use only tables and columns that are listed here. Give the query alone: no words, no fence.

The tables:
{table_info}

Question: {question}"""

_FENCED = re.compile(r"```(?:sql)?\s*(.*?)\s*```", re.IGNORECASE | re.DOTALL)
_LABEL = "SQLQuery:"


class QuestionMissing(EngineError, ValueError):
    """The prompt has no place for the question."""

    code = "question_missing"
    message = "Prompt must contain `{{question}}` to be used with Natural Language to SQL."


class SQLGenerator(ChainComponent):
    """Write the SQL for a question."""

    display_name = "Natural Language to SQL"
    description = "Has a model write the SQL query for a question."
    icon = "LangChain"
    legacy = True
    is_trusted_only = True

    inputs = [
        MultilineInput(name="input_value", display_name="Input", info="The question.", required=True),
        LLM,
        HandleInput(
            name="db",
            display_name="SQLDatabase",
            info="The database that the query is for.",
            input_types=["SQLDatabase"],
            required=True,
        ),
        IntInput(name="top_k", display_name="Top K", info="How many rows a query may ask for.", value=5),
        MultilineInput(
            name="prompt",
            display_name="Prompt",
            info="How the model is asked: {question} is needed, {table_info}, {dialect} and {top_k} may be there.",
        ),
    ]
    outputs = [
        Output(name="text", display_name="Message", method="invoke_chain"),
    ]

    async def invoke_chain(self) -> Message:
        """Return the query; it is not run. Raises QuestionMissing."""
        if (self.top_k or 0) < 1:
            raise InputInvalid(field="top_k", expected="a number greater than 0", value=self.top_k)
        prompt = self.prompt or INSTRUCTIONS
        if "question" not in variables_of(prompt):
            raise QuestionMissing
        database: SqlDatabase = self.db
        dialect, tables = await asyncio.to_thread(lambda: (database.dialect, database.described()))
        values = {"question": self.input_value or "", "dialect": dialect, "table_info": tables, "top_k": self.top_k}
        query = query_in(await self.said_to(fill(prompt, {**values, "input": self.input_value or ""})))
        self.status = query
        return Message(text=query)


def query_in(said: str) -> str:
    """Return the query without what models write around it."""
    fenced = _FENCED.search(said)
    return (fenced[1] if fenced else said).replace(_LABEL, "").strip()
