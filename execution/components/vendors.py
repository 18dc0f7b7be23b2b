"""Component types that flows bring along from elsewhere, and the package each needs; for error messages only."""

from collections.abc import Mapping

_TYPES: Mapping[str, tuple[str, ...]] = {
    "langchain-anthropic": ("AnthropicModel",),
    "langchain-astradb": ("AstraDB", "AstraDBChatMemory", "AstraDBTool", "HCD", "GraphRAG"),
    "langchain-aws": ("AmazonBedrockModel", "AmazonBedrockConverseModel", "AmazonBedrockEmbeddings"),
    "langchain-chroma": ("Chroma",),
    "langchain-cohere": ("CohereModel", "CohereEmbeddings", "CohereRerank"),
    "langchain-elasticsearch": ("Elasticsearch",),
    "langchain-google-genai": ("GoogleGenerativeAIModel", "Google Generative AI Embeddings"),
    "langchain-google-vertexai": ("VertexAiModel", "VertexAIEmbeddings"),
    "langchain-groq": ("GroqModel",),
    "langchain-huggingface": ("HuggingFaceModel", "HuggingFaceInferenceAPIEmbeddings"),
    "langchain-ibm": ("IBMwatsonxModel", "WatsonxEmbeddingsComponent"),
    "langchain-milvus": ("Milvus",),
    "langchain-mistralai": ("MistralModel", "MistalAIEmbeddings"),
    "langchain-mongodb": ("MongoDBAtlasVector",),
    "langchain-nvidia-ai-endpoints": ("NVIDIAModelComponent", "NVIDIAEmbeddingsComponent", "NvidiaRerankComponent"),
    "langchain-ollama": ("OllamaModel", "OllamaEmbeddings"),
    "langchain-pinecone": ("Pinecone",),
    "langchain-postgres": ("pgvector",),
    "langchain-qdrant": ("QdrantVectorStoreComponent", "Qdrant"),
    "langchain-redis": ("Redis", "RedisChatMemory"),
    "langchain-weaviate": ("Weaviate",),
    "crewai": ("CrewAIAgentComponent", "HierarchicalCrewComponent", "SequentialCrewComponent"),
    "docling": ("DoclingInline", "DoclingRemote", "ChunkDoclingDocument", "ExportDoclingDocument"),
    "faiss-cpu": ("FAISS",),
    "mem0ai": ("mem0_chat_memory",),
    "supabase": ("SupabaseVectorStore",),
    "tavily-python": ("TavilySearchComponent", "TavilyExtractComponent", "TavilyAISearch"),
    "wikipedia": ("WikipediaComponent", "WikipediaAPI"),
}

VENDOR_PACKAGES: Mapping[str, str] = {name: package for package, names in _TYPES.items() for name in names}
