"""FastAPI itself in a kernel of Pyodide: the same server as in production, loaded when needed."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reactor_nb.lite.node import give_pydantic
from tests.kernel.real import Kernel
from tests.kernel.test_within import Page, body_of
from tests.nodekernel.conftest import make_manager

IMPORTS = (
    "from typing import Annotated\n"
    "from fastapi import Depends, HTTPException, Query, Request\n"
    "from reactor_nb import action, api, component, middleware, page, public, use_state\n"
    "from reactor_nb.html import button, form, input, p\n"
    "from reactor_nb.runtime.registry import current\n"
    "seen = []"
)
ASKING = {
    "imports": IMPORTS,
    "who": """
def current_user(request: Request) -> str:
    return request.cookies.get("user", "nobody")

def opened(user: Annotated[str, Depends(current_user)]):
    seen.append(f"open for {user}")
    yield len(seen)
    seen.append("closed")

def signed_in(request):
    if not request.cookies.get("user"):
        raise HTTPException(401, "who are you?")
""".strip(),
    "around": """
@middleware
async def sign(request, call_next):
    response = await call_next(request)
    response.headers["x-served-by"] = "the kernel"
    response.set_cookie("user", "ann")
    return response
""".strip(),
    "programs": """
@api("/api/double/{number}")
def double(number: int, user: str = Depends(current_user)) -> dict[str, int | str]:
    return {"user": user, "double": 2 * number}

@api("/api/fresh", methods=["POST"])
async def fresh(request: Request):
    return {"sent": (await request.body()).decode()}
""".strip(),
    "action": """
@action(guard=signed_in)
def note(text: str) -> list[str]:
    seen.append(text)
    return seen

@action(guard=public)
def keep(photo: bytes) -> None:
    seen.append(photo)
""".strip(),
    "page": """
def load(
    opened: Annotated[int, Depends(opened)],
    user: str = Depends(current_user),
    most: Annotated[int, Query(le=9)] = 3,
):
    return f"{user} {opened} {most}"

@page("/", loader=load)
def Home(data: str):
    said, say = use_state("")
    async def more():
        say(len(await note("from the page")))
    return p(data, " ", said, on_click=more), form(input(name="text"), action=note)
""".strip(),
    "look": "seen",
}
PHOTO = (
    b'--b\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n\r\n'
    b"\x89PNG\xff\r\n--b--\r\n"
)
# An app that could do without FastAPI, but for what its pages never ask for.
QUIET = {
    "imports": (
        "import sys\nfrom reactor_nb import action, api, page\nfrom reactor_nb.html import p"
    ),
    "page": "@page('/')\ndef Home():\n    return p('quiet')",
    "programs": "@api('/api/hello/{name}')\ndef hello(name: str):\n    return {'hello': name}",
    "action": "@action\ndef greet(name: str) -> str:\n    return f'hi {name}'",
    "look": "assert 'fastapi' not in sys.modules and 'anyio' not in sys.modules",
}
# As if nobody had ever run that command.
HIDE = "sys.path[:] = [one for one in sys.path if 'reactor-nb' not in one]"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Jupyter's data, with what 'reactor-nb lite --node' puts there."""
    folder = tmp_path_factory.mktemp("jupyter")
    give_pydantic(folder / "reactor-nb", [], lambda line: None)
    return folder


@pytest.fixture
def kernel(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernel]:
    """A kernel of Pyodide under Node."""
    monkeypatch.setenv("JUPYTER_PATH", str(data))
    with Kernel(tmp_path, {}, make_manager(monkeypatch)) as started:
        yield started


def run(kernel: Kernel, cells: dict[str, str]) -> Kernel:
    """Run an app, and open its preview."""
    kernel.cells = dict(cells)
    assert kernel.run(*cells) == "ok", kernel.error
    kernel.open()
    return kernel


def get(kernel: Kernel, url: str, method: str = "GET", body: str = "", **headers: str) -> Any:
    """Ask the app, as its page does; return the answer and its content as JSON."""
    given = {name.replace("_", "-"): text for name, text in headers.items()}
    answer, [content] = kernel.ask(kind="request", method=method, url=url, headers=given, body=body)
    return answer, json.loads(content)


def test_dependencies_endpoints_guards_and_middleware_are_those_of_production(
    kernel: Kernel, tmp_path: Path
) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "facts.json").write_text('{"dots": 1}')
    run(kernel, ASKING)

    first, second = kernel.show("/"), kernel.show("/?most=4")
    too_many = kernel.show("/?most=10")
    answer, doubled = get(kernel, "/api/double/21")
    wrong, _ = get(kernel, "/api/double/x")
    _, sent = get(kernel, "/api/fresh", "POST", "as it is")
    _, facts = get(kernel, "/public/facts.json")

    assert first["problems"] == [] or [one["code"] for one in first["problems"]] == ["RNB052"]
    assert body_of(first).startswith("<p>nobody 1 3 ")
    assert body_of(second).startswith("<p>ann 3 4 ")
    assert second["document"]["headers"]["x-served-by"] == "the kernel"
    assert too_many["document"]["status"] == 422
    assert answer["headers"]["x-served-by"] == "the kernel"
    assert doubled == {"user": "ann", "double": 42}
    assert wrong["status"] == 422
    assert (sent, facts) == ({"sent": "as it is"}, {"dots": 1})


