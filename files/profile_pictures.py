"""The pictures that come with the server: small drawings of our own in `pictures/`."""

from functools import cache
from pathlib import Path

from files.errors import PictureFolderUnknown, PictureNotFound

FOLDER = Path(__file__).parent / "pictures"


def names() -> list[str]:
    """Return `folder/file` of every picture."""
    return list(_pictures())


def picture(folder: str, name: str) -> Path:
    """Return the file of a picture. Names are looked up in the table of what is there, never followed as paths."""
    folders = sorted({known.partition("/")[0] for known in _pictures()})
    if folder not in folders:
        raise PictureFolderUnknown(folders=", ".join(folders))
    found = _pictures().get(f"{folder}/{name}")
    if found is None:
        raise PictureNotFound(name=f"{folder}/{name}")
    return found


@cache
def _pictures() -> dict[str, Path]:
    return {path.relative_to(FOLDER).as_posix(): path for path in sorted(FOLDER.glob("*/*.svg"))}
