"""The document's head: entries from anywhere in the tree, merged and made safe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from reactor_nb.core.attributes import Attributes, check_element
from reactor_nb.core.host import HostHead
from reactor_nb.core.render_html import escape_attribute, escape_text
from reactor_nb.core.vnode import HeadEntry, VHead, clean_text
from reactor_nb.errors import ElementError

MARK = "data-rnb-head"


def Head(
    *,
    title: str | None = None,
    meta: Iterable[Mapping[str, Any]] = (),
    link: Iterable[Mapping[str, Any]] = (),
    script: Iterable[Mapping[str, Any]] = (),
    lang: str | None = None,
    dir: str | None = None,
) -> VHead:
    """Return entries for the document's head; nothing where it stands.

    Args:
        title: the title of the document.
        meta: attributes of ``<meta>`` elements.
        link: attributes of ``<link>`` elements.
        script: attributes of ``<script>`` elements; ``src`` is a path such as ``asset(…).url``.
        lang: the language of the document, such as ``"de"``.
        dir: the direction of its text, ``"ltr"`` or ``"rtl"``.

    Raises:
        ElementError: an attribute that HTML or we cannot take.
    """
    entries: list[HeadEntry] = []
    page = {name: clean_text(str(one)) for name, one in (("lang", lang), ("dir", dir)) if one}
    if page:
        entries.append(("html", page, ""))
    if title is not None:
        entries.append(("title", {}, clean_text(str(title))))
    for tag, group in (("meta", meta), ("link", link), ("script", script)):
        for attributes in group:
            entries.append((tag, _checked(tag, attributes), ""))
    return VHead(tuple(entries))


def _checked(tag: str, written: Mapping[str, Any]) -> dict[str, str]:
    found = Attributes(tag)
    found.add_all(written)
    if found.handlers:
        raise ElementError(f"<{tag}> in the head takes no handlers")
    check_element(tag, found)
    if tag == "script" and not found.attributes.get("src", "").startswith("/"):
        raise ElementError("a script in the head has a src= of this app, such as asset(name).url")
    return found.attributes


def merge_heads(heads: Collection[HostHead]) -> list[HeadEntry]:
    """Return the entries that hold: of two for the same thing, the one deeper in the tree."""
    if len(heads) == 1:
        [only] = heads
        if len(only.entries) == 1:
            return list(only.entries)
    merged: dict[object, HeadEntry] = {}
    for head in sorted(heads, key=lambda one: one.owner.depth):
        for tag, attributes, text in head.entries:
            identity = _identity(tag, attributes)
            if tag == "html" and identity in merged:
                attributes = {**merged[identity][1], **attributes}
            merged[identity] = (tag, attributes, text)
    return list(merged.values())


def _identity(tag: str, attributes: Mapping[str, str]) -> object:
    """Return what an entry is about; only one entry can be about it."""
    if tag in ("title", "html"):
        return tag
    if "data-head-key" in attributes:
        return attributes["data-head-key"]
    if tag == "meta":
        for name in ("name", "property", "http-equiv", "itemprop"):
            if name in attributes:
                return ("meta", name, attributes[name].lower(), attributes.get("media", ""))
        if "charset" in attributes:
            return ("meta", "charset")
    if tag == "script":
        return attributes["src"], tag
    if attributes.get("rel") == "canonical":
        return "canonical"
    if "hreflang" in attributes:
        return attributes["hreflang"].lower(), attributes.get("rel"), attributes.get("media")
    return (tag, *sorted(attributes.items()))


def head_html(entries: Iterable[HeadEntry]) -> str:
    """Return the HTML of head entries; attributes of ``html`` are not among it."""
    parts = []
    for tag, attributes, text in entries:
        if tag == "html":
            continue
        written = "".join(
            f' {name}="{escape_attribute(value)}"' for name, value in attributes.items()
        )
        end = f"{escape_text(text)}</{tag}>" if tag in ("title", "script") else ""
        parts.append(f"<{tag}{written} {MARK}>{end}")
    return "".join(parts)
