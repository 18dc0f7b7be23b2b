"""The text of a file that goes into a knowledge base, by its ending."""

from pathlib import PurePath

from execution.components.documents import READERS, DocumentUnreadable, document_text
from execution.engine.values.errors import ExtraNotInstalled
from execution.knowledge.errors import FileUnreadable


def text_of(name: str, content: bytes) -> str:
    """Return the text that stands in the file; raise FileUnreadable."""
    ending = PurePath(name).suffix.lower()
    if ending not in READERS:
        return content.decode("utf-8-sig", errors="ignore")
    try:
        return document_text(name, ending, content)
    except DocumentUnreadable as error:
        raise FileUnreadable(name=name, reason=error.facts["reason"]) from error
    except ExtraNotInstalled as error:
        raise FileUnreadable(name=name, reason=str(error)) from None
