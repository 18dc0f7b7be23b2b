"""`Output` with the settings that older code gives it, most of which say nothing any more."""

from __future__ import annotations

from typing import Any

from execution.engine.fields import Output
from execution.engine.fields.output import FIRST_TYPE

UNDEFINED = "__UNDEFINED__"

_KNOWN = frozenset(Output.__dataclass_fields__)


class AuthorOutput(Output):
    """An output as authors declare it: without a name it takes its method's, unknown settings are ignored."""

    def __init__(self, **settings: Any) -> None:
        known = {key: value for key, value in settings.items() if key in _KNOWN}
        known.setdefault("name", known.get("method") or known.get("display_name", ""))
        known["types"] = list(known.get("types") or [])
        known.setdefault("selected", FIRST_TYPE)
        if known.get("method") is None:
            known["method"] = ""
        super().__init__(**known)

    def to_dict(self) -> dict[str, Any]:
        """Return the output as it stands in a node, for hooks that change a node's outputs."""
        return self.to_template()

    def model_dump(self, **_options: Any) -> dict[str, Any]:
        """Return the same under its other name."""
        return self.to_template()

    def add_types(self, type_: list[Any]) -> None:
        """Add names of types, each once."""
        self.types = list(dict.fromkeys([*self.types, *(str(name) for name in type_)]))
