"""A model on an edge is shown by its settings; keys and live objects are not shown."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from execution.wire.objects import MASK, settings_of


class Model(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    name: str = "small"
    temperature: float | None = None
    stop: list[str] = Field(default_factory=lambda: ["x"])
    api_key: SecretStr = SecretStr("sk-secret")
    client_kwargs: dict[str, Any] = Field(default_factory=lambda: {"headers": {"Authorization": "sk-secret"}})
    default_headers: dict[str, str] = Field(default_factory=lambda: {"x-api-key": "sk-secret"})
    client: Any = Field(default_factory=object)
    hidden: str = Field(default="sk-secret", exclude=True)


def test_settings_are_shown_and_secrets_are_not():
    assert settings_of(Model()) == {
        "name": "small",
        "temperature": None,
        "stop": ["x"],
        "api_key": MASK,
        "client_kwargs": {},
        "default_headers": {},
    }


def test_anything_else_has_no_settings():
    assert settings_of(object()) is None
    assert settings_of("text") is None
