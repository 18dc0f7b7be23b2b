"""Read flows of releases 1.0 to 1.7 as today's: old type names, fields and outputs get the names they have now.

Fields that a release did not have yet are simply missing; components take their defaults for those.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from execution.components.older_outputs import with_outputs
from execution.engine.document.handles import QUOTE

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """What became of a type: its name now, and of those of its fields and outputs that are called otherwise."""

    type: str
    fields: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    copies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Fields that are several now: a connection to the one goes to each of them."""
    adapt: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    """For what renaming cannot say: takes the renamed template and returns the one to use."""


def _with_sender_type(template: dict[str, Any]) -> dict[str, Any]:
    """Until 1.3 `sender` of Message History was what `sender_type` is now."""
    if "sender_type" in template or "options" not in (template.get("sender") or {}):
        return template
    kept = {name: value for name, value in template.items() if name != "sender"}
    return {**kept, "sender_type": {**template["sender"], "name": "sender_type"}}


_BOTH_MESSAGES = ("true_case_message", "false_case_message")


def _with_both_messages(template: dict[str, Any]) -> dict[str, Any]:
    """Until 1.6 If-Else had one message for both ways."""
    message = template.get("message")
    if not message or "true_case_message" in template:
        return template
    return {**template, **{name: {**message, "name": name} for name in _BOTH_MESSAGES}}


_CHAT_FIELDS = {"store_message": "should_store_message"}
_PARSE_FIELDS = {"data": "input_data", "df": "input_data", "record": "input_data", "template": "pattern"}


def _with_one_address(template: dict[str, Any]) -> dict[str, Any]:
    """Until 1.4 API Request had a list of addresses, and a switch for cURL."""
    addresses = template.get("urls")
    if not addresses or "url_input" in template:
        return template
    value = addresses.get("value")
    first = next(iter(value or ()), "") if isinstance(value, list) else value
    address = {**addresses, "name": "url_input", "value": first, "list": False}
    by_command = bool((template.get("use_curl") or {}).get("value"))
    mode = {"name": "mode", "type": "tab", "show": True, "value": "cURL" if by_command else "URL"}
    return {**template, "url_input": address, "mode": mode}


