"""The page's side of `reactor-nb dev`, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cli.conftest import started, write_notebook
from tests.e2e.real import Watch, Watched

IMPORTS = (
    "from reactor_nb import action, page, state, use_effect, use_ref, use_state\n"
    "from reactor_nb.html import button, div, h1, input, p"
)
COUNTER = """@page("/")
def Counter():
    count, set_count = use_state(0)

    def add(event):
        set_count(count + 1)

    return div(h1("Counter"), input(name="note"), p(f"Count: {count}"), button("+", on_click=add))
"""


class Dev:
    """A notebook under `dev`, and a page of it."""

    def __init__(self, watched: Watched, url: str, notebook: Path) -> None:
        self.watched = watched
        self.page: Page = watched.page
        self.url = url
        self.notebook = notebook

    def save(self, *cells: str) -> None:
        write_notebook(self.notebook, IMPORTS, *cells)

    def open(self, path: str = "") -> None:
        self.page.goto(f"{self.url}{path}")
        expect(self.page.locator("html")).to_have_attribute("data-reactor", "live", timeout=30_000)
        # A load of the document would end this.
        self.page.evaluate("window.stays = true")

    def click(self, times: int = 1) -> None:
        for _ in range(times):
            self.page.get_by_role("button", name="+").click()

    def shows(self, text: str) -> None:
        expect(self.page.get_by_text(text)).to_be_visible()

    @property
    def problems(self) -> Locator:
        return self.page.locator("[data-reactor-dev=problems]")

    @property
    def notes(self) -> Locator:
        return self.page.locator("[data-reactor-dev=notes]")

    def is_the_same_document(self) -> bool:
        return bool(self.page.evaluate("window.stays === true"))


Start = Callable[..., Dev]


@pytest.fixture
def dev(watch: Watch, tmp_path: Path) -> Iterator[Start]:
    """Return a function that serves cells and returns a page that is live."""
    with ExitStack() as stack:

        def start(*cells: str) -> Dev:
            notebook = write_notebook(tmp_path / "counter.ipynb", IMPORTS, *cells)
            url, _ = stack.enter_context(started("dev", notebook))
            found = Dev(watch(), url, notebook)
            found.open()
            return found

        yield start


def test_new_code_leaves_state_nodes_text_and_focus(dev: Start) -> None:
    counter = dev(COUNTER)
    counter.click(3)
    counter.page.locator("input").press_sequentially("half a wo")
    counter.page.evaluate("window.paragraph = document.querySelector('p')")

    counter.save(COUNTER.replace("Count: ", "Number: "))
    counter.shows("Number: 3")
    counter.page.keyboard.type("rd")

    assert counter.page.locator("input").input_value() == "half a word"
    assert counter.page.evaluate("paragraph === document.querySelector('p')")
    assert counter.is_the_same_document()
    counter.click()
    counter.shows("Number: 4")
    assert (counter.watched.errors, counter.watched.foreign) == ([], [])


def test_other_hooks_begin_anew_and_the_page_says_so(dev: Start) -> None:
    counter = dev(COUNTER)
    counter.click(3)

    counter.save(COUNTER.replace("use_state(0)\n", "use_state(0)\n    use_ref()\n"))

    counter.shows("Count: 0")
    expect(counter.notes).to_contain_text("Counter: state not kept, its hooks changed: 1 -> 2")
    assert counter.is_the_same_document()


def test_a_cell_that_is_broken_is_told_beside_the_page_until_it_is_mended(dev: Start) -> None:
    counter = dev(COUNTER)
    counter.click(3)

    counter.save(COUNTER, "<b>x</b>\ndef f(:\n")
    expect(counter.problems).to_contain_text("counter.ipynb › cell 3 › line 1")
    expect(counter.problems).to_contain_text("<b>x</b>")
    expect(counter.problems.locator("b")).to_have_count(0)
    counter.click()
    counter.shows("Count: 4")
    counter.page.keyboard.press("Escape")
    expect(counter.problems).to_have_count(0)

    counter.save(COUNTER, "def g(:\n")
    expect(counter.problems).to_contain_text("def g(:")
    counter.save(COUNTER)
    expect(counter.problems).to_have_count(0)
    counter.shows("Count: 4")
    assert counter.is_the_same_document()


def test_an_error_in_the_page_is_told_with_its_cell_and_line_until_it_is_mended(dev: Start) -> None:
    counter = dev(COUNTER)
    counter.click(3)

    raising = COUNTER.replace("set_count(count + 1)", 'raise ValueError("<i>no</i>")')
    counter.save(raising.replace("Count: ", "Number: "))
    counter.shows("Number: 3")
    counter.click()
    told = counter.problems
    for text in ("counter.ipynb › cell 2 › line 6", "ValueError: <i>no</i>", "raise ValueError"):
        expect(told).to_contain_text(text)
    expect(told.locator("i")).to_have_count(0)
    expect(told.locator(".component")).to_have_text("in Counter")

    counter.save(COUNTER.replace('p(f"Count: {count}")', "p(1 / 0)"))
    expect(told).to_contain_text("p(1 / 0)")
    expect(told).not_to_contain_text("ValueError")
    counter.shows("Number: 3")

    counter.save(COUNTER)
    expect(told).to_have_count(0)
    counter.click()
    counter.shows("Count: 4")
    assert counter.is_the_same_document()


LOADING = """def load() -> str:
    return "old"
