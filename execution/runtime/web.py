"""The components' way to the web: the guarded client, with a cap on what comes back and no memory for cookies."""

from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpx

from execution.components.web import RequestFailed, RequestRefused
from langflow_site.common import http
from langflow_site.common.addresses import HostUnknown, OutboundRefused

MOST_BYTES = 50_000_000

# One client serves all users; it must not hand one user's cookies to another.
_NO_COOKIES = DefaultCookiePolicy(allowed_domains=[])


def forgetful_client() -> httpx.AsyncClient:
    """Return the running loop's shared client, which keeps no cookies. Do not close it."""
    client = http.async_client()
    client.cookies.jar.set_policy(_NO_COOKIES)
    return client


class GuardedWeb:
    """What components get as the service `web`."""

    async def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        json: Any = None,
        content: str | bytes | None = None,
        seconds: float | None = None,
        follow_redirects: bool = False,
    ) -> httpx.Response:
        """Return the answer with its body. Raises RequestFailed when there is none, RequestRefused by the guard."""
        client = forgetful_client()
        limit = httpx.Timeout(seconds) if seconds else client.timeout
        try:
            request = client.build_request(method, url, headers=headers, json=json, content=content, timeout=limit)
            answer = await client.send(request, stream=True, follow_redirects=follow_redirects)
            await _read(answer)
        except OutboundRefused as error:
            raise RequestRefused(reason=str(error)) from None  # ours, not a failure of somebody else's
        except (HostUnknown, httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise RequestFailed(reason=str(error)) from error
        return answer


async def _read(answer: httpx.Response) -> None:
    """Read the body into the answer, but not more than fits."""
    pieces, size = [], 0
    try:
        async for piece in answer.aiter_bytes():
            size += len(piece)
            if size > MOST_BYTES:
                raise RequestFailed(reason=f"The answer is longer than {MOST_BYTES} bytes.")
            pieces.append(piece)
    finally:
        await answer.aclose()
    answer._content = b"".join(pieces)  # noqa: SLF001  # what aread() does, which knows no cap
