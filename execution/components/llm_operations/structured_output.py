"""Structured Output: have a model fill a table of fields from a text."""

from typing import Any

from execution.components.language_models.choosing import ModelChooser
from execution.components.language_models.conversation import conversation
from execution.components.language_models.errors import ModelError
from execution.components.language_models.failures import provider_errors
from execution.components.language_models.fields import MODEL, MODEL_KEY
from execution.components.language_models.output_schema import COLUMNS, FIRST_ROW, schema_of
from execution.engine.fields import MessageTextInput, MultilineInput, Output, TableInput
from execution.engine.values import Data, DataFrame

INSTRUCTIONS = (
    "Read the text that follows and fill the fields of the given structure from it.\n"
    "Take values from the text alone; use null where it does not say.\n"
    "If the text speaks of several things of the kind, give one record for each, without repeating any."
)
RECORDS = "objects"
"""The field of the model's answer that holds the records."""


class SchemaEmpty(ModelError):
    status = 400
    code = "schema_empty"
    message = "Output schema cannot be empty"


class NothingStructured(ModelError):
    """The model answered, but not in the structure."""

    status = 502
    code = "nothing_structured"
    message = "No structured output returned"


class StructuredOutput(ModelChooser):
    """Put a text to a model that answers with the fields of a table."""

    display_name = "Structured Output"
    description = "Turns a text into records with the fields you name."
    documentation = "https://docs.langflow.org/structured-output"
    icon = "braces"

    inputs = [
        MODEL,
        MODEL_KEY,
        MultilineInput(
            name="input_value",
            display_name="Input Message",
            info="The text that holds the values.",
            required=True,
            tool_mode=True,
        ),
        MultilineInput(
            name="system_prompt",
            display_name="Format Instructions",
            info="How the model shall read the text; it reads this first.",
            advanced=True,
            required=True,
            value=INSTRUCTIONS,
        ),
        MessageTextInput(
            name="schema_name",
            display_name="Schema Name",
            info="A name for the kind of record, which tells the model what it looks for.",
            advanced=True,
        ),
        TableInput(
            name="output_schema",
            display_name="Output Schema",
            info="The fields of a record.",
            required=True,
            table_schema=COLUMNS,
            value=[dict(FIRST_ROW)],
        ),
    ]
    outputs = [
        Output(name="structured_output", display_name="Structured Output", method="build_structured_output"),
        Output(name="dataframe_output", display_name="Structured Output", method="build_structured_dataframe"),
    ]

    input_value: str | None
    system_prompt: str | None
    schema_name: str | None
    output_schema: list[dict[str, Any]]

    async def build_structured_output(self) -> Data:
        """Return the record; several records stand under `results`."""
        records = await self._records()
        return Data(data=records[0] if len(records) == 1 else {"results": records})

    async def build_structured_dataframe(self) -> DataFrame:
        """Return the records as a table."""
        return DataFrame(await self._records())

    async def _records(self) -> list[dict[str, Any]]:
        schema = self._schema()
        model, asked = await self.model_to_ask()
        messages = await conversation(self.input_value, system_message=self.system_prompt)
        with provider_errors(asked):
            found = await model.with_structured_output(schema, method="function_calling").ainvoke(messages)
        records = found.get(RECORDS) if isinstance(found, dict) else None
        if not isinstance(records, list) or not records:
            raise NothingStructured
        return [record if isinstance(record, dict) else {"value": record} for record in records]

    def _schema(self) -> dict[str, Any]:
        if not self.output_schema:
            raise SchemaEmpty
        title = self.schema_name or "OutputModel"
        record = schema_of(self.output_schema, title=title)
        records = {"type": "array", "items": record, "description": f"All records of the kind {title}."}
        return {
            "title": f"{title}List",
            "description": f"A list of {title}.",
            "type": "object",
            "properties": {RECORDS: records},
            "required": [RECORDS],
        }
