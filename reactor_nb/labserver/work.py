"""What a command of the Lab's menu does, in a process of its own: one JSON object in each line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from reactor_nb.errors import NotebookError
from reactor_nb.explain.explain import explain
from reactor_nb.explain.page import explanation_page
from reactor_nb.export.bundle import Build
from reactor_nb.export.exporter import Exporter
from reactor_nb.export.prepare import Prepared, prepare
from reactor_nb.export.report import as_diagnostic, describe_error, describe_export, one_line
from reactor_nb.export.together import together

Result = dict[str, Any]


def check(notebook: Path, out: Path) -> Result:
    """Say what stands in the way of an export."""
    return _problems(_prepared(notebook))


def explain_all(notebook: Path, out: Path) -> Result:
    """Say where each piece goes, as a page."""
    app = _prepared(notebook)
    tell("drawing what goes where")
    return {**_problems(app), "page": explanation_page(explain(app), Build.load())}


def export(notebook: Path, out: Path) -> Result:
    """Write the app to its folder."""
    apps = together([_prepared(notebook)])
    problems = {"problems": [one.to_json() for app in apps for one in app.diagnostics]}
    if any(app.errors for app in apps):
        return {**problems, "failed": "it was not exported"}
    tell("writing the app")
    report = Exporter(Build.load()).export(apps, out)
    lines = [one_line(line) for line in describe_export(apps, report)][:-1]
    return {**problems, "lines": lines, "files": report.files, "size": report.size}


KINDS: Final[dict[str, Callable[[Path, Path], Result]]] = {
    "check": check,
    "explain": explain_all,
    "export": export,
}
"""What there is to do, by its name."""


def tell(step: str) -> None:
    """Say what is done next."""
    _say({"step": one_line(step)})


def main(arguments: Sequence[str]) -> None:
    """Do one thing, and say how it went; a failure is a line, too."""
    kind, notebook, out = arguments
    try:
        result = KINDS[kind](Path(notebook), Path(out))
    except NotebookError as error:
        result = {"problems": [as_diagnostic(error).to_json()], "failed": "it cannot be read"}
    except Exception as error:
        result = {"problems": [], "failed": describe_error(error)}
    _say({"result": result})


def _prepared(notebook: Path) -> Prepared:
    tell("reading the cells")
    return prepare(notebook, Build.load(), tell=tell)


def _problems(app: Prepared) -> Result:
    return {"problems": [one.to_json() for one in app.diagnostics]}


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(message)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
