"""Who may ask, what a page may load, and where a redirect may lead."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from reactor_nb.server.settings import Settings, origin_of

_HOST = re.compile(r"(?:[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?\Z")
_CONTROLS = re.compile(r"[\x00-\x20\x7f\\]")
_SAFE_IN_PATH: Final = "/%:@!$&'()*+,;=~-._?[]"

_PAGE_POLICY: Final[Mapping[str, str]] = {
    "default-src": "'self'",
    "script-src": "'self' 'nonce-{nonce}' 'wasm-unsafe-eval'",
    "style-src": "'self' 'nonce-{nonce}'",
    "style-src-attr": "'unsafe-inline'",
    "img-src": "'self' data:",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    # Our own client is the only one that may turn text into HTML or a worker's address.
    "require-trusted-types-for": "'script'",
    "trusted-types": "reactor",
}
# A worker lives by the policy of its own script: what it may not do, its page may not, either.
_FILE_POLICY: Final[Mapping[str, str]] = {
    "default-src": "'none'",
    "script-src": "'self' 'wasm-unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
_FILE_EXTRAS: Final = frozenset(("connect-src", "script-src", "frame-ancestors"))


def new_nonce() -> str:
    """Return a nonce that nobody can guess, for one response."""
    return secrets.token_urlsafe(16)


def page_policy(settings: Settings, nonce: str) -> str:
    """Return the content security policy of a page.

    Args:
        settings: what the operator adds to it.
        nonce: the nonce of this response.
    """
    return _page_policy(tuple(settings.policy.items())).replace("{nonce}", nonce)


@lru_cache(16)
def _page_policy(extra: tuple[tuple[str, str], ...]) -> str:
    return _joined(_PAGE_POLICY, dict(extra))


def file_policy(settings: Settings) -> str:
    """Return the content security policy of everything that is no page."""
    extra = {name: text for name, text in settings.policy.items() if name in _FILE_EXTRAS}
    return _joined(_FILE_POLICY, extra)


def _joined(policy: Mapping[str, str], extra: Mapping[str, str]) -> str:
    merged = dict(policy)
    for name, sources in extra.items():
        before = merged.get(name, "")
        # 'none' beside a source means nothing, and browsers say so.
        merged[name] = sources if before == "'none'" else f"{before} {sources}".strip()
    return "; ".join(f"{name} {sources}".strip() for name, sources in merged.items())


def common_headers(settings: Settings, scheme: str) -> dict[str, str]:
    """Return the headers that every response carries."""
    headers = {
        "x-content-type-options": "nosniff",
        # Not no-referrer: with it, browsers send "Origin: null" with a form.
        "referrer-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    if "frame-ancestors" not in settings.policy:
        headers["x-frame-options"] = "DENY"
    if scheme == "https":
        headers["cross-origin-opener-policy"] = "same-origin"
    return headers


def host_refusal(scope: Scope, settings: Settings) -> str | None:
    """Return why a request is not for this app, or ``None`` if it is."""
    hosts = Headers(scope=scope).getlist("host")
    if len(hosts) > 1 or (hosts and _HOST.match(hosts[0]) is None):
        return "the header Host is not the name of a host"
    if not settings.hosts:
        return None
    name = host_name(scope)
    for known in settings.hosts:
        if name == known or (known.startswith("*.") and name.endswith(known[1:])):
            return None
    return "this app does not answer under this name"


def host_name(scope: Scope) -> str:
    """Return the name a request was sent to, without its port."""
    host = Headers(scope=scope).get("host", "")
    return re.sub(r":\d+\Z", "", host).rstrip(".").lower()


def own_origin(scope: Scope) -> str | None:
    """Return the origin a request was sent to, as its sender saw it."""
    host = Headers(scope=scope).get("host")
    if not host:
        return None
    return origin_of(scope.get("scheme", "http"), host)


def is_trusted(scope: Scope, settings: Settings, *, listed: bool) -> bool:
    """Return whether a request that changes something comes from a page that may send it.

    Browsers say where a request comes from, and pages cannot change what they say.

    Args:
        scope: the request.
        settings: which other origins are listed.
        listed: whether pages of listed origins may send it, too.
    """
    headers = Headers(scope=scope)
    origins, sites = headers.getlist("origin"), headers.getlist("sec-fetch-site")
    if len(origins) > 1 or len(sites) > 1:
        return False
    if not origins:
        return sites == ["same-origin"]
    if listed and origins[0] in settings.origins:
        return True
    own = own_origin(scope)
    return own is not None and origins[0] == own and sites in ([], ["same-origin"])


def redirect_target(url: str, base: str, settings: Settings) -> str | None:
    """Return the address that a redirect leads to, or ``None`` if it must not lead there.

    Args:
        url: a path of the app, or a whole URL of a listed origin.
        base: the path the app is mounted at.
        settings: which origins are listed.
    """
    if _CONTROLS.search(url):
        return None
    if url.startswith("/"):
        return None if url.startswith("//") else quote(base + url, safe=_SAFE_IN_PATH + "#")
    parts = _split(url)
    if parts is None or parts[0] not in settings.origins:
        return None
    return quote(url, safe=_SAFE_IN_PATH + "#")


def quoted(path: str) -> str:
    """Return a path, with its query if it has one, as it stands in a URL."""
    return quote(path, safe=_SAFE_IN_PATH)


def way_back(scope: Scope, base: str) -> str:
    """Return the page of the app that a form was on, by the header Referer; else its first page."""
    start = quoted(f"{base}/")
    parts = _split(Headers(scope=scope).get("referer", ""))
    if parts is None or parts[0] != own_origin(scope):
        return start
    path = parts[1]
    if _CONTROLS.search(path) or path.startswith("//") or not path.startswith(start):
        return start
    return quoted(path)


def _split(url: str) -> tuple[str, str] | None:
    """Return the origin of a URL, and its path with the query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or "@" in parts.netloc:
        return None
    query = f"?{parts.query}" if parts.query else ""
    return origin_of(parts.scheme, parts.netloc), f"{parts.path or '/'}{query}"
