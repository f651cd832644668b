"""The explanation as a page that loads nothing from anywhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import html5lib
import pytest

from reactor_nb.explain.code import code_html
from reactor_nb.explain.explanation import CellText
from reactor_nb.explain.page import explanation_page
from reactor_nb.export.bundle import Build
from tests.explain.conftest import TODOS, Explain

STYLE, SCRIPT = "a { color: red }", "document.title"


@pytest.fixture
def looks(tmp_path: Path) -> Build:
    """A build with a style and a script that are known."""
    (tmp_path / "explain.css").write_text(STYLE)
    (tmp_path / "explain.js").write_text(SCRIPT)
    return Build(tmp_path, {})


class Found(HTMLParser):
    """The elements of a document, and its text outside scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] not in ("script", "style"):
            self.text += data


def test_the_page_names_no_other_address(explained: Explain, looks: Build) -> None:
    found = Found(explanation_page(explained(*TODOS), looks))

    addresses = [
        attributes[name]
        for _, attributes in found.tags
        for name in ("src", "href", "srcset", "action")
        if name in attributes
    ]
    assert addresses == ["data:,"]


def test_the_policy_lets_only_the_page_s_own_script_and_style_work(
    explained: Explain, looks: Build
) -> None:
    found = Found(explanation_page(explained(*TODOS), looks))

    policy = next(a["content"] for _, a in found.tags if "http-equiv" in a)
    assert policy is not None
    assert re.fullmatch(
        r"default-src 'none'; img-src data:; style-src 'sha256-[\w+/]{43}='; "
        r"script-src 'sha256-[\w+/]{43}='",
        policy,
    )
    assert not [a for _, a in found.tags if "style" in a or any(n.startswith("on") for n in a)]


def test_every_line_of_every_cell_is_there(explained: Explain, looks: Build) -> None:
    text = Found(explanation_page(explained(*TODOS), looks)).text

    for cell in TODOS:
        for line in filter(None, cell.split("\n")):
            assert line in text


def test_every_piece_but_ours_and_what_is_left_out_is_drawn(
    explained: Explain, looks: Build
) -> None:
    todos = explained(*TODOS)

    page = Found(explanation_page(todos, looks))

    drawn = {
        int(each)
        for tag, attributes in page.tags
        if tag == "g" and "data-p" in attributes
        for each in str(attributes["data-p"]).split()
    }
    assert {todos.pieces[each].label for each in drawn} == {
        *("sqlite3", "connect", "fmt", "TodoItem", "add_todo", "load_todos", "Todos")
    }


def test_problems_stand_at_their_cells(explained: Explain, looks: Build) -> None:
    found = explained(*TODOS, "@page('/two')\ndef Two():\n    return p(connect().total)")

    text = Found(explanation_page(found, looks)).text

    assert "RNB022" in text


HOSTILE = (
    'title = "</script><script>pwn()</script>"\n# <img src=x onerror=pwn()>\n'
    "from reactor_nb import page\nfrom reactor_nb.html import p",
    '@page("/<b>")\ndef Home():\n    return p(title, "<!--")',
)


def test_no_text_of_the_author_becomes_an_element(explained: Explain, looks: Build) -> None:
    document = explanation_page(explained(*HOSTILE), looks)

    tree = html5lib.parse(document, namespaceHTMLElements=False)
    assert len(tree.findall(".//script")) == 2
    assert tree.findall(".//img") == []


@pytest.mark.parametrize(
    "source", ["x = (", "'''open", "  x\n y", "%time x\n!ls", "a\tb\nü = 'ü' # ü", ""]
)
def test_any_text_is_shown_as_it_is(source: str) -> None:
    assert Found(code_html(CellText(1, "", source), [])).text == "".join(
        f"{number}{line}\n" for number, line in enumerate(source.split("\n"), 1)
    )


def test_the_same_notebook_gives_the_same_page(explained: Explain, looks: Build) -> None:
    assert explanation_page(explained(*TODOS), looks) == explanation_page(explained(*TODOS), looks)
