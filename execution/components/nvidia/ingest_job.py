"""What NVIDIA's extraction service is sent, and what of its answer we keep. Sending is the component's work."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from execution.components.file_texts import decoded, ending_of
from execution.components.files import ReadFile
from execution.components.nvidia.ingest_fields import DOCUMENT_TYPES
from execution.engine.component import Component

_TOKENIZER = "intfloat/e5-large-unsupervised"
_PLAIN_TEXT = frozenset({"text", "html"})
"""Documents that travel as they are; others travel in base64."""
_METHODS = {
    "docx": "python_docx",
    "pptx": "python_pptx",
    "html": "markitdown",
    "text": "txt",
    "pdf": "pdfium",
    "mp3": "audio",
    "wav": "audio",
}
_HIGH_RESOLUTION = "nemotron_parse"
_NO_CAPTION = "No caption available"

Job = dict[str, Any]


def job_for(file: ReadFile, wanted: Component) -> Job:
    """Return the job for one file, as the fields of the component want it."""
    kind = DOCUMENT_TYPES[ending_of(file.name)]
    document = {
        "source_name": [file.path],
        "source_id": [file.path],
        "content": [_content(file, kind)],
        "document_type": [kind],
    }
    return {"job_payload": document, "job_id": file.path, "tasks": list(_tasks(kind, wanted)), "tracing_options": {}}


def _content(file: ReadFile, kind: str) -> str:
    if kind in _PLAIN_TEXT:
        return decoded(file.content)
    return base64.b64encode(file.content).decode()


def _tasks(kind: str, wanted: Component) -> Iterator[Job]:
    yield _task("extract", document_type=kind, method=_method(kind, wanted), params=_taken(wanted))
    if wanted.extract_images:
        yield from _tasks_for_images(wanted)
    if wanted.extract_text and wanted.split_text:
        yield _task(
            "split",
            tokenizer=_TOKENIZER,
            chunk_size=wanted.chunk_size,
            chunk_overlap=wanted.chunk_overlap,
            params={"split_source_types": ["PDF"]},
        )


def _tasks_for_images(wanted: Component) -> Iterator[Job]:
    if wanted.dedup_images:
        yield _task("dedup", content_type="image", params={"filter": True})
    if wanted.filter_images:
        sizes = {
            "min_size": wanted.min_image_size,
            "min_aspect_ratio": wanted.min_aspect_ratio,
            "max_aspect_ratio": wanted.max_aspect_ratio,
            "filter": True,
        }
        yield _task("filter", content_type="image", params=sizes)
    if wanted.caption_images:
        yield _task("caption")


def _method(kind: str, wanted: Component) -> str:
    return _HIGH_RESOLUTION if wanted.high_resolution else _METHODS.get(kind, "image")


def _taken(wanted: Component) -> dict[str, Any]:
    return {
        "extract_text": wanted.extract_text,
        "extract_images": wanted.extract_images,
        "extract_tables": wanted.extract_tables,
        "extract_charts": wanted.extract_charts,
        "extract_infographics": wanted.extract_infographics,
        "text_depth": wanted.text_depth,
        "table_output_format": "markdown",
    }


def _task(kind: str, **properties: Any) -> Job:
    return {"type": kind, "task_properties": properties}


def record_of(element: Mapping[str, Any], file: ReadFile) -> dict[str, Any] | None:
    """Return one found piece as a record; None for kinds that hold nothing to read."""
    kind = element.get("document_type")
    found = dict(element.get("metadata") or {})
    match kind:
        case "text":
            text = found.get("content") or ""
        case "structured":
            text = (found.get("table_metadata") or {}).get("table_content") or ""
        case "image":
            text = (found.get("image_metadata") or {}).get("caption") or _NO_CAPTION
        case _:
            return None
    if kind != "text" and "content" in found:
        found["content"] = {"$binary": found["content"]}
    return {"text": text, "file_path": file.path, "document_type": kind, "metadata": found}
