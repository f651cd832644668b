"""The document of a page that the kernel renders."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from reactor_nb.server.embedding import in_script

PAYLOAD = '<script type="application/json" id="reactor-payload">'
END = "</script>"


def document_of(
    html: str,
    payload: str,
    head: str = "",
    attributes: Mapping[str, str] | None = None,
) -> str:
    """Return the document of a page that will be live.

    Args:
        html: what is inside the root element.
        payload: what the page needs to know, as JSON.
        head: the entries of its head.
        attributes: those of the whole document.
    """
    body = f'<main id="reactor-root">{html}</main>{PAYLOAD}{in_script(payload)}{END}'
    return plain_document(body, head, attributes)


def plain_document(body: str, head: str = "", attributes: Mapping[str, str] | None = None) -> str:
    """Return a document with this body.

    Args:
        body: what is inside it.
        head: the entries of its head.
        attributes: those of the whole document.
    """
    written = {"lang": "en", **(attributes or {}), "data-reactor": "server"}
    own = "".join(f' {name}="{escape(text)}"' for name, text in written.items())
    return (
        f'<!doctype html><html{own}><head><meta charset="utf-8">{head}</head>'
        f"<body>{body}</body></html>"
    )