"""
LOADED = """@page("/", loader=load)
def Counter(data: str):
    count, set_count = use_state(0)
    return div(h1(data), p(f"Count: {count}"), button("+", on_click=lambda: set_count(count + 1)))
"""


def test_new_code_of_the_server_gives_new_data_and_leaves_the_state(dev: Start) -> None:
    counter = dev(LOADING, LOADED)
    counter.click(3)

    counter.save(LOADING.replace('"old"', '"new"'), LOADED)
    counter.shows("new")
    counter.shows("Count: 3")

    counter.save(LOADING.replace('"old"', 'f"{1 / 0}"'), LOADED)
    expect(counter.problems).to_contain_text("counter.ipynb › cell 2 › line 2")
    counter.shows("new")

    counter.save(LOADING.replace('"old"', '"mended"'), LOADED.replace("Count: ", "Number: "))
    expect(counter.problems).to_have_count(0)
    counter.shows("mended")
    counter.shows("Number: 3")
    assert counter.is_the_same_document()


def test_a_page_that_begins_with_an_error_is_loaded_anew_when_it_is_mended(dev: Start) -> None:
    counter = dev(LOADING, LOADED)
    counter.save(LOADING.replace('"old"', 'f"{1 / 0}"'), LOADED)
    expect(counter.problems).to_contain_text("ZeroDivisionError")
    counter.page.reload()
    expect(counter.problems).to_contain_text("ZeroDivisionError")

    counter.save(LOADING, LOADED)

    counter.shows("old")
    expect(counter.problems).to_have_count(0)


def test_a_page_that_was_asleep_comes_to_what_the_others_show(dev: Start, watch: Watch) -> None:
    counter = dev(COUNTER)
    other = Dev(watch(), counter.url, counter.notebook)
    other.open()
    counter.click(3)
    other.click(2)
    other.page.context.set_offline(True)

    for word in ("One: ", "Two: ", "Three: "):
        counter.save(COUNTER.replace("Count: ", word))
    other.page.context.set_offline(False)

    for one, text in ((counter, "Three: 3"), (other, "Three: 2")):
        one.shows(text)
        assert one.is_the_same_document()


def test_a_save_while_python_still_starts_is_shown(dev: Start) -> None:
    counter = dev(COUNTER)
    counter.page.goto(counter.url, wait_until="commit")

    counter.save(COUNTER.replace("Count: ", "Number: "))

    counter.shows("Number: 0")
    counter.click()
    counter.shows("Number: 1")


WAITING = """import asyncio

ready = state("")

@page("/")
def Counter():
    count, set_count = use_state(0)

    async def add(event):
        ready.set("waits")
        while ready.peek() != "go":
            await asyncio.sleep(0.01)
        set_count(lambda now: now + 1)

    return div(
        p(f"Count: {count} {ready.value}"),
        button("+", on_click=add),
        button("go", on_click=lambda: ready.set("go")),
    )
"""


def test_a_handler_that_waits_goes_on_after_a_save(dev: Start) -> None:
    counter = dev(WAITING)
    counter.click()
    counter.shows("Count: 0 waits")

    counter.save(WAITING.replace("Count: ", "Number: "))
    counter.shows("Number: 0 waits")
    counter.page.get_by_role("button", name="go").click()

    counter.shows("Number: 1 go")


def test_what_cannot_be_taken_loads_the_page_anew(dev: Start) -> None:
    counter = dev(COUNTER)

    counter.click(3)

    with counter.page.expect_event("load"):
        counter.save(COUNTER.replace("Counter():", "Other():"))

    counter.shows("Count: 0")


def test_a_page_of_a_server_that_was_started_again_is_loaded_anew(
    watch: Watch, tmp_path: Path
) -> None:
    notebook = write_notebook(tmp_path / "counter.ipynb", IMPORTS, COUNTER)
    with started("dev", notebook) as (url, _):
        counter = Dev(watch(), url, notebook)
        counter.open()
        counter.click(3)
    port = url.rstrip("/").rpartition(":")[2]

    with started("dev", notebook, port=port):
        counter.shows("Count: 0")
        assert not counter.is_the_same_document()


PARTS = """from reactor_nb import component, use_state
from reactor_nb.html import button

