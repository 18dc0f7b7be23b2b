"""The table of components: type name -> where its class lives. A class is imported when it is first asked for.

A new component is one line here. Names that older releases used are translated by older_flows.py, before a flow is
planned.
"""

import importlib
from collections.abc import Iterator, Mapping
from functools import cache

from execution.components.released_code import RELEASED_CODE
from execution.components.vendors import vendor_package
from execution.engine.component import Component
from execution.engine.document import NodeFacts, code_digest, is_edited
from execution.engine.errors import ComponentEdited, ComponentUnknown

COMPONENTS: Mapping[str, Mapping[str, str]] = {
    "input_output": {
        "ChatInput": "execution.components.input_output.chat_input.ChatInput",
        "ChatOutput": "execution.components.input_output.chat_output.ChatOutput",
        "TextInput": "execution.components.input_output.text_input.TextInput",
        "TextOutput": "execution.components.input_output.text_output.TextOutput",
        "Webhook": "execution.components.input_output.webhook.Webhook",
    },
    "data_source": {
        "APIRequest": "execution.components.data_source.api_request.APIRequest",
        "CSVtoData": "execution.components.data_source.csv_to_data.CSVtoData",
        "JSONtoData": "execution.components.data_source.json_to_data.JSONtoData",
        "MockDataGenerator": "execution.components.data_source.mock_data_generator.MockDataGenerator",
        "NewsSearch": "execution.components.data_source.news_search.NewsSearch",
        "RSSReaderSimple": "execution.components.data_source.rss_reader_simple.RSSReaderSimple",
        "SQLComponent": "execution.components.data_source.sql_component.SQLComponent",
        "UnifiedWebSearch": "execution.components.data_source.unified_web_search.UnifiedWebSearch",
        "URLComponent": "execution.components.data_source.url_component.URLComponent",
    },
    "models_and_agents": {
        "Agent": "execution.components.models_and_agents.agent.Agent",
        "LanguageModelComponent": "execution.components.models_and_agents.language_model.LanguageModelComponent",
        "MCPTools": "execution.components.models_and_agents.mcp_tools.MCPTools",
        "Memory": "execution.components.models_and_agents.memory.Memory",
        "Prompt Template": "execution.components.models_and_agents.prompt_template.PromptTemplate",
        "EmbeddingModel": "execution.components.models_and_agents.embedding_model.EmbeddingModel",
    },
    "processing": {
        "AlterMetadata": "execution.components.processing.alter_metadata.AlterMetadata",
        "CombineText": "execution.components.processing.combine_text.CombineText",
        "CreateData": "execution.components.processing.create_data.CreateData",
        "CreateList": "execution.components.processing.create_list.CreateList",
        "DataFrameOperations": "execution.components.processing.data_frame_operations.DataFrameOperations",
        "DataOperations": "execution.components.processing.data_operations.DataOperations",
        "DataToDataFrame": "execution.components.processing.data_to_data_frame.DataToDataFrame",
        "DynamicCreateData": "execution.components.processing.dynamic_create_data.DynamicCreateData",
        "ExtractaKey": "execution.components.processing.extract_key.ExtractaKey",
        "FilterData": "execution.components.processing.filter_data.FilterData",
        "FilterDataValues": "execution.components.processing.filter_data_values.FilterDataValues",
        "JSONCleaner": "execution.components.processing.json_cleaner.JSONCleaner",
        "MergeDataComponent": "execution.components.processing.merge_data_component.MergeDataComponent",
        "MessagetoData": "execution.components.processing.message_to_data.MessagetoData",
        "OutputParser": "execution.components.processing.output_parser.OutputParser",
        "ParseData": "execution.components.processing.parse_data.ParseData",
        "ParseDataFrame": "execution.components.processing.parse_data_frame.ParseDataFrame",
        "ParseJSONData": "execution.components.processing.parse_json_data.ParseJSONData",
        "ParserComponent": "execution.components.processing.parser_component.ParserComponent",
        "RegexExtractorComponent": "execution.components.processing.regex_extractor_component.RegexExtractorComponent",
        "SelectData": "execution.components.processing.select_data.SelectData",
        "SplitText": "execution.components.processing.split_text.SplitText",
        "StoreMessage": "execution.components.processing.store_message.StoreMessage",
        "TextOperations": "execution.components.processing.text_operations.TextOperations",
        "TypeConverterComponent": "execution.components.processing.type_converter_component.TypeConverterComponent",
        "UpdateData": "execution.components.processing.update_data.UpdateData",
    },
    "custom_component": {
        "CustomComponent": "execution.components.custom_component.custom_component.CustomComponent",
    },
    "flow_controls": {
        "ConditionalRouter": "execution.components.flow_controls.conditional_router.ConditionalRouter",
        "DataConditionalRouter": "execution.components.flow_controls.data_conditional_router.DataConditionalRouter",
        "FlowTool": "execution.components.flow_controls.flow_tool.FlowTool",
        "Listen": "execution.components.flow_controls.listen.Listen",
        "LoopComponent": "execution.components.flow_controls.loop_component.LoopComponent",
        "Notify": "execution.components.flow_controls.notify.Notify",
        "Pass": "execution.components.flow_controls.pass_message.Pass",
        "RunFlow": "execution.components.flow_controls.run_flow.RunFlow",
        "SubFlow": "execution.components.flow_controls.sub_flow.SubFlow",
    },
    "utilities": {
        "CalculatorComponent": "execution.components.utilities.calculator_component.CalculatorComponent",
        "CurrentDate": "execution.components.utilities.current_date.CurrentDate",
        "IDGenerator": "execution.components.utilities.id_generator.IDGenerator",
        "PythonREPLComponent": "execution.components.utilities.python_repl.PythonREPLComponent",
    },
    "tools": {
        "CalculatorTool": "execution.components.tools.calculator_tool.CalculatorTool",
        "PythonREPLTool": "execution.components.tools.python_repl_tool.PythonREPLTool",
        "PythonCodeStructuredTool": ("execution.components.tools.python_code_structured_tool.PythonCodeStructuredTool"),
        "GoogleSearchAPI": "execution.components.tools.google_search_api.GoogleSearchAPI",
        "GoogleSerperAPI": "execution.components.tools.google_serper_api.GoogleSerperAPI",
        "SearchAPI": "execution.components.tools.search_api.SearchAPI",
        "SearXNGTool": "execution.components.tools.searxng_tool.SearXNGTool",
        "SerpAPI": "execution.components.tools.serp_api.SerpAPI",
        "TavilyAISearch": "execution.components.tools.tavily_ai_search.TavilyAISearch",
        "WikidataAPI": "execution.components.tools.wikidata_api.WikidataAPI",
        "WikipediaAPI": "execution.components.tools.wikipedia_api.WikipediaAPI",
        "YahooFinanceTool": "execution.components.tools.yahoo_finance.YahooFinanceTool",
    },
    "prototypes": {
        "PythonFunction": "execution.components.prototypes.python_function.PythonFunction",
    },
    "langchain_utilities": {
        "SemanticTextSplitter": "execution.components.langchain_utilities.semantic_splitter.SemanticTextSplitter",
        "RetrievalQA": "execution.components.langchain_utilities.retrieval_qa.RetrievalQA",
        "SelfQueryRetriever": "execution.components.langchain_utilities.self_query.SelfQueryRetriever",
        "VectorStoreRouterAgent": "execution.components.langchain_utilities.vector_store_router.VectorStoreRouterAgent",
        "VectorStoreInfo": "execution.components.langchain_utilities.vector_store_info.VectorStoreInfoComponent",
        "OpenAIToolsAgent": "execution.components.langchain_utilities.openai_tools_agent.OpenAIToolsAgent",
        "ToolCallingAgent": "execution.components.langchain_utilities.tool_calling_agent.ToolCallingAgent",
        "CharacterTextSplitter": "execution.components.langchain_utilities.character_splitter.CharacterTextSplitter",
        "HtmlLinkExtractor": "execution.components.langchain_utilities.html_link_extractor.HtmlLinkExtractor",
        "LanguageRecursiveTextSplitter": (
            "execution.components.langchain_utilities.language_splitter.LanguageRecursiveTextSplitter"
        ),
        "NaturalLanguageTextSplitter": (
            "execution.components.langchain_utilities.sentence_splitter.NaturalLanguageTextSplitter"
        ),
        "RecursiveCharacterTextSplitter": (
            "execution.components.langchain_utilities.recursive_splitter.RecursiveCharacterTextSplitter"
        ),
        "LangChainFakeEmbeddings": "execution.components.langchain_utilities.fake_embeddings.LangChainFakeEmbeddings",
        "SpiderTool": "execution.components.langchain_utilities.spider.SpiderTool",
        "LangChain Hub Prompt": "execution.components.langchain_utilities.langchain_hub.LangChainHubPrompt",
        "ConversationChain": "execution.components.langchain_utilities.conversation.ConversationChain",
        "CSVAgent": "execution.components.langchain_utilities.csv_agent.CSVAgent",
        "JsonAgent": "execution.components.langchain_utilities.json_agent.JsonAgent",
        "LLMCheckerChain": "execution.components.langchain_utilities.llm_checker.LLMCheckerChain",
        "LLMMathChain": "execution.components.langchain_utilities.llm_math.LLMMathChain",
        "OpenAPIAgent": "execution.components.langchain_utilities.openapi_agent.OpenAPIAgent",
        "RunnableExecutor": "execution.components.langchain_utilities.runnable_executor.RunnableExecutor",
        "SQLAgent": "execution.components.langchain_utilities.sql_agent.SQLAgent",
        "SQLDatabase": "execution.components.langchain_utilities.sql_database.SQLDatabase",
        "SQLGenerator": "execution.components.langchain_utilities.sql_generator.SQLGenerator",
        "XMLAgent": "execution.components.langchain_utilities.xml_agent.XMLAgent",
    },
    "openai": {
        "OpenAIModel": "execution.components.openai.openai_model.OpenAIModel",
        "OpenAIEmbeddings": "execution.components.openai.openai_embeddings.OpenAIEmbeddings",
    },
    "deepseek": {
        "DeepSeekModelComponent": "execution.components.deepseek.deepseek_model.DeepSeekModelComponent",
    },
    "openrouter": {
        "OpenRouterComponent": "execution.components.openrouter.openrouter_model.OpenRouterComponent",
    },
    "xai": {
        "xAIModel": "execution.components.xai.xai_model.XAIModel",
    },
    "lmstudio": {
        "LMStudioModel": "execution.components.lmstudio.lmstudio_model.LMStudioModel",
        "LMStudioEmbeddingsComponent": "execution.components.lmstudio.lmstudio_embeddings.LMStudioEmbeddingsComponent",
    },
    "vllm": {
        "vLLMModel": "execution.components.vllm.vllm_model.VLLMModel",
        "vLLMEmbeddings": "execution.components.vllm.vllm_embeddings.VLLMEmbeddings",
    },
    "litellm": {
        "LiteLLMProxyModel": "execution.components.litellm.litellm_proxy_model.LiteLLMProxyModel",
    },
    "perplexity": {
        "PerplexityModel": "execution.components.perplexity.perplexity_model.PerplexityModel",
    },
    "groq": {
        "GroqModel": "execution.components.groq.groq_model.GroqModel",
    },
    "mistral": {
        "MistralModel": "execution.components.mistral.mistral_model.MistralModel",
        "MistalAIEmbeddings": "execution.components.mistral.mistral_embeddings.MistalAIEmbeddings",
    },
    "nvidia": {
        "NVIDIAModelComponent": "execution.components.nvidia.nvidia_model.NVIDIAModelComponent",
        "NVIDIAEmbeddingsComponent": "execution.components.nvidia.nvidia_embeddings.NVIDIAEmbeddingsComponent",
        "NvidiaRerankComponent": "execution.components.nvidia.nvidia_rerank.NvidiaRerankComponent",
        "NvidiaIngestComponent": "execution.components.nvidia.nvidia_ingest.NvidiaIngestComponent",
        "NvidiaSystemAssistComponent": "execution.components.nvidia.system_assist.NvidiaSystemAssistComponent",
    },
    "azure": {
        "AzureOpenAIModel": "execution.components.azure.azure_openai_model.AzureOpenAIModel",
        "AzureOpenAIEmbeddings": "execution.components.azure.azure_openai_embeddings.AzureOpenAIEmbeddings",
    },
    "anthropic": {
        "AnthropicModel": "execution.components.anthropic.anthropic_model.AnthropicModel",
    },
    "google": {
        "GoogleGenerativeAIModel": "execution.components.google.google_generative_ai_model.GoogleGenerativeAIModel",
        "Google Generative AI Embeddings": "execution.components.google.embeddings.GoogleGenerativeAIEmbeddings",
        "GoogleSearchAPICore": "execution.components.google.google_search.GoogleSearchAPICore",
        "GoogleSerperAPICore": "execution.components.google.google_serper.GoogleSerperAPICore",
        "BigQueryExecutor": "execution.components.google.google_bq_sql_executor.BigQueryExecutorComponent",
        "GmailLoaderComponent": "execution.components.google.gmail.GmailLoaderComponent",
        "GoogleDriveComponent": "execution.components.google.google_drive.GoogleDriveComponent",
        "GoogleDriveSearchComponent": "execution.components.google.google_drive_search.GoogleDriveSearchComponent",
        "GoogleOAuthToken": "execution.components.google.google_oauth_token.GoogleOAuthToken",
    },
    "cohere": {
        "CohereModel": "execution.components.cohere.cohere_model.CohereModel",
        "CohereEmbeddings": "execution.components.cohere.cohere_embeddings.CohereEmbeddings",
        "CohereRerank": "execution.components.cohere.cohere_rerank.CohereRerank",
    },
    "huggingface": {
        "HuggingFaceModel": "execution.components.huggingface.huggingface_model.HuggingFaceModel",
        "HuggingFaceInferenceAPIEmbeddings": "execution.components.huggingface.embeddings.InferenceEmbeddings",
    },
    "ollama": {
        "OllamaModel": "execution.components.ollama.ollama_model.OllamaModel",
        "OllamaEmbeddings": "execution.components.ollama.ollama_embeddings.OllamaEmbeddings",
    },
    "amazon": {
        "AmazonBedrockConverseModel": "execution.components.amazon.bedrock_converse_model.AmazonBedrockConverseModel",
        "AmazonBedrockModel": "execution.components.amazon.bedrock_model.AmazonBedrockModel",
        "AmazonBedrockEmbeddings": "execution.components.amazon.bedrock_embeddings.AmazonBedrockEmbeddings",
        "s3bucketuploader": "execution.components.amazon.s3_bucket_uploader.S3BucketUploaderComponent",
    },
    "embeddings": {
        "EmbeddingSimilarityComponent": "execution.components.embeddings.similarity.EmbeddingSimilarityComponent",
        "TextEmbedderComponent": "execution.components.embeddings.text_embedder.TextEmbedderComponent",
    },
    "llm_operations": {
        "StructuredOutput": "execution.components.llm_operations.structured_output.StructuredOutput",
        "BatchRunComponent": "execution.components.llm_operations.batch_run.BatchRunComponent",
        "SmartRouter": "execution.components.llm_operations.smart_router.SmartRouter",
        "Smart Transform": "execution.components.llm_operations.smart_transform.SmartTransform",
        "GuardrailValidator": "execution.components.llm_operations.guardrails.GuardrailValidator",
        "LLMSelectorComponent": "execution.components.llm_operations.llm_selector.LLMSelectorComponent",
    },
    "duckduckgo": {
        "DuckDuckGoSearchComponent": "execution.components.duckduckgo.duckduckgo_search.DuckDuckGoSearchComponent",
    },
    "tavily": {
        "TavilyExtractComponent": "execution.components.tavily.tavily_extract.TavilyExtractComponent",
        "TavilySearchComponent": "execution.components.tavily.tavily_search.TavilySearchComponent",
    },
    "wikipedia": {
        "WikidataComponent": "execution.components.wikipedia.wikidata.WikidataComponent",
        "WikipediaComponent": "execution.components.wikipedia.wikipedia.WikipediaComponent",
    },
    "arxiv": {
        "ArXivComponent": "execution.components.arxiv.arxiv.ArXivComponent",
    },
    "exa": {
        "ExaSearch": "execution.components.exa.exa_search.ExaSearch",
    },
    "youtube": {
        "YouTubeCommentsComponent": "execution.components.youtube.comments.YouTubeCommentsComponent",
        "YouTubeSearchComponent": "execution.components.youtube.search.YouTubeSearchComponent",
        "YouTubeTrendingComponent": "execution.components.youtube.trending.YouTubeTrendingComponent",
        "YouTubeVideoDetailsComponent": "execution.components.youtube.video_details.YouTubeVideoDetailsComponent",
        "YouTubeChannelComponent": "execution.components.youtube.channel.YouTubeChannelComponent",
        "YouTubePlaylistComponent": "execution.components.youtube.playlist.YouTubePlaylistComponent",
        "YouTubeTranscripts": "execution.components.youtube.transcripts.YouTubeTranscripts",
    },
    "serpapi": {
        "Serp": "execution.components.serpapi.serp.Serp",
    },
    "searchapi": {
        "SearchComponent": "execution.components.searchapi.search.SearchComponent",
    },
    "FAISS": {
        "FAISS": "execution.components.FAISS.faiss.FaissVectorStoreComponent",
    },
    "chroma": {
        "Chroma": "execution.components.chroma.chroma.ChromaVectorStoreComponent",
    },
    "vectorstores": {
        "LocalDB": "execution.components.vectorstores.local_db.LocalDBComponent",
    },
    "files_and_knowledge": {
        "Directory": "execution.components.files_and_knowledge.directory.DirectoryComponent",
        "File": "execution.components.files_and_knowledge.file.FileComponent",
        "SaveToFile": "execution.components.files_and_knowledge.save_to_file.SaveToFileComponent",
        "KnowledgeBase": "execution.components.files_and_knowledge.retrieval.KnowledgeBaseComponent",
    },
    "qdrant": {
        "QdrantVectorStoreComponent": "execution.components.qdrant.qdrant.QdrantVectorStoreComponent",
    },
    "pinecone": {
        "Pinecone": "execution.components.pinecone.pinecone.PineconeVectorStoreComponent",
    },
    "weaviate": {
        "Weaviate": "execution.components.weaviate.weaviate.WeaviateVectorStoreComponent",
    },
    "milvus": {
        "Milvus": "execution.components.milvus.milvus.MilvusVectorStoreComponent",
    },
    "supabase": {
        "SupabaseVectorStore": "execution.components.supabase.supabase.SupabaseVectorStoreComponent",
    },
    "upstash": {
        "Upstash": "execution.components.upstash.upstash.UpstashVectorStoreComponent",
    },
    "elastic": {
        "Elasticsearch": "execution.components.elastic.elasticsearch.ElasticsearchVectorStoreComponent",
        "OpenSearchVectorStoreComponent": "execution.components.elastic.opensearch.OpenSearchVectorStoreComponent",
        "OpenSearchVectorStoreComponentMultimodalMultiEmbedding": (
            "execution.components.elastic.opensearch_multimodal.OpenSearchMultimodalComponent"
        ),
    },
    "pgvector": {
        "pgvector": "execution.components.pgvector.pgvector.PGVectorStoreComponent",
    },
    "redis": {
        "Redis": "execution.components.redis.redis.RedisVectorStoreComponent",
        "RedisChatMemory": "execution.components.redis.chat_memory.RedisIndexChatMemory",
    },
    "mongodb": {
        "MongoDBAtlasVector": "execution.components.mongodb.mongodb_atlas.MongoVectorStoreComponent",
    },
}

