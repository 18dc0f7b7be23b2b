"""What one node of the document says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from execution.engine.document.parts import Json
from execution.engine.errors import DocumentInvalid

CODE_DIGEST_LENGTH = 12
"""How many digits of the SHA-256 the reference stores as `metadata.code_hash`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeFacts:
    """One node, read once. Nothing here is a copy of the document's JSON; never change it."""

    id: str
    type: str
    """The component's type name, old names included."""
    display_name: str
    template: Mapping[str, Any]
    """The fields by name, each a dictionary, without `code`."""
    outputs: tuple[Json, ...]
    code: str
    """The component's source as it stands in the document; it is compared, never run."""
    code_digest: str
    """What the document says the unedited source's digest is; empty in exports older than 1.6."""
    marked_edited: bool
    frozen: bool
    tool_mode: bool
    group_id: str | None
    """The outermost group that held the node before groups were expanded."""


def is_note(node: Json) -> bool:
    """Is the node only a note for people?"""
    data = node.get("data")
    return node.get("type") == "noteNode" or (isinstance(data, Mapping) and data.get("type") in {"note", "noteNode"})


def node_facts(node: Json) -> NodeFacts:
    """Read a node. Raises DocumentInvalid when it lacks what every node has."""
    data = _object(node, "data", node)
    inner = _object(data, "node", node)
    template = _object(inner, "template", node)
    node_id = str(node.get("id") or data.get("id") or "")
    type_name = str(data.get("type") or node_id.split("-", maxsplit=1)[0])
    return NodeFacts(
        id=node_id,
        type=type_name,
        display_name=str(inner.get("display_name") or type_name),
        template={name: field for name, field in template.items() if isinstance(field, Mapping) and name != "code"},
        outputs=tuple(output for output in inner.get("outputs") or () if isinstance(output, Mapping)),
        code=_code(template),
        code_digest=str((inner.get("metadata") or {}).get("code_hash") or ""),
        marked_edited=inner.get("edited") is True,
        frozen=inner.get("frozen") is True,
        tool_mode=inner.get("tool_mode") is True,
        group_id=node.get("group_id"),
    )


def code_digest(code: str) -> str:
    """Return the digest under which unedited source is known."""
    return sha256(code.encode()).hexdigest()[:CODE_DIGEST_LENGTH]


def is_edited(node: NodeFacts) -> bool:
    """Did somebody change the component's source? Without a digest to compare with, only the mark counts."""
    return node.marked_edited or bool(node.code_digest and code_digest(node.code) != node.code_digest)


def _code(template: Json) -> str:
    field = template.get("code")
    value = field.get("value") if isinstance(field, Mapping) else field
    return value if isinstance(value, str) else ""


def _object(parent: Json, key: str, node: Json) -> Json:
    value = parent.get(key)
    if not isinstance(value, Mapping):
        raise DocumentInvalid(reason=f"node '{node.get('id', '?')}' has no '{key}'")
    return value
