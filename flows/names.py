"""Names for flows: which are free, which may stand in an address or in an archive."""

import re
from collections.abc import Collection

ENDPOINT_NAME = re.compile(r"[a-zA-Z0-9_-]+")
UNSAFE_IN_FILES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


def numbered(name: str, taken: Collection[str], form: str = "{name} ({number})") -> str:
    """Return the name, or its numbered form after the highest number taken."""
    if name not in taken:
        return name
    opening, closing = form.format(name=name, number="\0").split("\0")
    pattern = re.compile(re.escape(opening) + r"(\d{1,9})" + re.escape(closing))
    numbers = (int(found[1]) for other in taken if (found := pattern.fullmatch(other)))
    return form.format(name=name, number=1 + max(numbers, default=0))


def file_name(name: str, taken: Collection[str] = (), *, ending: str = ".json") -> str:
    """Return a name for a file of that title: one part, never hidden, not among those taken."""
    stem = UNSAFE_IN_FILES.sub("_", name).strip(" .")[:120] or "flow"
    return numbered(stem, [other.removesuffix(ending) for other in taken]) + ending
