"""Names for an app, made from what its author called the file."""

from __future__ import annotations

import keyword
import re
import sys
import unicodedata

_TAKEN = frozenset({"app", "server", "client", "static", "reactor_nb", "js", "pyodide"})


def module_name(text: str) -> str:
    """Return a plain Python identifier, such as ``app_02_todos`` for ``02-todos``."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"[^0-9a-z]+", "_", plain.lower()).strip("_")[:60]
    taken = name in _TAKEN or keyword.iskeyword(name) or name in sys.stdlib_module_names
    if not name or not name[0].isalpha() or taken:
        return f"app_{name}" if name else "app_notebook"
    return name


def title_of(text: str) -> str:
    """Return a title for people, such as ``Todos`` for ``02-todos``."""
    words = re.sub(r"[-_\s]+", " ", text).strip()
    words = re.sub(r"^(?:app )?\d+ ", "", words) or words
    return words[:1].upper() + words[1:] or "Notebook"
