"""Component types that flows bring along from elsewhere, and the package each needs; for error messages only."""

from collections.abc import Mapping

_TYPES: Mapping[str, tuple[str, ...]] = {
    "langchain-astradb": ("AstraDB", "AstraDBChatMemory", "AstraDBTool", "HCD", "GraphRAG"),
    "langchain-google-vertexai": ("VertexAiModel", "VertexAIEmbeddings"),
    "langchain-ibm": ("IBMwatsonxModel", "WatsonxEmbeddingsComponent"),
    "langchain-qdrant": ("Qdrant",),
    "crewai": ("CrewAIAgentComponent", "HierarchicalCrewComponent", "SequentialCrewComponent"),
    "docling": ("DoclingInline", "DoclingRemote", "ChunkDoclingDocument", "ExportDoclingDocument"),
    "mem0ai": ("mem0_chat_memory",),
}

VENDOR_PACKAGES: Mapping[str, str] = {name: package for package, names in _TYPES.items() for name in names}
