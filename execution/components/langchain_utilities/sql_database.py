"""SQLDatabase: a database to hand to other components."""

from __future__ import annotations

import asyncio

from execution.components.sql_databases import EXTRA, SqlDatabase
from execution.engine.component import Component
from execution.engine.fields import Output, StrInput


class SQLDatabase(Component):
    """Hand on a database."""

    display_name = "SQLDatabase"
    description = "Names a database for the components that ask it."
    icon = "LangChain"
    extra = EXTRA
    is_trusted_only = True

    inputs = [
        StrInput(
            name="uri",
            display_name="URI",
            info="The database, as SQLAlchemy names it, for example sqlite:///folder/file.db",
            required=True,
        ),
    ]
    outputs = [
        Output(name="SQLDatabase", display_name="SQLDatabase", method="build_sqldatabase", types=["SQLDatabase"]),
    ]

    async def build_sqldatabase(self) -> SqlDatabase:
        """Return the database; raises here already where it cannot be reached."""
        database = SqlDatabase(run=self.run, url=self.uri or "")
        await asyncio.to_thread(database.tables)
        return database