EARLIER_COMPONENTS: Mapping[str, str] = {
    "RetrieverTool": "execution.components.langchain_utilities.retriever_tool.RetrieverTool",
    "VectorStoreRetriever": "execution.components.langchain_utilities.vector_store_retriever.VectorStoreRetriever",
}
"""Types that releases up to 1.7 had: flows that hold them run, the editor does not offer them."""

PATHS: Mapping[str, str] = {
    **{name: path for types in COMPONENTS.values() for name, path in types.items()},
    **EARLIER_COMPONENTS,
}


class VendorComponentUnknown(ComponentUnknown):
    """A type of the reference's that needs a package this server has no component for."""

    message = "The component type {type} is not known to this server; it would need the package {package}."


def find_component(node: NodeFacts) -> type[Component]:
    """Return the class that plays the node. Raises ComponentUnknown or ComponentEdited; nothing of the node is run."""
    component = component_named(node.type)
    if is_edited(node) and not _is_released(node):
        raise ComponentEdited(type=node.type)
    return component


def _is_released(node: NodeFacts) -> bool:
    """Is the code one that came with a release, although another digest or the mark of an edit stands beside it?"""
    return code_digest(node.code) in RELEASED_CODE.get(node.type, ())


@cache
def component_named(type_name: str) -> type[Component]:
    """Return the class of that type name; raise ComponentUnknown, naming the vendor's package where it is known."""
    path = PATHS.get(type_name)
    if path is None:
        package = vendor_package(type_name)
        if package is not None:
            raise VendorComponentUnknown(type=type_name, package=package)
        raise ComponentUnknown(type=type_name)
    module, _, class_name = path.rpartition(".")
    component: type[Component] = getattr(importlib.import_module(module), class_name)
    return component


def all_components() -> Iterator[tuple[str, str, type[Component]]]:
    """Yield category, type name and class of every component, in the order of the table."""
    for category, types in COMPONENTS.items():
        for type_name in types:
            yield category, type_name, component_named(type_name)
