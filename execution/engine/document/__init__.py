"""Pure questions to a flow's JSON: its nodes, what stands in them, and where its edges lead.

"Node" is the word for a part of the document; from `graph.py` on the same part is a vertex.
"""

from execution.engine.document.groups import GroupProxy, expand_groups
from execution.engine.document.handles import SourceHandle, TargetHandle, source_handle, target_handle
from execution.engine.document.nodes import NodeFacts, code_digest, is_edited, is_note, node_facts
from execution.engine.document.parts import edges_of, nodes_of

__all__ = [
    "GroupProxy",
    "NodeFacts",
    "SourceHandle",
    "TargetHandle",
    "code_digest",
    "edges_of",
    "expand_groups",
    "is_edited",
    "is_note",
    "node_facts",
    "nodes_of",
    "source_handle",
    "target_handle",
]
