"""The command ``explain``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from reactor_nb.errors import ExportError
from reactor_nb.explain.explain import explain
from reactor_nb.explain.page import explanation_page
from reactor_nb.explain.text import describe
from reactor_nb.export.bundle import Build
from reactor_nb.export.files import reason
from reactor_nb.export.prepare import prepare
from reactor_nb.export.report import describe_all


@dataclass(frozen=True, slots=True)
class Told:
    """What the command says: the explanation or where it is, and the notebook's problems."""

    text: str
    problems: tuple[str, ...]


def explain_notebook(notebook: Path, as_json: bool, page: Path | None) -> Told:
    """Explain a notebook; nothing of it is run.

    Raises:
        NotebookError: the file cannot be read.
        ExportError: the page cannot be written.
    """
    app = prepare(notebook, None)
    explained = explain(app)
    if as_json:
        return Told(json.dumps(explained.to_json(), indent=1), ())
    problems = tuple(describe_all(app.diagnostics, notebook))
    if page is None:
        return Told("\n".join(describe(explained)), problems)
    text = explanation_page(explained, Build.load())
    try:
        page.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ExportError(f"cannot write {page}: {reason(error)}") from None
    return Told(f"{page}: {len(text.encode()) / 1000:.0f} kB; open it in a browser", problems)
