"""NVIDIA Retriever Extraction: let a service of NVIDIA's take documents apart into texts, tables and images."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from execution.components.chosen_files import ReadsFiles
from execution.components.file_texts import ending_of
from execution.components.files import ReadFile
from execution.components.nvidia.ingest_fields import DOCUMENT_TYPES, FIELDS
from execution.components.nvidia.ingest_job import job_for, record_of
from execution.components.search_services import AnswerMalformed, SearchFailed, SearchService
from execution.components.web import web_address
from execution.engine.errors import EngineError
from execution.engine.fields import Output
from execution.engine.values import DataFrame

AT_ONCE = 4
SECONDS_BETWEEN_QUESTIONS = 1.0
MOST_QUESTIONS = 1800
_PDF_BEGINS = b"%PDF-"


class OnlyPdf(EngineError, ValueError):
    """The model that reads scans takes PDFs alone."""

    code = "high_resolution_needs_pdf"
    message = "High-resolution mode only supports valid PDF files."


class NvidiaIngestComponent(ReadsFiles):
    """Take documents apart with a server of NVIDIA's NV-Ingest: a row for each piece of text, table or image."""

    display_name = "NVIDIA Retriever Extraction"
    description = "Takes documents apart into texts, tables, charts and images, with NVIDIA's NV-Ingest."
    documentation = "https://docs.nvidia.com/nemo/retriever/extraction/overview/"
    icon = "NVIDIA"
    beta = True

    inputs = FIELDS
    outputs = [Output(name="dataframe", display_name="Files", method="load_files")]

    def is_readable(self, ending: str, name: str) -> bool:  # the name is for those who tell of it
        """The service says which it takes."""
        return ending in DOCUMENT_TYPES

    async def load_files(self) -> DataFrame:
        """Return what the service found, in the order of the files."""
        address = web_address(self.base_url).rstrip("/")
        files = self.readable_of(await self.opened_files())
        if self.high_resolution and not all(_is_pdf(file) for file in files):
            raise OnlyPdf
        slots = asyncio.Semaphore(AT_ONCE)

        async def found_in(file: ReadFile) -> list[dict[str, Any]]:
            async with slots:
                return await self._found_in(file, address)

        found = await asyncio.gather(*map(found_in, files))
        table = DataFrame([record for records in found for record in records])
        self.status = table
        return table

    async def _found_in(self, file: ReadFile, address: str) -> list[dict[str, Any]]:
        service = SearchService(name="NV-Ingest", run=self.run, key=self.api_key or "")
        headers = {"Authorization": f"Bearer {self.api_key}"} if self.api_key else {}
        payload = {"payload": json.dumps(job_for(file, self))}
        job = (await service.ask_text(f"{address}/v1/submit_job", headers=headers, body=payload)).strip().strip('"')
        for _ in range(MOST_QUESTIONS):
            answer = await service.ask_if_ready(f"{address}/v1/fetch_job/{job}", headers=headers)
            if answer is not None:
                return self._records(service, answer, file)
            await asyncio.sleep(SECONDS_BETWEEN_QUESTIONS)
        raise SearchFailed(service=service.name, reason=f"it did not finish {file.name} in time.")

    def _records(self, service: SearchService, answer: dict[str, Any], file: ReadFile) -> list[dict[str, Any]]:
        if answer.get("status") == "failed":
            reason = service.masked(str(answer.get("description") or "it does not say why."))
            raise SearchFailed(service=service.name, reason=f"{file.name}: {reason}")
        if "data" not in answer:
            raise AnswerMalformed(service=service.name, reason="it has no 'data'.")
        return [record for row in service.rows_of(answer, "data") if (record := record_of(row, file))]


def _is_pdf(file: ReadFile) -> bool:
    return ending_of(file.name) == "pdf" and file.content.startswith(_PDF_BEGINS)
