"""Custom code as the operator allows it: which class plays a node, what an editor is told about its code."""

import asyncio
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from django.conf import settings

from execution.components.registry import VendorComponentUnknown, find_component
from execution.engine import import_names
from execution.engine.component import Component
from execution.engine.custom_code.checks import check_component_code
from execution.engine.custom_code.describing import described
from execution.engine.custom_code.loading import load_component
from execution.engine.custom_code.updating import updated_node
from execution.engine.document import NodeFacts, is_edited
from execution.engine.errors import ComponentEdited, ComponentUnknown, EngineError
from execution.engine.ports import RunContext
from execution.runtime.added_components import added_components
from execution.runtime.isolation.component import isolated_component
from execution.runtime.isolation.editing import isolated_node, isolated_update

Json = dict[str, Any]

OFF, TRUSTED = "off", "trusted"


class CustomCodeOff(EngineError):
    """The node has code of its own, and the operator does not want any to run."""

    code = "custom_code_off"
    message = "This component has code of its own, and this server does not run custom code (LANGFLOW_CUSTOM_CODE=off)."


def find_any_component(node: NodeFacts) -> type[Component]:
    """Return the class that plays the node. Raises ComponentUnknown, CustomCodeOff, CodeInvalid or CodeFailed."""
    added = added_components().by_type.get(node.type)
    if added is not None and not is_edited(node):
        return added.component
    try:
        return find_component(node)
    except VendorComponentUnknown as error:
        if not node.code or not is_installed(error.facts["package"]):
            raise
    except (ComponentEdited, ComponentUnknown):
        if not node.code:
            raise
    require_runnable(node.code)
    return trusted_component(node.code) if settings.LANGFLOW.CUSTOM_CODE == TRUSTED else isolated_component(node)


@cache
def is_installed(package: str) -> bool:
    """Is the package there, without which a vendor's code need not be tried?"""
    try:
        return bool(version(package))
    except PackageNotFoundError:
        return False


def require_runnable(code: str) -> None:
    """Raise CustomCodeOff or CodeInvalid unless the code may and could run."""
    if settings.LANGFLOW.CUSTOM_CODE == OFF:
        raise CustomCodeOff
    check_component_code(code)


async def node_of_code(code: str, run: RunContext) -> Json:
    """Return type name and node of the component that the code defines; raises EngineError with the reason."""
    require_runnable(code)
    if settings.LANGFLOW.CUSTOM_CODE == TRUSTED:
        return described(await asyncio.to_thread(trusted_component, code))
    return await isolated_node(code, run)


async def node_after_change(code: str, change: Json, run: RunContext) -> Json:
    """Return the node after a change (`template`, `field`, `value`, `tool_mode`); raises EngineError."""
    require_runnable(code)
    if settings.LANGFLOW.CUSTOM_CODE == TRUSTED:
        component = await asyncio.to_thread(trusted_component, code)
        return await updated_node(component, **change, run=run)
    return await isolated_update(code, change, run)


def trusted_component(code: str) -> type[Component]:
    """Return the class that the code defines, run in this very process: only for operators who trust all of it."""
    import_names.install()
    component = load_component(code)
    component.is_trusted_only = True
    return component
