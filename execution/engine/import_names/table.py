"""The table of import names: what custom code imports below `lfx` and `langflow`, and what of ours answers to it.

A line is a module and its names. A name alone is an attribute of the module's home; `Name=module:attribute` says where
else it lives. docs/adding-a-component.md lists the modules.
"""

from __future__ import annotations

from collections.abc import Mapping

from execution.engine.fields import INPUT_TYPES
from execution.engine.import_names import edited_components

AUTHORING = "execution.engine.authoring"
VALUES = "execution.engine.values"
FIELDS = "execution.engine.fields"

_COMPONENT = {"Component": f"{AUTHORING}.component:AuthorComponent"}
_CUSTOM = {"CustomComponent": f"{AUTHORING}.custom_component:CustomComponent"}
_OUTPUT = {"Output": f"{AUTHORING}.outputs:AuthorOutput"}
_INPUTS = {name: f"{FIELDS}:{name}" for name in INPUT_TYPES}
_INPUT = {"Input": f"{FIELDS}:Input"}


def _from(module: str, *names: str) -> dict[str, str]:
    return {name: f"{module}:{name}" for name in names}


_VALUES = _from(VALUES, "Data", "DataFrame", "Message")
_RECORD = {"Record": f"{VALUES}:Data"}
_DOTDICT = _from(f"{AUTHORING}.schema", "dotdict")
_CONTENTS = _from(
    f"{AUTHORING}.schema",
    "CodeContent",
    "ErrorContent",
    "JSONContent",
    "MediaContent",
    "TextContent",
    "ToolContent",
)
_TABLES = _from(f"{AUTHORING}.schema", "Column", "EditMode", "FormatterType", "TableSchema")
_BLOCK = _from(VALUES, "ContentBlock")
_RANGE = _from(FIELDS, "RangeSpec")
_SENDERS = _from(
    f"{AUTHORING}.constants",
    "MESSAGE_SENDER_AI",
    "MESSAGE_SENDER_NAME_AI",
    "MESSAGE_SENDER_NAME_USER",
    "MESSAGE_SENDER_USER",
)
_LOGGER = _from(f"{AUTHORING}.logs", "logger")
_OWN_TYPES = _from(
    f"{AUTHORING}.typing",
    "Callable",
    "Code",
    "LanguageModel",
    "Memory",
    "NestedDict",
    "Object",
    "OutputParser",
    "Prompt",
    "Retriever",
    "Text",
    "ToolEnabledLanguageModel",
)
_LANGCHAIN_TYPES = {
    "BaseChatMemory": "langchain_core.chat_history:BaseChatMessageHistory",
    "BaseChatModel": "langchain_core.language_models:BaseChatModel",
    "BaseDocumentCompressor": "langchain_core.documents.compressor:BaseDocumentCompressor",
    "BaseLLM": "langchain_core.language_models:BaseLLM",
    "BaseLanguageModel": "langchain_core.language_models:BaseLanguageModel",
    "BaseLoader": "langchain_core.document_loaders:BaseLoader",
    "BaseOutputParser": "langchain_core.output_parsers:BaseOutputParser",
    "BasePromptTemplate": "langchain_core.prompts:BasePromptTemplate",
    "BaseRetriever": "langchain_core.retrievers:BaseRetriever",
    "ChatPromptTemplate": "langchain_core.prompts:ChatPromptTemplate",
    "Document": "langchain_core.documents:Document",
    "Embeddings": "langchain_core.embeddings:Embeddings",
    "PromptTemplate": "langchain_core.prompts:PromptTemplate",
    "TextSplitter": "langchain_text_splitters:TextSplitter",
    "Tool": "langchain_core.tools:Tool",
    "BaseTool": "langchain_core.tools:BaseTool",
    "VectorStore": "langchain_core.vectorstores:VectorStore",
    "AgentExecutor": "langchain.agents:AgentExecutor",
    "BaseMemory": "langchain_core.memory:BaseMemory",
    "Chain": "langchain.chains.base:Chain",
}
_TYPES = _OWN_TYPES | _LANGCHAIN_TYPES | _RANGE | _from(VALUES, "Data", "Message") | _INPUT | _OUTPUT
_TEMPLATE_FIELD = {"TemplateField": f"{FIELDS}:Input"}
_TYPES |= _TEMPLATE_FIELD | {"BaseChatMessageHistory": "langchain_core.chat_history:BaseChatMessageHistory"}
_TO_TEXT = _from(f"{AUTHORING}.helpers", "data_to_text", "docs_to_data", "messages_to_text", "safe_convert")
_HELPERS = _TO_TEXT | _from(f"{AUTHORING}.helpers", "clean_string", "data_to_text_list")
_MEMORY = _from(
    f"{AUTHORING}.memory",
    "aget_messages",
    "astore_message",
    "aupdate_messages",
    "delete_message",
    "get_messages",
    "store_message",
)
_SERVER_PARTS = _from(
    f"{AUTHORING}.server_parts",
    "get_chat_service",
    "get_db_service",
    "get_service",
    "get_session",
    "get_settings_service",
    "get_shared_component_cache_service",
    "get_storage_service",
    "get_tracing_service",
    "get_variable_service",
    "session_scope",
)


