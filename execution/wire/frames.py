"""Lines of JSON as bytes."""

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


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
