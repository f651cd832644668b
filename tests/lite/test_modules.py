"""What a notebook needs of the files beside it, in its site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.lab import PATIENCE, OpenNotebook, name_kernel
from tests.e2e.real import write_notebook
from tests.lite.real import Site, build

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
    (folder / "helpers.py").write_text(
        "from words.tools import loud\n\n\ndef shout(text):\n    return loud(text) + '!'\n"
    )
    for name, text in {
        "words/tools.py": "def loud(text):\n    return text.upper()\n",
        "public/rows.csv": "first\nsecond\n",
        "public/dot.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        "notes.txt": "not for the site",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    done = build(folder / "site", notebook)
    assert done.returncode == 0, done.stderr
    made = Site(folder / "site")
    made.start()
    yield made
    made.stop()


def test_modules_and_public_files_beside_the_notebook_are_there(site: Site, page: Page) -> None:
    notebook = OpenNotebook(site, page, "local.ipynb")
    notebook.open()
    notebook.run_all()

    notebook.preview()
    notebook.wait_until_live()

    expect(notebook.app.locator("#said")).to_have_text("FIRST!", timeout=PATIENCE)
    expect(notebook.app.get_by_alt_text("dot")).to_have_js_property("naturalWidth", 9)
    assert not (site.folder / "files" / "notes.txt").exists()
    assert notebook.errors == []
