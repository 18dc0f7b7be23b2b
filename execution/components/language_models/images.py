"""Images that come with a message, as models take them: inside of the question, not by an address."""

from __future__ import annotations

from base64 import b64encode
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any

from execution.components.file_texts import IMAGE_TYPES, ending_of
from execution.components.files import SERVICE, Files
from execution.engine.values import Message

if TYPE_CHECKING:
    from execution.engine.ports import RunContext

Content = str | list[str | dict[str, Any]]


async def content_of(text: str, question: Any, run: RunContext) -> Content:
    """Return the text, with the images of the question's message if it brings any.

    Other files are Read File's business. Where a run has no files, as strangers' runs, the text goes alone.
    """
    paths = [str(path) for path in question.files if _is_image(path)] if isinstance(question, Message) else []
    files: Files | None = run.services.get(SERVICE)
    if not paths or files is None:
        return text
    return [{"type": "text", "text": text}, *[await _image(path, files) for path in paths]]


def _is_image(path: Any) -> bool:
    return ending_of(str(path)) in IMAGE_TYPES


async def _image(path: str, files: Files) -> dict[str, Any]:
    file = await files.read(path)
    kind = guess_type(file.name)[0] or "image/png"
    return {"type": "image_url", "image_url": {"url": f"data:{kind};base64,{b64encode(file.content).decode()}"}}
