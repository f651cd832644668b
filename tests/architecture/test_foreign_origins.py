"""Nothing that we ship asks another origin for anything."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.paths import LABEXTENSION, PACKAGE, REPOSITORY, STATIC

# Addresses that name something and are never fetched: namespaces, hosts of examples, and names
# that nobody can have.
NAMES = re.compile(
    r"https?://(www\.w3\.org/|localhost\b|127\.0\.0\.1\b|0\.0\.0\.0\b|[\w.-]*\bexample\b|[\w.-]+\.invalid\b|[{$])"
)
ADDRESS = re.compile(r"https?://[\w$\[{][^\s'\"`)<>]*")


def addresses(path: Path) -> set[str]:
    found = ADDRESS.findall(path.read_text(encoding="utf-8"))
    return {address for address in found if not NAMES.match(address)}


def test_our_sources_name_no_other_origin() -> None:
    python = [path for path in PACKAGE.rglob("*.py") if STATIC not in path.parents]
    typescript = (LABEXTENSION / "src").rglob("*.ts")

    found = {
        path.relative_to(REPOSITORY).as_posix(): addresses(path)
        for path in [*python, *typescript]
        if addresses(path)
    }

    assert found == {}


def test_the_scripts_of_a_page_name_no_other_origin() -> None:
    for name in ("client.js", "worker.js", "early.js", "router.js"):
        assert addresses(STATIC / name) == set(), name


def test_the_style_sheet_loads_nothing_from_elsewhere() -> None:
    style = (STATIC / "style.css").read_text(encoding="utf-8")

    loaded = re.findall(r"url\(\s*[\"']?([^\"')]{0,8})|(@import)", style)

    assert {start for start, _ in loaded} <= {"data:ima"}
    assert not any(rule for _, rule in loaded)


def test_pyodide_has_no_other_origin_to_fall_back_to() -> None:
    loader = (STATIC / "pyodide" / "pyodide.mjs").read_text(encoding="utf-8")
    runtime = (STATIC / "pyodide" / "pyodide.asm.mjs").read_text(encoding="utf-8")

    assert addresses(STATIC / "pyodide" / "pyodide.mjs") == set()
    assert "sourceMappingURL" not in loader
    assert "jsdelivr" not in runtime
