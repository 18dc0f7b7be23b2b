"""Build the catalogue once per process, ready to send. No provider's library is imported for it."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from execution.catalogue.errors import TypeNotInCatalogue
from execution.catalogue.prebuilt import Nodes, compressed, prebuilt
from execution.components.registry import PATHS, component_named
from execution.engine.template import node_of
from execution.runtime.added_components import added_components
from langflow_site.common.models import dumps, loads

ETAG_LENGTH = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The catalogue's bytes and their name."""

    json: bytes
    gzipped: bytes
    etag: str
    """Quoted, and weak: it names the content, whichever way it is encoded."""


@cache
def catalogue() -> Catalogue:
    """Return the catalogue of this process."""
    gzipped = compressed(nodes_by_category()) if added_components().by_type else prebuilt()
    body = gzip.decompress(gzipped)
    digest = hashlib.sha256(body).hexdigest()[:ETAG_LENGTH]
    return Catalogue(json=body, gzipped=gzipped, etag=f'W/"{digest}"')


def nodes_by_category() -> Nodes:
    """Return every node by category and type name, in the order of the registry; the operator's own come last."""
    nodes: Nodes = loads(gzip.decompress(prebuilt()).decode())
    for type_name, added in added_components().by_type.items():
        nodes.setdefault(added.category, {})[type_name] = dict(added.node)
    return nodes


def own_node(type_name: str) -> dict[str, Any]:
    """Return a copy of the type's node that the caller may change; raise TypeNotInCatalogue."""
    if type_name not in PATHS and type_name not in added_components().by_type:
        raise TypeNotInCatalogue(type=type_name)
    node: dict[str, Any] = loads(_node_json(type_name))
    return node


@cache
def _node_json(type_name: str) -> str:
    added = added_components().by_type.get(type_name)
    return dumps(node_of(component_named(type_name)) if added is None else added.node)
