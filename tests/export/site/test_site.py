"""The pages of an app as files."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reactor_nb.errors import ExportError
from reactor_nb.export.bundle import Build
from reactor_nb.export.exporter import Exporter
from reactor_nb.export.prepare import Prepared, prepare
from reactor_nb.export.site.checks import for_a_site
from reactor_nb.export.site.site import Site, make_site
from reactor_nb.export.together import together
from reactor_nb.export.verify import LeakError
from tests.cli.conftest import write_notebook
from tests.export.conftest import write_both

HEAD = (
    "import os\nfrom reactor_nb import NotFound, Redirect, action, asset, data_dir, page\n"
    "from reactor_nb.html import a, div, p"
)
HOME = "@page('/')\ndef Home():\n    return div(*[a(str(i), href=f'posts/{i}') for i in (1, 2)])"
POST = (
    "def load(id: int):\n    if id > 2: raise NotFound()\n    return f'text of {id}'\n"
    "@page('/posts/{id:int}', loader=load)\ndef Post(id: int, data: str):\n"
    "    return p(data, a('next', href=str(id + 1) if id < 2 else '../'))"
)


@pytest.fixture
def build(build: Build) -> Build:
    for name in ("site.js", "offline.js"):
        write_both(build.folder / name, f"/* {name} */".encode())
    return build


def app_of(folder: Path, *cells: str, name: str = "site") -> Prepared:
    return prepare(write_notebook(folder / f"{name}.ipynb", HEAD, *cells), None)


def page_of(site: Site, name: str) -> str:
    content = site.files[name]
    assert isinstance(content, bytes)
    return content.decode()


def test_pages_are_made_of_what_links_lead_to(tmp_path: Path, build: Build) -> None:
    site = make_site([app_of(tmp_path, HOME, POST)], build)

    pages = {name for name in site.files if name.endswith(".html")}
    assert pages == {"index.html", "posts/1/index.html", "posts/2/index.html", "404.html"}
    assert site.pages == ("/", "/posts/1", "/posts/2")
    assert site.unreached == ()
    assert "text of 2" in page_of(site, "posts/2/index.html")


def test_addresses_are_relative_and_lead_to_folders(tmp_path: Path, build: Build) -> None:
    site = make_site([app_of(tmp_path, HOME, POST)], build)

    post = page_of(site, "posts/1/index.html")
    assert '<a href="../../posts/2/">next</a>' in post
    assert re.findall(r'(?:href|src)="(/[^"]*)"', post) == []
    assert '"base":"./../.."' in post
    assert '<a href="./posts/1/">1</a>' in page_of(site, "index.html")


def test_a_page_that_no_link_leads_to_can_be_listed(tmp_path: Path, build: Build) -> None:
    hidden = "@page('/hidden/{name}')\ndef Hidden(name: str):\n    return p(name)"

    alone = make_site([app_of(tmp_path, HOME, POST, hidden)], build)
    listed = make_site([app_of(tmp_path, HOME, POST, hidden)], build, ["/hidden/me"])

    assert alone.unreached == ("/hidden/{name}",)
    assert listed.unreached == ()
    assert "<p>me</p>" in page_of(listed, "hidden/me/index.html")


def test_loaders_run_once_for_each_page_with_the_data_of_the_notebook(
    tmp_path: Path, build: Build
) -> None:
    data = tmp_path / ".site.data"
    data.mkdir()
    (data / "runs").write_text("")
    cell = (
        "from pathlib import Path\ndef load():\n    file = data_dir() / 'runs'\n"
        "    file.write_text(file.read_text() + 'x')\n"
        "    return file.read_text() + Path('beside.txt').read_text()\n"
        "@page('/', loader=load)\ndef Home(data: str):\n    return p(data)"
    )
    (tmp_path / "beside.txt").write_text(" and a file beside the notebook")

    site = make_site([app_of(tmp_path, cell)], build)

    assert "<p>x and a file beside the notebook</p>" in page_of(site, "index.html")


def test_a_redirect_is_a_page_that_leads_on(tmp_path: Path, build: Build) -> None:
    old = "def go(): raise Redirect('/posts/1')\n@page('/old', loader=go)\ndef Old(data): ..."

    site = make_site([app_of(tmp_path, HOME, POST, old)], build)

    assert 'content="0; url=../posts/1/"' in page_of(site, "old/index.html")


def test_several_notebooks_make_one_site(tmp_path: Path, build: Build) -> None:
    other = "@page('/other')\ndef Other():\n    return p('other')"
    home = HOME.replace("posts/{i}", "other")
    apps = together([app_of(tmp_path, home), app_of(tmp_path, other, name="more")])

    site = make_site(apps, build)

    assert site.pages == ("/other", "/") or site.pages == ("/", "/other")
    assert "<p>other</p>" in page_of(site, "other/index.html")


def test_nothing_of_the_code_is_in_what_anybody_can_read_s7(tmp_path: Path, build: Build) -> None:
    site = make_site([app_of(tmp_path, HOME, POST, "CANARY_7f3a = 1")], build)

    assert {name.split("/")[0] for name in site.files} == {
        *("404.html", "index.html", "manifest.json", "posts", "static")
    }
    manifest = json.loads(page_of(site, "manifest.json"))
    assert set(manifest) == {
        *("digest", "files", "format", "made_by", "pages", "static", "versions")
    }
    for name, content in site.files.items():
        packed = content if isinstance(content, bytes) else content.read_bytes()
        assert b"CANARY" not in packed, name
        assert b"NotFound" not in packed, name


def test_the_same_notebook_gives_the_same_site_e4(tmp_path: Path, build: Build) -> None:
    first = make_site([app_of(tmp_path, HOME, POST)], build, offline=True)
    second = make_site([app_of(tmp_path, HOME, POST)], build, offline=True)

    assert first.files == second.files


def test_a_site_for_offline_use_has_a_worker_that_knows_its_files(
    tmp_path: Path, build: Build
) -> None:
    site = make_site([app_of(tmp_path, HOME, POST)], build, offline=True)
    other = make_site([app_of(tmp_path, HOME.replace("(1, 2)", "(1,)"), POST)], build, offline=True)

    worker = page_of(site, "sw.js")
    first = json.loads(worker[worker.index("{") : worker.index(";\n")])["first"]
    assert "./" in first and "posts/1/" in first
    assert not [name for name in first if name.endswith((".br", ".gz")) or "rest" in name]
    assert 'data-offline="../../sw.js"' in page_of(site, "posts/1/index.html")
    assert worker != page_of(other, "sw.js")


def test_a_site_takes_the_place_of_an_app_and_back(tmp_path: Path, build: Build) -> None:
    app, out = app_of(tmp_path, HOME, POST), tmp_path / "out"
    exporter = Exporter(build)
    exporter.export(app, out)
    (out / "mine.txt").write_text("mine")

    report = exporter.write([app], out, lambda: make_site([app], build).files)

    assert report.kept == ("mine.txt",)
    assert not (out / "app.py").exists() and (out / "index.html").exists()
    exporter.export(app, out)
    assert (out / "app.py").exists() and not (out / "index.html").exists()


# What cannot be


def test_a_page_that_needs_an_action_is_told_with_the_chain(tmp_path: Path) -> None:
    cells = (
        "@action\nasync def save() -> None: ...",
        "def Row():\n    return p('x', on_click=save)",
        "@page('/')\ndef Home():\n    return Row()",
    )

    (app,) = for_a_site([app_of(tmp_path, *cells)])

    assert [one.describe("site.ipynb") for one in app.diagnostics] == [
        "site.ipynb › cell 2 › line 2: RNB070 a static site has no server, and a page calls the "
        "action 'save': Home → Row → save. Export without --static, or let the page do without "
        "the action."
    ]


def test_an_action_that_no_page_calls_is_no_problem(tmp_path: Path) -> None:
    (app,) = for_a_site([app_of(tmp_path, "@action\nasync def save() -> None: ...", HOME)])

    assert app.diagnostics == ()


def test_a_loader_that_raises_is_told_with_its_page_cell_and_line(
    tmp_path: Path, build: Build
) -> None:
    cell = "def load():\n    return 1 / 0\n@page('/', loader=load)\ndef Home(data): ..."

    with pytest.raises(ExportError) as raised:
        make_site([app_of(tmp_path, cell)], build)

    assert str(raised.value) == (
        "the page '/' cannot be made: site.ipynb › cell 2 › line 2: "
        "ZeroDivisionError: division by zero"
    )


def test_a_link_to_a_page_that_is_not_found_is_told(tmp_path: Path, build: Build) -> None:
    with pytest.raises(ExportError, match=r"the page '/posts/3' was answered with status 404"):
        make_site([app_of(tmp_path, HOME.replace("(1, 2)", "(1, 3)"), POST)], build)


def test_links_that_never_end_are_told(
    tmp_path: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reactor_nb.export.site.crawl.MOST", 20)
    cell = "@page('/')\ndef Home(): return a('x', href='n/1')\n"
    cell += "@page('/n/{i:int}')\ndef N(i: int): return a('x', href=f'{i + 1}')"

    with pytest.raises(ExportError, match="one of more than 20; do its links ever end"):
        make_site([app_of(tmp_path, cell)], build)


def test_a_value_of_the_environment_in_a_page_stops_the_export_s2(
    tmp_path: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DB_PASSWORD", "correct-horse-battery")
    cell = (
        "def load(): return os.environ['DB_PASSWORD']\n"
        "@page('/', loader=load)\ndef Home(data: str):\n    return p(data)"
    )

    with pytest.raises(LeakError, match=r"index\.html has the value of the variable DB_PASSWORD"):
        make_site([app_of(tmp_path, cell)], build)


def test_two_pages_that_would_be_one_file_are_told_e7(tmp_path: Path, build: Build) -> None:
    cells = ("@page('/a')\ndef A(): ...", "@page('/A')\ndef B(): ...")

    with pytest.raises(ExportError, match="pages '/a' and '/A' would be the same file"):
        make_site([app_of(tmp_path, *cells)], build)
