"""Batch Run: put each row of a table to a model."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any

from execution.components.language_models.answering import answer
from execution.components.language_models.choosing import ModelChooser
from execution.components.language_models.conversation import conversation
from execution.components.language_models.fields import MODEL, MODEL_KEY
from execution.engine.fields import BoolInput, DataFrameInput, MessageTextInput, MultilineInput, Output
from execution.engine.values import DataFrame

AT_ONCE = 10
"""How many rows are asked about at the same time."""


class TableExpected(TypeError):
    def __init__(self, value: Any) -> None:
        super().__init__(f"Expected DataFrame input, got {type(value).__name__}")


class ColumnMissing(ValueError):
    def __init__(self, name: str, columns: Iterable[str]) -> None:
        super().__init__(f"Column '{name}' not found in the DataFrame. Available columns: {', '.join(columns)}")


class BatchRunComponent(ModelChooser):
    """Ask a model about every row of a table and hand on the table with the answers."""

    display_name = "Batch Run"
    description = "Asks a model about every row of a table."
    documentation = "https://docs.langflow.org/batch-run"
    icon = "List"

    inputs = [
        MODEL,
        MODEL_KEY,
        MultilineInput(
            name="system_message",
            display_name="Instructions",
            info="What the model reads before each row.",
        ),
        DataFrameInput(
            name="df",
            display_name="DataFrame",
            info="The table.",
            required=True,
        ),
        MessageTextInput(
            name="column_name",
            display_name="Column Name",
            info="The column that is put to the model. Empty: the whole row.",
        ),
        MessageTextInput(
            name="output_column_name",
            display_name="Output Column Name",
            info="Name of the column for the answers.",
            advanced=True,
            value="model_response",
        ),
        BoolInput(
            name="enable_metadata",
            display_name="Enable Metadata",
            info="Add a column that tells how each row went.",
            advanced=True,
        ),
    ]
    outputs = [Output(name="batch_results", display_name="LLM Results", method="run_batch")]

    df: Any
    system_message: str | None
    column_name: str | None
    output_column_name: str | None
    enable_metadata: bool

    async def run_batch(self) -> DataFrame:
        """Return the rows, each with the model's answer and its number. One row that fails fails them all."""
        if not isinstance(self.df, DataFrame):
            raise TableExpected(self.df)
        rows = self.df.to_records()
        columns = [str(name) for name in rows[0]] if rows else []
        if rows and self.column_name and self.column_name not in columns:
            raise ColumnMissing(self.column_name, columns)
        model, asked = await self.model_to_ask()
        slots = asyncio.Semaphore(AT_ONCE)

        async def row_with_answer(number: int, row: dict[str, Any]) -> dict[str, Any]:
            async with slots:
                question = self._question(row)
                messages = await conversation(question, system_message=self.system_message)
                found = await answer(model, messages, asked)
            return self._answered(row, number, question, found.text)

        asking = [asyncio.ensure_future(row_with_answer(number, row)) for number, row in enumerate(rows)]
        try:
            return DataFrame(await asyncio.gather(*asking))
        finally:
            for task in asking:
                task.cancel()

    def _question(self, row: Mapping[str, Any]) -> str:
        if self.column_name:
            return str(row.get(self.column_name, ""))
        return "\n".join(
            f"[{name}]\nvalue = {json.dumps(str(value), ensure_ascii=False)}\n" for name, value in row.items()
        )

    def _answered(self, row: Mapping[str, Any], number: int, question: str, text: str) -> dict[str, Any]:
        answered = {**row, self.output_column_name or "model_response": text, "batch_index": number}
        if self.vertex.template and "output_column_name" not in self.vertex.template:
            answered["text_input"] = question  # nodes of 1.1 and 1.2 name no column, and told the question like this
        if self.enable_metadata:
            answered["metadata"] = {
                "has_system_message": bool(self.system_message),
                "input_length": len(question),
                "response_length": len(text),
                "processing_status": "success",
            }
        return answered