@component
def Clicker(label: str):
    count, set_count = use_state(0)
    return button("+", on_click=lambda: set_count(count + 1)), f"Count: {count}"
"""


def test_a_module_beside_the_notebook_is_taken_as_it_is_too(dev: Start, tmp_path: Path) -> None:
    (tmp_path / "parts.py").write_text(PARTS)
    home = '@page("/")\ndef Home():\n    return div(Clicker(label="a"))\n'
    counter = dev("from parts import Clicker", home)
    counter.click(3)

    (tmp_path / "parts.py").write_text(PARTS.replace("Count: ", "Number: "))

    counter.shows("Number: 3")
    assert counter.is_the_same_document()
    assert counter.watched.errors == []


FRAME = """@layout("/")
def Frame(children=()):
    clicks, set_clicks = use_state(0)
    more = button("+", on_click=lambda: set_clicks(clicks + 1))
    return div(p(f"Clicks: {clicks}"), more, Link("Other", href="/other"), div(children))

@page("/")
def Home():
    return h1("Home")
"""
OTHER = """@page("/other", loader=load)
def Other(data: str):
    return h1(f"Other {data}")
"""


def test_layouts_and_links_go_on_after_a_save(dev: Start) -> None:
    names = "from reactor_nb import Link, layout"
    site = dev(names, LOADING, FRAME, OTHER)
    site.click(2)

    site.save(names, LOADING.replace("old", "new"), FRAME, OTHER.replace("Other {", "Elsewhere {"))
    site.save(
        names,
        LOADING.replace("old", "new"),
        FRAME.replace("Clicks: ", "Taps: "),
        OTHER.replace("Other {", "Elsewhere {"),
    )
    site.shows("Taps: 2")
    site.page.get_by_role("link", name="Other").click()
    site.shows("Elsewhere new")
    site.shows("Taps: 2")
    site.save(
        names,
        LOADING.replace("old", "newest"),
        FRAME.replace("div(children)", "div('in ', children)"),
        OTHER,
    )

    site.shows("Other newest")
    site.shows("Clicks: 2")
    assert site.page.url.endswith("/other")
    assert site.is_the_same_document()
    assert site.watched.errors == []


def test_a_page_whose_python_hangs_comes_back_with_the_next_save(dev: Start) -> None:
    counter = dev(COUNTER)

    with counter.page.expect_response("**/_reactor/dev/update?*"):
        counter.save(
            COUNTER.replace("    return div", "    while count == 0:\n        pass\n    return div")
        )
    with counter.page.expect_event("load"):
        counter.save(COUNTER.replace("Count: ", "Number: "))

    counter.shows("Number: 0")


def test_a_layout_that_is_new_stands_around_the_page(dev: Start) -> None:
    names = "from reactor_nb import layout"
    frame = '@layout("/")\ndef Frame(children=()):\n    return div(h1("Framed"), div(children))\n'
    counter = dev(COUNTER)
    counter.click(3)

    counter.save(names, frame, COUNTER)

    counter.shows("Framed")
    counter.shows("Count: 0")
    expect(counter.notes).to_contain_text("other layouts stand around it")
    assert counter.is_the_same_document()


def test_an_effect_that_fails_is_told_and_ends_with_the_save_that_mends_it(dev: Start) -> None:
    effect = "    use_effect(lambda: None, [])\n    return div"
    counter = dev(COUNTER.replace("    return div", effect))
    counter.click(3)

    counter.save(COUNTER.replace("    return div", effect.replace("None", "1 / 0")))
    expect(counter.problems).to_contain_text("counter.ipynb › cell 2 › line 8")
    counter.save(COUNTER.replace("    return div", effect))

    expect(counter.problems).to_have_count(0)
    counter.shows("Count: 3")


def test_code_that_fails_in_the_browser_alone_leaves_the_page_until_it_is_mended(
    dev: Start,
) -> None:
    broken = "import sys\n\nWORD = {'linux': 'Number'}[sys.platform]\n"
    used = COUNTER.replace('f"Count: ', 'f"{WORD}: ')
    counter = dev(COUNTER)
    counter.click(3)

    counter.save(broken, used)
    expect(counter.problems).to_contain_text("KeyError: 'emscripten'")
    expect(counter.problems).to_contain_text("counter.ipynb › cell 2 › line 3")
    counter.shows("Count: 3")
    counter.save(broken.replace("'linux'", "'emscripten': 'Number', 'linux'"), used)

    expect(counter.problems).to_have_count(0)
    counter.shows("Number: 3")
    assert counter.is_the_same_document()
