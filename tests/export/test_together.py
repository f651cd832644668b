"""Several notebooks make one app."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx

from reactor_nb.export.bundle import Build
from reactor_nb.export.exporter import Exporter
from reactor_nb.export.prepare import Prepared, prepare
from reactor_nb.export.together import together
from reactor_nb.server import create_apps, read_exports
from tests.cli.conftest import write_notebook

HEAD = "from reactor_nb import action, page\nfrom reactor_nb.html import p"


def app_of(path: Path, name: str, route: str, action: str) -> Prepared:
    notebook = write_notebook(
        path,
        HEAD,
        f"WORD = '{name}'\n@action\nasync def {action}() -> str:\n    return WORD + ' done'\n"
        f"@page('{route}')\ndef Home():\n    return p(WORD, on_click={action})",
    )
    return prepare(notebook, None)


def problems(*apps: Prepared) -> list[str]:
    return [one.describe(app.notebook.name) for app in together(apps) for one in app.errors]


def served(folder: Path, *apps: Prepared, build: Build, root_path: str = "") -> httpx.AsyncClient:
    """Export some notebooks together, and return a client of what serves them."""
    Exporter(build).export(together(apps), folder)
    app: Any = create_apps(read_exports(folder))
    transport = httpx.ASGITransport(app, root_path=root_path)
    return httpx.AsyncClient(transport=transport, base_url=OWN["origin"])


OWN = {"x-reactor": "1", "origin": "http://good.example"}


async def test_two_notebooks_are_served_as_one_app(tmp_path: Path, build: Build) -> None:
    shop = app_of(tmp_path / "shop.ipynb", "shop", "/", "buy")
    blog = app_of(tmp_path / "blog.ipynb", "blog", "/blog/{id:int}", "post")

    async with served(tmp_path / "out", shop, blog, build=build) as client:
        assert "<p>shop</p>" in (await client.get("/")).text
        assert "<p>blog</p>" in (await client.get("/blog/3")).text
        for action, word in (("buy", "shop"), ("post", "blog")):
            answer = await client.post(f"/_reactor/actions/{action}", json={}, headers=OWN)
            assert answer.json() == {"result": f"{word} done"}
        unknown = await client.post("/_reactor/actions/other", json={}, headers=OWN)
        assert unknown.status_code == 404
        assert (await client.get("/nowhere")).status_code == 404
        assert (await client.get("/_reactor/health")).json() == {"status": "ok"}
        assert (await client.delete("/blog/3", headers=OWN)).status_code == 405


async def test_each_page_gets_the_browser_half_of_its_own_notebook(
    tmp_path: Path, build: Build
) -> None:
    shop = app_of(tmp_path / "shop.ipynb", "shop", "/", "buy")
    blog = app_of(tmp_path / "blog.ipynb", "blog", "/blog", "post")

    async with served(tmp_path / "out", shop, blog, build=build) as client:
        manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
        archives = {each["name"]: each["client"]["app"] for each in manifest["notebooks"]}
        assert archives["shop"] != archives["blog"]
        assert archives["shop"] in (await client.get("/")).text
        assert archives["blog"] in (await client.get("/blog")).text
        assert (await client.get(f"/static/{archives['blog']}")).status_code == 200


async def test_several_notebooks_are_served_under_a_prefix(tmp_path: Path, build: Build) -> None:
    shop = app_of(tmp_path / "shop.ipynb", "shop", "/", "buy")
    blog = app_of(tmp_path / "blog.ipynb", "blog", "/blog", "post")

    async with served(tmp_path / "out", shop, blog, build=build, root_path="/site") as client:
        answer = await client.get("/site/blog")
        assert "<p>blog</p>" in answer.text
        assert 'href="/site/static/style-' in answer.text


def test_two_pages_of_one_path_are_told_with_both_places_e7(tmp_path: Path) -> None:
    one = app_of(tmp_path / "one.ipynb", "one", "/x/{a}", "buy")
    two = app_of(tmp_path / "two.ipynb", "two", "/x/{b}", "post")

    assert problems(one, two) == [
        "two.ipynb › cell 2 › line 6: RNB009 the path '/x/{b}' is that of one.ipynb, 'Home', "
        "cell 2. Give each page its own path."
    ]


def test_two_actions_of_one_name_are_told_with_both_places(tmp_path: Path) -> None:
    one = app_of(tmp_path / "one.ipynb", "one", "/", "buy")
    two = app_of(tmp_path / "two.ipynb", "two", "/two", "buy")

    assert problems(one, two) == [
        "two.ipynb › cell 2 › line 3: RNB003 the action 'buy' is in one.ipynb, cell 2, too. "
        "Rename one: the browser calls actions by their names."
    ]


def test_two_notebooks_of_one_name_are_told(tmp_path: Path) -> None:
    one = app_of(tmp_path / "a/app one.ipynb", "one", "/", "buy")
    two = app_of(tmp_path / "b/app-one.ipynb", "two", "/two", "post")

    assert problems(one, two) == [
        f"app-one.ipynb: RNB064 {one.notebook} would have the same name, 'app_one', in the app. "
        "Rename one of the files."
    ]


def test_files_of_one_name_in_two_public_folders_are_told_unless_they_are_equal(
    tmp_path: Path,
) -> None:
    for folder, text in (("a", "same"), ("b", "same")):
        (tmp_path / folder / "public").mkdir(parents=True)
        (tmp_path / folder / "public/same.txt").write_text(text)
        (tmp_path / folder / "public/other.txt").write_text(folder)
    one = app_of(tmp_path / "a/one.ipynb", "one", "/", "buy")
    two = app_of(tmp_path / "b/two.ipynb", "two", "/two", "post")

    assert problems(one, two) == [
        f"two.ipynb: RNB064 public/other.txt is another file than {tmp_path}/a/public/other.txt. "
        "Rename one of them."
    ]


def test_names_of_two_notebooks_do_not_touch_each_other(tmp_path: Path) -> None:
    one = app_of(tmp_path / "one.ipynb", "one", "/", "buy")
    two = app_of(tmp_path / "two.ipynb", "two", "/two", "post")

    assert problems(one, two) == []
