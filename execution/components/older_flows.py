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
_LOOP = Renaming(type="LoopComponent")
_MEMORY = Renaming(type="Memory", adapt=_with_sender_type)
_OPENAI = Renaming(type="OpenAIModel", fields={"openai_api_key": "api_key", "model": "model_name"})
_PARSER = Renaming(type="ParserComponent", fields=_PARSE_FIELDS)
_PROMPT = Renaming(type="Prompt Template", outputs={"text": "prompt"})
_ROUTER = Renaming(type="ConditionalRouter", copies={"message": _BOTH_MESSAGES}, adapt=_with_both_messages)
_SPLIT = Renaming(type="SplitText", fields={"inputs": "data_inputs"})

RENAMINGS: Mapping[str, Renaming] = {
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
    renamed: dict[str, Renaming] = {}
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
        return _modern_group(node, inner)
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


def _modern_group(node: Json, inner: Json) -> Json:
    flow = inner["flow"]
    data = flow.get("data")
    if not isinstance(data, Mapping):
        return node
    changed = modern(data)
    if changed is data:
        return node
    return {**node, "data": {**node["data"], "node": {**inner, "flow": {**flow, "data": changed}}}}


def _inner(node: Any) -> Json | None:
    data = node.get("data") if isinstance(node, Mapping) else None
    inner = data.get("node") if isinstance(data, Mapping) else None
    return inner if isinstance(inner, Mapping) else None


def _modern_template(template: Json, renaming: Renaming) -> dict[str, Any]:
    """A field keeps its old name where the new one is there as well: then the name means something else."""
    names = {old: new for old, new in renaming.fields.items() if old in template and new not in template}
    changed = {
        names.get(name, name): {**value, "name": names[name]} if name in names and isinstance(value, Mapping) else value
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
