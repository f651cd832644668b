"""A kernel in the browser, in a real JupyterLab on a server: our files, and nobody else's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import nbformat
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from reactor_nb.export.bundle import Build
from reactor_nb.export.files import write_files
from reactor_nb.lite.fetch import fetch
from reactor_nb.lite.kernel import frontend_files
from reactor_nb.lite.lab import give_kernel
from reactor_nb.lite.pins import FRONTEND, Pin, is_frontend, pins
from tests.architecture.paths import REPOSITORY
from tests.e2e.lab import PATIENCE, OpenNotebook, with_cells
from tests.e2e.real import EXAMPLES
from tests.labserver.real import BASE, Lab
from tests.lite.real import page_of

HYBRID = Pin(
    "jupyterlab-hybrid-kernels",
    "0.2.1",
    "jupyterlab_hybrid_kernels-0.2.1-py3-none-any.whl",
    "ae3f693280580bb91e5d7e43d12c503aa5a83efa9cbe519fb729ba048659ba60",
)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    made = Lab(tmp_path_factory.mktemp("lab"))
    data = made.folder / "data"
    give_kernel(data / "reactor-nb", [], lambda line: None)
    # Installed into this environment they would be in every other test's JupyterLab, too.
    wanted = [*filter(is_frontend, pins()), HYBRID]
    for wheel in fetch(wanted, Build.load(), [], lambda line: None):
        write_files(data / "labextensions", frontend_files(wheel))
    with made.running():
        yield made


def test_the_extra_names_the_versions_that_are_tested() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))

    extra = project["project"]["optional-dependencies"]["browser-kernel"]

    assert extra == [f"{HYBRID.name}=={HYBRID.version}", FRONTEND]


@pytest.fixture
def page(lab: Lab, context: BrowserContext) -> Iterator[Page]:
    """A page that reaches nothing but the server."""
    with page_of(context, lab.url) as page:
        yield page


def test_a_notebook_and_its_preview_run_in_the_browser(lab: Lab, page: Page) -> None:
    copy = nbformat.read(EXAMPLES / "01-counter.ipynb", 4)
    copy.metadata["kernelspec"] = {"name": "python", "display_name": "Python (Pyodide)"}
    nbformat.write(copy, lab.root / "counter.ipynb")
    notebook = OpenNotebook(lab, page, "counter.ipynb")
    notebook.open()
    notebook.run_all()

    notebook.preview()
    notebook.wait_until_live()
    notebook.app.get_by_role("button", name="+1", exact=True).click()

    expect(notebook.app.locator("#count")).to_have_text("1", timeout=PATIENCE)
    code = "import sys; assert sys.platform == 'emscripten'"
    asked = (
        "const { kernel } = panel.sessionContext.session;"
        "return (await kernel.requestExecute({ code: given }).done).content.status"
    )
    assert notebook.run_script(asked, code) == "ok"


ASKING = (
    "from reactor_nb import api, page, use_state\nfrom reactor_nb.html import button",
    "@api('/api/contents')\ndef contents() -> dict[str, str]:\n    return {'of': 'the app'}",
    """
@page("/")
def Home():
    said, say = use_state("")

    async def ask():
        from pyodide.http import pyfetch

        say(await (await pyfetch("/api/contents")).text())

    return button("Ask ", said, on_click=ask)
""".strip(),
)


def test_a_page_asks_its_own_app_and_not_the_server_of_jupyterlab(lab: Lab, page: Page) -> None:
    """J3: at its own address the kernel could ask for the files of the visitor."""
    notebook = with_cells(lab, page, "asking.ipynb", *ASKING, kernel="python")
    notebook.run_all()
    notebook.preview()
    notebook.wait_until_live()

    asked = notebook.app.get_by_role("button")
    asked.click()

    expect(asked).to_have_text('Ask {"of":"the app"}', timeout=PATIENCE)


def test_the_files_of_the_kernel_are_for_those_who_are_logged_in(lab: Lab) -> None:
    _, _, page = lab.get("lab")
    marker = f"{BASE}reactor-nb/kernel/pyodide-"
    address = page.decode().split(marker)[1].split("/")[0]
    route = f"reactor-nb/kernel/pyodide-{address}"

    status, headers, _ = lab.get(f"{route}/pyodide.mjs")
    assert (status, headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    status, headers, body = lab.get(f"{route}/pyodide.mjs", known=False)
    assert status == 403 or "/login?" in headers["Location"]
    assert len(body) < 200
    for name in ("kernel.json", "../kernel.json", "..%2fkernel.json", "/etc/passwd"):
        assert lab.get(f"{route}/{name}")[0] in (400, 404), name
