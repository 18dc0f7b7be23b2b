"""SQL Database: ask a database."""

from __future__ import annotations

from execution.components.sql_databases import EXTRA, DatabaseUnreachable, QueryFailed, SqlDatabase
from execution.engine.component import Component
from execution.engine.fields import BoolInput, MessageTextInput, MultilineInput, Output
from execution.engine.values import DataFrame, Message


class SQLComponent(Component):
    """Run one SQL statement."""

    display_name = "SQL Database"
    description = "Asks an SQL database."
    icon = "Database"
    extra = EXTRA
    blocking = True
    is_trusted_only = True

    inputs = [
        MessageTextInput(
            name="database_url",
            display_name="Database URL",
            info="The database, as SQLAlchemy names it, for example sqlite:///folder/file.db",
            required=True,
        ),
        MultilineInput(
            name="query", display_name="SQL Query", info="The statement to run.", required=True, tool_mode=True
        ),
        BoolInput(
            name="include_columns",
            display_name="Include Columns",
            info="Kept for flows that have it; rows always come with their columns.",
            advanced=True,
            tool_mode=True,
            value=True,
        ),
        BoolInput(
            name="add_error",
            display_name="Add Error",
            info="Give an error as a row instead of failing.",
            advanced=True,
            tool_mode=True,
        ),
    ]
    outputs = [
        Output(name="run_sql_query", display_name="Result Table", method="run_sql_query"),
    ]
    dynamic_outputs = [Output(name="text", display_name="Text", method="rows_as_text")]  # of flows made until 1.2

    def run_sql_query(self) -> DataFrame:
        """Return the rows; of a statement that gives none, an empty table."""
        try:
            table = DataFrame(SqlDatabase(run=self.run, url=self.database_url or "").rows(self.query or ""))
        except (QueryFailed, DatabaseUnreachable) as error:
            if not self.add_error:
                raise
            table = DataFrame([{"error": str(error)}])
        self.status = table.to_records()
        return table

    def rows_as_text(self) -> Message:
        """Return the rows as Python writes them: tuples, or dictionaries where the columns are wanted."""
        try:
            rows = self.run_sql_query().to_records()
        except (QueryFailed, DatabaseUnreachable):
            if not self.values.get("passthrough"):
                raise
            return Message(text=self.query or "")
        written = rows if self.include_columns else [tuple(row.values()) for row in rows]
        return Message(text=str(written) if written else "")
