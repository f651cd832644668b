"""The preview in a real JupyterLab: the notebook on the left is the app on the right."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.lab import COUNTER, IMPORTS, PAGE, PATIENCE, Open, name_kernel, with_example
from tests.e2e.real import write_notebook
from tests.labserver.real import Lab


def test_the_example_runs_beside_its_notebook_and_follows_it(
    lab: Lab, context: BrowserContext
) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1400, "height": 800})
    notebook = with_example(lab, page, "01-counter.ipynb")
    notebook.run_all()

    notebook.preview()
    notebook.wait_until_live()
    notebook.app.get_by_role("button", name="+1", exact=True).click()

    expect(notebook.app.locator("#count")).to_have_text("1")
    place = notebook.run_script(
        "return panel.content.widgets.findIndex(({model}) => model.id === 'counter')"
    )
    source = notebook.run_script(
        "return panel.content.widgets[given].model.sharedModel.source", place
    )
    notebook.run(place, source.replace('header(strong("Counter"))', 'header(strong("Tally"))'))
    expect(notebook.app.locator("header", has_text="Tally")).to_be_visible(timeout=PATIENCE)
    expect(notebook.app.locator("#count")).to_have_text("1")
    assert notebook.errors == []


def test_state_goes_on_where_it_can_and_else_this_is_told(open_cells: Open) -> None:
    notebook = open_cells(IMPORTS, COUNTER, PAGE)
    notebook.preview()
    notebook.wait_until_live()
    more = notebook.app.get_by_role("button")
    more.click()
    more.click()
    expect(notebook.app.locator("#count")).to_have_text("2")

    notebook.run(1, COUNTER.replace("count + 1", "count + 10"))
    more.click()
    expect(notebook.app.locator("#count")).to_have_text("12")

    other = COUNTER.replace("    return", "    use_effect(lambda: None, [])\n    return")
    notebook.run(1, other)
    expect(notebook.app.locator("#count")).to_have_text("0")
    expect(notebook.panel.locator(".rnb-mod-info")).to_contain_text("Counter: state not kept")


def test_a_form_is_submitted_in_a_frame_that_may_send_none(open_cells: Open) -> None:
    """By its button, by Enter, and without a button; not where a field is not filled in."""
    notes = """
from reactor_nb.html import form, input

@action
async def add(text: str) -> str: return text.upper()

@component
def Notes():
    said, say = use_state(())
    text, set_text = use_state("")

    async def submit():
        added = await add(text)
        say(lambda now: (*now, added))

    field = {"name": "text", "required": True, "on_input": lambda e: set_text(e.target.value)}
    return [
        form(input(field, id="first"), button("Add"), action=add, on_submit=submit),
        form(input(field, id="second"), on_submit=submit),
        output(", ".join(said), id="said"),
    ]
"""
    notebook = open_cells(IMPORTS, notes, '@page("/")\ndef Home(): return Notes()')
    notebook.preview()
    notebook.wait_until_live()
    first, second = notebook.app.locator("#first"), notebook.app.locator("#second")
    add = notebook.app.get_by_role("button", name="Add")

    add.click()
    first.fill("one")
    add.click()
    expect(notebook.app.locator("#said")).to_have_text("ONE")
    first.fill("two")
    first.press("Enter")
    expect(notebook.app.locator("#said")).to_have_text("ONE, TWO")
    second.fill("three")
    second.press("Enter")

    expect(notebook.app.locator("#said")).to_have_text("ONE, TWO, THREE")
    assert notebook.errors == []


def test_what_a_loader_gives_now_is_shown_and_the_rest_goes_on(open_cells: Open) -> None:
    loaded = """
async def load(): return notes

