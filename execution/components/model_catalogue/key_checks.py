"""Ask a provider whether it knows a key, before flows rely on it.

Only a clear refusal counts: who cannot be reached, is busy or has no such route says nothing about the key. Lists of
models are asked for, which costs nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

import httpx

from execution.components.language_models.errors import AddressInvalid
from execution.components.language_models.providers import PROVIDERS
from execution.components.language_models.settings import check_address
from execution.components.model_catalogue.providers import CatalogueProvider
from langflow_site.common import http
from langflow_site.common.addresses import HostUnknown, OutboundRefused

SECONDS = 5.0

WATSONX_TOKENS = "https://iam.cloud.ibm.com/identity/token"

NO_ANSWER = (httpx.HTTPError, httpx.InvalidURL, OutboundRefused, HostUnknown)


class Variables(Protocol):
    """Where keys and addresses come from."""

    async def value_of(self, name: str, *, is_secret: bool = False, from_environment: bool = True) -> str | None:
        """Return the value of that variable, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A request that a provider answers to those who have a key."""

    url: str
    headers: Mapping[str, str]
    form: Mapping[str, str] | None = None
    """What to post; None for a plain GET."""


async def problem_with(provider: CatalogueProvider, variables: Variables) -> str | None:
    """Return why the provider cannot be asked with these variables, or None if nothing speaks against them."""
    for variable in provider.variables:
        if not ((await variables.value_of(variable.key)) or "").strip():
            return f"{variable.key} is missing"
    return await problem_with_key(provider, variables)


async def problem_with_key(provider: CatalogueProvider, variables: Variables) -> str | None:
    """Return why the provider refuses its first variable, or None if it does not, or gives no answer."""
    value = ((await variables.value_of(provider.variables[0].key)) or "").strip()
    if provider.name == "Ollama":
        return await _problem_with_ollama(value)
    if not (value.isascii() and value.isprintable()):
        return f"Invalid API key for {provider.name}"  # no header can carry it
    question = await _QUESTIONS[provider.name](value, variables)
    try:
        answer = await _answer_to(question)
    except NO_ANSWER:
        return None
    return f"Invalid API key for {provider.name}" if _refuses_the_key(answer) else None


async def _problem_with_ollama(url: str) -> str | None:
    """An address must be right: without an answer there is nobody to ask later either."""
    try:
        check_address(url)
        answer = await http.async_client().get(f"{url.rstrip('/')}/api/tags", timeout=SECONDS)
    except (*NO_ANSWER, AddressInvalid) as error:
        return f"Invalid Ollama base URL: {error}"
    return None if answer.is_success and _lists_models(answer) else "Invalid Ollama base URL"


def _lists_models(answer: httpx.Response) -> bool:
    try:
        told = answer.json()
    except ValueError:
        return False
    return isinstance(told, dict) and isinstance(told.get("models"), list)


async def _answer_to(question: Question) -> httpx.Response:
    client = http.async_client()
    if question.form is not None:
        return await client.post(
            question.url, headers=dict(question.headers), data=dict(question.form), timeout=SECONDS
        )
    return await client.get(question.url, headers=dict(question.headers), timeout=SECONDS)


def _refuses_the_key(answer: httpx.Response) -> bool:
    if answer.status_code == HTTPStatus.UNAUTHORIZED:
        return True
    # Google and IBM call a wrong key a bad request.
    return answer.status_code == HTTPStatus.BAD_REQUEST and any(
        sign in answer.text for sign in ("API_KEY_INVALID", "API key not valid", "BXNIM0415E")
    )


async def _address(name: str, variables: Variables) -> str:
    """Return where components ask that provider."""
    provider = PROVIDERS[name]
    named = provider.address_variable and await variables.value_of(provider.address_variable)
    return (named or provider.address).rstrip("/")


async def _ask_openai(key: str, variables: Variables) -> Question:
    return Question(url=f"{await _address('OpenAI', variables)}/models", headers={"Authorization": f"Bearer {key}"})


async def _ask_anthropic(key: str, variables: Variables) -> Question:
    return Question(
        url=f"{await _address('Anthropic', variables)}/v1/models",
        headers={"x-api-key": key, "anthropic-version": "2023-06-01"},
    )


async def _ask_google(key: str, variables: Variables) -> Question:
    return Question(
        url=f"{await _address('Google Generative AI', variables)}/models", headers={"Authorization": f"Bearer {key}"}
    )


async def _ask_watsonx(key: str, variables: Variables) -> Question:  # noqa: ARG001 - its tokens come from one place
    return Question(
        url=WATSONX_TOKENS,
        headers={},
        form={"grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": key},
    )


_QUESTIONS: Mapping[str, Callable[[str, Variables], Awaitable[Question]]] = {
    "OpenAI": _ask_openai,
    "Anthropic": _ask_anthropic,
    "Google Generative AI": _ask_google,
    "IBM WatsonX": _ask_watsonx,
}
