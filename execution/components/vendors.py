"""Component types that flows bring along from elsewhere, and the package each needs; for error messages only."""

from collections.abc import Mapping

_TYPES: Mapping[str, tuple[str, ...]] = {
    "langchain-astradb": ("AstraDB", "AstraDBChatMemory", "AstraDBTool", "HCD", "GraphRAG"),
    "langchain-google-vertexai": ("VertexAiModel", "VertexAIEmbeddings"),
    "langchain-ibm": ("IBMwatsonxModel", "WatsonxEmbeddingsComponent"),
    "langchain-qdrant": ("Qdrant",),
    "agentics-py": ("SemanticAggregator", "SemanticMap", "SyntheticDataGenerator"),
    "apify-client": ("ApifyActors",),
    "assemblyai": (
        "AssemblyAIGetSubtitles",
        "AssemblyAILeMUR",
        "AssemblyAIListTranscripts",
        "AssemblyAITranscriptionJobCreator",
        "AssemblyAITranscriptionJobPoller",
    ),
    "astra-assistants": (
        "AssistantsCreateAssistant",
        "AssistantsCreateThread",
        "AssistantsGetAssistantName",
        "AssistantsListAssistants",
        "AssistantsRun",
        "Astra Assistant Agent",
    ),
    "cassio": ("Cassandra", "CassandraChatMemory", "CassandraGraph"),
    "cleanlab-tlm": ("CleanlabEvaluator", "CleanlabRAGEvaluator", "CleanlabRemediator"),
    "clickhouse-connect": ("Clickhouse",),
    "couchbase": ("Couchbase",),
    "crewai": (
        "CrewAIAgentComponent",
        "HierarchicalCrewComponent",
        "HierarchicalTaskComponent",
        "SequentialCrewComponent",
        "SequentialTaskAgentComponent",
        "SequentialTaskComponent",
    ),
    "cuga": ("Cuga",),
    "docling": ("DoclingInline", "DoclingRemote", "ChunkDoclingDocument", "ExportDoclingDocument"),
    "firecrawl-py": ("FirecrawlCrawlApi", "FirecrawlExtractApi", "FirecrawlMapApi", "FirecrawlScrapeApi"),
    "GitPython": ("GitExtractorComponent", "GitLoaderComponent"),
    "jigsawstack": (
        "JigsawStackAIScraper",
        "JigsawStackAISearch",
        "JigsawStackFileRead",
        "JigsawStackFileUpload",
        "JigsawStackImageGeneration",
        "JigsawStackNSFW",
        "JigsawStackObjectDetection",
        "JigsawStackSentiment",
        "JigsawStackTextToSQL",
        "JigsawStackTextTranslate",
        "JigsawStackVOCR",
    ),
    "langchain-community": (
        "BaiduQianfanChatModel",
        "BingSearchAPI",
        "CloudflareWorkersAIEmbeddings",
        "Confluence",
        "Maritalk",
        "needle",
        "Vectara",
        "VectaraRAG",
        "WolframAlphaAPI",
    ),
    "langchain-sambanova": ("SambaNovaModel",),
    "langchain-unstructured": ("Unstructured",),
    "mem0ai": ("mem0_chat_memory",),
    "scrapegraph-py": ("ScrapeGraphMarkdownifyApi", "ScrapeGraphSearchApi", "ScrapeGraphSmartScraperApi"),
    "twelvelabs": (
        "SplitVideo",
        "TwelveLabsPegasus",
        "TwelveLabsPegasusIndexVideo",
        "TwelveLabsTextEmbeddings",
        "TwelveLabsVideoEmbeddings",
    ),
    "vlmrun": ("VLMRunTranscription",),
    "yfinance": ("YfinanceComponent",),
    "zep-python": ("ZepChatMemory",),
}

_FAMILIES: Mapping[str, str] = {"Composio": "composio-langchain"}
"""What the names of many types of one vendor begin with, and the package that all of them need."""

_PACKAGES: Mapping[str, str] = {name: package for package, names in _TYPES.items() for name in names}


def vendor_package(type_name: str) -> str | None:
    """Return the package that a vendor's type needs; None where none is known."""
    family = (package for beginning, package in _FAMILIES.items() if type_name.startswith(beginning))
    return _PACKAGES.get(type_name) or next(family, None)
