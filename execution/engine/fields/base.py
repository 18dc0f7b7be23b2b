"""What all fields of a component share. The kinds of fields themselves are the table in `types.py`."""

from __future__ import annotations

from collections.abc import KeysView, Mapping, ValuesView
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Literal

from execution.engine.fields.conversions import Convert, unchanged
from execution.engine.fields.errors import InputInvalid, SettingUnknown

_SHARED_SETTINGS: Mapping[str, Any] = {
    "name": "",
    "display_name": None,
    "value": "",
    "info": "",
    "placeholder": "",
    "required": False,
    "show": True,
    "advanced": False,
    "dynamic": False,
    "title_case": False,
    "override_skip": False,
    "track_in_telemetry": False,
}

# Settings that any kind of field may have, but that stand in the template only where an author gave them.
_OPTIONAL_SETTINGS = frozenset(
    {
        "input_types",
        "real_time_refresh",
        "refresh_button",
        "refresh_button_text",
        "helper_text",
        "helper_text_metadata",
        "options",
        "options_metadata",
        "range_spec",
        "separator",
        "toggle",
        "toggle_disable",
        "toggle_value",
        "table_schema",
        "table_options",
        "trigger_text",
        "limit",
        "button_metadata",
        "connection_link",
        "search_category",
        "icon",
        "text",
        "url",
        "password",
        "multiline",
        "tool_mode",
        "is_list",
        "ui_category",
        "sort_order",
        "type",
    }
)

_OTHER_NAMES = {"field_type": "type", "list": "is_list", "fileTypes": "file_types"}
"""Names by which authors may call settings, too."""
_WIRE_NAMES = {"is_list": "list", "file_types": "fileTypes"}


@dataclass(frozen=True, slots=True)
class RangeSpec:
    """The numbers that a numeric field allows."""

    min: float
    max: float
    step: float = 0.1
    step_type: Literal["int", "float"] = "float"


class Input:
    """One field of a component: its settings, its form in the template, and what the component gets to see.

    The settings of a kind are its class's `settings`; every setting reads and writes as an attribute of that name.
    """

    type: ClassVar[str] = "str"
    """The editor's name for the kind of value."""
    settings: ClassVar[Mapping[str, Any]] = _SHARED_SETTINGS
    wire_names: ClassVar[Mapping[str, str]] = _WIRE_NAMES
    convert: ClassVar[Convert] = staticmethod(unchanged)
    expected: ClassVar[str] = "a value"

    name: str
    display_name: str | None
    value: Any
    info: str
    required: bool
    show: bool
    advanced: bool
    is_list: bool = False
    input_types: list[str] | None = None

    def __init_subclass__(
        cls,
        *,
        type: str | None = None,  # noqa: A002  # the wire's word
        convert: Convert | None = None,
        expected: str | None = None,
        settings: Mapping[str, Any] | None = None,
        wire_names: Mapping[str, str] | None = None,
    ) -> None:
        super().__init_subclass__()
        cls.type = type or cls.type
        cls.convert = staticmethod(convert) if convert else cls.convert
        cls.expected = expected or cls.expected
        cls.settings = {**cls.settings, **(settings or {})}
        cls.wire_names = _WIRE_NAMES if wire_names is None else wire_names

    def __init__(self, name: str = "", **settings: Any) -> None:
        given = {_OTHER_NAMES.get(setting, setting): _listed(value) for setting, value in settings.items()}
        for setting in given:
            if setting not in self.settings and setting not in _OPTIONAL_SETTINGS:
                raise SettingUnknown(input_type=type(self).__name__, setting=setting)
        self.__dict__.update(deepcopy(dict(self.settings)), **given)
        self.name = name

    def accept(self, value: Any) -> Any:
        """Return `value` in the form that the component sees; raise InputInvalid where it has none."""
        if not self.is_list:
            return self.accept_one(value)
        if value is None or value == "":
            return []
        items = value if isinstance(value, list | tuple) else [value]
        return [self.accept_one(item) for item in items]

    def accept_one(self, value: Any) -> Any:
        """Return a single value in the form that the component sees."""
        try:
            return type(self).convert(value)
        except (TypeError, ValueError) as error:
            raise InputInvalid(field=self.display_name or self.name, expected=self.expected, value=value) from error

    def to_template(self) -> dict[str, Any]:
        """Return the field as it stands in a node's template."""
        template = {
            self.wire_names.get(key, key): _plain(value) for key, value in self.__dict__.items() if value is not None
        }
        return {**template, "type": str(self.type), "_input_type": type(self).__name__}

    def to_dict(self) -> dict[str, Any]:
        """Return the same, as hooks of custom code call it."""
        return self.to_template()

    def model_dump(self, **_options: Any) -> dict[str, Any]:
        """Return the same, as hooks of custom code call it, too."""
        return self.to_template()

    def with_settings(self, /, **settings: Any) -> Input:
        """Return the same field with other settings, for components that share their fields."""
        changed = deepcopy(self)
        changed.__dict__.update(settings)
        return changed

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r})"


def _listed(value: Any) -> Any:
    """Return the names of a dictionary that somebody gave as options as the list that can be copied."""
    return list(value) if isinstance(value, KeysView | ValuesView) else value


def _plain(value: Any) -> Any:
    return asdict(value) if isinstance(value, RangeSpec) else deepcopy(value)
