"""Who takes part, and how each of them gets into a browser."""

import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.browser.app import export, serve_app
from tests.benchmarks.browser.files import ROOTS, serve_files
from tests.benchmarks.contenders.process import install_packages
from tests.benchmarks.pins import WHEEL, check_versions, pinned
from tests.benchmarks.report import RESULTS

HERE = Path(__file__).parent
BUILT = RESULTS / "rows"
OURS, PREACT, REACT, WYBTHON_NAME = "ours", "preact", "react_memo", "wybthon"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Rows</title>
<link rel="stylesheet" href="/ours/style.css"><link rel="icon" href="data:,">
<div id="root"></div><script type="module" src="/rows/{name}.js"></script></html>
"""


@dataclass(frozen=True)
class Contender:
    """Somebody's page, by the name of its file and by the one in the tables."""

    name: str
    title: str
    # Where an exported app has it; all others are one file of JavaScript.
    path: str | None = None


CONTENDERS = (
    Contender(OURS, "reactor_nb", "/"),
    Contender("ours_memo", "reactor_nb, components", "/components"),
    Contender(PREACT, "Preact"),
    Contender("preact_memo", "Preact, memo"),
    Contender(REACT, "React, memo"),
    Contender("vanilla", "JavaScript alone"),
    Contender(WYBTHON_NAME, "wybthon"),
)


def build_pages() -> dict[str, str]:
    """Write the pages of all but ours; return the versions that are in them."""
    install_packages()
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    command = ["node", str(HERE / "build.mjs"), str(BUILT)]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    versions: dict[str, str] = json.loads(result.stdout)
    check_versions(versions)
    versions[WYBTHON_NAME] = pinned()[WYBTHON_NAME]
    for contender in CONTENDERS:
        if contender.path is None:
            (BUILT / f"{contender.name}.html").write_text(PAGE.format(name=contender.name))
    shutil.copy(HERE / "wybthon_app.py", BUILT)
    shutil.copy(wybthon_wheel(versions[WYBTHON_NAME]), BUILT / "wybthon.whl")
    return versions


def wybthon_wheel(version: str) -> Path:
    """Return the wheel, downloaded once and checked against its digest."""
    folder = RESULTS / "wheels"
    file = folder / f"wybthon-{version}-py3-none-any.whl"
    if not file.exists():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        pins = ["--require-hashes", "--requirement", str(WHEEL)]
        subprocess.run([*pip, *pins, "--dest", str(folder)], check=True)
    return file


@contextlib.contextmanager
def serve_contenders(folder: Path) -> Iterator[dict[str, str]]:
    """Export our notebook, serve it and all other pages, and give the address of each."""
    ROOTS["rows"] = BUILT
    exported = export(HERE / "rows.ipynb", folder / "rows")
    with serve_app(exported) as wire, serve_files() as files:
        yield {
            one.name: f"{files}/rows/{one.name}.html" if one.path is None else wire.url + one.path
            for one in CONTENDERS
        }
