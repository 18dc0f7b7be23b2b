"""BigQuery: ask Google's data warehouse."""

from __future__ import annotations

import re
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from execution.components.files import text_of_file
from execution.components.google_account import Account, GoogleService
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import BoolInput, FileInput, MessageTextInput, Output
from execution.engine.values import DataFrame

_API = "https://bigquery.googleapis.com/bigquery/v2/projects"
_SCOPES = ("https://www.googleapis.com/auth/bigquery",)
_FIELD = "Upload Service Account JSON"
_PAGE = 10_000
_WAIT_MS = 30_000
_LONGEST_SECONDS = 600
MOST_ROWS = 100_000
_FENCED = re.compile(r"```(?:sql)?\s*(.*?)\s*```", re.IGNORECASE | re.DOTALL)
_STATEMENT = re.compile(
    r"^[ \t]*(?:select|insert|update|delete|create|alter|drop|with|merge)\b[\s\S]*", re.IGNORECASE | re.MULTILINE
)

Json = Mapping[str, Any]


class QueryMissing(EngineError, ValueError):
    """Nobody said what to ask."""

    code = "query_missing"
    message = "No valid SQL query found in input text."


class QueryTooSlow(EngineError):
    """The answer takes longer than this server waits."""

    code = "query_too_slow"
    message = "BigQuery has not answered the query within {seconds} seconds."


class BigQueryExecutorComponent(Component):
    """Run one SQL statement."""

    name = "BigQueryExecutor"
    display_name = "BigQuery"
    description = "Asks Google BigQuery in SQL."
    documentation = "https://cloud.google.com/bigquery/docs/reference/rest"
    icon = "Google"
    beta = True
    is_trusted_only = True

    inputs = [
        FileInput(
            name="service_account_json_file",
            display_name=_FIELD,
            info="The key of the service account that asks.",
            file_types=["json"],
            required=True,
        ),
        MessageTextInput(
            name="query", display_name="SQL Query", info="The statement to run.", required=True, tool_mode=True
        ),
        BoolInput(
            name="clean_query",
            display_name="Clean Query",
            info="Take the statement out of a text that a model wrote around it.",
            advanced=True,
        ),
    ]
    outputs = [
        Output(name="query_results", display_name="Query Results", method="execute_sql"),
    ]

    async def execute_sql(self) -> DataFrame:
        """Return the rows."""
        query = statement_in(self.query or "", strict=not self.clean_query)
        text = await text_of_file(self.run, self.service_account_json_file)
        account = Account.parse(text, field=_FIELD)
        address = f"{_API}/{account.project}/queries"
        google = await account.signed_in("BigQuery", self.run, _SCOPES)
        rows: list[dict[str, Any]] = []
        async for page in _pages(google, address, query):
            rows += _rows_of(page)
            if len(rows) >= MOST_ROWS:
                break
        return DataFrame(rows[:MOST_ROWS])


def statement_in(text: str, *, strict: bool) -> str:
    """Return the statement: what stands in a fence, else the text; unless `strict` without the words before it.

    Raises QueryMissing.
    """
    fenced = _FENCED.search(text)
    found = fenced[1] if fenced else text
    if not strict and (statement := _STATEMENT.search(found)):
        found = statement[0]
    found = found.strip().strip("`").strip()
    for quote in "\"'":
        # A text in quotes as a whole; a statement that only begins or ends with one keeps it.
        if len(found) > 1 and found[0] == found[-1] == quote and quote not in found[1:-1]:
            found = found[1:-1].strip()
    if not found:
        raise QueryMissing
    return found


async def _pages(google: GoogleService, address: str, query: str) -> AsyncIterator[dict[str, Any]]:
    """Yield the pages of the answer, once there is one. Raises QueryTooSlow."""
    body = {"query": query, "useLegacySql": False, "maxResults": _PAGE, "timeoutMs": _WAIT_MS}
    answer, until = await google.ask(address, body=body), time.monotonic() + _LONGEST_SECONDS
    while True:
        if not answer.get("jobComplete"):
            if time.monotonic() > until:
                raise QueryTooSlow(seconds=_LONGEST_SECONDS)
        else:
            yield answer
            if not answer.get("pageToken"):
                return
        job = answer.get("jobReference") or {}
        asked = {"pageToken": answer.get("pageToken"), "maxResults": _PAGE, "timeoutMs": _WAIT_MS}
        answer = await google.ask(f"{address}/{job.get('jobId')}", query={**asked, "location": job.get("location")})


def _rows_of(page: Json) -> Iterator[dict[str, Any]]:
    fields = (page.get("schema") or {}).get("fields") or []
    for row in page.get("rows") or []:
        yield _record(fields, row)


def _record(fields: list[Json], row: Json) -> dict[str, Any]:
    cells = row.get("f") or []
    return {str(field["name"]): _value(field, cell.get("v")) for field, cell in zip(fields, cells, strict=False)}


def _value(field: Json, value: Any) -> Any:
    """Return a cell as Python knows it; BigQuery writes all of them as texts."""
    if value is None:
        return None
    if field.get("mode") == "REPEATED":
        single = {**field, "mode": "NULLABLE"}
        return [_value(single, item.get("v")) for item in value]
    kind = str(field.get("type"))
    if kind in {"RECORD", "STRUCT"}:
        return _record(field.get("fields") or [], value)
    return _CONVERSIONS.get(kind, str)(value)


def _moment(value: str) -> str:
    return datetime.fromtimestamp(float(value), tz=UTC).isoformat()


_CONVERSIONS: Mapping[str, Callable[[str], Any]] = {
    "INTEGER": int,
    "INT64": int,
    "FLOAT": float,
    "FLOAT64": float,
    "NUMERIC": float,
    "BIGNUMERIC": float,
    "BOOLEAN": lambda value: value == "true",
    "BOOL": lambda value: value == "true",
    "TIMESTAMP": _moment,
}
