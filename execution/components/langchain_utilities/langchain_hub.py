"""Prompt Hub: a prompt that somebody published at LangChain's hub, its variables filled in by fields of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from execution.components.search_services import AnswerMalformed, SearchService
from execution.components.templating import fill, variables_of
from execution.engine.component import Component, Node
from execution.engine.errors import EngineError
from execution.engine.fields import DefaultPromptField, Output, SecretStrInput, StrInput
from execution.engine.values import Message

_API = "https://api.smith.langchain.com/commits"
_NAME = re.compile(r"(?:([\w.-]+)/)?([\w.-]+)(?::([\w.-]+))?")
_COMMON_OWNER = "-"
"""How the hub calls the owner of prompts that are named without one: whose the key is."""
_PREFIX = "param_"
_SPEAKERS = {"SystemMessagePromptTemplate": "System", "AIMessagePromptTemplate": "AI"}


class PromptNameInvalid(EngineError, ValueError):
    """That is no name of the hub's."""

    code = "prompt_name_invalid"
    message = "'{name}' is no name of a prompt: write owner/prompt, or owner/prompt:commit."


class LangChainHubPrompt(Component):
    """Fill a published prompt."""

    name = "LangChain Hub Prompt"
    display_name = "Prompt Hub"
    description = "Fills a prompt that is published at LangChain's hub."
    icon = "LangChain"
    beta = True

    inputs = [
        SecretStrInput(
            name="langchain_api_key", display_name="LangChain API Key", info="Your key at LangSmith.", required=True
        ),
        StrInput(
            name="langchain_hub_prompt",
            display_name="LangChain Hub Prompt",
            info="Which prompt, as owner/prompt. Refresh to see its text and to get a field for each variable.",
            required=True,
            refresh_button=True,
        ),
    ]
    outputs = [
        Output(name="prompt", display_name="Build Prompt", method="build_prompt"),
    ]

    async def build_prompt(self) -> Message:
        """Return the prompt with its variables filled; those without a field stay as they are."""
        text = await self._template(self.langchain_hub_prompt)
        given = {name: self.values.get(f"{_PREFIX}{name}") for name in variables_of(text)}
        values = {name: f"{{{name}}}" if value is None else _text(value) for name, value in given.items()}
        message = Message(text=fill(text, values))
        self.status = message.get_text()
        return message

    async def update_build_config(self, build_config: Node, field_value: Any, field_name: str | None = None) -> Node:
        """Show the prompt's text, and a field for each of its variables."""
        if field_name != "langchain_hub_prompt" or not field_value:
            return build_config
        text = await self._template(str(field_value))
        build_config["langchain_hub_prompt"]["info"] = text
        wanted = {f"{_PREFIX}{name}": name for name in variables_of(text)}
        for gone in [name for name in build_config if name.startswith(_PREFIX) and name not in wanted]:
            del build_config[gone]
        for field, name in wanted.items():
            build_config.setdefault(field, DefaultPromptField(name=field, display_name=name).to_template())
        return build_config

    async def _template(self, name: str | None) -> str:
        named = _NAME.fullmatch((name or "").strip())
        if named is None:
            raise PromptNameInvalid(name=name)
        owner, prompt, commit = named[1] or _COMMON_OWNER, named[2], named[3] or "latest"
        key = self.langchain_api_key or ""
        hub = SearchService(name="LangChain's hub", run=self.run, key=key, key_field="LangChain API Key")
        answer = await hub.ask(f"{_API}/{owner}/{prompt}/{commit}", headers={"x-api-key": key})
        parts = list(_texts_of(answer.get("manifest")))
        if not parts:
            raise AnswerMalformed(service=hub.name, reason="there is no text in the prompt.")
        return parts[0][1] if len(parts) == 1 else "\n".join(f"{speaker}: {text}" for speaker, text in parts)


def _text(value: Any) -> str:
    return Message.of(value).get_text()


def _texts_of(manifest: Any) -> Iterator[tuple[str, str]]:
    """Yield who speaks and what, for each message of a prompt as langchain stores prompts."""
    kind, kwargs = _kind_of(manifest), _part(manifest, "kwargs")
    if isinstance(kwargs.get("template"), str):
        yield "Human", kwargs["template"]
    for message in kwargs.get("messages") or []:
        speaker = _SPEAKERS.get(_kind_of(message), "Human")
        inner = _part(message, "kwargs").get("prompt")
        for piece in inner if isinstance(inner, list) else [inner]:
            yield from ((speaker, text) for _, text in _texts_of(piece))
    if kind == "RunnableSequence":
        yield from _texts_of(kwargs.get("first"))


def _kind_of(stored: Any) -> str:
    path = stored.get("id") if isinstance(stored, Mapping) else None
    return str(path[-1]) if isinstance(path, list) and path else ""


def _part(stored: Any, name: str) -> Mapping[str, Any]:
    part = stored.get(name) if isinstance(stored, Mapping) else None
    return part if isinstance(part, Mapping) else {}
