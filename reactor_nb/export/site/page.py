"""The document of a page, made fit for a host of files: no header, no nonce, no fixed address."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape, unescape

_NONCE = re.compile(r"'nonce-([\w+/=-]+)'")
_INLINE = re.compile(r"<(script|style)((?:\s[^<>]*)?)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
# Our own renderer writes all attributes in this way, and no ``>`` inside of one.
_LINK = re.compile(r'(<a(?:\s[^<>]*)?\shref=")([^"<>]*)(")')
_PAYLOAD = re.compile(
    r'<script type="application/json" id="reactor-payload">.*?</script>', re.DOTALL
)
_CHARSET = '<meta charset="utf-8">'
# A header can say these, the document itself cannot.
_HEADER_ONLY = frozenset({"frame-ancestors", "report-uri", "sandbox"})


def links_in(html: str) -> Iterator[str]:
    """Yield where the links of a document lead."""
    for found in _LINK.finditer(_visible(html)):
        yield unescape(found[2])


def static_document(
    html: str, policy: str, script: str, offline: str, relink: Callable[[str], str | None]
) -> str:
    """Return a page's document as a file.

    Args:
        html: the document, as the server sends it.
        policy: its Content-Security-Policy.
        script: what the page runs last.
        offline: the address of the service worker, if there is one.
        relink: returns what to write in place of a link, or nothing.
    """
    nonce = _NONCE.search(policy)
    allowed = _hashes(html, nonce[1]) if nonce else {}
    if nonce is not None:
        html = html.replace(f' nonce="{nonce[1]}"', "")
    before, payload, after = _around_payload(html)
    before = _LINK.sub(lambda found: f"{found[1]}{_relinked(found[2], relink)}{found[3]}", before)
    if payload:
        data = f' data-offline="{escape(offline)}"' if offline else ""
        payload += f"<script{data}>{script}</script>"
        allowed.setdefault("script-src", []).append(_hash(script))
    tag = f'<meta http-equiv="Content-Security-Policy" content="{_policy(policy, allowed)}">'
    start, charset, rest = before.partition(_CHARSET)
    return f"{start}{charset}{tag if policy and charset else ''}{rest}{payload}{after}"


def redirect_document(url: str) -> str:
    """Return a document that leads elsewhere at once, with a link for those who must click."""
    to = escape(url)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="refresh" content="0; url={to}"><link rel="canonical" href="{to}">'
        f'<title>Moved</title></head><body><p><a href="{to}">This page is elsewhere.</a></p>'
        "</body></html>"
    )


def _relinked(href: str, relink: Callable[[str], str | None]) -> str:
    new = relink(unescape(href))
    return href if new is None else escape(new)


def _visible(html: str) -> str:
    return _around_payload(html)[0]


def _around_payload(html: str) -> tuple[str, str, str]:
    """Return a document in three parts; the last element that looks like our payload is ours."""
    found = list(_PAYLOAD.finditer(html))[-1:]
    for one in found:
        return html[: one.start()], one[0], html[one.end() :]
    return html, "", ""


def _hashes(html: str, nonce: str) -> dict[str, list[str]]:
    """Return the hashes of the inline scripts and styles that the server lets work."""
    found: dict[str, list[str]] = {}
    for kind, attributes, content in _INLINE.findall(html):
        if f'nonce="{nonce}"' in attributes and not _SOURCE.search(attributes):
            found.setdefault(f"{kind.lower()}-src", []).append(_hash(content))
    return found


def _hash(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"


def _policy(policy: str, allowed: Mapping[str, Sequence[str]]) -> str:
    """Return the policy with the hashes of what is inline in place of the nonce."""
    directives = []
    for directive in policy.split("; "):
        name, _, sources = directive.partition(" ")
        if name in _HEADER_ONLY:
            continue
        hashes = " ".join(dict.fromkeys(allowed.get(name, ())))
        sources = " ".join(_NONCE.sub(hashes, sources).split())
        if name == "trusted-types":
            sources += " reactor-site"
        directives.append(f"{name} {sources}".strip())
    return escape("; ".join(directives))
