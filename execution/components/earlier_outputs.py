"""Outputs that components had in earlier releases, made of the table that they give today.

Until 1.4 most sources gave records and a text beside the table, until 1.2 no table at all; flows made then are
connected to those. They stand in no new node.
"""

from __future__ import annotations

from inspect import isawaitable
from typing import Any

from execution.components.records import records_of
from execution.engine.component import Component
from execution.engine.fields import Output
from execution.engine.values import Data, DataFrame, Message

RECORDS = Output(name="data", display_name="Data", method="as_records", types=["Data"])
TEXT = Output(name="text", display_name="Message", method="as_text", types=["Message"])
TABLE = Output(name="dataframe", display_name="DataFrame", method="as_table", types=["DataFrame"])


class GivesRecords(Component):
    """Base of components whose first output is a table, and was records and a text once."""

    dynamic_outputs = [RECORDS, TEXT]

    async def as_records(self) -> list[Data]:
        """Return a record for each row of the table."""
        return records_of(await self._first_output(), field=self.outputs[0].name)

    async def as_text(self) -> Message:
        """Return the texts of the rows, one below the other."""
        return Message(text="\n".join(str(record.get_text() or "") for record in await self.as_records()))

    async def as_table(self) -> DataFrame:
        """Return the table, under the name that it had."""
        return DataFrame(await self.as_records())

    async def _first_output(self) -> Any:
        made = getattr(self, self.outputs[0].method)()
        return await made if isawaitable(made) else made