@page("/", loader=load)
def Home(data: list[str]): return [p(" ".join(data), id="notes"), Counter()]
"""
    notebook = open_cells(IMPORTS, COUNTER, 'notes = ["one"]', loaded, "")
    notebook.preview()
    notebook.wait_until_live()
    notebook.app.get_by_role("button", name="More").click()
    expect(notebook.app.locator("#count")).to_have_text("1")

    notebook.run(4, 'notes.append("two")')

    expect(notebook.app.locator("#notes")).to_have_text("one two")
    expect(notebook.app.locator("#count")).to_have_text("1")


def test_nothing_runs_before_a_cell_does(open_cells: Open) -> None:
    """J1, N55: the preview says what is to be run, and runs nothing by itself."""
    notebook = open_cells(f"print('ran')\n{IMPORTS}", COUNTER, PAGE, run=False)

    notebook.preview()

    expect(notebook.problem()).to_contain_text("cell 3, line 2", timeout=PATIENCE)
    expect(notebook.problem()).to_contain_text("has not run")
    assert notebook.page.locator(".jp-OutputArea-output").count() == 0
    notebook.run_all()
    notebook.wait_until_live()
    expect(notebook.app.locator("#count")).to_have_text("0")
    expect(notebook.panel.locator(".rnb-Preview-problems")).to_be_hidden()


def test_loaders_and_actions_run_in_the_kernel(open_cells: Open) -> None:
    notes = """
notes = ["one"]
async def load(): return notes

@action
async def add(text: str) -> list[str]:
    notes.append(text)
    return notes

@page("/", loader=load)
def Home(data: list[str]):
    shown, show = use_state(data)
    async def more():
        show(await add("two"))
    return [p([" ".join(shown)], id="notes"), button("Add", on_click=more)]
