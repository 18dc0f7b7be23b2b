"""What a component gives: one Output per method."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

NO_VALUE = "__UNDEFINED__"
"""What stands in a template where an output has not been made yet."""

FIRST_TYPE = "first type"

_SHOWN_ONLY_IF_SET = ("hidden", "loop_types", "options", "required_inputs")


@dataclass(slots=True, kw_only=True)
class Output:
    """One output of a component."""

    name: str
    display_name: str = ""
    method: str = ""
    types: list[str] = field(default_factory=list)
    """Names of the types it gives; read from the method's return annotation where empty."""
    selected: str | None = FIRST_TYPE
    """The type that the editor shows as chosen: by default the first of `types`, None for none."""
    cache: bool = True
    tool_mode: bool = True
    """Whether an agent may call it as a tool."""
    allows_loop: bool = False
    """Whether an edge may come back to it: it starts the body of a loop."""
    loop_types: list[str] | None = None
    """Types that may come back besides `types`."""
    group_outputs: bool = False
    """Whether it shows beside the other outputs instead of in their menu."""
    hidden: bool | None = None
    required_inputs: list[str] | None = None
    options: Any = None

    def to_template(self) -> dict[str, Any]:
        """Return the output as it stands in a node."""
        template = {
            "allows_loop": self.allows_loop,
            "cache": self.cache,
            "display_name": self.display_name,
            "group_outputs": self.group_outputs,
            "method": self.method,
            "name": self.name,
            "selected": next(iter(self.types), None) if self.selected == FIRST_TYPE else self.selected,
            "tool_mode": self.tool_mode,
            "types": list(self.types),
            "value": NO_VALUE,
        }
        optional = {name: getattr(self, name) for name in _SHOWN_ONLY_IF_SET}
        return {**template, **{name: value for name, value in optional.items() if value is not None}}