def _base(*names: str) -> dict[str, str]:
    return _from(f"{AUTHORING}.base_classes", *names)


_AGENTS = _from(f"{AUTHORING}.agents", "LCAgentComponent", "LCToolsAgentComponent")
_MODELS = _from(
    f"{AUTHORING}.model_choice",
    "get_api_key_for_provider",
    "get_language_model_options",
    "get_llm",
    "update_model_options_in_build_config",
)
_FILES = _from(
    f"{AUTHORING}.files",
    "IMG_FILE_TYPES",
    "TEXT_FILE_TYPES",
    "parallel_load_data",
    "parse_text_file_to_data",
    "read_text_file",
    "retrieve_file_paths",
)
_NODES = _from(f"{AUTHORING}.nodes", "set_current_fields", "set_field_advanced", "set_field_display")
# Which models there are is known to the components; a list of names is all that is in that module.
_MODEL_NAMES = "execution.components.model_names"


BELOW_BOTH: Mapping[str, Mapping[str, str]] = {
    "base.agents": {},
    "base.agents.agent": _AGENTS,
    "base.agents.utils": _from(f"{AUTHORING}.agents", "data_to_messages"),
    "base.chains": {},
    "base.chains.model": _from(f"{AUTHORING}.document_classes", "LCChainComponent"),
    "base.compressors": {},
    "base.compressors.model": _from(f"{AUTHORING}.document_classes", "LCCompressorComponent"),
    "base.data.utils": _FILES | {"parse_text_file_to_record": f"{AUTHORING}.files:parse_text_file_to_data"},
    "base.document_transformers": {},
    "base.document_transformers.model": _from(f"{AUTHORING}.document_classes", "LCDocumentTransformerComponent"),
    "base.embeddings": {},
    "base.embeddings.model": _base("LCEmbeddingsModel"),
    "base.io": {},
    "base.io.chat": _base("ChatComponent"),
    "base.io.text": _base("TextComponent"),
    "base.langchain_utilities.model": _base("LCToolComponent"),
    "base.memory.model": _base("LCChatMemoryComponent"),
    "base.models": _base("LCModelComponent"),
    "base.models.anthropic_constants": {"ANTHROPIC_MODELS": f"{_MODEL_NAMES}:ANTHROPIC_MODELS"},
    "base.models.chat_result": _from(f"{AUTHORING}.model_choice", "get_chat_result"),
    "base.models.google_generative_ai_constants": {"GOOGLE_GENERATIVE_AI_MODELS": f"{_MODEL_NAMES}:GOOGLE_MODELS"},
    "base.models.groq_constants": {"GROQ_MODELS": f"{_MODEL_NAMES}:GROQ_MODELS"},
    "base.models.model": _base("LCModelComponent"),
    "base.models.model_utils": _from(f"{AUTHORING}.model_choice", "get_model_name"),
    "base.models.openai_constants": {
        "OPENAI_CHAT_MODEL_NAMES": f"{_MODEL_NAMES}:OPENAI_CHAT_MODELS",
        "OPENAI_EMBEDDING_MODEL_NAMES": f"{_MODEL_NAMES}:OPENAI_EMBEDDING_MODELS",
        "OPENAI_MODEL_NAMES": f"{_MODEL_NAMES}:OPENAI_CHAT_MODELS",
    },
    "base.models.unified_models": _MODELS,
    "base.textsplitters.model": _base("LCTextSplitterComponent"),
    "base.vectorstores.model": _base("LCVectorStoreComponent", "check_cached_vector_store"),
    "custom": _COMPONENT | _CUSTOM,
    "custom.custom_component": {},
    "custom.custom_component.component": _COMPONENT,
    "custom.custom_component.component_with_cache": _base("ComponentWithCache"),
    "custom.custom_component.custom_component": _CUSTOM,
    "field_typing": _TYPES,
    "field_typing.constants": _TYPES,
    "field_typing.range_spec": _RANGE,
    "helpers": _HELPERS,
    "helpers.data": _HELPERS,
    "inputs": _INPUTS | _INPUT,
    "inputs.inputs": _INPUTS,
    "io": _INPUTS | _OUTPUT,
    "logging": _LOGGER,
    "logging.logger": _LOGGER,
    "memory": _MEMORY,
    "schema": _VALUES | _DOTDICT | _RECORD,
    "schema.content_block": _BLOCK,
    "schema.content_types": _CONTENTS,
    "schema.data": _from(VALUES, "Data"),
    "schema.dataframe": _from(VALUES, "DataFrame"),
    "schema.dotdict": _DOTDICT,
    "schema.message": _from(VALUES, "Message") | _BLOCK | _SENDERS,
    "schema.properties": _from(VALUES, "Properties", "Source", "Usage"),
    "schema.table": _TABLES,
    "services": {},
    "services.deps": _SERVER_PARTS,
    "template.utils": _from(f"{AUTHORING}.nodes", "update_template_values"),
    "template": _INPUT | _OUTPUT,
    "template.field": {},
    "template.field.base": _INPUT
    | _OUTPUT
    | {"TemplateField": f"{FIELDS}:Input"}
    | _from(f"{AUTHORING}.outputs", "UNDEFINED"),
    "utils": {},
    "utils.async_helpers": _from(f"{AUTHORING}.helpers", "run_until_complete"),
    "utils.component_utils": _NODES,
    "utils.constants": _SENDERS,
    "utils.util": _from(f"{AUTHORING}.helpers", "unescape_string"),
}
"""Modules that answer below both roots."""

