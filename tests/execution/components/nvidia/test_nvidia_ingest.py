"""NVIDIA Retriever Extraction: what its service is sent, and what becomes of its answers."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from execution.components.chosen_files import EndingUnsupported, NothingToRead
from execution.components.files import SERVICE
from execution.components.nvidia import nvidia_ingest
from execution.components.nvidia.nvidia_ingest import NvidiaIngestComponent, OnlyPdf
from execution.components.search_services import AnswerMalformed, SearchFailed
from execution.components.web import UrlEmpty
from tests.execution.components.memory_files import MemoryFiles
from tests.execution.components.running import Bench
from tests.execution.components.searches.services import OneService

PDF = b"%PDF-1.7 scanned"
FOUND = {
    "status": "success",
    "data": [
        {"document_type": "text", "metadata": {"content": "Two towers.", "language": "en"}},
        {
            "document_type": "structured",
            "metadata": {"content": "aW1hZ2U=", "table_metadata": {"table_content": "|a|b|"}},
        },
        {"document_type": "image", "metadata": {"content": "aW1hZ2U=", "image_metadata": {"caption": "A cat"}}},
        {"document_type": "image", "metadata": {}},
        {"document_type": "info_message", "metadata": {}},
    ],
}


class Ingest:
    """The service: takes jobs, is busy for a while, then gives the answer."""

    def __init__(self, answer: Any = FOUND, *, busy: int = 0) -> None:
        self.answer = answer
        self.busy = busy
        self.jobs: list[dict[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/submit_job":
            self.jobs.append(json.loads(json.loads(request.content)["payload"]))
            return httpx.Response(200, text=f'"job-{len(self.jobs)}"')
        if self.busy:
            self.busy -= 1
            return httpx.Response(202, text='"not ready"')
        return httpx.Response(200, json=self.answer)

    def tasks(self, name: str) -> Iterator[dict[str, Any]]:
        return (task["task_properties"] for task in self.jobs[-1]["tasks"] if task["type"] == name)


def bench_of(files: dict[str, bytes], service: Any, **values: Any) -> tuple[Bench, OneService]:
    given = {"path": list(files), "base_url": "http://ingest.local:7670/", "api_key": "nv-secret", **values}
    bench = Bench(NvidiaIngestComponent, **given)
    web = OneService(service)
    bench.context.services = {"web": web, SERVICE: MemoryFiles(**files)}
    return bench, web


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nvidia_ingest, "SECONDS_BETWEEN_QUESTIONS", 0)


async def test_each_piece_is_a_row():
    bench, web = bench_of({"a.pdf": PDF}, Ingest(busy=2))
    rows = (await bench.give("dataframe")).to_dict("records")
    assert [row["text"] for row in rows] == ["Two towers.", "|a|b|", "A cat", "No caption available"]
    assert {row["file_path"] for row in rows} == {"a.pdf"}
    assert [row["document_type"] for row in rows] == ["text", "structured", "image", "image"]
    assert rows[0]["metadata"] == {"content": "Two towers.", "language": "en"}
    assert rows[1]["metadata"]["content"] == {"$binary": "aW1hZ2U="}
    assert [request.url.path for request in web.asked] == ["/v1/submit_job", *["/v1/fetch_job/job-1"] * 3]
    assert {request.headers["Authorization"] for request in web.asked} == {"Bearer nv-secret"}


async def test_files_are_sent_in_the_form_that_their_kind_has():
    files = {"a.pdf": PDF, "b.md": "h\u00e9".encode(), "c.jpg": b"\xff\xd8"}
    service = Ingest({"data": []})
    bench, _ = bench_of(files, service)
    await bench.give("dataframe")
    sent = {job["job_payload"]["source_name"][0]: job for job in service.jobs}
    assert sent["a.pdf"]["job_payload"]["content"] == [base64.b64encode(PDF).decode()]
    assert sent["b.md"]["job_payload"]["content"] == ["h\u00e9"]
    kinds = {name: job["job_payload"]["document_type"] for name, job in sent.items()}
    assert kinds == {"a.pdf": ["pdf"], "b.md": ["text"], "c.jpg": ["jpeg"]}
    methods = {name: job["tasks"][0]["task_properties"]["method"] for name, job in sent.items()}
    assert methods == {"a.pdf": "pdfium", "b.md": "txt", "c.jpg": "image"}


async def test_the_fields_say_what_is_taken_and_what_is_done_with_it():
    service = Ingest({"data": []})
    values = {
        "extract_tables": True,
        "filter_images": True,
        "min_image_size": 64,
        "chunk_size": 200,
        "text_depth": "line",
    }
    await bench_of({"a.pdf": PDF}, service, **values)[0].give("dataframe")
    (extract,) = service.tasks("extract")
    assert (extract["params"]["extract_tables"], extract["params"]["extract_charts"]) == (True, False)
    assert extract["params"]["text_depth"] == "line"
    assert next(service.tasks("filter"))["params"]["min_size"] == 64
    assert next(service.tasks("split"))["chunk_size"] == 200
    assert [task["type"] for task in service.jobs[-1]["tasks"]] == ["extract", "dedup", "filter", "caption", "split"]
    await bench_of({"a.pdf": PDF}, service, extract_images=False, split_text=False)[0].give("dataframe")
    assert [task["type"] for task in service.jobs[-1]["tasks"]] == ["extract"]


async def test_a_model_reads_scans_of_pdfs_only():
    service = Ingest({"data": []})
    await bench_of({"a.pdf": PDF}, service, high_resolution=True)[0].give("dataframe")
    assert next(service.tasks("extract"))["method"] == "nemotron_parse"
    for files in ({"a.md": b"text"}, {"a.pdf": b"no PDF at all"}):
        with pytest.raises(OnlyPdf):
            await bench_of(files, service, high_resolution=True)[0].give("dataframe")


async def test_files_that_the_service_does_not_take_are_left_out_or_told():
    service = Ingest({"data": []})
    await bench_of({"a.pdf": PDF, "b.exe": b"MZ"}, service)[0].give("dataframe")
    assert len(service.jobs) == 1
    with pytest.raises(EndingUnsupported, match=r"\.exe"):
        await bench_of({"b.exe": b"MZ"}, service, ignore_unsupported_extensions=False)[0].give("dataframe")
    with pytest.raises(NothingToRead):
        await bench_of({"b.exe": b"MZ"}, service)[0].give("dataframe")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"status": "failed", "description": "no such page, nv-secret"}, "a.pdf: no such page, \\*\\*\\*"),
        ({"status": "success"}, "no 'data'"),
        ({"data": "text"}, "no list of objects"),
        ([], "no JSON object"),
    ],
)
async def test_answers_without_documents_are_told(answer, problem):
    with pytest.raises((SearchFailed, AnswerMalformed), match=problem):
        await bench_of({"a.pdf": PDF}, Ingest(answer))[0].give("dataframe")


async def test_a_service_that_refuses_or_never_ends_is_told(monkeypatch):
    with pytest.raises(SearchFailed, match="503"):
        await bench_of({"a.pdf": PDF}, httpx.Response(503, text="busy"))[0].give("dataframe")
    monkeypatch.setattr(nvidia_ingest, "MOST_QUESTIONS", 3)
    with pytest.raises(SearchFailed, match="in time"):
        await bench_of({"a.pdf": PDF}, Ingest(busy=9))[0].give("dataframe")
    with pytest.raises(UrlEmpty):
        await bench_of({"a.pdf": PDF}, Ingest(), base_url=" ")[0].give("dataframe")
