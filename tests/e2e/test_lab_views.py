"""Components as outputs of cells, live in a real JupyterLab, run by the notebook's own kernel."""

from __future__ import annotations

import nbformat
import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.e2e.lab import PATIENCE, Open, OpenNotebook, name_kernel
from tests.e2e.real import write_notebook
from tests.labserver.real import Lab

IMPORTS = """
from reactor_nb import component, use_state
from reactor_nb.html import button, output, p
""".strip()
# How many outputs the kernel looks after.
COUNT = """
comms = get_ipython().kernel.comm_manager.comms.values()
sum(one.target_name == "reactor_nb.view" for one in comms)
""".strip()
COUNTER = """
@component
def Counter(step=1):
    count, set_count = use_state(0)
    return p(output(count), " ", button("More", on_click=lambda: set_count(count + step)))
""".strip()
MIME = "application/vnd.reactor-nb.view.v1+json"
# What would run, were it trusted: by itself, and when somebody clicks.
HOSTILE = (
    "<p>0</p><script>window.ran = 1</script><img src=x onerror='window.ran = 2'>"
    "<button onclick='window.ran = 3' data-commandlinker-command='notebook:restart-run-all'"
    " data-commandlinker-args='{}'>Click</button><a href='javascript:window.ran=4'>there</a>"
    "<iframe srcdoc='<script>parent.ran = 5</script>'></iframe>"
)


def views(notebook: OpenNotebook) -> Locator:
    return notebook.page.locator(".rnb-View")


def live(notebook: OpenNotebook, at: int = 0) -> Locator:
    """Return the root of a view, when it is live."""
    expect(views(notebook).nth(at)).to_have_attribute("data-state", "live", timeout=PATIENCE)
    return views(notebook).nth(at).frame_locator("iframe").locator("#reactor-root")


@pytest.mark.parametrize("kernel", ["python3", "pyodide-node"])
def test_outputs_are_live_each_with_its_own_state(open_cells: Open, kernel: str) -> None:
    """J2, J7."""
    notebook = open_cells(IMPORTS, COUNTER, "Counter()", "Counter(step=5)", kernel=kernel)
    first, second = live(notebook), live(notebook, 1)

    first.get_by_role("button").click()
    second.get_by_role("button").click()
    second.get_by_role("button").click()

    expect(first.locator("output")).to_have_text("1")
    expect(second.locator("output")).to_have_text("10")
    expect(views(notebook).first.locator("iframe")).to_have_attribute("sandbox", "allow-scripts")
    frames = [one for one in notebook.page.frames if one != notebook.page.main_frame]
    assert [one.evaluate("self.origin") for one in frames] == ["null", "null"]
    # Else the browser paints a ground of another theme.
    scheme = "getComputedStyle(document.documentElement).colorScheme"
    assert [one.evaluate(scheme) for one in frames] == ["light", "light"]
    height = views(notebook).first.locator("iframe").bounding_box()
    assert height is not None
    assert 20 < height["height"] < 100
    assert notebook.errors == []


def test_a_cell_that_runs_again_and_again_has_one_view(open_cells: Open) -> None:
    """J5."""
    notebook = open_cells(IMPORTS, COUNTER, "Counter()", COUNT)
    live(notebook)

    for _ in range(20):
        notebook.run(2, wait=False)
    notebook.run(2)

    live(notebook).get_by_role("button").click()
    expect(live(notebook).locator("output")).to_have_text("1")
    assert notebook.page.locator(".rnb-View iframe").count() == 1
    count = notebook.page.locator(".jp-OutputArea-output").last
    for _ in range(20):
        # The end of the last one may still be on its way: the kernel takes it beside cells.
        notebook.run(3)
        if count.inner_text() == "1":
            break
    expect(count).to_have_text("1")


def test_a_restart_of_the_kernel_dims_what_is_shown(open_cells: Open) -> None:
    """J4."""
    notebook = open_cells(IMPORTS, COUNTER, "Counter()")
    root = live(notebook)
    root.get_by_role("button").click()
    expect(root.locator("output")).to_have_text("1")

    notebook.run_script("await panel.sessionContext.session.kernel.restart()")

    expect(views(notebook)).to_have_attribute("data-stale", "true")
    expect(root.locator("output")).to_have_text("1")
    notebook.run_all()
    expect(views(notebook)).not_to_have_attribute("data-stale", "true")
    expect(live(notebook).locator("output")).to_have_text("0")


