"""Loop: run part of a flow once for every row."""

from __future__ import annotations

from typing import Any

from execution.engine.component import Component
from execution.engine.fields import HandleInput, InputInvalid, Output
from execution.engine.values import Data, DataFrame, Message


class LoopComponent(Component):
    """Give the rows of a table to the components behind Item, one by one, and collect what comes back."""

    display_name = "Loop"
    description = "Runs a part of the flow for each row and collects the results."
    icon = "Repeat"

    inputs = [
        HandleInput(name="data", display_name="Inputs", info="The rows to go through.", input_types=["DataFrame"])
    ]
    outputs = [
        Output(
            name="item",
            display_name="Item",
            method="item_output",
            allows_loop=True,
            loop_types=["Message"],
            group_outputs=True,
        ),
        Output(name="done", display_name="Done", method="done_output", group_outputs=True),
    ]

    _collected: list[Data] | None = None

    async def item_output(self) -> Data:
        """Go through all rows; what stands behind Item has run then, so this branch does not run once more."""
        self.stop("item")
        await self._collect()
        return Data(text="")

    async def done_output(self) -> DataFrame:
        """Return what came back, one row for each that went in."""
        return DataFrame(await self._collect())

    async def _collect(self) -> list[Data]:
        """Run the body for every row, once per execution."""
        if self._collected is None:
            came_back = [await self.run_body(row) for row in self._rows()]
            self._collected = [row for value in came_back for row in rows_of(value)]
        return self._collected

    def _rows(self) -> list[Data]:
        if self.data is None or self.data == "":
            raise InputInvalid(field="Inputs", expected="rows", value=self.data)
        return rows_of(self.data)


def rows_of(value: Any) -> list[Data]:
    """Return a value as rows: a table's own, a message as its text, anything else as one row."""
    if isinstance(value, DataFrame):
        return value.to_data_list()
    if isinstance(value, Message):
        return [Data(text=value.get_text())]
    if isinstance(value, Data):
        return [value]
    if isinstance(value, list):
        return [row for item in value for row in rows_of(item)]
    return [Data(data=value) if isinstance(value, dict) else Data(text=str(value))]
