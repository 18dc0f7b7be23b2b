"""Load CSV: one record per line. Kept for older flows; Read File does the same and more."""

from __future__ import annotations

import csv
from io import StringIO

from execution.components.text_sources import text_of_one
from execution.engine.component import Component
from execution.engine.errors import EngineError
from execution.engine.fields import FileInput, MessageTextInput, MultilineInput, Output
from execution.engine.values import Data

NO_ROWS = "The CSV data is empty."
LONGEST_CELL = 10_000_000


class CsvUnreadable(EngineError, ValueError):
    """The text is no CSV."""

    code = "csv_unreadable"
    message = "The CSV cannot be read: {reason}"


class NoCsvFile(EngineError, ValueError):
    """The file's name says that it is something else."""

    code = "no_csv_file"
    message = "The provided path must be to a CSV file."


class CSVtoData(Component):
    """Read CSV, whose first line names the columns, from a text or one of the user's files."""

    display_name = "Load CSV"
    description = "Reads records from CSV."
    icon = "FileSpreadsheet"
    legacy = True
    replacement = ["data.File"]

    is_trusted_only = True

    inputs = [
        FileInput(name="csv_file", display_name="CSV File", info="A file that holds CSV.", file_types=["csv"]),
        MessageTextInput(name="csv_path", display_name="CSV File Path", info="The path of one of your files."),
        MultilineInput(name="csv_string", display_name="CSV String", info="The CSV itself."),
        MessageTextInput(
            name="text_key", display_name="Text Key", info="The column that holds the text.", value="text"
        ),
    ]
    outputs = [
        Output(name="data_list", display_name="Data List", method="load_csv_to_data"),
    ]

    async def load_csv_to_data(self) -> list[Data]:
        """Return one record per line."""
        if any(place and not str(place).lower().endswith(".csv") for place in (self.csv_file, self.csv_path)):
            raise NoCsvFile
        text = await text_of_one(self.run, kind="CSV", file=self.csv_file, path=self.csv_path, text=self.csv_string)
        data = [Data(data=record, text_key=self.text_key or "text") for record in records_of_csv(text)]
        self.status = data or NO_ROWS
        return data


def records_of_csv(text: str) -> list[dict[str, str | None]]:
    """Return the lines as records. Cells that are missing are None; those too many are left out."""
    # The module's own limit counts for the whole process; a cell as long as this is a mistake in the quotes.
    csv.field_size_limit(LONGEST_CELL)
    try:
        rows = list(csv.DictReader(StringIO(text, newline="")))
    except csv.Error as error:
        raise CsvUnreadable(reason=str(error)) from error
    return [{name: cell for name, cell in row.items() if name is not None} for row in rows]
