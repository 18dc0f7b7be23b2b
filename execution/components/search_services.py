"""Ask a search service for JSON: one way to call, and errors that say what to do and never tell the key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode

from execution.components.web import RequestFailed, RequestRefused, web_of, with_query
from execution.engine.errors import EngineError

if TYPE_CHECKING:
    import httpx

    from execution.engine.ports import RunContext

SECONDS = 90
_LONGEST_REASON = 300
_SHORTEST_SECRET = 4
_ACCEPTED = 202
_FORM = "application/x-www-form-urlencoded"
_LIMITED = frozenset({429, 432, 433})
"""Too Many Requests, and Tavily's two statuses for a plan that is used up."""
_REFUSED = frozenset({401, 403})
_KEY_WORDS = ("api key not valid", "invalid api key", "api_key_invalid", "unauthorized")
_LIMIT_WORDS = ("quotaexceeded", "ratelimitexceeded", "dailylimitexceeded", "run out of searches")


class SearchFailed(EngineError):
    """A search service gave no answer; `status_code` is what it said, for those who tell callers."""

    code = "search_failed"
    message = "{service} could not be asked: {reason}"
    status_code = 502
    retry_after: str | None = None


class KeyMissing(SearchFailed):
    """Nobody gave the key."""

    code = "search_key_missing"
    message = "{service} needs an API key: fill in the field '{field}'."
    status_code = 401


class KeyRefused(SearchFailed):
    """The service does not know the key, or does not let it do this."""

    code = "search_key_refused"
    message = "{service} refused the API key: check the field '{field}', and what the key may be used for."
    status_code = 401


class TooManySearches(SearchFailed):
    """The service's limit is reached."""

    code = "search_limit"
    message = "{service} takes no more requests with this key at the moment: wait, or raise the limit of its account."
    status_code = 429


class AnswerMalformed(SearchFailed):
    """What came is not what the service documents."""

    code = "search_answer_malformed"
    message = "{service} sent an answer that cannot be read: {reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchService:
    """Who is asked, for whom, and with which secret."""

    name: str
    run: RunContext
    key: str = ""
    """The secret that travels with requests; no error tells it."""
    key_field: str = ""
    """Where a person fills the secret in; empty where the service needs none."""

    async def ask(
        self,
        url: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        form: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Return the JSON object that the service answers: to a POST where there is a body or a form, else to a GET."""
        return self._object_of(await self._send(url, query=query, headers=headers, body=body, form=form))

    async def ask_rows(self, url: str, *, headers: Mapping[str, str], body: Any) -> list[dict[str, Any]]:
        """Return the list of objects that the service answers to a POST, for those that put nothing around it."""
        found = self._json_of(await self._send(url, query=None, headers=headers, body=body))
        return self.rows_of({"the answer": found}, "the answer")

    async def ask_if_ready(self, url: str, *, headers: Mapping[str, str]) -> dict[str, Any] | None:
        """Return the JSON object that a GET gives, or None as long as the service still works on it (202)."""
        answer = await self._send(url, query=None, headers=headers, body=None)
        return None if answer.status_code == _ACCEPTED else self._object_of(answer)

    async def ask_text(
        self,
        url: str,
        *,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
    ) -> str:
        """Return what the service answers, for those that do not speak JSON objects."""
        return (await self._send(url, query=query, headers=headers, body=body)).text

    async def _send(
        self,
        url: str,
        *,
        query: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
        body: Any,
        form: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        if self.key_field and not self.key:
            raise KeyMissing(service=self.name, field=self.key_field)
        address = with_query(url, {name: value for name, value in (query or {}).items() if value is not None})
        reads = body is None and form is None
        sent = {} if form is None else {"content": urlencode(form)}
        told = headers if form is None else {**(headers or {}), "Content-Type": _FORM}
        try:
            answer = await web_of(self.run).send(
                "GET" if reads else "POST",
                address,
                headers=told,
                json=body,
                seconds=SECONDS,
                follow_redirects=reads,
                **sent,
            )
        except RequestRefused:
            raise
        except RequestFailed as error:
            # The cause may tell the address, and with it the key.
            raise SearchFailed(service=self.name, reason=self.masked(str(error))) from None
        self._require_good(answer)
        return answer

    def _require_good(self, answer: httpx.Response) -> None:
        if answer.status_code < 400:
            return
        said = answer.text.lower()
        if answer.status_code in _LIMITED or _says(said, _LIMIT_WORDS):
            problem: SearchFailed = TooManySearches(service=self.name)
            problem.retry_after = answer.headers.get("retry-after")
            raise problem
        if self.key_field and (answer.status_code in _REFUSED or _says(said, _KEY_WORDS)):
            raise KeyRefused(service=self.name, field=self.key_field)
        raise SearchFailed(service=self.name, reason=f"it answered {answer.status_code} {self.masked(answer.text)}")

    def _object_of(self, answer: httpx.Response) -> dict[str, Any]:
        found = self._json_of(answer)
        if not isinstance(found, dict):
            raise AnswerMalformed(service=self.name, reason="it is no JSON object.")
        return found

    def _json_of(self, answer: httpx.Response) -> Any:
        try:
            return answer.json()
        except ValueError:
            raise AnswerMalformed(service=self.name, reason="it is no JSON.") from None

    def rows_of(self, answer: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
        """Return the answer's list of that name, empty where there is none. Raises AnswerMalformed."""
        rows = answer.get(name)
        if rows is None:
            return []
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise AnswerMalformed(service=self.name, reason=f"'{name}' is no list of objects.")
        return rows

    def masked(self, text: str) -> str:
        """Return the text on one line, without the key, be it as it is or as addresses write it."""
        masked = text
        if len(self.key) >= _SHORTEST_SECRET:
            masked = text.replace(self.key, "***").replace(quote_plus(self.key), "***")
        return " ".join(masked.split())[:_LONGEST_REASON]


def _says(text: str, words: tuple[str, ...]) -> bool:
    return any(word in text for word in words)


def listed(text: str | None) -> list[str]:
    """Return what somebody wrote with commas between."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def shortened(text: Any, length: int | None) -> str:
    """Return at most that many characters; all where no length is set."""
    full = "" if text is None else str(text)
    return full[:length] if length and length > 0 else full
