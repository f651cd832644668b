"""Each diagnostic has an example in the texts, and the example gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from reactor_nb.errors import NotebookError
from reactor_nb.export.prepare import prepare
from reactor_nb.export.report import as_diagnostic
from reactor_nb.model.diagnostics import CODES, Diagnostic
from tests.cli.conftest import write_notebook
from tests.export.conftest import write_build

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "reference" / "diagnostics.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(py|json|js)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"# (\w+\.py)\n")
TOLD = re.compile(r"\bRNB\d{3}\b")

HEAD = """from reactor_nb import action, component, page
from reactor_nb.html import button, li, p, ul"""
ANY_PAGE = '@page("/any")\ndef AnyPage():\n    return p("x")'


@dataclass(frozen=True)
class Section:
    """What the texts say of one code."""

    code: str
    text: str

    @property
    def severities(self) -> set[str]:
        first = self.text.strip().split("\n")[0]
        return set(re.findall(r"error|warning|info", first.rpartition("(")[2]))

    @property
    def blocks(self) -> list[tuple[str, str]]:
        return BLOCK.findall(self.text)


PARTS = re.split(r"^## (RNB\d+)$", TEXT, flags=re.MULTILINE)[1:]
SECTIONS = [Section(code, text) for code, text in zip(PARTS[::2], PARTS[1::2], strict=True)]
# These speak of several notebooks, and of a static site: tests/export holds them to it.
OF_ONE_NOTEBOOK = [one for one in SECTIONS if one.code not in {"RNB064", "RNB070"}]


def told_of(section: Section, folder: Path) -> list[Diagnostic]:
    """Return all that is told of the example of a section."""
    path = folder / "app.ipynb"
    cells = []
    for language, text in section.blocks:
        if language != "py":
            path.write_text(text, encoding="utf-8")
        elif named := FILE.match(text):
            (folder / named[1]).write_text(text, encoding="utf-8")
        else:
            cells.append(text.rstrip("\n"))
    if cells:
        any_page = [] if section.code == "RNB050" else [ANY_PAGE]
        write_notebook(path, HEAD, *cells, *any_page)
    try:
        return list(prepare(path, write_build(folder / "build")).diagnostics)
    except NotebookError as error:
        return [as_diagnostic(error)]


@pytest.mark.parametrize("section", OF_ONE_NOTEBOOK, ids=lambda section: section.code)
def test_the_example_of_a_diagnostic_gives_it_and_no_other(
    section: Section, tmp_path: Path
) -> None:
    told = told_of(section, tmp_path)

    mine = [each for each in told if each.code == section.code]
    assert mine, [each.describe("app.ipynb") for each in told]
    assert {each.severity for each in mine} <= section.severities
    # A notebook that is given as a file has no page, and an action of an example no guard.
    assert {each.code for each in told} - {section.code} <= {"RNB050", "RNB051"}


@pytest.mark.parametrize("section", OF_ONE_NOTEBOOK, ids=lambda section: section.code)
def test_a_diagnostic_has_its_title_an_example_and_a_cure(section: Section) -> None:
    title = CODES.get(section.code, "The file cannot be read as a notebook")

    assert section.text.strip().startswith(f"{title} (")
    assert section.blocks
    assert re.search(r"^Cure: [A-Z].*\.$", section.text, re.MULTILINE)


def test_every_code_of_the_source_is_documented() -> None:
    codes = {
        code
        for path in (ROOT / "reactor_nb").rglob("*.py")
        for code in TOLD.findall(path.read_text(encoding="utf-8"))
    }

    assert codes == {section.code for section in SECTIONS}
    assert [section.code for section in SECTIONS] == ["RNB000", *sorted(CODES)]