def _with_rows(*names: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Tables were objects once: a row for each of their keys."""

    def adapt(template: dict[str, Any]) -> dict[str, Any]:
        objects = {name: template[name] for name in names if isinstance(_value(template, name), dict)}
        rows = {
            name: {**field, "value": [{"key": key, "value": value} for key, value in field["value"].items()]}
            for name, field in objects.items()
        }
        return {**template, **rows}

    return adapt


def _with_one_input(template: dict[str, Any]) -> dict[str, Any]:
    """Until 1.4 Write File had a field for each kind of content."""
    if "input" in template or "input_type" not in template:
        return template
    kinds = ["Data", "DataFrame", "Message"]
    content = {"name": "input", "type": "other", "show": True, "input_types": kinds, "value": ""}
    return {**template, "input": content}


def _value(template: Json, name: str) -> Any:
    field = template.get(name)
    return field.get("value") if isinstance(field, Mapping) else None


def _in_turn(*steps: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def adapt(template: dict[str, Any]) -> dict[str, Any]:
        for step in steps:
            template = step(template)
        return template

    return adapt


_LOOP = Renaming(type="LoopComponent")
_MEMORY = Renaming(type="Memory", adapt=_with_sender_type)
_OPENAI = Renaming(type="OpenAIModel", fields={"openai_api_key": "api_key", "model": "model_name"})
_PARSER = Renaming(type="ParserComponent", fields=_PARSE_FIELDS)
_PROMPT = Renaming(type="Prompt Template", outputs={"text": "prompt"})
_ROUTER = Renaming(type="ConditionalRouter", copies={"message": _BOTH_MESSAGES}, adapt=_with_both_messages)
_SPLIT = Renaming(type="SplitText", fields={"inputs": "data_inputs"})

_AWS_FIELDS = {"aws_access_key": "aws_access_key_id", "aws_secret_key": "aws_secret_access_key"}
_SQL = Renaming(type="SQLComponent", outputs={"sql_query_results": "run_sql_query"})
_KEY_AND_NAME = {"model": "model_name"}
_URL = Renaming(type="URLComponent")
_AGENT_TYPES = ("CSVAgent", "OpenAIToolsAgent", "OpenAPIAgent", "SQLAgent", "ToolCallingAgent", "XMLAgent")

RENAMINGS: Mapping[str, Renaming] = {
    **{name: Renaming(type=name, fields={"llm": "model"}) for name in _AGENT_TYPES},
    "AmazonBedrockEmbeddings": Renaming(type="AmazonBedrockEmbeddings", fields=_AWS_FIELDS),
    "AmazonBedrockModel": Renaming(type="AmazonBedrockModel", fields=_AWS_FIELDS),
    "AnthropicModel": Renaming(
        type="AnthropicModel",
        fields={"anthropic_api_key": "api_key", "anthropic_api_url": "base_url", **_KEY_AND_NAME},
    ),
    "APIRequest": Renaming(
        type="APIRequest",
        fields={"curl": "curl_input"},
        copies={"urls": ("url_input",)},
        adapt=_in_turn(_with_one_address, _with_rows("headers", "body")),
    ),
    "ArXivComponent": Renaming(type="ArXivComponent", outputs={"papers": "data"}),
    "CohereEmbeddings": Renaming(type="CohereEmbeddings", fields={"cohere_api_key": "api_key", **_KEY_AND_NAME}),
    "DataFrameOperationsComponent": Renaming(type="DataFrameOperations"),
    "DuckDuckGoSearch": Renaming(type="DuckDuckGoSearchComponent"),
    "FlowTool": Renaming(type="FlowTool", fields={"name": "tool_name", "description": "tool_description"}),
    "GoogleGenerativeAIModel": Renaming(
        type="GoogleGenerativeAIModel", fields={"google_api_key": "api_key", **_KEY_AND_NAME}
    ),
    "GroqModel": Renaming(type="GroqModel", fields={"groq_api_key": "api_key", "groq_api_base": "base_url"}),
    "KnowledgeRetrieval": Renaming(type="KnowledgeBase"),
    "Listen": Renaming(type="Listen", fields={"name": "context_key"}),
    "LLMRouterComponent": Renaming(type="LLMSelectorComponent"),
    "Notify": Renaming(
        type="Notify", fields={"name": "context_key", "data": "input_value"}, outputs={"data": "result"}
    ),
    "NVIDIAModelComponent": Renaming(type="NVIDIAModelComponent", fields={"nvidia_api_key": "api_key"}),
    "OllamaEmbeddings": Renaming(type="OllamaEmbeddings", fields=_KEY_AND_NAME),
    "PerplexityModel": Renaming(type="PerplexityModel", fields={"max_output_tokens": "max_tokens"}),
    "RunFlow": Renaming(type="RunFlow", fields={"flow_name": "flow_name_selected"}),
    "SaveToFile": Renaming(
        type="SaveToFile",
        fields={"file_path": "file_name", "file_format": "local_format"},
        outputs={"confirmation": "message"},
        copies=dict.fromkeys(("data", "df", "message"), ("input",)),
        adapt=_with_one_input,
    ),
    "Smart Function": Renaming(
        type="Smart Transform", fields={"llm": "model"}, outputs={"filtered_data": "data_output"}
    ),
    "Smart Transform": Renaming(type="Smart Transform", fields={"llm": "model"}),
    "SmartRouter": Renaming(type="SmartRouter", fields={"llm": "model"}),
    "SQLComponent": _SQL,
    "SQLDatabase": Renaming(type="SQLDatabase", outputs={"sqldatabase": "SQLDatabase"}),
    "SQLExecutor": _SQL,
    "StructuredOutput": Renaming(
        type="StructuredOutput",
        fields={"llm": "model"},
        outputs={"structured_output_dataframe": "dataframe_output"},
    ),
    "URL": _URL,
    "WebSearchNoAPI": Renaming(type="UnifiedWebSearch"),
    "ChatInput": Renaming(type="ChatInput", fields=_CHAT_FIELDS),
    "ChatOutput": Renaming(type="ChatOutput", fields=_CHAT_FIELDS | {"record_template": "data_template"}),
    "CombineTextComponent": Renaming(type="CombineText"),
    "ConditionalRouter": _ROUTER,
    "ConditionalRouterComponent": _ROUTER,
    "IfElse": _ROUTER,
    "LanguageModel": Renaming(type="LanguageModelComponent"),
    "Loop": _LOOP,
    "Memory": _MEMORY,
    "MemoryComponent": _MEMORY,
    "MessageHistory": _MEMORY,
    "OpenAIModel": _OPENAI,
    "OpenAIModelComponent": _OPENAI,
    "Parser": _PARSER,
    "parser": _PARSER,
    "ParserComponent": _PARSER,
    "PassMessage": Renaming(type="Pass"),
    "PassMessageComponent": Renaming(type="Pass"),
    "Prompt": _PROMPT,
    "PromptComponent": _PROMPT,
    "RecordsAsText": Renaming(type="ParseData", fields={"records": "data"}),
    "RecordsToText": Renaming(type="ParseData", fields={"records": "data"}),
    "SplitText": _SPLIT,
    "SplitTextComponent": _SPLIT,
    "TextInputComponent": Renaming(type="TextInput"),
    "TextOutputComponent": Renaming(type="TextOutput"),
    "WebhookComponent": Renaming(type="Webhook"),
    "WebhookInput": Renaming(type="Webhook"),
}


def modern(data: Json) -> Json:
    """Return the flow's data with today's names. Data without old names comes back as it is; it is never changed."""
    return _modern(data, {})


def _modern(data: Json, renamed: dict[str, Renaming]) -> Json:
    """The same; note in `renamed` what was done to which node, those inside groups as well."""
    nodes = [_modern_node(node, renamed) for node in data.get("nodes") or ()]
    if all(new is old for new, old in zip(nodes, data.get("nodes") or (), strict=True)):
        return data
    edges = [new for edge in data.get("edges") or () for new in _modern_edges(edge, renamed)]
    return {**data, "nodes": nodes, "edges": edges}


def _modern_node(node: Any, renamed: dict[str, Renaming]) -> Any:
    """Return the node itself if nothing in it is old; note in `renamed` what was done to which node."""
    inner = _inner(node)
    if inner is None:
        return node
    if isinstance(inner.get("flow"), Mapping):
        return _modern_group(node, inner, renamed)
    type_name = str(node["data"].get("type") or "")
    renaming = RENAMINGS.get(type_name, Renaming(type=type_name))
    changed = _modern_inner(inner, renaming)
    if changed is inner and renaming.type == type_name:
        return node
    renamed[str(node.get("id"))] = renaming
    return {**node, "data": {**node["data"], "type": renaming.type, "node": changed}}


def _modern_inner(inner: Json, renaming: Renaming) -> Json:
    """Return what stands in the node with today's names, or itself if they are today's already."""
    template = inner.get("template")
    if not isinstance(template, Mapping):
        return inner
    complete = with_outputs(inner, renaming.type)
    stored = list(complete.get("outputs") or ())
    outputs = [_renamed_output(output, renaming) for output in stored]
    changed = _modern_template(template, renaming)
    if complete is inner and changed == template and outputs == stored:
        return inner
    return {**inner, "template": changed, "outputs": outputs}


def _modern_group(node: Json, inner: Json, renamed: dict[str, Renaming]) -> Json:
    """What the group shows of its nodes leads to the names that they have now."""
    flow = inner["flow"]
    data = flow.get("data")
    if not isinstance(data, Mapping):
        return node
    changed = _modern(data, renamed)
    if changed is data:
        return node
    shown = {
        "template": {name: _led(field, "field", renamed) for name, field in (inner.get("template") or {}).items()},
        "outputs": [_led(output, "name", renamed) for output in inner.get("outputs") or ()],
    }
    return {**node, "data": {**node["data"], "node": {**inner, **shown, "flow": {**flow, "data": changed}}}}


def _led(shown: Any, key: str, renamed: Mapping[str, Renaming]) -> Any:
    """Return a field, an output or a handle of a group with today's name of what it stands for inside."""
    proxy = shown.get("proxy") if isinstance(shown, Mapping) else None
    renaming = renamed.get(str(proxy.get("id"))) if isinstance(proxy, Mapping) else None
    names = {} if renaming is None else renaming.fields if key == "field" else renaming.outputs
    if not isinstance(proxy, Mapping) or proxy.get(key) not in names:
        return shown
    return {**shown, "proxy": {**proxy, key: names[str(proxy[key])]}}


def _inner(node: Any) -> Json | None:
    data = node.get("data") if isinstance(node, Mapping) else None
    inner = data.get("node") if isinstance(data, Mapping) else None
    return inner if isinstance(inner, Mapping) else None


def _modern_template(template: Json, renaming: Renaming) -> dict[str, Any]:
    """A field keeps its old name where the new one is there as well: then the name means something else."""
    names = {old: new for old, new in renaming.fields.items() if old in template and new not in template}
    changed = {
        names.get(name, name): {**value, "name": names[name], "former_name": name}
        if name in names and isinstance(value, Mapping)
        else value
        for name, value in template.items()
    }
    return renaming.adapt(changed) if renaming.adapt else changed


def _renamed_output(output: Any, renaming: Renaming) -> Any:
    name = output.get("name") if isinstance(output, Mapping) else None
    if not isinstance(name, str) or name not in renaming.outputs:
        return output
    return {**output, "name": renaming.outputs[name]}


def _modern_edges(edge: Any, renamed: Mapping[str, Renaming]) -> list[Any]:
    """Return the edge with today's names, once for each field that it leads to now."""
    if not isinstance(edge, Mapping):
        return [edge]
    edge = _with_proxy(_with_proxy(edge, "sourceHandle", "name", renamed), "targetHandle", "field", renamed)
    source, target = renamed.get(str(edge.get("source"))), renamed.get(str(edge.get("target")))
    if source is not None:
        edge = _with_handle(edge, "sourceHandle", "name", source.outputs)
    if target is None:
        return [edge]
    for field_name, copies in target.copies.items():
        moved = [_with_handle(edge, "targetHandle", "fieldName", {field_name: copy}) for copy in copies]
        if moved[0] is not edge:
            return moved
    return [_with_handle(edge, "targetHandle", "fieldName", target.fields)]


def _with_proxy(edge: Json, key: str, name: str, renamed: Mapping[str, Renaming]) -> Json:
    data = edge.get("data") if isinstance(edge.get("data"), Mapping) else {}
    handle = (data or {}).get(key) or _decoded(edge.get(key))
    led = _led(handle, name, renamed)
    return edge if led is handle else {**edge, "data": {**(data or {}), key: led}}


def _with_handle(edge: Json, key: str, name: str, names: Mapping[str, str]) -> Json:
    data = edge.get("data") if isinstance(edge.get("data"), Mapping) else {}
    handle = (data or {}).get(key) or _decoded(edge.get(key))
    if not isinstance(handle, Mapping) or handle.get(name) not in names:
        return edge
    return {**edge, "data": {**(data or {}), key: {**handle, name: names[str(handle[name])]}}}


def _decoded(handle: Any) -> Any:
    if not isinstance(handle, str) or not handle.startswith("{"):
        return handle
    try:
        return json.loads(handle.replace(QUOTE, '"'))
    except json.JSONDecodeError:
        return None
