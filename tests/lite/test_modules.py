"""What a notebook needs of the files beside it, in its site."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.lab import PATIENCE, Open, name_kernel
from tests.e2e.real import write_notebook
from tests.lite.real import Site, build

STYLED = """
from reactor_nb import ActionError, Head, action, asset, component, page, use_state
from reactor_nb.html import button, form, h1, input, output, section

kept = []

@action
async def keep(photo: bytes, caption: str = "") -> None:
    if not photo.startswith(b"GIF"):
        raise ActionError("Nothing was kept.", fields={"photo": "Please choose a GIF."})
    kept.append(f"{caption}: {len(photo)} bytes")

async def load_kept() -> list[str]:
    return kept

@component
def Counter():
    count, set_count = use_state(0)
    return button(f"Pressed {count}", on_click=lambda: set_count(count + 1))

@page("/", loader=load_kept)
def Styled(data: list[str]):
    return section(
        Head(link=[{"rel": "stylesheet", "href": asset("my.css").url}]),
        h1("Styled"),
        Counter(),
        form(
            input(type="file", name="photo", id="photo"),
            input(name="caption", id="caption"),
            button("Send"),
            action=keep,
        ),
        output(" and ".join(data), id="kept"),
    )
"""
CELLS = (
    "from helpers import shout\n"
    "from reactor_nb import asset, page\n"
    "from reactor_nb.html import img, p, section",
    "def load_rows() -> list[str]:\n    return asset('rows.csv').read_text().split()",
    "@page('/', loader=load_rows)\n"
    "def Home(data: list[str]):\n"
    "    return section(p(shout(data[0]), id='said'), img(src=asset('dot.svg').url, alt='dot'))",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("lite")
    notebook = write_notebook(folder / "local.ipynb", *CELLS)
    name_kernel(notebook, "python")
    name_kernel(write_notebook(folder / "styled.ipynb", STYLED), "python")
    (folder / "helpers.py").write_text(
        "from words.tools import loud\n\n\ndef shout(text):\n    return loud(text) + '!'\n"
    )
    for name, text in {
        "words/tools.py": "def loud(text):\n    return text.upper()\n",
        "public/rows.csv": "first\nsecond\n",
        "public/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        "public/my.css": "@import 'base.css'; h1 { background: url(dot.svg) }",
        "public/base.css": "h1 { border-top: 7px solid }",
        "notes.txt": "not for the site",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    done = build(folder / "site", notebook, folder / "styled.ipynb")
    assert done.returncode == 0, done.stderr
    with Site(folder / "site").running() as made:
        yield made


def test_modules_and_public_files_beside_the_notebook_are_there(site: Site, live: Open) -> None:
    notebook = live("local.ipynb")

    expect(notebook.app.locator("#said")).to_have_text("FIRST!", timeout=PATIENCE)
    expect(notebook.app.get_by_alt_text("dot")).to_have_js_property("naturalWidth", 9)
    assert not (site.folder / "files" / "notes.txt").exists()
    assert notebook.errors == []


def test_a_page_has_its_own_style_takes_files_and_shows_one_component_alone(live: Open) -> None:
    notebook = live("styled.ipynb")
    app = notebook.app
    heading = app.locator("h1")
    expect(heading).to_have_css("border-top-width", "7px", timeout=PATIENCE)
    expect(heading).to_have_css("background-image", re.compile(r'^url\("blob:'))

    app.locator("#caption").fill("ünï")
    for content in (b"PNG", b"GIF89a"):
        app.locator("#photo").set_input_files(
            {"name": "a", "mimeType": "image/gif", "buffer": content}
        )
        app.get_by_role("button", name="Send").click()
        if content == b"PNG":
            expect(app.get_by_role("alert").first).to_have_text(
                "Please choose a GIF.", timeout=PATIENCE
            )
            notebook.wait_until_live()
    expect(app.locator("#kept")).to_have_text("ünï: 6 bytes", timeout=PATIENCE)

    notebook.wait_until_live()
    app.get_by_role("button", name="Pressed 0").click()
    notebook.pin("Counter")
    expect(heading).to_be_hidden()
    app.get_by_role("button", name="Pressed 1").click()
    expect(app.get_by_role("button", name="Pressed 2")).to_be_visible()
    assert notebook.errors == []
