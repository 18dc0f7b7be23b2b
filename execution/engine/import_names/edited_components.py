"""The names that edited copies of built-in components import, beyond those that components of authors' own use."""

from __future__ import annotations

from collections.abc import Mapping

AUTHORING = "execution.engine.authoring"
AUTHOR_MODELS = "execution.components.author_models"
"""Which models there are is known to the components; lists of names are all that is in that module."""
FOR_AUTHORS = "execution.components.for_authors"


def _in(module: str, *names: str) -> dict[str, str]:
    return {name: f"{AUTHORING}.{module}:{name}" for name in names}


def _models(**names: str) -> dict[str, str]:
    return {name: f"{AUTHOR_MODELS}:{theirs}" for name, theirs in names.items()}


_SAME = ""


def _vendor(**names: str) -> dict[str, str]:
    return {name: f"execution.components.vendor_model_names:{theirs or name}" for name, theirs in names.items()}


_FILE_COMPONENT = _in("file_components", "BaseFileComponent")
_TOOLKIT = {
    "get_component_toolkit": f"{AUTHORING}.toolkits:get_component_toolkit",
    "_get_component_toolkit": f"{AUTHORING}.toolkits:get_component_toolkit",
    "ComponentToolkit": f"{AUTHORING}.toolkits:ComponentToolkit",
}
_FLOW_NAMES = _in("server_parts", "get_flow_by_id_or_name", "list_flows", "load_flow", "run_flow")
_FLOWS = _FLOW_NAMES | _in("flow_results", "get_flow_inputs")
_CONVERTERS = _in("conversions", "convert_to_data", "convert_to_dataframe", "convert_to_message")
_GRAPH = {"Graph": f"{AUTHORING}.component:GraphFacts"}
_RESULTS = _in("flow_results", "ResultData", "RunOutputs")
_TOOL_CALLING = _in("tool_calling", "ToolCallingAgentComponent")
_PROVIDERS = (
    "ALL_PROVIDER_FIELDS",
    "MODELS_METADATA",
    "MODEL_DYNAMIC_UPDATE_FIELDS",
    "MODEL_OPTIONS_METADATA",
    "MODEL_PROVIDERS",
    "MODEL_PROVIDERS_DICT",
    "MODEL_PROVIDERS_LIST",
    "set_advanced_true",
)
_OF_UNIFIED_MODELS = (
    "apply_provider_variable_config_to_build_config",
    "get_model_provider_variable_mapping",
    "get_model_providers",
    "get_provider_all_variables",
    "get_provider_for_model_name",
    "get_unified_models_detailed",
)

