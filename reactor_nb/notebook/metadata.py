"""The few things of a notebook's metadata that matter; none of them loosens or starts anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reactor_nb.model.diagnostics import Diagnostic, Span
from reactor_nb.notebook.json_text import has_odd_number

_BLOCKS = ("reactor", "reactor_nb", "reactor-nb")
_PYTHON = frozenset({"python", "ipython", "python3", "xpython"})


def check_metadata(metadata: Any, cell: int | None = None) -> Iterator[Diagnostic]:
    """Warn of settings that look like ours, and of numbers that were dropped."""
    span = Span(cell, None)
    if not isinstance(metadata, dict):
        return
    for block in _BLOCKS:
        if block in metadata:
            value = metadata[block]
            keys = ", ".join(sorted(map(str, value))) if isinstance(value, dict) else "its value"
            message = f"the metadata '{block}' is ignored: {clean(keys)[:200]}"
            hint = "settings come from the environment of the server, never from a notebook"
            yield Diagnostic("RNB032", message, span, "warning", hint)
    if has_odd_number(metadata):
        message = "a number in the metadata is NaN or infinite, and is dropped"
        yield Diagnostic("RNB044", message, span, "warning", "delete it in the metadata editor")


def language_of(metadata: Any) -> str | None:
    """Return the language of a notebook when it is not Python."""
    for block, key in (("kernelspec", "language"), ("language_info", "name")):
        found = metadata.get(block) if isinstance(metadata, dict) else None
        language = found.get(key) if isinstance(found, dict) else None
        if isinstance(language, str) and language and language.lower() not in _PYTHON:
            return clean(language)[:40]
    return None


def tags_of(metadata: Any) -> tuple[str, ...]:
    """Return the tags of a cell."""
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return tuple(each for each in tags if isinstance(each, str)) if isinstance(tags, list) else ()


def title_in(metadata: Any) -> str:
    """Return the title that the metadata gives."""
    title = metadata.get("title") if isinstance(metadata, dict) else None
    return clean(title) if isinstance(title, str) else ""


def heading_of(markdown: str) -> str:
    """Return the first top heading of a Markdown cell as plain text."""
    match = re.search(r"^ {0,3}#[ \t]+(.+)$", markdown, re.MULTILINE)
    if match is None:
        return ""
    text = match[1].strip().rstrip("#").strip()
    text = re.sub(r"!?\[([^\]\n]{0,200})\]\([^)\n]{0,500}\)", r"\1", text)
    return clean(text.replace("**", "").replace("`", ""))


def clean(text: str) -> str:
    """Return a text as one line without what cannot be printed."""
    text = text.encode("utf-8", "replace").decode()
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:200]
