"""How a message is shown and where it came from; the Playground reads these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Self

from execution.engine.values.json_values import to_json_value


class Record:
    """A small mutable value with fixed fields; unknown keys of its JSON form are ignored."""

    __slots__: tuple[str, ...] = ()

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any] | Self | None) -> Self:
        """Build the value from its JSON form; missing keys take their defaults."""
        if isinstance(wire, Mapping):
            return cls(**{key: value for key, value in wire.items() if key in cls.__slots__})
        return cls() if wire is None else wire

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON form, every field present."""
        return {name: to_json_value(getattr(self, name)) for name in self.__slots__}

    def copy(self) -> Self:
        """Return a value that can be changed without changing this one."""
        return type(self).from_wire(self.to_wire())

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.to_wire() == other.to_wire()

    __hash__ = None  # type: ignore[assignment]  # mutable values are not keys

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.to_wire()})"


class Source(Record):
    """The vertex that wrote a message; `source` names the model or the kind of component."""

    __slots__ = ("id", "display_name", "source")

    def __init__(self, id: str | None = None, display_name: str | None = None, source: str | None = None) -> None:  # noqa: A002  # wire name
        self.id = id
        self.display_name = display_name
        self.source = source

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON form; written out because every message has one."""
        return {"id": self.id, "display_name": self.display_name, "source": self.source}


class Usage(Record):
    """The tokens that a model charged for."""

    __slots__ = ("input_tokens", "output_tokens", "total_tokens")

    def __init__(
        self, input_tokens: int | None = None, output_tokens: int | None = None, total_tokens: int | None = None
    ) -> None:
        self.input_tokens = input_tokens
        self.output_tokens = output_tokens
        self.total_tokens = total_tokens


class Properties(Record):
    """Everything about a message that is not its text."""

    __slots__ = (
        "text_color",
        "background_color",
        "edited",
        "source",
        "icon",
        "allow_markdown",
        "positive_feedback",
        "state",
        "targets",
        "usage",
        "build_duration",
    )

    def __init__(  # noqa: PLR0913  # one argument per field
        self,
        *,
        text_color: str | None = None,
        background_color: str | None = None,
        edited: bool = False,
        source: Source | Mapping[str, Any] | None = None,
        icon: str | None = None,
        allow_markdown: bool = False,
        positive_feedback: bool | None = None,
        state: Literal["partial", "complete"] = "complete",
        targets: list[Any] | None = None,
        usage: Usage | Mapping[str, Any] | None = None,
        build_duration: float | None = None,
    ) -> None:
        self.text_color = text_color
        self.background_color = background_color
        self.edited = edited
        self.source = Source.from_wire(source)
        self.icon = icon
        self.allow_markdown = allow_markdown
        self.positive_feedback = positive_feedback
        self.state = state
        self.targets = targets or []
        self.usage = None if usage is None else Usage.from_wire(usage)
        self.build_duration = build_duration

    def to_wire(self) -> dict[str, Any]:
        """Return the JSON form; written out because every message has one."""
        return {
            "text_color": self.text_color,
            "background_color": self.background_color,
            "edited": self.edited,
            "source": self.source.to_wire(),
            "icon": self.icon,
            "allow_markdown": self.allow_markdown,
            "positive_feedback": self.positive_feedback,
            "state": self.state,
            "targets": list(self.targets),
            "usage": None if self.usage is None else self.usage.to_wire(),
            "build_duration": self.build_duration,
        }