BELOW_BOTH: Mapping[str, Mapping[str, str]] = {
    "base.agents.crewai": {},
    "base.agents.crewai.crew": _in("crews", "BaseCrewComponent", "convert_llm", "convert_tools"),
    "base.agents.crewai.tasks": _in("crews", "HierarchicalTask", "SequentialTask"),
    "base.agents.events": _in("agent_events", "ExceptionWithMessageError", "process_agent_events"),
    "base.agents.utils": _in("agents", "safe_cache_get", "safe_cache_set") | _in("conversions", "maybe_unflatten_dict"),
    "base.composio": {},
    "base.composio.composio_base": _in("composio", "ComposioBaseComponent"),
    "base.constants": _in("constants", "STREAM_INFO_TEXT"),
    "base.data.cloud_storage_utils": _in(
        "cloud_storage",
        "create_google_drive_service",
        "create_s3_client",
        "parse_google_service_account_key",
        "validate_aws_credentials",
    ),
    "base.curl": {},
    "base.curl.parse": {"parse_context": f"{FOR_AUTHORS}:parse_context"},
    "base.data": _FILE_COMPONENT,
    "base.data.base_file": _FILE_COMPONENT,
    "base.data.storage_utils": _in(
        "stored_files",
        "detect_image_type_from_bytes",
        "file_exists",
        "get_file_size",
        "parse_storage_path",
        "read_file_bytes",
        "read_file_text",
        "validate_image_content_type",
    ),
    "base.datastax": {},
    "base.datastax.astradb_base": _in("astra", "AstraDBBaseComponent"),
    "base.embeddings.embeddings_class": _in("embeddings", "EmbeddingsWithModels"),
    "base.embeddings.aiml_embeddings": _in("vendor_services", "AIMLEmbeddingsImpl"),
    "base.flow_processing": {},
    "base.flow_processing.utils": _in(
        "flow_results", "build_data_from_result_data", "build_data_from_run_outputs", "format_flow_output_data"
    ),
    "base.knowledge_bases": {},
    "base.knowledge_bases.knowledge_base_utils": _in("server_parts", "get_knowledge_bases"),
    "base.langwatch": {},
    "base.langwatch.utils": _in("vendor_services", "get_cached_evaluators"),
    "base.langchain_utilities.spider_constants": {"MODES": f"{AUTHORING}.constants:SPIDER_MODES"},
    "base.mcp": {},
    "base.mcp.util": _in("schemas", "create_input_schema_from_json_schema")
    | _in("mcp_calls", "HTTP_ERROR_STATUS_CODE", "create_tool_coroutine", "create_tool_func")
    | _in("server_parts", "MCPSseClient", "MCPStdioClient", "MCPStreamableHttpClient", "update_tools"),
    "base.memory": {},
    "base.memory.memory": {"BaseMemoryComponent": f"{AUTHORING}.base_classes:LCChatMemoryComponent"},
    "base.models.aiml_constants": _in("vendor_services", "AimlModels") | _vendor(AIML_EMBEDDING_MODELS=_SAME),
    "base.models.anthropic_constants": _models(
        DEFAULT_ANTHROPIC_API_URL="ANTHROPIC_API_URL",
        TOOL_CALLING_SUPPORTED_ANTHROPIC_MODELS="ANTHROPIC_TOOL_MODELS",
        TOOL_CALLING_UNSUPPORTED_ANTHROPIC_MODELS="ANTHROPIC_OTHER_MODELS",
    ),
    "base.models.aws_constants": {
        "AWS_EMBEDDING_MODEL_IDS": "execution.components.language_models.bedrock_fields:EMBEDDING_MODEL_IDS",
        "AWS_MODEL_IDs": "execution.components.language_models.bedrock_fields:MODEL_IDS",
        "AWS_MODEL_IDS": "execution.components.language_models.bedrock_fields:MODEL_IDS",
        "AWS_REGIONS": "execution.components.language_models.bedrock_account:REGIONS",
    },
    "base.models.google_generative_ai_model": {
        "ChatGoogleGenerativeAIFixed": "langchain_google_genai:ChatGoogleGenerativeAI"
    },
    "base.models.cometapi_constants": _vendor(COMETAPI_MODELS=_SAME, MODEL_NAMES="COMETAPI_MODELS"),
    "base.models.groq_constants": {"MODEL_NAMES": "execution.components.model_names:GROQ_MODELS"}
    | _vendor(
        TOOL_CALLING_UNSUPPORTED_GROQ_MODELS="GROQ_MODELS_WITHOUT_TOOLS", UNSUPPORTED_GROQ_MODELS="GROQ_OTHER_MODELS"
    ),
    "base.models.groq_model_discovery": _in("vendor_services", "get_groq_models"),
    "base.models.model_input_constants": _models(**{name: name for name in _PROVIDERS}),
    "base.models.model_utils": _in("ollama", "get_ollama_models", "is_valid_ollama_url")
    | _in("vendor_services", "get_watsonx_embedding_models", "get_watsonx_llm_models"),
    "base.models.novita_constants": _vendor(NOVITA_MODELS=_SAME, MODEL_NAMES="NOVITA_MODELS"),
    "base.models.ollama_constants": _models(
        OLLAMA_EMBEDDING_MODELS="OLLAMA_EMBEDDING_MODELS",
        OLLAMA_TOOL_MODELS_BASE="OLLAMA_TOOL_MODELS",
        URL_LIST="OLLAMA_URLS",
    ),
    "base.models.openai_constants": _models(OPENAI_REASONING_MODEL_NAMES="OPENAI_REASONING_MODELS")
    | {"MODEL_NAMES": "execution.components.model_names:OPENAI_CHAT_MODELS"},
    "base.models.sambanova_constants": _vendor(
        SAMBANOVA_MODEL_NAMES="SAMBANOVA_MODELS", MODEL_NAMES="SAMBANOVA_MODELS"
    ),
    "base.models.unified_models": _models(**{name: name for name in _OF_UNIFIED_MODELS})
    | _in("model_choice", "get_embedding_class", "get_embedding_model_options", "get_model_class"),
    "base.models.watsonx_constants": _models(
        IBM_WATSONX_URLS="WATSONX_URLS",
        WATSONX_DEFAULT_LLM_MODELS="WATSONX_MODELS",
        WATSONX_EMBEDDING_MODEL_NAMES="WATSONX_EMBEDDING_MODELS",
    ),
    "base.prompts": {},
    "base.prompts.api_utils": _in(
        "prompts", "extract_input_variables_from_prompt", "process_prompt_template", "validate_prompt"
    ),
    "base.prompts.utils": _in("prompts", "dict_values_to_string"),
    "base.tools.component_tool": _TOOLKIT,
    "base.tools": {},
    "base.vectorstores.utils": _in("vector_stores", "chroma_collection_to_data"),
    "base.vectorstores.vector_store_connection_decorator": _in("vector_stores", "vector_store_connection"),
    "components": {},
    "components.langchain_utilities": _TOOL_CALLING,
    "components.langchain_utilities.tool_calling": _TOOL_CALLING,
    "components.langchain_utilities.ibm_granite_handler": _in(
        "granite", "create_granite_agent", "get_enhanced_system_prompt", "is_granite_model"
    ),
    "components.processing.converter": _CONVERTERS,
    "custom.custom_component.component": _TOOLKIT,
    "custom.utils": _in("toolkits", "update_component_build_config") | _in("conversions", "get_function"),
    "graph": _GRAPH,
    "graph.graph": {},
    "graph.graph.base": _GRAPH,
    "graph.schema": _RESULTS,
    "graph.vertex": {},
    "graph.vertex.base": {"Vertex": "execution.engine.ports:VertexFacts"},
    "helpers": _FLOWS,
    "helpers.base_model": _in("schemas", "BaseModel", "SchemaField", "build_model_from_schema", "coalesce_bool"),
    "helpers.flow": _FLOWS,
    "inputs.input_mixin": {"FieldTypes": f"{AUTHORING}.typing:FieldTypes"},
    "inputs.inputs": {
        "FieldTypes": f"{AUTHORING}.typing:FieldTypes",
        "InputTypes": "execution.engine.fields:Input",
    },
    "io.schema": _in("schemas", "create_input_schema", "flatten_schema", "schema_to_langflow_inputs")
    | _in("schemas", "create_input_schema_from_json_schema"),
    "memory": _in(
        "memory", "LCBuiltinChatMemory", "aadd_messages", "add_messages", "adelete_messages", "delete_messages"
    ),
    "schema.log": _in("logs", "LogFunctionType", "LoggableType", "OnTokenFunctionType", "SendMessageFunctionType"),
    "serialization": _in("conversions", "serialize") | _in("constants", "MAX_TEXT_LENGTH"),
    "serialization.serialization": _in("conversions", "serialize"),
    "services.cache": {},
    "services.cache.utils": _in("agents", "CacheMiss") | _in("constants", "CACHE_DIR"),
    "utils.async_helpers": _in("helpers", "timeout_context"),
    "utils.connection_string_parser": _in("addresses", "transform_connection_string"),
    "utils.data_structure": _in("conversions", "get_data_structure"),
    "utils.mustache_security": _in("prompts", "safe_mustache_render", "validate_mustache_template"),
    "utils.request_utils": _in("addresses", "get_user_agent"),
    "utils.ssrf_protection": _in("addresses", "SSRFProtectionError", "validate_url_for_ssrf"),
    "utils.util": _in("addresses", "detect_container_environment", "get_container_host", "transform_localhost_url"),
    "utils.validate_cloud": _in(
        "versions", "is_astra_cloud_environment", "raise_error_if_astra_cloud_disable_component"
    ),
    "utils.version": _in("versions", "get_version_info"),
}
"""Modules that answer below both roots."""

