"""Prompt templates in the editor: each variable of the text gets a field of its own. Pure."""

import re
from typing import Any

from execution.catalogue.errors import PromptInvalid
from execution.catalogue.serializers import PromptBody
from execution.components.templating import TemplateInvalid, mustache_variables_of, variables_of
from execution.engine.fields import DefaultPromptField

Json = dict[str, Any]

_UNUSABLE = re.compile(r"^$|^\d|[\s,.:\[\]{}\"']")
"""Names that cannot be told from the syntax around them."""


def checked_prompt(prompt: PromptBody) -> Json:
    """Return the variables of the prompt and its node with them; without a node both are empty, as they always were.

    Raises PromptInvalid.
    """
    variables = prompt_variables(prompt.template, mustache=prompt.mustache)
    if prompt.frontend_node is None:
        return {"input_variables": [], "frontend_node": None}
    node = prompt.frontend_node.model_dump()
    known = node.get("custom_fields") or prompt.custom_fields or {}
    former = known.get(prompt.name) if isinstance(known, dict) else None
    return {
        "input_variables": variables,
        "frontend_node": with_variables(node, prompt.name, variables, former if isinstance(former, list) else []),
    }


def prompt_variables(text: str, *, mustache: bool = False) -> list[str]:
    """Return the variables of the text, each once, in order of appearance; raise PromptInvalid."""
    try:
        names = mustache_variables_of(text) if mustache else variables_of(text, whole=True)
    except TemplateInvalid as error:
        raise PromptInvalid(reason=str(error)) from None
    unusable = [name for name in names if _UNUSABLE.search(name)]
    if unusable:
        raise PromptInvalid(reason=_words_for(unusable))
    return names


def _words_for(unusable: list[str]) -> str:
    shown = ", ".join(f"'{{{name}}}'" for name in unusable)
    return (
        f"{shown} cannot be a variable: a name starts with no digit and has no spaces, quotes, commas, dots, "
        "colons or brackets. Write {{ and }} for braces that shall stay in the text."
    )


def with_variables(node: Json, prompt: str, variables: list[str], former: list[str]) -> Json:
    """Return the node with one field per variable; fields of `former` variables go, values of the others stay."""
    template: Json = dict(node["template"])
    for name in former:
        if name not in variables and not _is_declared(node, name):
            template.pop(name, None)
    for name in variables:
        _require_free(template, name)
        template.setdefault(name, DefaultPromptField(name=name, display_name=name).to_template())
    return {**node, "template": template, "custom_fields": {**(node.get("custom_fields") or {}), prompt: variables}}


def _is_declared(node: Json, name: str) -> bool:
    return name in (node.get("field_order") or ())


def _require_free(template: Json, name: str) -> None:
    """A text field of the component may stand for a variable, its other fields mean something else."""
    taken = template.get(name)
    if taken is not None and not (isinstance(taken, dict) and taken.get("type") == "str"):
        raise PromptInvalid(reason=f"No variable can be named '{name}': the component has a field of that name.")
