"""Load CSV and Mock Data."""

import pytest

from execution.components.data_source.csv_to_data import CSVtoData, CsvUnreadable, NoCsvFile
from execution.components.data_source.mock_data_generator import ROWS, MockDataGenerator
from execution.components.text_sources import FilesUnavailable, SourceAmbiguous
from tests.execution.components.running import Bench, give


async def loaded(text: str) -> list[dict[str, object]]:
    return [record.data for record in await give(CSVtoData, "data_list", csv_string=text)]


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("a,b\n1,x\n2,y\n", [{"a": "1", "b": "x"}, {"a": "2", "b": "y"}]),
        ('a,b\r\n"q,1","x\ny"\r\n\r\n3,4', [{"a": "q,1", "b": "x\ny"}, {"a": "3", "b": "4"}]),
        ("a,b\n1\n2,y,z", [{"a": "1", "b": None}, {"a": "2", "b": "y"}]),
        ("a;b\n1;2", [{"a;b": "1;2"}]),
        ("header", []),
    ],
)
async def test_each_line_is_a_record(text: str, records: list[object]) -> None:
    assert await loaded(text) == records


async def test_the_text_key_names_the_text() -> None:
    (record,) = await give(CSVtoData, "data_list", csv_string="a,b\n1,x", text_key="b")
    assert record.get_text() == "x"


async def test_no_rows_are_told() -> None:
    bench = Bench(CSVtoData, csv_string="header")
    await bench.give("data_list")
    assert bench.component.status == "The CSV data is empty."


async def test_a_file_of_the_user_is_read() -> None:
    class Files:
        async def read_text(self, path: str) -> str:
            return f"path\n{path}"

    bench = Bench(CSVtoData, csv_path="mine/a.csv")
    bench.context.services = {"files": Files()}
    (record,) = await bench.give("data_list")
    assert record.path == "mine/a.csv"


async def test_mistakes_are_told() -> None:
    with pytest.raises(SourceAmbiguous, match="exactly one of: CSV"):
        await give(CSVtoData, "data_list")
    with pytest.raises(SourceAmbiguous):
        await give(CSVtoData, "data_list", csv_string="a", csv_path="a.csv")
    with pytest.raises(NoCsvFile):
        await give(CSVtoData, "data_list", csv_path="a.txt")
    with pytest.raises(FilesUnavailable, match="CSV"):
        await give(CSVtoData, "data_list", csv_path="a.csv")
    with pytest.raises(CsvUnreadable):
        await loaded("a\n" + "x" * 10_000_001)


async def test_data_of_each_type_is_made_up() -> None:
    text = await give(MockDataGenerator, "message_output")
    record = await give(MockDataGenerator, "data_output")
    table = await give(MockDataGenerator, "dataframe_output")
    assert text.text
    assert record.data["summary"]["total_count"] == len(record.data["records"])
    rows = table.to_records()
    assert len({row["customer_id"] for row in rows}) == ROWS
    assert all(row["full_name"] == f"{row['first_name']} {row['last_name']}" for row in rows)
