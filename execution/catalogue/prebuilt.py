"""The nodes of our own components, drawn beforehand: drawing them imports every component, which takes half a second.

`manage.py components --rebuild` writes them, and a test fails where somebody changed a component and forgot to. While
one is being changed, the sizes of the sources tell that the index is old, and the nodes are drawn as they are.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from execution.components.registry import all_components
from execution.engine.template import node_of
from langflow_site.common.models import dumps

FOLDER = Path(__file__).parent / "index"
NODES = FOLDER / "nodes.json.gz"
FINGERPRINT = FOLDER / "fingerprint"
SOURCES = Path(__file__).parent.parent
WATCHED = ("components", "engine")

Nodes = dict[str, dict[str, Any]]


def drawn_nodes() -> Nodes:
    """Return every node by category and type name, in the order of the registry."""
    nodes: Nodes = {}
    for category, type_name, component in all_components():
        nodes.setdefault(category, {})[type_name] = node_of(component)
    return nodes


@cache
def prebuilt() -> bytes:
    """Return the nodes as compressed JSON: from the index, or drawn now where it is missing or old."""
    try:
        is_current = FINGERPRINT.read_text(encoding="ascii") == fingerprint()
        return NODES.read_bytes() if is_current else compressed(drawn_nodes())
    except FileNotFoundError:
        return compressed(drawn_nodes())


def rebuild() -> int:
    """Write the index; return its size in bytes."""
    FOLDER.mkdir(exist_ok=True)
    NODES.write_bytes(compressed(drawn_nodes()))
    FINGERPRINT.write_text(fingerprint(), encoding="ascii")
    return NODES.stat().st_size


def compressed(nodes: Any) -> bytes:
    """Return the value as compressed JSON: equal values give equal bytes."""
    return gzip.compress(dumps(nodes).encode(), mtime=0)


def fingerprint() -> str:
    """Return what tells one state of the sources from another without reading them."""
    paths = sorted(path for folder in WATCHED for path in (SOURCES / folder).rglob("*.py"))
    sizes = [f"{path.relative_to(SOURCES).as_posix()} {path.stat().st_size}" for path in paths]
    return hashlib.sha256("\n".join(sizes).encode()).hexdigest()
