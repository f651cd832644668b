"""An app that needs FastAPI, in the built site: it is loaded from there, and only then."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.e2e.lab import PATIENCE, Open, name_kernel
from tests.e2e.real import write_notebook
from tests.lite.real import Site, build

CELLS = (
    "from fastapi import Depends, Request, Response\n"
    "from reactor_nb import api, middleware, page, use_state\n"
    "from reactor_nb.html import button, h1, p",
    """
def current_user(request: Request) -> str:
    return request.cookies.get("user", "stranger")


@middleware
async def sign(request, call_next):
    response = await call_next(request)
    response.headers["x-served-by"] = "the kernel"
    return response
""".strip(),
    """
@api("/api/login", methods=["POST"])
async def login(request: Request, response: Response) -> dict[str, str]:
    response.set_cookie("user", (await request.json())["name"], httponly=True)
    return {"was": current_user(request)}
""".strip(),
    """
def load(user: str = Depends(current_user)) -> str:
    return user


@page("/", loader=load)
def Home(data: str):
    said, say = use_state("")

    async def log_in():
        from pyodide.http import pyfetch

        answer = await pyfetch("/api/login", method="POST", body='{"name": "Ann"}')
        found = await answer.json()
        say(f"It was a {found['was']}, and {answer.headers['x-served-by']} has answered.")

    return [h1(f"Hello, {data}"), button("I am Ann", on_click=log_in), p(said, id="said")]
""".strip(),
)
QUIET = (
    "from reactor_nb import page\nfrom reactor_nb.html import h1, img",
    "@page('/')\ndef Home():\n    return [h1('quiet'), img(src='/public/dot.svg', alt='a dot')]",
)
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="37" height="37"></svg>'
# What only an app that needs FastAPI loads.
WHEELS = ("fastapi-", "pydantic_core-", "python_multipart-", "starlette-")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("fastapi")
    notebooks = [
        write_notebook(folder / "asking.ipynb", *CELLS),
        write_notebook(folder / "quiet.ipynb", *QUIET),
    ]
    for notebook in notebooks:
        name_kernel(notebook, "python")
    (folder / "public").mkdir()
    (folder / "public" / "dot.svg").write_text(DOT)
    done = build(folder / "site", *notebooks)
    assert done.returncode == 0, done.stdout + done.stderr
    with Site(folder / "site").running() as made:
        yield made


@pytest.fixture
def asked(context: BrowserContext) -> list[str]:
    """What the browser asks for."""
    found: list[str] = []
    context.on("request", lambda request: found.append(request.url))
    return found


def wheels(asked: list[str]) -> list[str]:
    """Return which wheels of FastAPI were loaded."""
    names = [url.rpartition("/")[2] for url in asked]
    return [wheel for wheel in WHEELS if any(name.startswith(wheel) for name in names)]


def test_dependencies_endpoints_and_middleware_work_in_the_kernel_of_the_page(
    live: Open, asked: list[str]
) -> None:
    notebook = live("asking.ipynb")
    expect(notebook.app.locator("h1")).to_have_text("Hello, stranger")

    notebook.app.get_by_role("button", name="I am Ann").click()
    said = notebook.app.locator("#said")
    expect(said).to_have_text("It was a stranger, and the kernel has answered.", timeout=PATIENCE)
    notebook.run(len(CELLS) - 1)

    expect(notebook.app.locator("h1")).to_have_text("Hello, Ann", timeout=PATIENCE)
    assert notebook.errors == []
    assert wheels(asked) == [*WHEELS]


def test_an_app_that_needs_none_of_it_loads_none_of_it(live: Open, asked: list[str]) -> None:
    notebook = live("quiet.ipynb")

    expect(notebook.app.locator("h1")).to_have_text("quiet")
    expect(notebook.app.locator("img")).to_have_js_property("naturalWidth", 37, timeout=PATIENCE)
    notebook.run(0, f"{QUIET[0]}\nimport psycopg2")
    problem = notebook.problem()
    expect(problem).to_contain_text("No module named 'psycopg2'", timeout=PATIENCE)
    expect(problem).to_contain_text("such as a driver of a database, needs an ipykernel")
    assert any("reactor_nb-" in url for url in asked)
    assert wheels(asked) == []
