"""From the code that an editor sends to what can answer for the component."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

from execution.catalogue.errors import CodeIsNoComponent, RefreshFailed
from execution.catalogue.serializers import UpdateBody
from execution.components.language_models.model_field import TYPE as MODEL_FIELD
from execution.components.language_models.model_field import offer_models
from execution.components.registry import PATHS, all_components, component_named
from execution.components.released_code import RELEASED_CODE
from execution.engine.component import Component
from execution.engine.custom_code.updating import updated_node
from execution.engine.document import code_digest
from execution.engine.errors import EngineError
from execution.engine.ports import RunContext
from execution.engine.refreshing import refreshed_node
from execution.engine.template import source_of
from execution.runtime.added_components import added_components
from execution.runtime.components import node_after_change, node_of_code
from execution.wire.redaction import Secrets

Json = dict[str, Any]


class ComponentSource(Protocol):
    """Answers for one component while its node is edited."""

    async def refreshed(self, change: UpdateBody, run: RunContext, secrets: Secrets) -> Json:
        """Return the node after the change; raise RefreshFailed with what the component says against it."""


class OwnComponent:
    """A component of this server: its class answers, none of the code that came along is run."""

    def __init__(self, component: type[Component]) -> None:
        self.component = component

    async def refreshed(self, change: UpdateBody, run: RunContext, secrets: Secrets) -> Json:
        try:
            return await self.node_after(change, run)
        except Exception as error:  # a component's hooks may raise anything; the editor shows it
            raise RefreshFailed(reason=secrets.masked(str(error)) or type(error).__name__) from error

    async def node_after(self, change: UpdateBody, run: RunContext) -> Json:
        """Return the node after the change; raises what the component's hooks raise."""
        return await refreshed_node(self.component, **_facts(change), run=run)


class AddedByOperator(OwnComponent):
    """A component that the operator added: it answers as ours do, and is drawn as those that exist as code only."""

    async def node_after(self, change: UpdateBody, run: RunContext) -> Json:
        return await _with_models(await updated_node(self.component, **_facts(change), run=run), change, run)


class WrittenComponent:
    """A component that somebody wrote or edited: its code answers, where and if the operator lets it run."""

    def __init__(self, code: str) -> None:
        self.code = code

    async def refreshed(self, change: UpdateBody, run: RunContext, secrets: Secrets) -> Json:
        try:
            node: Json = secrets.masked(await node_after_change(self.code, _facts(change), run))
        except EngineError as error:
            raise RefreshFailed(reason=secrets.masked(str(error))) from error
        return await _with_models(node, change, run)

    async def described(self, run: RunContext, secrets: Secrets) -> Json:
        """Return the node of the component and its type name; raise CodeIsNoComponent with the reason."""
        try:
            node: Json = secrets.masked(await node_of_code(self.code, run))
        except EngineError as error:
            raise CodeIsNoComponent(reason=secrets.masked(str(error))) from error
        return node


async def _with_models(node: Json, change: UpdateBody, run: RunContext) -> Json:
    """Offer the user's models: code that others wrote cannot list them. What it lists by itself stays."""
    if not any(_lists_models(field, change.template.get(name)) for name, field in node["template"].items()):
        await offer_models(node["template"], change.field, run)
    return node


def _lists_models(field: Any, sent: Any) -> bool:
    """Whether the component has put other models into the field than those that came with it."""
    options = field.get("options") if isinstance(field, dict) and field.get("type") == MODEL_FIELD else None
    return bool(options) and options != (sent.get("options") if isinstance(sent, dict) else None)


def _facts(change: UpdateBody) -> Json:
    return {
        "template": change.template,
        "field": change.field,
        "value": change.field_value,
        "tool_mode": change.tool_mode,
    }


def component_for(code: str, type_name: str | None = None) -> ComponentSource:
    """Return who answers for the code: ours for our own, else the code itself.

    The editor does not send the type; where a caller knows it, it decides between types of the same code.
    """
    digest = code_digest(code)
    for added in added_components().by_type.values():
        if added.digest == digest and type_name in {None, added.component.name}:
            return AddedByOperator(added.component)
    known = _types_by_digest().get(digest, ())
    if not known:
        return WrittenComponent(code)
    return OwnComponent(component_named(type_name if type_name in known else known[0]))


@cache
def _types_by_digest() -> Mapping[str, tuple[str, ...]]:
    """By digest: the types that have this code here or had it in a release, ours first."""
    found: dict[str, list[str]] = defaultdict(list)
    for _, type_name, component in all_components():
        found[code_digest(source_of(component))].append(type_name)
    for type_name, digests in RELEASED_CODE.items():
        for digest in digests if type_name in PATHS else ():
            found[digest].append(type_name)
    return {digest: tuple(dict.fromkeys(types)) for digest, types in found.items()}
