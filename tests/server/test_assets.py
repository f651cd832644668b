from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from reactor_nb.errors import ReactorError
from reactor_nb.model.app import Action, AppModel, Route
from reactor_nb.server import ClientBundle, read_export
from reactor_nb.server.files import media_type
from tests.server.sites import FILES, browser, make_app

APP = """
    @page("/")
    def P(): return p(asset("cities.csv").read_text())
"""


@pytest.fixture
async def client(bundle: ClientBundle) -> AsyncIterator[httpx.AsyncClient]:
    (bundle.root / "link.js").symlink_to("/etc/passwd")
    assert bundle.public is not None
    (bundle.public / "link.csv").symlink_to("/etc/passwd")
    (bundle.public / "folder").mkdir()
    (bundle.public / "page.html").write_text("<script>1</script>")
    async with browser(make_app(APP, bundle)) as one:
        yield one


async def test_a_file_never_changes_under_its_name(client: httpx.AsyncClient) -> None:
    response = await client.get("/static/client-1.js", headers={"accept-encoding": "identity"})

    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.headers["vary"] == "accept-encoding"
    assert "content-encoding" not in response.headers
    assert "connect-src 'self'" in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"


ENCODINGS = {
    "br": "br",
    "gzip, deflate, br": "br",
    "br;q=0.5, gzip": "br",
    "BR": "br",
    "br;q=0, gzip": None,
    "br;q=0.000": None,
    "gzip": None,
    "": None,
    "*": None,
    "xbr": None,
}


@pytest.mark.parametrize("accepted, given", ENCODINGS.items(), ids=ENCODINGS)
async def test_a_compressed_twin_is_sent_to_whom_it_suits(
    client: httpx.AsyncClient, accepted: str, given: str | None
) -> None:
    response = await client.get("/static/client-1.js", headers={"accept-encoding": accepted})

    assert response.headers.get("content-encoding") == given
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.text.startswith("compressed" if given else "/* client")


async def test_modules_and_wasm_have_the_types_that_browsers_ask_for() -> None:
    names = ["a.mjs", "a.wasm", "a.ZIP", "a.whl", "a.json", "a.unknown", "a", "a.svg", "a.css"]

    assert [media_type(name) for name in names] == [
        "text/javascript; charset=utf-8",
        "application/wasm",
        "application/zip",
        "application/zip",
        "application/json",
        "application/octet-stream",
        "application/octet-stream",
        "image/svg+xml",
        "text/css; charset=utf-8",
    ]


OUTSIDE = [
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static/..%2fapp.py",
    "/static/..\\app.py",
    "/static//etc/passwd",
    "/static/%2fetc/passwd",
    "/static/link.js",
    "/static/",
    "/static/pyodide-1",
    "/static/client-1.js%00",
    "/static/CLIENT-1.JS",
    "/public/../app.data/todos.db",
    "/public/%2e%2e/%2e%2e/etc/passwd",
    "/public/..%2f..%2fetc%2fpasswd",
    "/public/..%5c..%5cetc",
    "/public//etc/passwd",
    "/public/%2fetc/passwd",
    "/public/link.csv",
    "/public/.env",
    "/public/folder",
    "/public/folder/",
    "/public/",
    "/public/c:cities.csv",
    "/public/cities.csv%00.html",
    "/public/" + "a" * 5_000,
]


@pytest.mark.parametrize("path", OUTSIDE, ids=lambda path: path[:40])
async def test_nothing_else_is_served(bundle: ClientBundle, path: str) -> None:
    """A21"""
    (bundle.root / "link.js").symlink_to("/etc/passwd")
    assert bundle.public is not None
    (bundle.public / "link.csv").symlink_to("/etc/passwd")
    (bundle.public / "folder").mkdir()
    statuses = []
    app = make_app(APP, bundle)

    async def send(message: dict[str, object]) -> None:
        statuses.append(message.get("status"))

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b""}

    raw = path.encode()
    decoded = httpx.URL("http://x").join("/").copy_with(raw_path=raw).path
    for asked in {decoded, path}:
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "method": "GET",
            "scheme": "http",
            "path": asked,
            "raw_path": raw,
            "query_string": b"",
            "headers": [(b"host", b"x")],
            "server": ("x", 80),
        }
        await app(scope, receive, send)  # type: ignore[arg-type]

    assert [status for status in statuses if status is not None] in ([404], [404, 404])


async def test_many_ranges_take_no_longer(client: httpx.AsyncClient) -> None:
    """A21"""
    headers = {"range": "bytes=0-," + "0-," * 1_300 + "0-1", "accept-encoding": "identity"}

    response = await client.get("/static/core-1.bin", headers=headers)
    part = await client.get("/static/core-1.bin", headers={"range": "bytes=0-1"})

    assert response.status_code in (200, 206, 400, 416)
    assert len(response.content) < 1_000
    assert (part.status_code, part.text) == (206, "/*")


async def test_public_files_are_served_as_they_are_now(
    client: httpx.AsyncClient, bundle: ClientBundle
) -> None:
    assert bundle.public is not None
    first = await client.get("/public/cities.csv")
    again = await client.get("/public/cities.csv", headers={"if-none-match": first.headers["etag"]})
    (bundle.public / "new.csv").write_text("a")
    new = await client.get("/public/new.csv")
    page = await client.get("/public/page.html")

    assert first.text == "name\nZürich\n"
    assert first.headers["content-type"] == "text/csv; charset=utf-8"
    assert first.headers["cache-control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert new.status_code == 200
    assert page.headers["content-security-policy"] == "frame-ancestors 'self'"


async def test_a_component_reads_an_asset_on_the_server(client: httpx.AsyncClient) -> None:
    assert "<p>name\nZürich\n</p>" in (await client.get("/")).text


async def test_files_answer_get_and_head_only(client: httpx.AsyncClient) -> None:
    assert (await client.head("/static/client-1.js")).status_code == 200
    assert (await client.post("/static/client-1.js")).status_code == 405


def test_an_export_is_read_back(tmp_path: Path) -> None:
    model = AppModel(
        "todos",
        "Todos",
        (Route("/", "P", None, 1, 1),),
        (Action("add", 2, 3, True),),
        server_source="x = 1\n",
        client_source="",
        requirements=("a",),
    )
    folder = tmp_path / "app"
    (folder / "generated").mkdir(parents=True)
    (folder / "public").mkdir()
    (folder / "generated" / "server.py").write_text("x = 1\n")
    manifest = {**model.to_json(), "client": FILES, "format": 1}
    del manifest["server_source"], manifest["client_source"]
    (folder / "manifest.json").write_text(json.dumps(manifest))

    found, bundle = read_export(folder)

    assert found == model
    assert bundle == ClientBundle(
        folder / "static",
        FILES,
        folder / "public",
        tmp_path / "app.data",
        folder / "generated" / "server.py",
    )


@pytest.mark.parametrize("text", [None, "", "[]", "{}", "null", '{"name": 1}', "{"])
def test_what_is_no_export_is_refused(tmp_path: Path, text: str | None) -> None:
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated" / "server.py").write_text("")
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)

    with pytest.raises(ReactorError, match="not (a whole|an) export"):
        read_export(tmp_path)