def test_an_action_with_a_guard_and_a_form_without_a_handler(kernel: Kernel) -> None:
    """The guard reads a cookie that only an answer of the app has set."""
    run(kernel, ASKING)

    page = Page(kernel)
    page.click()
    page.until("3")
    text = post(kernel, "note", "application/x-www-form-urlencoded", b"text=from+a+form")
    photo = post(kernel, "keep", "multipart/form-data; boundary=b", PHOTO)

    assert text["status"] == photo["status"] == 303
    assert text["headers"]["location"] == "/"
    kernel.cells["look"] = (
        "assert seen[2:] == ['from the page', 'from a form', b'\\x89PNG\\xff'], seen"
    )
    assert kernel.run("look") == "ok", kernel.error


def post(kernel: Kernel, action: str, kind: str, body: bytes) -> dict[str, Any]:
    """Post a form as the document does by itself."""
    answer, _ = kernel.ask(
        kind="request",
        method="POST",
        url=f"/_reactor/actions/{action}",
        headers={"content-type": kind},
        body=b64encode(body).decode(),
        base64=True,
    )
    return answer


FETCHING = """
@page("/")
def Home():
    said, say = use_state("")
    async def ask():
        from pyodide.http import pyfetch
        answer = await pyfetch("/api/fresh", method="POST", body="from a click")
        say(f"{answer.status} {await answer.text()} {answer.headers['x-served-by']}")
    return button("Ask", said, on_click=ask)
""".strip()


def test_a_page_fetches_from_an_endpoint_of_its_own_app(kernel: Kernel) -> None:
    """The kernel of JupyterLab has its own '/api'; the page asks nobody but its app."""
    run(kernel, {**ASKING, "page": FETCHING})

    page = Page(kernel)
    page.click()

    [[_, _, text]] = page.until("the kernel")[2]
    assert text == 'Ask200 {"sent":"from a click"} the kernel'


def test_an_app_that_does_not_need_it_does_not_load_it(kernel: Kernel) -> None:
    run(kernel, QUIET)

    shown = kernel.show()
    greeted, _ = kernel.request("/_reactor/actions/greet", '{"name": "ann"}')
    missing = kernel.show("/nowhere")
    ran = kernel.run("look")
    answer, said = get(kernel, "/api/hello/ann")

    assert (body_of(shown), greeted["status"]) == ("<p>quiet</p>", 200)
    assert missing["document"]["status"] == 404
    assert ran == "ok", kernel.error
    assert (answer["status"], said) == (200, {"hello": "ann"})
    assert kernel.run("look") == "error"


def test_where_it_cannot_be_had_what_needs_it_is_named_with_a_cure(kernel: Kernel) -> None:
    run(kernel, {**QUIET, "hide": HIDE})
    cure = "run 'reactor-nb lite --node' in a terminal, and restart the kernel"

    quiet = kernel.show()
    answer, [_] = kernel.ask(
        kind="request", method="GET", url="/api/hello/ann", headers={}, body=""
    )
    kernel.cells["around"] = (
        "from reactor_nb import middleware\n"
        "@middleware\nasync def sign(request, call_next):\n    return await call_next(request)"
    )
    kernel.run("around")
    signed = kernel.show()
    kernel.cells["look"] = "import fastapi"
    kernel.run("look")

    assert body_of(quiet) == "<p>quiet</p>"
    assert (answer["status"], [one["message"] for one in answer["problems"]]) == (
        501,
        [f"the endpoint /api/hello/{{name}} needs FastAPI: {cure}"],
    )
    [problem] = [one for one in signed["problems"] if one["severity"] == "error"]
    assert problem["message"] == f"the middleware sign needs FastAPI: {cure}"
    assert kernel.error == (
        "pydantic cannot be imported here: pydantic_core is compiled for this computer, which "
        "Pyodide cannot load. Run 'reactor-nb lite --node' in a terminal, and restart the kernel"
    )


def test_a_package_that_pyodide_cannot_have_is_named_with_what_to_do(kernel: Kernel) -> None:
    """J12: a driver of a database that is nowhere, and a package that is compiled."""
    run(kernel, QUIET)
    kernel.cells["driver"] = "import sys\nimport psycopg2"
    kernel.run("driver")
    driver = kernel.show()["problems"]
    kernel.cells["driver"] = "import zmq"
    kernel.run("driver")
    compiled = kernel.show()["problems"]

    told = [(one["id"], one["line"], one["message"], one["hint"]) for one in (*driver, *compiled)]
    assert told == [
        (
            "driver",
            2,
            "ModuleNotFoundError: No module named 'psycopg2'",
            "this kernel is in Pyodide, where packages are of pure Python; one that is not, such "
            "as a driver of a database, needs an ipykernel",
        ),
        (
            "driver",
            1,
            "ModuleNotFoundError: zmq cannot be imported here: it is compiled for this computer, "
            "which Pyodide cannot load. Use it in cells for the server, and run these in an "
            "ipykernel",
            "",
        ),
    ]