"""
    notebook = open_cells(IMPORTS, notes, "notes")
    notebook.preview()
    notebook.wait_until_live()

    notebook.app.get_by_role("button", name="Add").click()

    expect(notebook.app.locator("#notes")).to_have_text("one two")
    notebook.run(2)
    output = notebook.page.locator(".jp-OutputArea-output").last
    expect(output).to_contain_text("['one', 'two']")


def test_an_error_is_shown_with_the_way_to_its_cell_and_the_page_stays(open_cells: Open) -> None:
    """J11: dimmed, until the cell is mended."""
    notebook = open_cells(IMPORTS, COUNTER, PAGE)
    notebook.preview()
    notebook.wait_until_live()

    notebook.run(1, f"{COUNTER}\n1 / 0")

    expect(notebook.problem()).to_have_text("cell 2, line 5 ZeroDivisionError: division by zero")
    expect(notebook.panel).to_have_attribute("data-stale", "true")
    expect(notebook.app.locator("#count")).to_have_text("0")
    notebook.run_script("panel.content.activeCellIndex = 0")
    notebook.problem().get_by_role("button").click()
    notebook.page.wait_for_function(
        "document.querySelector('.jp-Cell:nth-child(2)').contains(document.activeElement)"
    )
    notebook.run(1, COUNTER.replace("More", "Even more"))
    expect(notebook.app.get_by_role("button", name="Even more")).to_be_visible()
    expect(notebook.panel.locator(".rnb-Preview-problems")).to_be_hidden()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("return p(1 // count)", "Home › Counter, cell 2, line 4 ZeroDivisionError"),
        ("return p(open('/etc/hosts').fileno(), os.environ['HOME'])", "RNB"),
    ],
    ids=["when it runs", "when it is read"],
)
def test_what_a_component_does_wrong_is_told(open_cells: Open, line: str, told: str) -> None:
    notebook = open_cells(f"import os\n{IMPORTS}", COUNTER, PAGE)
    notebook.preview()
    notebook.wait_until_live()

    notebook.run(1, f"{COUNTER.rpartition('    return')[0]}    {line}")

    expect(notebook.problem()).to_contain_text(told)
    expect(notebook.panel).to_have_attribute("data-stale", "true")


def test_an_error_in_a_handler_names_component_cell_and_line(open_cells: Open) -> None:
    broken = COUNTER.replace("set_count(count + 1)", "set_count(1 / count)")
    notebook = open_cells(IMPORTS, broken, PAGE)
    notebook.preview()
    notebook.wait_until_live()

    notebook.app.get_by_role("button", name="More").click()

    expect(notebook.problem()).to_contain_text("cell 2, line 4")
    expect(notebook.problem()).to_contain_text("ZeroDivisionError")


ATTEMPTS = {
    "the document around": "parent.document.body.innerHTML",
    "the document on top": "top.document.cookie",
    "the address on top": "top.location.href",
    "where the top goes": "top.location = 'about:blank'",
    "the frame's element": "frameElement.ownerDocument.title",
    "its own cookies": "document.cookie",
    "storage": "localStorage.length",
    "a database": "await new Promise((yes, no) => { const r = indexedDB.open('x');"
    " r.onsuccess = yes; r.onerror = no; })",
    "the API": "await (await fetch(API, {credentials: 'include'})).text()",
    "the API without cookies": "await (await fetch(API, {mode: 'no-cors'})).text()",
    "a picture": "await new Promise((yes, no) => { const i = new Image(); i.onload = yes;"
    " i.onerror = no; i.src = LAB + 'static/favicons/favicon.ico'; })",
    "a script of its own": "document.head.append(Object.assign(document.createElement('script'),"
    " {textContent: 'window.mine = 1'})), window.mine.toFixed()",
    "a script from the server": "await import(LAB + 'lab/extensions/reactor-nb/package.json')",
    "a window": "if (!open('about:blank')) throw new Error('no window')",
    "a socket": "await new Promise((yes, no) => { const s = new WebSocket("
    "LAB.replace('http', 'ws') + 'api/events/subscribe'); s.onopen = yes; s.onerror = no; })",
}


def test_what_is_shown_reaches_nothing_of_jupyterlab(open_cells: Open) -> None:
    """J2: neither what is in the frame, nor Python in its worker."""
    notebook = open_cells(IMPORTS, COUNTER, PAGE)
    notebook.preview()
    notebook.wait_until_live()
    known = f"const LAB = {notebook.lab.url!r}, API = LAB + 'api/contents';"

    def tried(code: str) -> object:
        value = code if code.startswith(("if", "top.location =")) else f"return [{code}]"
        script = f"(async () => {{ try {{ {value} }} catch {{ return 'refused' }} }})()"
        late = "new Promise((done) => setTimeout(() => done('no answer'), 5000))"
        return notebook.frame.evaluate(
            f"() => {{ {known} return Promise.race([{script}, {late}]) }}"
        )

    assert {what: tried(code) for what, code in ATTEMPTS.items()} == dict.fromkeys(
        ATTEMPTS, "refused"
    )
    told = notebook.frame.evaluate("[origin, document.referrer, document.baseURI.slice(0, 5)]")
    assert told == ["null", "", "data:"]
    assert notebook.lab.token not in notebook.frame.evaluate("location.href + document.URL")


def test_python_in_the_frame_reaches_nothing_of_jupyterlab(open_cells: Open, lab: Lab) -> None:
    """J2: its worker has no network and no origin, either."""
    attempts = f"""
@page("/")
def Home():
    told, tell = use_state("")
    async def attempt():
        import js
        found = []
        for url in ("{lab.url}api/contents", "/api/contents", "https://example.org/"):
            try:
                answer = await js.fetch(url)
                found.append(str(answer.status))
            except Exception as error:
                found.append("refused")
        for name in ("document", "localStorage", "parent"):
            found.append(str(hasattr(js, name)))
        found.append(str(js.origin))
        tell(" ".join(found))
    return [button("Try", on_click=attempt), output(told, id="told")]
