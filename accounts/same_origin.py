"""Is a request that carries cookies the work of one of our own pages?

The editor sends no CSRF token, so the browser's own word decides, as in Go's `http.CrossOriginProtection`:
1. `Sec-Fetch-Site`, which no page can forge: same-origin, or none (the user typed the address).
2. Without it (plain http to another host): `Origin`, else `Referer`, must name the host that was asked.
3. With neither it is no browser, and other programs hold their cookies on purpose.
Origins of `LANGFLOW_CORS_ORIGINS` pass. `SameSite=Lax` on the cookies is the second wall.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def is_cross_site(method: str, headers: Mapping[str, str]) -> bool:
    """Return whether another site's page sent this request and it may change something."""
    if method in SAFE_METHODS:
        return False
    source = headers.get("origin") or headers.get("referer")
    if source and _origin(source) in settings.LANGFLOW.CORS_ORIGINS:
        return False
    if site := headers.get("sec-fetch-site"):
        return site not in {"same-origin", "none"}
    return bool(source) and urlsplit(source).netloc != headers.get("host")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
