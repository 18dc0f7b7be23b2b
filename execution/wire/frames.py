"""Lines of JSON as bytes, and server-sent events."""

import re

from execution.wire.outputs import Wire
from langflow_site.common.models import dumps

NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def ascii_frame(wire: Wire) -> bytes:
    """Return the line in ASCII, with the blank line that ends it.

    The editor decodes each piece that arrives by itself, so no character may lie in two.
    """
    text = dumps(wire)
    if not text.isascii():
        text = NOT_ASCII.sub(_escaped, text)  # such characters stand inside of strings only
    return text.encode("ascii") + b"\n\n"


def event_line(wire: Wire) -> bytes:
    """Return a server-sent event that waits for its number: whoever keeps events in order gives it at last."""
    return f"event: {wire['type']}\ndata: {dumps(wire)}".encode()


def numbered_frame(line: bytes, number: int) -> bytes:
    """Return the event with its number, as OpenAI's clients expect it, and the blank line that ends it."""
    return b'%b,"sequence_number":%d}\n\n' % (line.removesuffix(b"}"), number)


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
