"""DataFrame: a table of records. Pandas is loaded only when somebody needs what pandas does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self

from execution.engine.values.data import Data
from execution.engine.values.json_values import to_json_value
from execution.engine.values.pandas_door import is_pandas_frame, pandas

if TYPE_CHECKING:
    import pandas as pd


class DataFrame:
    """A table that answers to pandas' names.

    Until pandas is asked for, the rows are plain dictionaries; afterwards the pandas frame holds them. `text_key`
    names the column with the text of a row.
    """

    def __init__(
        self,
        data: Iterable[Mapping[str, Any] | Data] | Mapping[str, Iterable[Any]] | pd.DataFrame | DataFrame | None = None,
        *,
        text_key: str = "text",
        default_value: Any = "",
        **pandas_options: Any,
    ) -> None:
        self.text_key = text_key
        self.default_value = default_value
        self._frame: Any = None
        self._rows: list[dict[str, Any]] = []
        if pandas_options:
            self._frame = pandas().DataFrame(data, **pandas_options)
        elif isinstance(data, DataFrame):
            self._rows = data.to_records()
        elif is_pandas_frame(data):
            self._frame = data
        else:
            self._rows = _rows_of(data)

    @classmethod
    def of(cls, value: Any) -> DataFrame:
        """Return `value` as a table: one record is one row, a text is a row with that text."""
        if isinstance(value, DataFrame):
            return value
        if isinstance(value, Data):
            return cls([value])
        if isinstance(value, str):
            return cls([{"text": value}])
        return cls(value)

    @property
    def frame(self) -> Any:
        """The pandas frame of this table."""
        if self._frame is None:
            self._frame = pandas().DataFrame(self._rows)
            self._rows = []
        return self._frame

    @property
    def columns(self) -> Any:
        """The column names in order of their first appearance."""
        if self._frame is not None:
            return self._frame.columns
        return list(dict.fromkeys(key for row in self._rows for key in row))

    @property
    def empty(self) -> bool:
        """Whether there is no row."""
        return len(self) == 0

    def to_records(self) -> list[dict[str, Any]]:
        """Return the rows as dictionaries that all have every column; missing values are None."""
        if self._frame is None:
            columns = self.columns
            return [{column: row.get(column) for column in columns} for row in self._rows]
        return [_without_gaps(row) for row in self._frame.to_dict(orient="records")]

    def to_data_list(self) -> list[Data]:
        """Return one Data per row."""
        return [Data(data=row, text_key=self.text_key) for row in self.to_records()]

    def to_lc_documents(self) -> list[Any]:
        """Return one of langchain's documents for each row."""
        return [record.to_lc_document() for record in self.to_data_list()]

    def to_wire(self) -> list[dict[str, Any]]:
        """Return the JSON form: the rows."""
        return [to_json_value(row) for row in self.to_records()]

    def add_row(self, row: Mapping[str, Any] | Data) -> DataFrame:
        """Return a table with one more row."""
        return self.add_rows([row])

    def add_rows(self, rows: Iterable[Mapping[str, Any] | Data]) -> DataFrame:
        """Return a table with more rows."""
        return DataFrame([*self.to_records(), *_rows_of(rows)], text_key=self.text_key)

    def copy(self) -> Self:
        """Return an independent copy of the table."""
        if self._frame is not None:
            return type(self)(self._frame.copy(), text_key=self.text_key, default_value=self.default_value)
        return type(self)(self, text_key=self.text_key, default_value=self.default_value)

    def __len__(self) -> int:
        return len(self._rows) if self._frame is None else len(self._frame)

    def __bool__(self) -> bool:
        return len(self) > 0

    def __iter__(self) -> Iterator[Any]:
        return iter(self.columns)

    def __contains__(self, column: object) -> bool:
        return column in self.columns

    def __getitem__(self, key: Any) -> Any:
        return self.frame[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        self.frame[key] = value

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # private names are never pandas' business, and copying asks for some
            raise AttributeError(name)
        return getattr(self.frame, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DataFrame) and self.to_records() == other.to_records()

    __hash__ = None  # type: ignore[assignment]  # mutable values are not keys

    def __repr__(self) -> str:
        return f"DataFrame({self.to_records()!r})"


def _rows_of(data: Any) -> list[dict[str, Any]]:
    if data is None:
        return []
    if isinstance(data, Mapping):
        columns = {key: list(values) for key, values in data.items()}
        return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return [dict(row.data if isinstance(row, Data) else row) for row in data]


def _without_gaps(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a pandas row with None where pandas writes NaN or NaT, and plain Python numbers."""
    return {str(key): _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    if hasattr(value, "item") and getattr(value, "ndim", 0) == 0:
        value = value.item()
    # NaN and NaT are the only values that differ from themselves.
    return None if not isinstance(value, list | dict) and value != value else value  # noqa: PLR0124  # see above
