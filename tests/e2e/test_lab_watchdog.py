"""A page or a kernel that does not answer, in a real JupyterLab: it is said, and can be ended."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.lab import COUNTER, PAGE, PATIENCE, Open, OpenNotebook

IMPORTS = (
    "from reactor_nb import component, page, use_effect, use_state\n"
    "from reactor_nb.html import button, div, output, p"
)
EVER = "any(False for _ in iter(int, 1))"


def busy(notebook: OpenNotebook) -> Locator:
    return notebook.panel.locator(".rnb-Preview-busy")


def interrupt(notebook: OpenNotebook) -> None:
    """Press the button; the Lab answers all the while."""
    assert notebook.run_script("return panel.content.widgets.length") > 0
    busy(notebook).get_by_role("button", name="Interrupt").click()


def info(notebook: OpenNotebook) -> Locator:
    return notebook.panel.locator(".rnb-mod-info")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("set_count(count + 1)", EVER),
        (
            "    return",
            f"    use_effect(lambda: {EVER} if count else None, [count])\n    return",
        ),
    ],
    ids=["handler", "effect"],
)
def test_a_handler_or_an_effect_without_end_is_ended_and_the_page_begins_anew(
    live: Open, old: str, new: str
) -> None:
    """J6."""
    notebook = live(IMPORTS, COUNTER.replace(old, new), PAGE)
    notebook.app.get_by_role("button", name="More").click()

    expect(busy(notebook)).to_contain_text("Python in the page is busy", timeout=PATIENCE)
    interrupt(notebook)

    expect(info(notebook)).to_contain_text("its state is lost", timeout=PATIENCE)
    expect(busy(notebook)).to_be_hidden()
    notebook.wait_until_live()
    expect(notebook.app.locator("#count")).to_have_text("0")
    assert notebook.errors == []


def test_a_render_without_end_is_ended_and_what_was_there_stays(live: Open) -> None:
    """J6: dimmed, until the cell is mended."""
    notebook = live(IMPORTS, COUNTER, PAGE)
    more = notebook.app.get_by_role("button", name="More")
    more.click()
    expect(notebook.app.locator("#count")).to_have_text("1")

    notebook.run(1, COUNTER.replace("    return", f"    {EVER}\n    return"))
    expect(busy(notebook)).to_contain_text("Python in the page is busy", timeout=PATIENCE)
    interrupt(notebook)

    expect(notebook.problem()).to_contain_text("what is shown is from before")
    expect(notebook.panel).to_have_attribute("data-stale", "true")
    expect(notebook.app.locator("#count")).to_have_text("1")
    notebook.run(1, COUNTER)
    expect(notebook.app.locator("#count")).to_have_text("0", timeout=PATIENCE)
    notebook.wait_until_live()
    expect(notebook.panel).not_to_have_attribute("data-stale", "true")
    more.click()
    expect(notebook.app.locator("#count")).to_have_text("1")


def test_a_kernel_that_is_busy_for_the_page_is_interrupted(live: Open) -> None:
    """J6: where the kernel renders or loads without end."""
    loaded = '@page("/", loader=load)\ndef Home(data: int):\n    return p(data, id="data")'
    notebook = live(IMPORTS, "def load(): return 1", loaded)
    expect(notebook.app.locator("#data")).to_have_text("1")

    notebook.run(1, "async def load():\n    while True: pass")
    expect(busy(notebook)).to_contain_text("The kernel is busy", timeout=PATIENCE)
    interrupt(notebook)

    expect(notebook.problem()).to_contain_text("interrupted", timeout=PATIENCE)
    expect(notebook.app.locator("#data")).to_have_text("1")
    notebook.run(1, "def load(): return 2")
    expect(notebook.app.locator("#data")).to_have_text("2", timeout=PATIENCE)
    expect(busy(notebook)).to_be_hidden()


HOPELESS = {
    "recursion": ("p(Row())", "nested deeper than can be shown"),
    "a million nodes": ("[p('x' * 20) for _ in range(1_000_000)]", "more than 200,000 children"),
}


@pytest.mark.parametrize(("code", "told"), HOPELESS.values(), ids=HOPELESS)
def test_what_cannot_be_shown_says_why(live: Open, code: str, told: str) -> None:
    """J6: and what was there stays."""
    row = "@component\ndef Row():\n    return p('row', id='row')"
    page = "@page('/')\ndef Home(more: int = 0):\n    return Row()"
    notebook = live(IMPORTS, row, page)

    notebook.run(1, row.replace("p('row', id='row')", code))
    notebook.panel.locator(".rnb-Preview-address").fill("/?more=1")
    notebook.panel.locator(".rnb-Preview-address").press("Enter")

    expect(notebook.problem()).to_contain_text(told, timeout=PATIENCE)
