"""The page's side of `reactor-nb dev`, in a real browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.cli.conftest import COUNTER, started, write_notebook
from tests.e2e.real import Watch


def test_an_open_page_reloads_on_a_save_and_shows_what_is_wrong(
    watch: Watch, tmp_path: Path
) -> None:
    notebook = write_notebook(tmp_path / "counter.ipynb", *COUNTER)
    with started("dev", notebook) as (url, _):
        watched = watch()
        page = watched.page
        page.goto(url)
        problems = page.locator("[data-reactor-dev=problems]")
        expect(page.locator("html")).to_have_attribute("data-reactor", "live", timeout=30_000)
        page.get_by_role("button", name="+").click()
        expect(page.get_by_text("Count: 1")).to_be_visible()

        write_notebook(notebook, COUNTER[0], COUNTER[1].replace("Count: ", "Number: "))
        expect(page.get_by_text("Number: 0")).to_be_visible()

        write_notebook(notebook, COUNTER[0], COUNTER[1], "def f(:\n")
        expect(problems).to_contain_text("counter.ipynb › cell 3 › line 1: RNB001")
        expect(page.get_by_text("Number: 0")).to_be_visible()

        write_notebook(notebook, *COUNTER)
        expect(problems).to_have_count(0)
        expect(page.get_by_text("Count: 0")).to_be_visible()

        assert (watched.errors, watched.foreign) == ([], [])