BELOW_ONE: Mapping[str, Mapping[str, str]] = {
    "lfx": {},
    "lfx.log": _LOGGER,
    "lfx.log.logger": _LOGGER,
    "langflow": _CUSTOM,
    "langflow.base.tools.component": _base("LCToolComponent"),
    "langflow.custom.customs": _COMPONENT | _CUSTOM,
    "langflow.interface": {},
    "langflow.interface.custom": {},
    "langflow.interface.custom.custom_component": _CUSTOM,
    "langflow.schema.schema": _RECORD,
    "langflow.template.field.prompt": _from(FIELDS, "DefaultPromptField"),
}
"""Modules that existed below one of them only."""


def _all_below_both() -> dict[str, dict[str, str]]:
    modules = [*BELOW_BOTH, *(name for name in edited_components.BELOW_BOTH if name not in BELOW_BOTH)]
    return {
        module: {**BELOW_BOTH.get(module, {}), **edited_components.BELOW_BOTH.get(module, {})} for module in modules
    }


IMPORT_NAMES: Mapping[str, Mapping[str, str]] = {
    **{f"{root}.{module}": names for root in ("langflow", "lfx") for module, names in _all_below_both().items()},
    **BELOW_ONE,
    **edited_components.BELOW_ONE,
}
"""Full module name -> name -> where it lives, as `module:attribute`."""