def test_an_output_goes_on_when_a_cell_has_made_its_component_anew(open_cells: Open) -> None:
    """State stays, without a run of its own cell; what is broken or gone is dimmed and says so."""
    notebook = open_cells(IMPORTS, "unit = 'times'", COUNTER, "Counter()", "Counter(step=5)")
    first, second = live(notebook), live(notebook, 1)
    first.get_by_role("button").click()
    second.get_by_role("button").click()
    expect(second.locator("output")).to_have_text("5")
    shown = views(notebook).first

    counter = COUNTER.replace('output(count), " "', 'output(count, " ", unit), " "')
    notebook.run(2, counter.replace("More", "Still more"))
    expect(first.locator("output")).to_have_text("1 times")
    expect(second.locator("output")).to_have_text("5 times")
    notebook.run(1, "unit = 'clicks'")
    first.get_by_role("button", name="Still more").click()
    expect(first.locator("output")).to_have_text("2 clicks")

    notebook.run(2, counter.replace("count + step", "1 / 0").replace("return", "1 / 0\n    return"))
    expect(shown).to_have_attribute("data-stale", "true")
    expect(shown.get_by_role("alert")).to_contain_text("Counter, line 4 ZeroDivisionError")
    shown.get_by_role("button", name="Counter, line 4").click()
    assert notebook.run_script("return panel.content.activeCellIndex") == 2
    notebook.run(2, counter)
    expect(shown).not_to_have_attribute("data-stale", "true")
    expect(shown.get_by_role("alert")).to_be_hidden()
    expect(first.locator("output")).to_have_text("2 clicks")

    other = counter.replace("use_state(0)", "use_state(0)\n    note, _ = use_state(1)")
    notebook.run(2, other.replace("    return", "    1 / 0\n    return"))
    expect(shown).to_have_attribute("data-stale", "true")
    expect(first.locator("output")).to_have_text("2 clicks")
    notebook.run(2, other)
    expect(shown).not_to_have_attribute("data-stale", "true")
    expect(live(notebook).locator("output")).to_have_text("0 clicks")
    live(notebook).get_by_role("button").click()
    expect(live(notebook).locator("output")).to_have_text("1 clicks")

    notebook.run(1, "del Counter")
    expect(shown.get_by_role("alert")).to_contain_text("Counter is no component any more")
    assert notebook.errors == []


@pytest.mark.parametrize("is_trusted", [False, True], ids=["untrusted", "trusted"])
def test_a_stored_output_runs_nothing(lab: Lab, context: BrowserContext, is_trusted: bool) -> None:
    """J1, J3, N55: not when it is opened, not by a click, not after another cell has run."""
    path = write_notebook(lab.root / f"hostile-{is_trusted}.ipynb", IMPORTS, "Counter()", "1 + 1")
    name_kernel(path)
    notebook = nbformat.read(path, 4)
    data = {"text/plain": "p", "text/html": HOSTILE, MIME: {"view": "0123456789abcdef"}}
    notebook.cells[1].outputs = [nbformat.v4.new_output("display_data", data)]
    nbformat.write(notebook, path)
    page = context.new_page()
    sent: list[str] = []
    page.on(
        "websocket",
        lambda socket: socket.on("framesent", lambda frame: sent.append(str(frame))),
    )
    opened = OpenNotebook(lab, page, path.name)
    opened.open()
    if is_trusted:
        # As a notebook of one's own is: JupyterLab then runs what is in HTML, and we still do not.
        opened.run_script("panel.content.model.cells.get(1).trusted = true")
        opened.run_script("panel.content.widgets[1].outputArea.model.trusted = true")

    output = page.locator(".jp-OutputArea-output").first
    expect(output).to_contain_text("0")
    page.get_by_text("Click", exact=True).first.click()
    if not is_trusted:
        # The HTML is JupyterLab's to show, and so is this question.
        page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    page.get_by_text("there", exact=True).first.click()
    opened.run(2)
    expect(page.locator(".jp-OutputArea-output").last).to_have_text("2")

    assert page.evaluate("window.ran") is None
    assert page.locator(".jp-OutputArea-output iframe").count() == 0
    opens = [one for one in sent if "comm_open" in one]
    assert all("reactor_nb.view" in one for one in opens)
    assert len(opens) <= int(is_trusted)
    assert opened.errors == []
