"""Names of files. They are data: where the bytes lie is decided by keys of the server's own."""

import re
from pathlib import PurePosixPath

from files.errors import FileNameInvalid

LONGEST_NAME = 255
"""In bytes: what file systems take, so that every file can be saved under its name elsewhere."""

SEPARATOR = re.compile(r"[/\\]")


def checked_name(name: str) -> str:
    """Return the name of a file; raise FileNameInvalid for one that names no single file."""
    if SEPARATOR.search(name):
        raise FileNameInvalid(name=name[:LONGEST_NAME], reason="it names a folder")
    if name.strip(" .") == "":
        raise FileNameInvalid(name=name[:LONGEST_NAME], reason="it is empty")
    if len(name.encode()) > LONGEST_NAME:
        raise FileNameInvalid(name=f"{name[:20]}...", reason=f"it is longer than {LONGEST_NAME} bytes")
    if not name.isprintable():
        raise FileNameInvalid(name=ascii(name), reason="it holds characters that cannot be printed")
    return name


def split_name(file_name: str) -> tuple[str, str]:
    """Return the name and its ending with the dot: `a.tar.gz` is `a.tar` and `.gz`, `README` and `.env` have none."""
    path = PurePosixPath(file_name)
    return path.stem, path.suffix