"""
    notebook = open_cells(IMPORTS, attempts)
    notebook.preview()
    notebook.wait_until_live()

    notebook.app.get_by_role("button", name="Try").click()

    # The path in the middle is one of the app's, which has no such page.
    expected = "refused 404 refused False False False null"
    expect(notebook.app.locator("#told")).to_have_text(expected)


def test_a_style_does_not_leave_the_frame(open_cells: Open) -> None:
    """J2."""
    hostile = '@page("/")\ndef Home():\n    return [style("*{background:olive}"), p("x", id="x")]'
    notebook = open_cells(
        "from reactor_nb import page\nfrom reactor_nb.html import p, style", hostile
    )
    notebook.preview()
    notebook.wait_until_live()

    color = "(one) => getComputedStyle(one).backgroundColor"
    assert notebook.app.locator("#x").evaluate(color) == "rgb(128, 128, 0)"
    assert notebook.panel.evaluate(color) != "rgb(128, 128, 0)"


def test_the_preview_goes_on_after_the_kernel_was_restarted(open_cells: Open) -> None:
    """J4: what was there stays, dimmed, until the cells have run again."""
    notebook = open_cells(IMPORTS, COUNTER, PAGE)
    notebook.preview()
    notebook.wait_until_live()

    notebook.run_script("await panel.sessionContext.session.kernel.restart()")

    expect(notebook.panel).to_have_attribute("data-stale", "true")
    expect(notebook.app.locator("#count")).to_have_text("0")
    expect(notebook.problem()).to_contain_text("has not run", timeout=PATIENCE)
    notebook.run_all()
    expect(notebook.panel).not_to_have_attribute("data-stale", "true", timeout=PATIENCE)
    notebook.app.get_by_role("button", name="More").click()
    expect(notebook.app.locator("#count")).to_have_text("1")


def test_a_cell_that_is_interrupted_changes_nothing(open_cells: Open) -> None:
    """J4, J5."""
    notebook = open_cells(IMPORTS, COUNTER, PAGE, "")
    notebook.preview()
    notebook.wait_until_live()

    notebook.run_script(
        """
        panel.content.widgets[3].model.sharedModel.setSource('while True: pass');
        panel.content.activeCellIndex = 3;
        app.shell.activateById(panel.id);
        const { kernel } = panel.sessionContext.session;
        const busy = new Promise((done) => kernel.statusChanged.connect(
            (_, status) => status === 'busy' && done()));
        const run = app.commands.execute('notebook:run-cell');
        await busy;
        await kernel.interrupt();
        await run;
        """
    )

    expect(notebook.problem()).to_contain_text("KeyboardInterrupt")
    notebook.run(3, "1 + 1")
    expect(notebook.panel.locator(".rnb-Preview-problems")).to_be_hidden()
    expect(notebook.panel).not_to_have_attribute("data-stale", "true")


def test_the_preview_is_there_again_after_a_reload(open_cells: Open) -> None:
    """J8: of the whole page; the kernel goes on."""
    notebook = open_cells(IMPORTS, COUNTER, PAGE)
    notebook.preview()
    notebook.wait_until_live()
    notebook.run_script("await panel.context.save()")
    workspace = notebook.page.url.rpartition("/workspaces/")[2].partition("/")[0]
    while b"reactor-nb:" not in notebook.lab.get(f"lab/api/workspaces/{workspace}")[2]:
        notebook.page.wait_for_timeout(100)

    notebook.page.reload()

    notebook.panel.wait_for(timeout=PATIENCE)
    notebook.wait_until_live()
    expect(notebook.app.locator("#count")).to_have_text("0")


def test_the_preview_goes_with_its_notebook(open_cells: Open) -> None:
    notebook = open_cells(IMPORTS, COUNTER, PAGE)
    notebook.preview()
    notebook.wait_until_live()

    notebook.run_script("panel.dispose()")

    expect(notebook.panel).to_have_count(0)


def test_a_page_that_never_ends_is_begun_anew(open_cells: Open) -> None:
    """J6: the Lab stays responsive, and so does the frame; only Python is busy."""
    endless = COUNTER.replace("set_count(count + 1)", "any(False for _ in iter(int, 1))")
    notebook = open_cells(IMPORTS, endless, PAGE)
    notebook.preview()
    notebook.wait_until_live()
    notebook.app.get_by_role("button", name="More").click()

    notebook.run(1, COUNTER)
    notebook.panel.locator(".rnb-Preview-reload").click()
    notebook.app.get_by_role("button", name="More").click(timeout=PATIENCE)
    notebook.wait_until_live()
    notebook.app.get_by_role("button", name="More").click()

    expect(notebook.app.locator("#count")).not_to_have_text("0")


def test_the_page_is_shown_as_wide_as_a_device_and_as_bright_as_the_lab(open_cells: Open) -> None:
    notebook = open_cells(IMPORTS, COUNTER, PAGE)
    notebook.preview()
    notebook.wait_until_live()

    notebook.panel.get_by_label("How wide the page is shown").select_option("Phone 390")
    # The frame is in a process of its own, and hears of it a little later.
    notebook.frame.wait_for_function("innerWidth === 390")
    assert notebook.frame.evaluate("document.documentElement.dataset.theme") == "light"
    dark = "'apputils:change-theme', {theme: 'JupyterLab Dark'}"
    notebook.run_script(f"await app.commands.execute({dark})")
    expect(notebook.app.locator("html")).to_have_attribute("data-theme", "dark", timeout=PATIENCE)


def test_packages_and_modules_beside_the_notebook_come_along(open_cells: Open, lab: Lab) -> None:
    """Also those that are needed only once the page is there."""
    (lab.root / "helpers_of_lab.py").write_text("def shout(text):\n    return text.upper()\n")
    notebook = open_cells(IMPORTS, COUNTER, PAGE)
    notebook.preview()
    notebook.wait_until_live()

    imports = "import mdurl\nfrom helpers_of_lab import shout\n"
    notebook.run(1, imports + COUNTER.replace("p(output", 'p(shout(mdurl.encode("a b")), output'))

    expect(notebook.app.get_by_text("A%20B0")).to_be_visible(timeout=PATIENCE)
    notebook.wait_until_live()
    notebook.app.get_by_role("button", name="More").click()
    expect(notebook.app.locator("#count")).to_have_text("1")


def test_two_notebooks_have_two_previews(open_cells: Open, lab: Lab) -> None:
    """J7: with names in common."""
    notebook = open_cells(IMPORTS, COUNTER, PAGE)
    notebook.preview()
    notebook.wait_until_live()
    other = PAGE.replace("Counter()", "p('the other one')")
    write_notebook(lab.root / "other.ipynb", IMPORTS, other)
    name_kernel(lab.root / "other.ipynb")

    notebook.run_script(
        """
        const other = await app.commands.execute('docmanager:open', {path: 'other.ipynb'});
        await other.context.ready;
        await other.sessionContext.ready;
        await other.sessionContext.session.kernel.info;
        await app.commands.execute('notebook:run-all-cells');
        await app.commands.execute('reactor-nb:open-preview');
        """
    )

    frames = notebook.page.locator("iframe.rnb-Preview-frame")
    expect(frames).to_have_count(2)
    expect(frames.last.content_frame.get_by_text("the other one")).to_be_visible(timeout=PATIENCE)
    expect(frames.first.content_frame.locator("#count")).to_have_text("0")


def test_links_lead_from_page_to_page(open_cells: Open) -> None:
    home = '@page("/")\ndef Home():\n    return a("On", href="/more?x=1")'
    more = '@page("/more")\ndef More():\n    return p("more", id="more")'
    notebook = open_cells(IMPORTS, home, more)
    notebook.preview()
    notebook.wait_until_live()

    notebook.app.get_by_role("link", name="On").click()

    expect(notebook.app.locator("#more")).to_be_visible()
    address = notebook.panel.locator(".rnb-Preview-address")
    expect(address).to_have_value("/more?x=1")
    address.fill("/")
    address.press("Enter")
    expect(notebook.app.get_by_role("link", name="On")).to_be_visible()