_AIML = _in("vendor_services", "AIMLEmbeddingsImpl")

BELOW_ONE: Mapping[str, Mapping[str, str]] = {
    "langflow.base.data.docling_utils": {
        "extract_docling_documents": f"{AUTHORING}.docling_documents:documents_of",
    },
    "langflow.components.embeddings.util": _AIML,
    "langflow.components.embeddings.util.AIMLEmbeddingsImpl": _AIML,
    "langflow.components.tools.mcp_stdio": _in("schemas", "create_input_schema_from_json_schema"),
    "langflow.services.database.models.base": _in("conversions", "orjson_dumps"),
    "lfx.base.data.docling_utils": {
        "extract_docling_documents": f"{AUTHORING}.docling_documents:documents_and_warning",
    },
    "langflow.api": {},
    "langflow.api.v2": {},
    "langflow.api.v2.files": _in("server_parts", "upload_user_file"),
    "langflow.api.v2.mcp": _in("server_parts", "get_server"),
    "langflow.components.vectorstores.base": {},
    "langflow.components.vectorstores.base.model": _in("base_classes", "LCVectorStoreComponent"),
    "langflow.helpers.record": {
        "docs_to_records": f"{AUTHORING}.helpers:docs_to_data",
        "records_to_text": f"{AUTHORING}.helpers:data_to_text",
    },
    "langflow.services.auth": {},
    "langflow.services.auth.utils": _in(
        "server_parts", "create_user_longterm_token", "decrypt_api_key", "encrypt_api_key"
    ),
    "langflow.services.database": {},
    "langflow.services.database.models": {},
    "langflow.services.database.models.user": {},
    "langflow.services.database.models.user.crud": _in("server_parts", "get_user_by_id"),
}
"""Modules that existed below one of them only."""
