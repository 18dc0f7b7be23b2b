"""Names for flows: which may stand in an address, which in an archive."""

import re
from collections.abc import Collection

from langflow_site.common.names import numbered

ENDPOINT_NAME = re.compile(r"[a-zA-Z0-9_-]+")
UNSAFE_IN_FILES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


def file_name(name: str, taken: Collection[str] = (), *, ending: str = ".json") -> str:
    """Return a name for a file of that title: one part, never hidden, not among those taken."""
    stem = UNSAFE_IN_FILES.sub("_", name).strip(" .")[:120] or "flow"
    return numbered(stem, [other.removesuffix(ending) for other in taken]) + ending
